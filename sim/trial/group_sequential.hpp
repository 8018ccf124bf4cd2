#pragma once
// Looks at a trial under way: how large a difference must be to end it, so that all looks together
// err no more often than one would. Boundaries by recursive integration (Armitage, McPherson & Rowe
// 1969). All tests are two-sided and symmetric.

#include <vector>

namespace perforin::trial {

/// How the chance to be wrong is spent as information comes in (Lan & DeMets 1983).
enum class Spending { obrien_fleming, pocock };

/// What of `alpha` may be spent by a share `t` of the information.
double spent(Spending spending, double alpha, double t);

/// Boundaries of |Z| at looks after such shares of the information, rising, the last 1.
std::vector<double> spending_boundaries(const std::vector<double>& shares, double alpha,
                                        Spending spending);
/// Boundaries C·t^(shape − ½) with the constant that spends alpha (Wang & Tsiatis 1987): shape 0 is
/// O'Brien and Fleming's, ½ Pocock's.
std::vector<double> constant_boundaries(const std::vector<double>& shares, double alpha,
                                        double shape);

/// Chances that |Z| first exceeds its boundary at each look, if the expectation of Z after all the
/// information is `drift`.
std::vector<double> crossings(const std::vector<double>& shares,
                              const std::vector<double>& boundaries, double drift = 0.0);

}  // namespace perforin::trial

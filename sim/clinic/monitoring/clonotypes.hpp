#pragma once
// Clonotypes: how cells are shared among them, what sequencing of a sample counts, and the figures
// that are made of counts. Knows no patient. METHODS.md.

#include <cstdint>
#include <span>
#include <vector>

namespace perforin::clinic {

/// Shares of n clonotypes by Zipf's law: that of the k-th is as k to the power −slope; their sum
/// is 1.
std::vector<double> zipf(std::size_t n, double slope);

/// Counts of clonotypes; those that were seen once each and nowhere else are only numbered.
struct Counts {
    std::vector<double> cells{};  ///< by clonotype
    double singles = 0.0;         ///< further clonotypes with one cell each
    double all() const;
    double distinct() const;
};

/// −Σ p ln p.
double entropy(const Counts&);
/// 1 − entropy/ln(distinct): 0 where all are alike, 1 where one has all; 0 without cells.
double clonality(const Counts&);
/// Clonotypes that hold at least that share.
double expanded(const Counts&, double share);
/// 2 Σ x y / ((Σ x²/X² + Σ y²/Y²) X Y), Morisita's index in Horn's form: 1 where shares are alike,
/// 0 where no clonotype is in both.
double overlap(const Counts& x, const Counts& y);
/// Clonotypes that were seen in both.
double shared(const Counts& x, const Counts& y);

}  // namespace perforin::clinic

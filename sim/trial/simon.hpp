#pragma once
// Simon's two stages: a single arm of phase 2 that ends early where too few respond. Found by exact
// search (Simon 1989).

#include <cstddef>
#include <cstdint>
#include <optional>

namespace perforin::trial {

struct SimonAsked {
    double poor = 0.1, good = 0.3;    ///< rates of response: not worth it; worth it
    double alpha = 0.05, beta = 0.2;  ///< chances to be wrong where the rate is one, or the other
    bool minimax = false;             ///< the fewest patients at most; else on average where poor
    std::int64_t most = 300;          ///< patients that a design may take
};

struct SimonDesign {
    std::int64_t first = 0, first_limit = 0;  ///< patients of the first stage; up to so many
                                              ///< responses end it
    std::int64_t all = 0, limit = 0;          ///< of both; up to so many mean no
    double expected = 0.0;                    ///< patients where the rate is poor
    double early = 0.0;                       ///< chance of an early end there
    double alpha = 0.0, power = 0.0;          ///< as they are
};

/// Nothing: no design of so many patients does it.
std::optional<SimonDesign> simon(const SimonAsked& asked);

/// The chance that a design says yes where patients respond at that rate.
double simon_yes(const SimonDesign& design, double rate);

}  // namespace perforin::trial

#pragma once
// Do two groups survive alike? The log-rank test (Mantel 1966), within strata if there are any.

#include <cstddef>
#include <vector>

namespace perforin::trial {

/// One patient's time to an event.
struct Survival {
    double days = 0.0;
    bool event = false;
    bool second = false;      ///< of the second group, which is compared with the first
    std::size_t stratum = 0;  ///< patients are compared within theirs only
};

struct LogRank {
    double observed = 0.0, expected = 0.0;  ///< events of the second group
    double variance = 0.0;
    double events = 0.0;  ///< of both
    /// Positive: fewer events in the second group than expected. 0 where nothing can be told.
    double statistic() const;
};

LogRank log_rank(std::vector<Survival> patients);

}  // namespace perforin::trial

#include "trial/log_rank.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace perforin::trial {

namespace {

/// Who is at risk, and what happens, at one time.
struct Moment {
    double at_risk = 0.0, second_at_risk = 0.0, events = 0.0, second_events = 0.0;
};

/// The second group's events are hypergeometric, given all that is known before.
void add(LogRank& sum, const Moment& m) {
    const double share = m.second_at_risk / m.at_risk;
    sum.events += m.events;
    sum.observed += m.second_events;
    sum.expected += m.events * share;
    if (m.at_risk > 1.0) {
        sum.variance +=
            m.events * share * (1.0 - share) * (m.at_risk - m.events) / (m.at_risk - 1.0);
    }
}

}  // namespace

double LogRank::statistic() const {
    return variance > 0.0 ? (expected - observed) / std::sqrt(variance) : 0.0;
}

LogRank log_rank(std::vector<Survival> patients) {
    std::sort(patients.begin(), patients.end(), [](const Survival& a, const Survival& b) {
        return std::tuple{a.stratum, a.days} < std::tuple{b.stratum, b.days};
    });
    LogRank sum;
    for (auto begin = patients.begin(); begin != patients.end();) {
        const auto end = std::find_if(begin, patients.end(), [&](const Survival& other) {
            return other.stratum != begin->stratum;
        });
        Moment m{.at_risk = static_cast<double>(end - begin)};
        m.second_at_risk = static_cast<double>(
            std::count_if(begin, end, [](const Survival& one) { return one.second; }));
        while (begin != end) {
            const double now = begin->days;
            double gone = 0.0, second_gone = 0.0;
            m.events = m.second_events = 0.0;
            for (; begin != end && begin->days == now; ++begin) {
                gone += 1.0;
                second_gone += begin->second ? 1.0 : 0.0;
                m.events += begin->event ? 1.0 : 0.0;
                m.second_events += begin->event && begin->second ? 1.0 : 0.0;
            }
            if (m.events > 0.0) add(sum, m);
            m.at_risk -= gone;
            m.second_at_risk -= second_gone;
        }
    }
    return sum;
}

}  // namespace perforin::trial

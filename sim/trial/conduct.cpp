#include "trial/conduct.hpp"

#include <algorithm>
#include <tuple>

#include "trial/randomisation.hpp"

namespace perforin::trial {

Conduct conduct(Site& site) {
    switch (site.trial().design.kind) {
        case Kind::three_plus_three:
        case Kind::boin:
            return conduct_escalation(site);
        case Kind::simon:
            return conduct_two_stages(site);
        case Kind::group_sequential:
            return conduct_sequential(site);
        case Kind::fixed:
            break;
    }
    return conduct_fixed(site);
}

std::vector<Enrolled> arrivals(const Trial& trial) {
    std::vector<Enrolled> all;
    for (std::uint64_t number = 1; number <= trial.people->size(); ++number) {
        Enrolled one{.person = trial.people->person(number)};
        one.day = arrival_day(number, trial.trial.accrual, trial.seed());
        one.stratum = stratum_of(trial.strata, one.person);
        all.push_back(std::move(one));
    }
    std::sort(all.begin(), all.end(), [](const Enrolled& a, const Enrolled& b) {
        return std::tuple{a.day, a.person.number} < std::tuple{b.day, b.person.number};
    });
    return all;
}

std::vector<Enrolled> randomised(const Trial& trial) {
    std::vector<Enrolled> all = arrivals(trial);
    std::vector<std::int64_t> shares;
    for (const Arm& arm : trial.arms) shares.push_back(arm.share);
    if (trial.randomisation.method == Method::simple) {
        for (Enrolled& one : all) one.arm = simple_arm(one.person.number, shares, trial.seed());
        return all;
    }
    std::vector<std::string> strata;
    strata.reserve(all.size());
    for (const Enrolled& one : all) strata.push_back(one.stratum);
    const auto arms = permuted_blocks(strata, shares, trial.block(), trial.seed());
    for (std::size_t i = 0; i != all.size(); ++i) all[i].arm = arms[i];
    return all;
}

}  // namespace perforin::trial

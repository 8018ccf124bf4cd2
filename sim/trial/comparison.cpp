#include "trial/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <string>

#include <fmt/format.h>

#include "study/distribution.hpp"

namespace perforin::trial {

TimeTo compared(const Site& site, const Enrolled& patient, std::int64_t cut) {
    const DesignParams& design = site.trial().design;
    const Endpoints e = site.endpoints(patient, patient.arm, cut);
    if (design.compared == Compared::os || !e.criteria) return {e.survived, e.died};
    const clinic::Endpoint& pfs = (*e.criteria)[static_cast<std::size_t>(design.criterion)].pfs;
    return {pfs.day, pfs.event};
}

std::vector<Survival> survivals(const Site& site, const std::vector<Enrolled>& patients,
                                std::size_t first, std::size_t second, std::int64_t cut) {
    std::map<std::string, std::size_t> strata;
    std::vector<Survival> all;
    for (const Enrolled& one : patients) {
        if (one.arm != first && one.arm != second) continue;
        const std::size_t stratum = strata.emplace(one.stratum, strata.size()).first->second;
        const TimeTo time = compared(site, one, cut);
        all.push_back({static_cast<double>(time.days), time.event, one.arm == second, stratum});
    }
    return all;
}

Look look_at(const Site& site, const std::vector<Enrolled>& patients, std::size_t second,
             std::int64_t cut) {
    const auto all = survivals(site, patients, site.trial().control, second, cut);
    const LogRank test = log_rank(all);
    Look look;
    look.patients = static_cast<double>(all.size());
    look.events = static_cast<double>(
        std::count_if(all.begin(), all.end(), [](const Survival& one) { return one.event; }));
    look.statistic = test.statistic();
    return look;
}

std::int64_t last_day(const Trial& trial, const std::vector<Enrolled>& patients, std::int64_t cut) {
    std::int64_t last = 0;
    for (const Enrolled& one : patients) {
        last = std::max(last, one.day + days_of(trial.trial.follow_up));
    }
    return std::min(last, cut);
}

std::string verdict(const Trial& trial, std::size_t second, const Look& look) {
    const std::string against =
        fmt::format("{} against {}", trial.arms[second].name, trial.arms[trial.control].name);
    if (std::abs(*look.statistic) < *look.boundary) {
        return fmt::format("{}: no difference shown", against);
    }
    return fmt::format("{}: {}", against, *look.statistic > 0.0 ? "better" : "worse");
}

std::vector<Enrolled> before(const std::vector<Enrolled>& all, std::int64_t day) {
    std::vector<Enrolled> some;
    std::copy_if(all.begin(), all.end(), std::back_inserter(some),
                 [day](const Enrolled& one) { return one.day < day; });
    return some;
}

std::int64_t cut_of(const Trial& trial) {
    return trial.trial.data_cut ? days_of(*trial.trial.data_cut) : no_cut;
}

Conduct conduct_fixed(Site& site) {
    const Trial& trial = site.trial();
    Conduct course{.cut = cut_of(trial)};
    course.enrolled = before(randomised(trial), course.cut);
    course.complete = site.treat(course.enrolled);
    if (!course.complete) return course;
    for (std::size_t arm = 0; arm != trial.arms.size(); ++arm) {
        if (arm == trial.control) continue;
        Look look = look_at(site, course.enrolled, arm, course.cut);
        look.day = last_day(trial, course.enrolled, course.cut);
        look.information = 1.0;
        look.boundary = -study::normal_quantile(0.5 * trial.design.alpha);
        look.decision = verdict(trial, arm, look);
        course.looks.push_back(look);
    }
    return course;
}

}  // namespace perforin::trial

// Designs whose patients wait for what came of those before them: dose escalation, and Simon's two
// stages.

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "trial/conduct.hpp"
#include "trial/escalation.hpp"

namespace perforin::trial {

namespace {

/// Takes patients one after the other; before a decision they wait.
class Queue {
public:
    explicit Queue(const Trial& trial) : all_{arrivals(trial)} {}

    bool empty() const { return next_ == all_.size(); }
    /// From now on nobody is enrolled before that day.
    void wait_until(std::int64_t day) { open_ = std::max(open_, day); }
    Enrolled take(std::size_t arm) {
        Enrolled one = all_[next_++];
        one.day = std::max(one.day, open_);
        one.arm = arm;
        return one;
    }

private:
    std::vector<Enrolled> all_;
    std::size_t next_ = 0;
    std::int64_t open_ = 0;
};

class Escalating {
public:
    explicit Escalating(Site& site)
        : site_{site}, trial_{site.trial()}, queue_{trial_}, levels_(trial_.arms.size()) {
        rules_.target = trial_.design.target;
        constexpr double less = 0.6, more = 1.4;  // Liu & Yuan 2015
        rules_.too_low = less * rules_.target;
        rules_.too_high = more * rules_.target;
        rules_.cohort = trial_.design.cohort;
        rules_.enough = trial_.design.enough;
    }

    Conduct go() {
        constexpr std::int64_t three = 3;
        std::size_t level = static_cast<std::size_t>(trial_.design.start_level - 1);
        Escalation next{Move::stay, level, is_boin() ? rules_.cohort : three};
        while (next.move != Move::stop) {
            level = next.level;
            if (!treat(level, next.patients)) return std::move(course_);
            next = decide(level);
            note(level, next);
        }
        course_.complete = true;
        return std::move(course_);
    }

private:
    bool is_boin() const { return trial_.design.kind == Kind::boin; }

    /// Who drops out or dies without such a toxicity before the window is over is replaced, as
    /// long as there are patients. False: not all was run, or nobody could be judged.
    bool treat(std::size_t level, std::int64_t patients) {
        std::int64_t judged = 0;
        while (judged != patients && !queue_.empty()) {
            std::vector<Enrolled> cohort;
            for (std::int64_t i = judged; i != patients && !queue_.empty(); ++i) {
                cohort.push_back(queue_.take(level));
                course_.enrolled.push_back(cohort.back());
            }
            if (!site_.treat(cohort)) return false;
            for (const Enrolled& one : cohort) judged += judge(one) ? 1 : 0;
        }
        if (judged != patients) short_of_patients_ = true;
        return true;
    }

    /// Whether she can be judged.
    bool judge(const Enrolled& one) {
        const Endpoints e = site_.endpoints(one, one.arm, no_cut);
        const std::int64_t window = trial_.rules.limiting_days;
        last_ = std::max(last_, one.day + std::min(window, e.followed.days));
        const bool toxic = e.limiting >= trial_.dlt.grade;
        if (!toxic && e.followed.days < window) return false;
        ++levels_[one.arm].treated;
        levels_[one.arm].toxic += toxic ? 1 : 0;
        return true;
    }

    Escalation decide(std::size_t level) {
        if (short_of_patients_) return {};
        std::int64_t treated = 0;
        for (const Level& one : levels_) treated += one.treated;
        if (!is_boin()) return three_plus_three(levels_, level);
        if (treated >= trial_.design.most) return {};
        Escalation next = boin(levels_, level, rules_);
        next.patients = std::min(next.patients, trial_.design.most - treated);
        return next;
    }

    void note(std::size_t level, const Escalation& next) {
        const Level& here = levels_[level];
        Look look;
        look.day = last_;
        look.patients = static_cast<double>(here.treated);
        look.events = static_cast<double>(here.toxic);
        if (here.treated != 0) look.statistic = *look.events / *look.patients;
        if (is_boin()) look.boundary = boin_limits(rules_).de_escalate;
        look.decision = next.move == Move::stop ? dose_text() : move_text(next);
        queue_.wait_until(last_);
        course_.looks.push_back(look);
    }

    std::string move_text(const Escalation& next) const {
        const char* verb = next.move == Move::escalate      ? "up to"
                           : next.move == Move::de_escalate ? "down to"
                                                            : "stay at";
        return fmt::format("{} level {} ({})", verb, next.level + 1, trial_.arms[next.level].name);
    }

    std::string dose_text() const {
        const auto dose = is_boin() ? boin_dose(levels_, rules_) : three_plus_three_dose(levels_);
        const std::string why = short_of_patients_ ? "stop: no more patients; " : "stop: ";
        if (!dose) return why + "no dose is recommended";
        return fmt::format("{}level {} ({}) is recommended", why, *dose + 1,
                           trial_.arms[*dose].name);
    }

    Site& site_;
    const Trial& trial_;
    Queue queue_;
    Levels levels_;
    BoinRules rules_{};
    std::int64_t last_ = 0;  ///< day on which the last window was over
    bool short_of_patients_ = false;
    Conduct course_{};
};

/// Simon's design. The second stage waits until the first was judged.
class TwoStages {
public:
    explicit TwoStages(Site& site)
        : site_{site}, trial_{site.trial()}, design_{*trial_.simon}, queue_{trial_} {}

    Conduct go() {
        if (!stage(design_.first)) return std::move(course_);
        const bool on =
            judge(design_.first_limit, "go on to the second stage", "stop: not worth it");
        if (on) {
            if (!stage(design_.all)) return std::move(course_);
            judge(design_.limit, "end: worth it", "end: not worth it");
        }
        course_.complete = true;
        return std::move(course_);
    }

private:
    /// Treats patients until there are so many.
    bool stage(std::int64_t patients) {
        std::vector<Enrolled> group;
        const std::int64_t assessed = days_of(trial_.design.assessed);
        while (std::ssize(course_.enrolled) != patients) {
            group.push_back(queue_.take(trial_.control));
            day_ = std::max(day_, group.back().day + assessed);
            course_.enrolled.push_back(group.back());
        }
        queue_.wait_until(day_);
        return site_.treat(group);
    }

    /// Whether more than `limit` responded.
    bool judge(std::int64_t limit, const char* yes, const char* no) {
        const auto criterion = static_cast<std::size_t>(trial_.design.criterion);
        const auto patients = static_cast<double>(course_.enrolled.size());
        double responses = 0.0;
        for (const Enrolled& one : course_.enrolled) {
            const Endpoints e = site_.endpoints(one, one.arm, day_);
            responses += e.criteria && responded((*e.criteria)[criterion]) ? 1.0 : 0.0;
        }
        const bool enough = responses > static_cast<double>(limit);
        course_.looks.push_back({.day = day_,
                                 .patients = patients,
                                 .events = responses,
                                 .information = patients / static_cast<double>(design_.all),
                                 .statistic = responses / patients,
                                 .boundary = static_cast<double>(limit) / patients,
                                 .decision = enough ? yes : no});
        return enough;
    }

    Site& site_;
    const Trial& trial_;
    const SimonDesign& design_;
    Queue queue_;
    std::int64_t day_ = 0;  ///< on which the stage can be judged
    Conduct course_{};
};

}  // namespace

Conduct conduct_escalation(Site& site) {
    return Escalating{site}.go();
}

Conduct conduct_two_stages(Site& site) {
    return TwoStages{site}.go();
}

}  // namespace perforin::trial

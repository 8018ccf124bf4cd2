// Two arms that are looked at as events come in.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "trial/comparison.hpp"
#include "trial/group_sequential.hpp"

namespace perforin::trial {

namespace {

class Sequential {
public:
    explicit Sequential(Site& site)
        : site_{site},
          trial_{site.trial()},
          last_{cut_of(trial_)},
          all_{before(randomised(trial_), last_)} {
        second_ = trial_.control == 0 ? 1 : 0;
    }

    Conduct go() {
        for (const double events : trial_.design.events) {
            const auto day = day_of_event(static_cast<std::size_t>(events));
            if (site_.report().stopped || !done_) return take(false);
            const bool end = !day || events == trial_.design.events.back();
            const std::int64_t now = day.value_or(last_day(trial_, all_, last_));
            look(now, end ? 1.0 : events / trial_.design.events.back());
            if (end || course_.looks.back().decision.starts_with("stop")) {
                course_.cut = std::min(now, last_);
                return take(true);
            }
        }
        return take(true);
    }

private:
    /// The day on which the n-th event is seen; nothing: there are not so many. Runs patients in
    /// the order in which they come until whoever comes next comes later than that.
    std::optional<std::int64_t> day_of_event(std::size_t n) {
        for (;;) {
            const std::int64_t known = run_ == all_.size() ? no_cut : all_[run_].day;
            std::vector<std::int64_t> days;
            for (std::size_t i = 0; i != run_ && done_; ++i) {
                const TimeTo time = compared(site_, all_[i], last_);
                if (time.event) days.push_back(all_[i].day + time.days);
            }
            std::sort(days.begin(), days.end());
            if (days.size() >= n && days[n - 1] < known) return days[n - 1];
            if (run_ == all_.size() || !done_) return std::nullopt;
            const auto wave = static_cast<std::size_t>(trial_.design.wave);
            const std::size_t upto = std::min(all_.size(), run_ + wave);
            done_ = site_.treat({all_.begin() + static_cast<std::ptrdiff_t>(run_),
                                 all_.begin() + static_cast<std::ptrdiff_t>(upto)});
            run_ = upto;
        }
    }

    void look(std::int64_t day, double share) {
        const std::vector<Enrolled> here = before(all_, day + 1);
        Look now = look_at(site_, here, second_, day);
        now.day = day;
        now.information = *now.events / trial_.design.events.back();
        shares_.push_back(share);
        now.boundary = boundary();
        const std::string found = verdict(trial_, second_, now);
        const bool shown = std::abs(*now.statistic) >= *now.boundary;
        now.decision = shown ? "stop: " + found : share >= 1.0 ? "end: " + found : "go on";
        course_.looks.push_back(now);
    }

    double boundary() const {
        const double alpha = trial_.design.alpha;
        switch (trial_.design.boundary) {
            case Boundary::obrien_fleming_spending:
                return spending_boundaries(shares_, alpha, Spending::obrien_fleming).back();
            case Boundary::pocock_spending:
                return spending_boundaries(shares_, alpha, Spending::pocock).back();
            case Boundary::obrien_fleming:
                return planned(0.0);
            case Boundary::pocock:
                break;
        }
        return planned(0.5);
    }

    /// Constants are of the looks as they were planned.
    double planned(double shape) const {
        std::vector<double> shares;
        for (const double events : trial_.design.events) {
            shares.push_back(events / trial_.design.events.back());
        }
        const auto all = constant_boundaries(shares, trial_.design.alpha, shape);
        return shares_.back() >= 1.0 ? all.back() : all[shares_.size() - 1];
    }

    /// Whoever came too late was not enrolled.
    Conduct take(bool complete) {
        std::vector<Enrolled> run{all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(run_)};
        course_.enrolled = complete ? before(run, course_.cut + 1) : run;
        course_.complete = complete;
        return std::move(course_);
    }

    Site& site_;
    const Trial& trial_;
    std::int64_t last_;
    std::vector<Enrolled> all_;
    std::size_t second_ = 1, run_ = 0;
    bool done_ = true;
    std::vector<double> shares_{};
    Conduct course_{};
};

}  // namespace

Conduct conduct_sequential(Site& site) {
    return Sequential{site}.go();
}

}  // namespace perforin::trial

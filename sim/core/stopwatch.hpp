#pragma once
// Wall time by activity, for profiles. Nothing simulated may read it.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace perforin {

/// Time counts for the innermost activity that is open, so activities never overlap and their
/// seconds add up. Not for use from several threads at once.
class Stopwatch {
    using Clock = std::chrono::steady_clock;

public:
    struct Activity {
        std::string_view name;
        double seconds = 0.0;
        std::uint64_t times = 0;
    };

    /// Times the rest of a block:
    ///     Stopwatch::Scope timing{stopwatch_, "mechanics"};
    class Scope {
    public:
        /// `name`: a literal, the same activity everywhere it is used.
        Scope(Stopwatch& stopwatch, std::string_view name)
            : stopwatch_{stopwatch}, outer_{stopwatch.enter(name)} {}
        ~Scope() { stopwatch_.turn_to(outer_); }
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        Stopwatch& stopwatch_;
        std::size_t outer_;
    };

    /// In the order in which they first began.
    const std::vector<Activity>& activities() const { return activities_; }

    /// Hands the time of an activity on to those of `parts`, which ran side by side meanwhile, in
    /// proportion.
    void split(std::string_view name, const std::vector<Stopwatch>& parts) {
        double all = 0.0;
        for (const Stopwatch& part : parts) {
            for (const Activity& theirs : part.activities_) all += theirs.seconds;
        }
        if (!(all > 0.0)) return;
        const double wall = std::exchange(activities_[find(name)].seconds, 0.0);
        for (const Stopwatch& part : parts) {
            for (const Activity& theirs : part.activities_) {
                Activity& ours = activities_[find(theirs.name)];
                ours.seconds += wall * theirs.seconds / all;
                ours.times += theirs.times;
            }
        }
    }

    /// Adds another stopwatch's activities to those of the same name.
    void add(const Stopwatch& other) {
        for (const Activity& theirs : other.activities_) {
            Activity& ours = activities_[find(theirs.name)];
            ours.seconds += theirs.seconds;
            ours.times += theirs.times;
        }
    }

private:
    static constexpr std::size_t nothing = ~std::size_t{0};

    std::size_t enter(std::string_view name) {
        const std::size_t outer = open_, inner = find(name);
        ++activities_[inner].times;
        turn_to(inner);
        return outer;
    }

    void turn_to(std::size_t activity) {
        const Clock::time_point now = Clock::now();
        if (open_ != nothing) {
            activities_[open_].seconds += std::chrono::duration<double>(now - since_).count();
        }
        open_ = activity;
        since_ = now;
    }

    std::size_t find(std::string_view name) {
        std::size_t i = 0;
        while (i != activities_.size() && activities_[i].name != name) ++i;
        if (i == activities_.size()) activities_.push_back({.name = name});
        return i;
    }

    std::vector<Activity> activities_;  // a handful: a list is faster than a map
    std::size_t open_ = nothing;
    Clock::time_point since_{};
};

}  // namespace perforin

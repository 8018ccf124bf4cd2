#include "engine/progress.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace perforin::engine {

namespace {

constexpr double window_seconds = 20.0;

}  // namespace

void Pace::add(const Moment& moment) {
    if (!recent_.empty() &&
        (recent_.back().burn_in != moment.burn_in || recent_.back().twin != moment.twin)) {
        recent_.clear();
    }
    recent_.push_back(moment);
    // Two at least remain, however long a day takes.
    while (recent_.size() > 2 && moment.wall_seconds - recent_[1].wall_seconds > window_seconds) {
        recent_.pop_front();
    }
}

double Pace::days_per_second() const {
    if (recent_.size() < 2) return 0.0;
    const double seconds = recent_.back().wall_seconds - recent_.front().wall_seconds;
    const auto days = static_cast<double>(recent_.back().days - recent_.front().days);
    return seconds > 0.0 ? days / seconds : 0.0;
}

std::string progress_text(const Moment& moment, const Pace& pace) {
    std::string text = fmt::format("{}{}day {} of {}{}, {} agents", moment.twin ? "twin: " : "",
                                   moment.burn_in ? "burn-in: " : "", moment.days,
                                   moment.burn_in ? "at most " : "", moment.of, moment.agents);
    const double speed = pace.days_per_second();
    if (speed > 0.0) {
        text += fmt::format(", {:.3g} days/s, {}{} left", speed, moment.burn_in ? "at most " : "",
                            duration_text(static_cast<double>(moment.of - moment.days) / speed));
    }
    return text;
}

std::string duration_text(double seconds) {
    constexpr double most = 1e10;  // three centuries
    constexpr long minute = 60, hour = 3600, day = 86400;
    const long s = std::llround(std::clamp(seconds, 0.0, most));
    if (seconds < 9.95) return fmt::format("{:.1f} s", std::max(0.0, seconds));
    if (s < 2 * minute) return fmt::format("{} s", s);
    if (s < 2 * hour) return fmt::format("{} min", s / minute);
    if (s < 2 * day) return fmt::format("{} h {:02} min", s / hour, s % hour / minute);
    return fmt::format("{} d {} h", s / day, s % day / hour);
}

}  // namespace perforin::engine

#include "clinic/calendar.hpp"

#include <algorithm>
#include <cmath>

#include "core/random.hpp"

namespace perforin::clinic {

namespace {

std::int64_t days(Time time) {
    return std::llround(time.in(day));
}

bool whole(Time time) {
    return std::abs(time.in(day)-std::round(time.in(day))) <= 1e-6;
}

}  // namespace

Calendar::Calendar(const config::Section& section) : Block{section} {
    check(section);
}

void Calendar::check(const config::Section& section) const {
    const auto demand_whole = [&section](const char* key, Time time) {
        if (!whole(time)) section.problem(key, "must be a whole number of days");
    };
    demand_whole("start", start);
    demand_whole("first", first);
    demand_whole("every", every);
    demand_whole("until", until);
    demand_whole("later", later);
    demand_whole("last", last);
    demand_whole("jitter", jitter);
    for (const Time before : baseline) demand_whole("baseline", before);

    if (baseline.empty()) {
        section.problem("baseline", "must name a day at least: what came later is told from it");
    } else if (!std::is_sorted(baseline.begin(), baseline.end()) ||
               std::adjacent_find(baseline.begin(), baseline.end()) != baseline.end()) {
        section.problem("baseline", "must be in order of time, each day once");
    } else if (start + baseline.front() < Time{}) {
        section.problem("baseline",
                        "begins before the first simulated day: give `start` a later day, and the "
                        "therapies too");
    }
    const Time shortest = std::min({first, every, later});
    if (2.0 * jitter >= shortest && jitter > Time{}) {
        section.problem("jitter",
                        "must be less than half of `first`, `every` and `later`: visits would "
                        "change places");
    }
}

std::vector<std::int64_t> Calendar::planned(std::int64_t upto) const {
    std::vector<std::int64_t> all;
    for (std::int64_t at = days(first); at <= std::min(upto, days(last));) {
        if (number != 0 && static_cast<std::int64_t>(all.size()) == number) break;
        all.push_back(at);
        at += days(at + days(every) <= days(until) ? every : later);
    }
    return all;
}

std::int64_t Calendar::shift(std::int64_t visit, std::uint64_t seed, std::uint64_t whose) const {
    const std::int64_t most = days(jitter);
    if (most == 0) return 0;
    Stream random{seed, "visit.jitter"_draw, {whose, static_cast<std::uint64_t>(visit)}, 0};
    if (shape == Jitter::normal) {
        const double off = 0.5 * static_cast<double>(most) * normal(random);
        return std::clamp<std::int64_t>(std::llround(off), -most, most);
    }
    const double choices = static_cast<double>(2 * most + 1);
    return static_cast<std::int64_t>(std::floor(choices * uniform(random))) - most;
}

std::optional<DueVisit> Calendar::on(std::int64_t today, std::uint64_t seed,
                                     std::uint64_t whose) const {
    const std::int64_t since = today - days(start);
    for (std::size_t k = 0; k != baseline.size(); ++k) {
        if (since != days(baseline[k])) continue;
        return DueVisit{.day = today,
                        .planned = today,
                        .number = static_cast<std::int64_t>(k),
                        .baseline = true};
    }
    const std::vector<std::int64_t> plan = planned(since + days(jitter));
    for (std::size_t k = 0; k != plan.size(); ++k) {
        const auto visit = static_cast<std::int64_t>(k);
        if (plan[k] + shift(visit, seed, whose) != since) continue;
        Stream random{seed, "visit.missed"_draw, {whose, k}, 0};
        return DueVisit{.day = today,
                        .planned = plan[k] + days(start),
                        .number = visit,
                        .missed = uniform(random) < missed};
    }
    return std::nullopt;
}

}  // namespace perforin::clinic

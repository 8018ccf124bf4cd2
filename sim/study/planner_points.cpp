// Each run of a study is prepared once, as `run` would: then every mistake is known before the
// first begins, and which runs are the same.

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/nearest.hpp"
#include "core/printable.hpp"
#include "study/identity.hpp"
#include "study/known_series.hpp"
#include "study/planner.hpp"

namespace perforin::study {

namespace {

constexpr std::size_t enough_problems = 50;

std::vector<std::string> texts_of(const std::vector<config::PlacedText>& placed) {
    std::vector<std::string> texts;
    texts.reserve(placed.size());
    for (const config::PlacedText& one : placed) texts.push_back(one.text);
    return texts;
}

/// The nearest of the names there are, else all of them as far as they fit on a line.
std::string suggestion(const std::string& name, std::vector<std::string> known) {
    const std::string near = nearest(name, known);
    if (!near.empty()) return "did you mean '" + near + "'?";
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    constexpr std::size_t most = 20;
    const bool all = known.size() <= most;
    known.resize(std::min(known.size(), most));
    return fmt::format("there are {}{}", fmt::join(known, ", "), all ? "" : ", …");
}

}  // namespace

void Planner::check_points() {
    const std::vector<Point> all = points();
    for (std::size_t i = 0; i != all.size(); ++i) {
        if (checking_) checking_(i, all.size());
        if (problems_.size() >= enough_problems) {
            return problems_.add(
                fmt::format("{}: … and perhaps more: {} of {} points were looked at", plan_.name, i,
                            all.size()));
        }
        check_point(i, all[i]);
    }
    if (checking_) checking_(all.size(), all.size());
    const bool chosen =
        design_.kind == Kind::grid || design_.kind == Kind::list || design_.kind == Kind::ablation;
    if (chosen && !problems_.any()) check_repetitions(all);
}

void Planner::check_point(std::size_t index, const Point& point) {
    using engine::Prepared, engine::Who;
    const auto changes = common_->with(point);
    try {
        Prepared run{common_->scenario, {}, Who::patient, changes};
        if (!run.run.twin.empty()) {
            static_cast<void>(Prepared{common_->scenario, {}, Who::twin, changes});
        }
        check_days(run);
        if (index == 0) check_outcomes(run);
        add_runs(index, point, run);
    } catch (const BadInput& bad) {
        problems_.add_lines(bad.what());
    }
}

void Planner::add_runs(std::size_t index, const Point& point, const engine::Prepared& run) {
    PlannedRun planned{
        .point = index, .settings = texts_of(common_->with(point)), .twin = !run.run.twin.empty()};
    for (std::size_t f = 0; f != factors_.size(); ++f) {
        planned.varied.push_back(factors_[f].cell(run, point[f]));
    }
    const io::Provenance input = run.provenance(common_->scenario, {});
    const std::vector<std::string> settings = planned.settings;
    const auto replicates = static_cast<std::size_t>(design_.replicates);
    for (std::size_t r = 0; r != replicates; ++r) {
        planned.replicate = r;
        planned.seed =
            seed_is_varied_ ? static_cast<std::uint64_t>(run.run.seed) : seed_of(index, r);
        planned.settings = settings;
        planned.settings.push_back(fmt::format("run.seed={}", planned.seed));
        planned.hash = identity(input, planned.seed, program_);
        plan_.runs.push_back(planned);
    }
}

/// Of designs whose points were chosen one by one none should be there twice.
void Planner::check_repetitions(const std::vector<Point>& all) {
    std::map<std::string, std::size_t> first;
    std::set<std::string> said;
    for (const PlannedRun& run : plan_.runs) {
        if (run.replicate != 0) continue;
        const auto [known, fresh] = first.emplace(run.hash, run.point);
        if (fresh || design_.luck == Luck::independent) continue;
        for (std::size_t f = 0; f != factors_.size(); ++f) {
            const config::Origin& here = all[run.point][f].origin;
            if (here.text() == all[known->second][f].origin.text()) continue;
            if (!said.insert(here.text()).second) break;
            problems_.add(fmt::format("{}: with {} point {} is the same run as point {}",
                                      here.text(), printable(all[run.point][f].text), run.point + 1,
                                      known->second + 1));
            break;
        }
    }
}

void Planner::read_outcomes() {
    top_.document<OutcomeParams>("outcome");
    outcome_tables_ = top_.elements("outcome");
    static const std::vector<std::string> taken{"point", "replicate", "seed",
                                                "hash",  "state",     "reason"};
    for (const config::Section& table : outcome_tables_) {
        const OutcomeParams o{table};
        plan_.outcomes.push_back(o);
        constexpr std::string_view letters =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
        if (table.has("name") && (o.name.empty() || o.name.size() > 64 ||
                                  o.name.find_first_not_of(letters) != std::string::npos)) {
            table.problem("name",
                          "is no name of a column: up to 64 letters (a to z), digits, -, _ "
                          "and .");
        }
        if (std::find(taken.begin(), taken.end(), o.name) != taken.end()) {
            table.problem("name", fmt::format("'{}' is a column already", o.name));
        }
        for (const Factor& factor : factors_) {
            if (factor.key() == o.name) table.problem("name", "is the key of a [[vary]]");
        }
        const bool at = o.what == What::at;
        if (at && !o.day) table.problem("", "does not say of which `day`");
        if (!at && o.day) table.problem("day", "is of what = \"at\" only");
        if (at && (o.from || o.to)) {
            table.problem(o.from ? "from" : "to", "does not go with what = \"at\"");
        }
        if (o.from && o.to && *o.to < *o.from) table.problem("to", "is before `from`");
    }
}

/// Days that no run comes to.
void Planner::check_days(const engine::Prepared& run) {
    for (const config::Section& table : outcome_tables_) {
        const OutcomeParams o{table};
        const double days = static_cast<double>(run.run.days);
        const auto check = [&](const char* key, const std::optional<Time>& time) {
            if (!time || time->in(day) <= days) return;
            table.problem(key, fmt::format("a run ends on day {} (run.days)", run.run.days));
        };
        check("day", o.day);
        check("from", o.from);
        check("to", o.to);
        if (o.whose != Whose::patient && run.run.twin.empty()) {
            table.problem("of", "there is no twin: run.twin is empty");
        }
    }
}

/// Names that no run will have, as far as the start of one tells.
void Planner::check_outcomes(engine::Prepared& run) {
    if (plan_.outcomes.empty()) return;
    const std::vector<KnownColumn> known = known_series(common_->scenario, run);
    std::vector<std::string> series;
    series.reserve(known.size());
    for (const KnownColumn& one : known) series.push_back(one.series);
    for (std::size_t i = 0; i != plan_.outcomes.size(); ++i) {
        const OutcomeParams& o = plan_.outcomes[i];
        std::vector<std::string> columns;
        const KnownColumn* found = nullptr;
        for (const KnownColumn& one : known) {
            if (one.series != o.series) continue;
            columns.push_back(one.column);
            if (one.column == o.column) found = &one;
        }
        plan_.outcome_units.push_back(found ? found->unit : "");
        plan_.outcome_docs.push_back(found ? found->doc : "");
        if (found || may_come(o.series)) continue;
        const bool no_series = columns.empty();
        const std::string& name = no_series ? o.series : o.column;
        outcome_tables_[i].problem(
            no_series ? "series" : "column",
            fmt::format("there is no {} '{}'{}; {}", no_series ? "series" : "column",
                        printable(name), no_series ? "" : " in series " + printable(o.series),
                        suggestion(name, no_series ? series : columns)));
    }
}

}  // namespace perforin::study

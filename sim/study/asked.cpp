#include "study/asked.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "core/nearest.hpp"
#include "core/printable.hpp"
#include "study/known_series.hpp"

namespace perforin::study {

namespace {

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

void check(const config::Section& table, const OutcomeParams& o, const std::string& taken) {
    constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    if (table.has("name") && (o.name.empty() || o.name.size() > 64 ||
                              o.name.find_first_not_of(letters) != std::string::npos)) {
        table.problem("name",
                      "is no name of a column: up to 64 letters (a to z), digits, -, _ and .");
    }
    if (!taken.empty()) table.problem("name", taken);
    const bool at = o.what == What::at;
    if (at && !o.day) table.problem("", "does not say of which `day`");
    if (!at && o.day) table.problem("day", "is of what = \"at\" only");
    if (at && (o.from || o.to)) {
        table.problem(o.from ? "from" : "to", "does not go with what = \"at\"");
    }
    if (o.from && o.to && *o.to < *o.from) table.problem("to", "is before `from`");
}

}  // namespace

Asked::Asked(const config::Section& top,
             const std::function<std::string(const std::string&)>& taken) {
    top.document<OutcomeParams>("outcome");
    tables_ = top.elements("outcome");
    for (const config::Section& table : tables_) {
        outcomes_.emplace_back(table);
        check(table, outcomes_.back(), taken(outcomes_.back().name));
    }
    units_.resize(outcomes_.size());
    docs_.resize(outcomes_.size());
}

void Asked::check_days(const engine::Prepared& run) const {
    for (std::size_t i = 0; i != tables_.size(); ++i) {
        const OutcomeParams& o = outcomes_[i];
        const double days = static_cast<double>(run.run.days);
        const auto check = [&](const char* key, const std::optional<Time>& time) {
            if (!time || time->in(day) <= days) return;
            tables_[i].problem(key, fmt::format("a run ends on day {} (run.days)", run.run.days));
        };
        check("day", o.day);
        check("from", o.from);
        check("to", o.to);
        if (o.whose != Whose::patient && run.run.twin.empty()) {
            tables_[i].problem("of", "there is no twin: run.twin is empty");
        }
    }
}

void Asked::check_names(const engine::Scenario& scenario, engine::Prepared& run) {
    if (outcomes_.empty()) return;
    const std::vector<KnownColumn> known = known_series(scenario, run);
    std::vector<std::string> series;
    series.reserve(known.size());
    for (const KnownColumn& one : known) series.push_back(one.series);
    for (std::size_t i = 0; i != outcomes_.size(); ++i) {
        const OutcomeParams& o = outcomes_[i];
        std::vector<std::string> columns;
        const KnownColumn* found = nullptr;
        for (const KnownColumn& one : known) {
            if (one.series != o.series) continue;
            columns.push_back(one.column);
            if (one.column == o.column) found = &one;
        }
        units_[i] = found ? found->unit : "";
        docs_[i] = found ? found->doc : "";
        if (found || may_come(o.series)) continue;
        const bool no_series = columns.empty();
        const std::string& name = no_series ? o.series : o.column;
        tables_[i].problem(
            no_series ? "series" : "column",
            fmt::format("there is no {} '{}'{}; {}", no_series ? "series" : "column",
                        printable(name), no_series ? "" : " in series " + printable(o.series),
                        suggestion(name, no_series ? series : columns)));
    }
}

}  // namespace perforin::study

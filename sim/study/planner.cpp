#include "study/planner.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/random.hpp"
#include "engine/provenance.hpp"
#include "study/identity.hpp"

namespace perforin::study {

namespace fs = std::filesystem;

namespace {

constexpr auto most = static_cast<std::size_t>(most_runs);

/// A key without spaces and quotes, so that two ways to write it are one.
std::string plain(const std::string& key) {
    std::string out;
    for (const char c : key) {
        if (c != ' ' && c != '"' && c != '\'') out += c;
    }
    return out;
}

}  // namespace

Planner::Planner(const engine::Scenario& file, const Checking& checking)
    : file_{file},
      checking_{checking},
      input_{file.input()},
      top_{input_.root()},
      design_table_{top_.child("design")},
      study_{top_.child("study")},
      design_{design_table_},
      program_{program_identity()} {}

Plan Planner::make() {
    plan_.name = file_.name;
    plan_.title = fs::path{file_.name}.stem().string();
    for (const config::Layer& layer : input_.layers()) {
        plan_.layers.push_back({file_.recorded(layer.name), layer.text});
    }
    find_scenario();
    read_factors();
    asked_.emplace(top_, [this](const std::string& name) { return taken(name); });
    check_design();
    if (common_) {
        for (Factor& factor : factors_) factor.learn(*common_, problems_);
    }
    for (const Factor& factor : factors_) plan_.varied.push_back(factor.column());
    if (common_ && fine()) {
        check_points();
    } else if (common_) {
        for (const Factor& factor : factors_) factor.look_for_more(*common_, problems_);
    }
    plan_.outcomes = asked_->outcomes();
    plan_.outcome_units = asked_->units();
    plan_.outcome_docs = asked_->docs();
    problems_.refuse_with(input_);
    return std::move(plan_);
}

/// Why an outcome may not be called so; "" if it may.
std::string Planner::taken(const std::string& name) const {
    static const std::vector<std::string> columns{"point", "replicate", "seed",
                                                  "hash",  "state",     "reason"};
    if (std::find(columns.begin(), columns.end(), name) != columns.end()) {
        return fmt::format("'{}' is a column already", name);
    }
    for (const Factor& factor : factors_) {
        if (factor.key() == name) return "is the key of a [[vary]]";
    }
    return {};
}

void Planner::find_scenario() {
    const config::Section table = top_.child("study");
    if (!table.has("scenario")) return;
    try {
        const engine::Scenario scenario =
            engine::find_scenario(engine::locate(file_.places, study_.scenario));
        plan_.scenario = fs::absolute(scenario.name).lexically_normal().string();
        common_ = Common{scenario, table.placed_texts("settings")};
        const config::Input input = scenario.input({}, common_->settings);
        const engine::RunParams run{input.root().child("run")};
        first_seed_ = static_cast<std::uint64_t>(design_.first_seed.value_or(run.seed));
    } catch (const BadInput& bad) {
        common_.reset();
        const std::string why = bad.what();
        if (why.starts_with("there is no scenario") || why.starts_with("cannot ")) {
            table.problem("scenario", why);
        } else {
            problems_.add_lines(why);
        }
    }
}

void Planner::read_factors() {
    top_.document<VaryParams>("vary");
    std::vector<std::string> keys;
    for (const config::Section& table : top_.elements("vary")) {
        const VaryParams params{table};
        if (!table.has("key")) continue;
        const std::string key = plain(params.key);
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
            table.problem("key", fmt::format("'{}' is varied already", printable(key)));
        }
        keys.push_back(key);
        seed_is_varied_ = seed_is_varied_ || key == "run.seed";
        factors_.emplace_back(table, params);
    }
    if (design_.kind != Kind::ablation) return;
    for (const config::PlacedText& name : design_table_.placed_texts("ablations")) {
        const std::string key = "ablation." + name.text;
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
            problems_.add(fmt::format("{}: {} is there already", name.origin.text(), key));
        }
        keys.push_back(key);
        factors_.emplace_back(name.text, name.origin);
        ++mechanisms_;
    }
}

/// Every factor but the mechanisms must list its values.
void Planner::check_one_value_each(const char* of) {
    for (const Factor& factor : factors_) {
        if (factor.discrete()) continue;
        problems_.add(fmt::format("{}: {} has no `values`, which {} needs", factor.place().text(),
                                  printable(factor.key()), of));
    }
}

void Planner::check_design() {
    const config::Section& d = design_table_;
    const bool spread = design_.kind == Kind::latin_hypercube || design_.kind == Kind::sobol;
    if (spread && !d.has("points")) d.problem("", "does not say how many `points`");
    if (!spread && d.has("points")) d.problem("points", "is of latin_hypercube and sobol only");
    if (spread && factors_.empty()) d.problem("", "there is nothing to spread: no [[vary]]");
    if (design_.kind == Kind::sobol && factors_.size() > most_sobol_dimensions) {
        d.problem("type", fmt::format("takes {} parameters at most", most_sobol_dimensions));
    }
    if (!spread) check_one_value_each(design_.kind == Kind::list ? "a list" : "a grid");
    if (design_.kind == Kind::ablation && mechanisms_ == 0) {
        d.problem("ablations", "is empty: no mechanism is switched off");
    }
    if (design_.kind != Kind::ablation && d.has("ablations")) {
        d.problem("ablations", "is of type = \"ablation\" only");
    }
    if (factors_.empty() && design_.kind != Kind::ablation && design_.replicates == 1 && !spread) {
        d.problem("", "is empty: nothing is varied, and there is one replicate");
    }
    for (const Factor& factor : factors_) {
        if (design_.kind == Kind::list && factor.choices() != factors_.front().choices()) {
            problems_.add(fmt::format("{}: {} has {} values, {} has {}: a list takes one of each",
                                      factor.place().text(), printable(factor.key()),
                                      factor.choices(), printable(factors_.front().key()),
                                      factors_.front().choices()));
        }
    }
    if (seed_is_varied_ && design_.replicates > 1) {
        d.problem("replicates", "differ by run.seed, which is varied already");
    }
    const std::size_t runs =
        grid_size({count(), static_cast<std::size_t>(design_.replicates)}, most);
    if (runs > most) {
        d.problem(
            "", fmt::format("asks for more than {} runs ({} points, {} replicates)", most,
                            count() > most ? "more" : std::to_string(count()), design_.replicates));
    }
}

/// Points of the design; more than may be: one more.
std::size_t Planner::count() const {
    std::vector<std::size_t> choices;
    for (const Factor& factor : factors_) choices.push_back(factor.choices());
    if (design_.kind == Kind::list) return choices.empty() ? 1 : choices.front();
    if (design_.kind == Kind::grid) return grid_size(choices, most);
    if (design_.kind != Kind::ablation) return static_cast<std::size_t>(design_.points.value_or(1));
    choices.resize(choices.size() - mechanisms_);
    const std::size_t n = mechanisms_;
    const std::size_t rows =
        design_.matrix == Matrix::all
            ? grid_size(std::vector<std::size_t>(n, 2), most)
            : std::min(most + 1, design_.matrix == Matrix::pairs ? 1 + n + n * (n - 1) / 2 : 1 + n);
    choices.push_back(rows);
    return grid_size(choices, most);
}

std::vector<Planner::Point> Planner::points() const {
    std::vector<Point> all;
    std::vector<std::size_t> choices;
    for (const Factor& factor : factors_) choices.push_back(factor.choices());
    const auto add = [&](auto&& value) {
        all.emplace_back();
        for (std::size_t f = 0; f != factors_.size(); ++f) all.back().push_back(value(f));
    };
    const auto n = static_cast<std::size_t>(design_.points.value_or(1));
    const auto seed = static_cast<std::uint64_t>(design_.seed);
    if (design_.kind == Kind::list) {
        for (std::size_t i = 0; i != count(); ++i) {
            add([&](std::size_t f) { return factors_[f].value(i); });
        }
    } else if (design_.kind == Kind::grid) {
        for (const auto& point : grid(choices)) {
            add([&](std::size_t f) { return factors_[f].value(point[f]); });
        }
    } else if (design_.kind == Kind::ablation) {
        const std::size_t others = factors_.size() - mechanisms_;
        choices.resize(others);
        for (const auto& point : grid(choices)) {
            for (const auto& off : ablations(mechanisms_, design_.matrix)) {
                add([&](std::size_t f) {
                    return factors_[f].value(f < others ? point[f] : off[f - others] ? 1 : 0);
                });
            }
        }
    } else {
        for (const auto& point : design_.kind == Kind::sobol
                                     ? sobol(n, factors_.size(), seed)
                                     : latin_hypercube(n, factors_.size(), seed)) {
            add([&](std::size_t f) { return factors_[f].at(point[f]); });
        }
    }
    return all;
}

/// A replicate's seed is the same at all points, or a number of the point's own below 2^53.
std::uint64_t Planner::seed_of(std::size_t point, std::size_t replicate) const {
    constexpr int spare_bits = 11;
    const std::uint64_t common = first_seed_ + replicate;
    if (design_.luck == Luck::common) return common;
    return descend(descend(first_seed_, point), replicate) >> spare_bits;
}

}  // namespace perforin::study

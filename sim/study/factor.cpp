#include "study/factor.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/unit_names.hpp"
#include "core/unit_text.hpp"

namespace perforin::study {

namespace {

using config::Parameter, config::PlacedText, config::Type;

/// Numbers that a distribution makes sense of.
bool is_number(const Parameter& p) {
    return p.type == Type::quantity || p.type == Type::count;
}

double number_of(const config::Value& value) {
    if (const auto* count = std::get_if<std::int64_t>(&value)) return static_cast<double>(*count);
    if (const auto* number = std::get_if<double>(&value)) return *number;
    return 0.0;
}

}  // namespace

std::vector<PlacedText> Common::with(const std::vector<PlacedText>& more) const {
    std::vector<PlacedText> all = settings;
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

std::optional<Parameter> set_at(const engine::Prepared& run, const config::Origin& origin) {
    std::optional<Parameter> found;
    for (const Parameter& p : run.input.parameters()) {
        if (p.origin.text() != origin.text()) continue;
        if (found) return std::nullopt;
        found = p;
    }
    return found;
}

Factor::Factor(const config::Section& table, VaryParams params)
    : key_{params.key},
      table_{table},
      params_{std::move(params)},
      values_{table.placed_texts("values")} {
    const auto places = table.placed_texts("key");
    if (!places.empty()) place_ = places.front().origin;
    check_keys();
}

Factor::Factor(std::string mechanism, config::Origin origin)
    : key_{"ablation." + std::move(mechanism)}, place_{std::move(origin)} {
    values_ = {{"false", place_}, {"true", place_}};
}

/// Which keys go together.
void Factor::check_keys() const {
    const VaryParams& p = *params_;
    if (discrete() && values_.empty()) table_->problem("values", "holds no value in quotes");
    if (discrete()) {
        for (const char* const key :
             {"distribution", "from", "to", "mean", "sd", "median", "factor"}) {
            if (table_->has(key)) table_->problem(key, "does not go with `values`");
        }
        return;
    }
    const bool normal = p.law == Law::normal, log_normal = p.law == Law::log_normal;
    const auto want = [&](const char* key, bool wanted, bool allowed) {
        if (wanted && !table_->has(key)) {
            table_->problem("", fmt::format("has neither `values` nor `{}`", key));
        }
        if (!allowed && table_->has(key)) {
            table_->problem(key, "does not go with this distribution");
        }
    };
    want("from", !normal && !log_normal, true);
    want("to", !normal && !log_normal, true);
    want("mean", normal, normal);
    want("sd", normal, normal);
    want("median", log_normal, log_normal);
    want("factor", log_normal, log_normal);
}

/// The parameter with that value, checked as in any scenario.
std::optional<Parameter> Factor::probe(const Common& common, const PlacedText& value,
                                       Problems& problems) const {
    try {
        const PlacedText change{key_ + '=' + value.text, value.origin};
        const engine::Prepared run{
            common.scenario, {}, engine::Who::patient, common.with({change})};
        return set_at(run, value.origin);
    } catch (const BadInput& bad) {
        problems.add_lines(bad.what());
        return std::nullopt;
    }
}

void Factor::learn(const Common& common, Problems& problems) {
    if (!discrete()) return learn_distribution(common, problems);
    if (!values_.empty()) parameter_ = probe(common, values_.front(), problems);
}

void Factor::look_for_more(const Common& common, Problems& problems) const {
    constexpr std::size_t enough = 20;
    for (std::size_t i = 1; discrete() && i < std::min(values_.size(), enough); ++i) {
        static_cast<void>(probe(common, values_[i], problems));
    }
}

/// A value given for one key of the table.
std::optional<double> Factor::end(const Common& common, const std::string& name,
                                  Problems& problems) {
    const std::vector<PlacedText> given = table_->placed_texts(name);
    if (given.empty()) return std::nullopt;
    const auto found = probe(common, given.front(), problems);
    if (!found) return std::nullopt;
    parameter_ = found;
    if (is_number(*found)) return number_of(found->value);
    table_->problem(name, fmt::format("{} is no number: give its `values`", found->path));
    return std::nullopt;
}

/// A standard deviation in the parameter's unit: it may be outside its range.
std::optional<double> Factor::deviation() const {
    if (!params_->sd || !parameter_) return std::nullopt;
    const std::string unit = parameter_->unit.empty() ? "1" : parameter_->unit;
    try {
        const QuantityText given = parse_quantity(*params_->sd);
        const UnitText target = parse_unit(unit);
        if (given.unit.dim != target.dim) {
            table_->problem("sd", fmt::format("is {}, expected {} in {}", name_of(given.unit.dim),
                                              name_of(target.dim), unit));
            return std::nullopt;
        }
        if (given.in(target) > 0.0) return given.in(target);
        table_->problem("sd", "must be more than 0");
    } catch (const BadInput& bad) {
        table_->problem("sd", bad.what());
    }
    return std::nullopt;
}

void Factor::learn_distribution(const Common& common, Problems& problems) {
    const VaryParams& p = *params_;
    const auto low = end(common, "from", problems), high = end(common, "to", problems);
    const auto mean = end(common, "mean", problems), median = end(common, "median", problems);
    if (!parameter_ || !is_number(*parameter_)) return;
    law_.law = p.law;
    law_.low = low.value_or(parameter_->range.low);
    law_.high = high.value_or(parameter_->range.high);
    law_.centre = mean.value_or(median.value_or(0.0));
    law_.spread = p.law == Law::normal ? deviation().value_or(1.0) : p.factor.value_or(2.0);
    const bool between = p.law == Law::uniform || p.law == Law::log_uniform;
    if (between ? low && high : mean || median) check_distribution();
}

void Factor::check_distribution() const {
    constexpr double least_share = 0.99;  // of what nobody asked to leave out
    if (law_.law == Law::log_uniform && !(law_.low > 0.0)) {
        return table_->problem("from", "must be more than 0 where logarithms are taken");
    }
    if (law_.law == Law::log_normal && !(law_.centre > 0.0)) {
        return table_->problem("median", "must be more than 0 where logarithms are taken");
    }
    if (!(law_.low < law_.high)) return table_->problem("to", "is not more than `from`");
    if (law_.law == Law::uniform || law_.law == Law::log_uniform) return;
    const bool cut = table_->has("from") && table_->has("to");
    const double inside = law_.share_inside();
    if (inside >= least_share || (cut && inside > 1e-6)) return;
    table_->problem(
        law_.law == Law::normal ? "mean" : "median",
        fmt::format("only {:.3g} % of the distribution lie in {}{}; say `from` and `to` if the "
                    "rest is to be left out",
                    100.0 * inside, config::Range{law_.low, law_.high}.text(),
                    parameter_->unit == "1" ? "" : ' ' + parameter_->unit));
}

PlacedText Factor::value(std::size_t i) const {
    return {key_ + '=' + values_.at(i).text, values_.at(i).origin};
}

PlacedText Factor::at(double u) const {
    if (discrete()) {
        const double n = static_cast<double>(values_.size());
        return value(std::min(static_cast<std::size_t>(u * n), values_.size() - 1));
    }
    const config::Origin& origin = place_;
    if (parameter_->type == Type::count) {
        // Every whole number has as much of the distribution as is nearest to it.
        Distribution wide = law_;
        if (wide.law == Law::uniform) {
            wide.low -= 0.5;
            wide.high += 0.5;
        }
        const double whole = std::clamp(std::round(wide.quantile(u)), law_.low, law_.high);
        return {fmt::format("{}={}", key_, static_cast<std::int64_t>(whole)), origin};
    }
    return {key_ + '=' + config::toml_text(law_.quantile(u), parameter_->unit), origin};
}

Cell Factor::cell(const engine::Prepared& run, const PlacedText& set) const {
    if (const auto found = set_at(run, set.origin)) {
        return {config::plain_text(found->value), number_of(found->value)};
    }
    return {set.text.substr(set.text.find('=') + 1), 0.0};
}

Varied Factor::column() const {
    if (!parameter_) return {key_, "", "As it was written", false};
    const bool number = is_number(*parameter_);
    return {key_, number ? parameter_->unit : "", parameter_->meaning, number};
}

}  // namespace perforin::study

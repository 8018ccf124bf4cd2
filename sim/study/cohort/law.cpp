#include "study/cohort/law.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/maths.hpp"

namespace perforin::study {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double most_of_a_poisson = 1000.0;

double odds_of(double share) {
    return share / (1.0 - share);
}

/// Which keys go with which distribution.
struct Keys {
    const char* law;
    std::vector<std::string> needed, allowed;
};

const std::vector<Keys>& keys() {
    static const std::vector<Keys> all{
        {"uniform", {"from", "to"}, {"round"}},
        {"log_uniform", {"from", "to"}, {"round"}},
        {"normal", {"mean", "sd"}, {"from", "to", "round"}},
        {"log_normal", {"median", "factor"}, {"from", "to", "round"}},
        {"logit_normal", {"median", "factor"}, {"from", "to", "round"}},
        {"poisson", {"mean"}, {"from", "to"}},
        {"values", {"values", "shares"}, {}},
        {"classes", {}, {}},
    };
    return all;
}

bool check_keys(const config::Section& table, const std::string& law) {
    const auto found =
        std::find_if(keys().begin(), keys().end(), [&](const Keys& k) { return k.law == law; });
    if (found == keys().end()) return false;
    bool complete = true;
    for (const std::string& key : found->needed) {
        if (table.has(key)) continue;
        complete = false;
        table.problem("", fmt::format("has no `{}`, which the distribution {} needs", key, law));
    }
    for (const char* key :
         {"from", "to", "mean", "sd", "median", "factor", "round", "values", "shares"}) {
        const auto among = [&](const std::vector<std::string>& some) {
            return std::find(some.begin(), some.end(), key) != some.end();
        };
        if (!table.has(key) || among(found->needed) || among(found->allowed)) continue;
        table.problem(key, fmt::format("does not go with the distribution {}", law));
    }
    return complete;
}

bool check_shares(const config::Section& table, const char* key, const std::vector<double>& all) {
    const double sum = std::accumulate(all.begin(), all.end(), 0.0);
    if (!all.empty() && std::abs(sum - 1.0) <= 1e-6) return true;
    table.problem(key, all.empty() ? std::string{"is empty: there is nothing to draw"}
                                   : fmt::format("shares add up to {:.9g}, not to 1", sum));
    return false;
}

std::optional<CovariateLaw> law_of_values(const config::Section& table, const VariableParams& p) {
    if (p.values.size() != p.shares.size()) {
        table.problem("shares", fmt::format("are {}, and there are {} values", p.shares.size(),
                                            p.values.size()));
        return std::nullopt;
    }
    if (!std::is_sorted(p.values.begin(), p.values.end(), std::less_equal<>{})) {
        table.problem("values", "do not rise");
        return std::nullopt;
    }
    if (!check_shares(table, "shares", p.shares)) return std::nullopt;
    return CovariateLaw::table(p.values, p.shares);
}

std::optional<CovariateLaw> law_of_classes(const config::Section& table,
                                           const std::vector<ClassParams>& classes) {
    std::vector<double> numbers, shares;
    for (const ClassParams& one : classes) {
        numbers.push_back(static_cast<double>(numbers.size()));
        shares.push_back(one.share);
    }
    if (!check_shares(table, classes.empty() ? "" : "class", shares)) return std::nullopt;
    return CovariateLaw::table(numbers, shares);
}

std::optional<CovariateLaw> law_of_poisson(const config::Section& table, const VariableParams& p) {
    if (*p.mean > 0.0 && *p.mean <= most_of_a_poisson) {
        const double low = p.from.value_or(0.0), high = p.to.value_or(infinity);
        if (low <= high && high >= 0.0) return CovariateLaw::poisson(*p.mean, low, high);
        table.problem("to", "is less than `from`, or than 0");
        return std::nullopt;
    }
    table.problem("mean", fmt::format("must be more than 0 and at most {}", most_of_a_poisson));
    return std::nullopt;
}

/// What is wrong with the numbers of a continuous distribution: key and text; "" if nothing.
std::pair<std::string, std::string> wrong(const VariableParams& p, const Distribution& law) {
    const bool logs = p.law == "log_normal" || p.law == "log_uniform";
    if (p.law == "normal" && !(law.spread > 0.0)) return {"sd", "must be more than 0"};
    if (logs && p.median && !(*p.median > 0.0)) {
        return {"median", "must be more than 0 where logarithms are taken"};
    }
    if (p.law == "log_uniform" && !(law.low > 0.0)) {
        return {"from", "must be more than 0 where logarithms are taken"};
    }
    const auto share = [](const std::optional<double>& x) { return !x || (*x > 0.0 && *x < 1.0); };
    if (p.law == "logit_normal") {
        if (!share(p.median)) return {"median", "must lie between 0 and 1: it is that of a share"};
        if (p.from && (*p.from < 0.0 || *p.from >= 1.0)) return {"from", "is no share below 1"};
        if (p.to && (*p.to <= 0.0 || *p.to > 1.0)) return {"to", "is no share above 0"};
    }
    if (!(law.low < law.high)) return {p.to ? "to" : "from", "leaves nothing: `from` is not below"};
    if (!(law.share_inside() > 1e-6)) {
        return {p.from ? "from" : "to", "leaves less than a millionth of the distribution"};
    }
    if (p.round && !(*p.round > 0.0)) return {"round", "must be more than 0"};
    return {};
}

Distribution distribution_of(const VariableParams& p) {
    Distribution law;
    law.low = p.from.value_or(-infinity);
    law.high = p.to.value_or(infinity);
    if (p.law == "uniform") law.law = Law::uniform;
    if (p.law == "log_uniform") law.law = Law::log_uniform;
    if (p.law == "normal") {
        law.law = Law::normal;
        law.centre = *p.mean;
        law.spread = *p.sd;
    }
    if (p.law == "log_normal" || p.law == "logit_normal") {
        law.law = Law::log_normal;
        law.low = p.from.value_or(0.0);
        law.centre = *p.median;
        law.spread = p.factor.value_or(2.0);
    }
    if (p.law == "logit_normal") {
        law.low = odds_of(law.low);
        law.high = p.to && *p.to < 1.0 ? odds_of(*p.to) : infinity;
        law.centre = odds_of(*p.median);
    }
    return law;
}

}  // namespace

double six_digits(double value) {
    return std::strtod(fmt::format("{:.6g}", value).c_str(), nullptr);
}

CovariateLaw CovariateLaw::table(std::vector<double> values, const std::vector<double>& shares) {
    CovariateLaw law;
    law.values_ = std::move(values);
    const double all = std::accumulate(shares.begin(), shares.end(), 0.0);
    double sum = 0.0;
    for (const double share : shares) law.below_.push_back((sum += share) / all);
    return law;
}

CovariateLaw CovariateLaw::poisson(double mean, double low, double high) {
    std::vector<double> values, shares;
    const double end = mean + 12.0 * std::sqrt(mean) + 20.0;
    double log_share = -mean;
    for (double n = 0.0; n <= end; ++n) {
        if (n > 0.0) log_share += maths::log(mean / n);
        if (n < low || n > high) continue;
        values.push_back(n);
        shares.push_back(maths::exp(log_share));
    }
    if (values.empty()) return table({std::ceil(low)}, {1.0});
    return table(std::move(values), shares);
}

CovariateLaw CovariateLaw::continuous(const Distribution& distribution, bool odds, double step) {
    CovariateLaw law;
    law.law_ = distribution;
    const bool normal = distribution.law == Law::normal || distribution.law == Law::log_normal;
    if (normal) {
        law.first_ = distribution.share_below(distribution.low);
        law.last_ = distribution.share_below(distribution.high);
    }
    law.normal_ = normal;
    law.odds_ = odds;
    law.step_ = step;
    return law;
}

double CovariateLaw::quantile(double u) const {
    if (!values_.empty()) {
        const auto at = std::upper_bound(below_.begin(), below_.end(), u) - below_.begin();
        const auto last = static_cast<std::ptrdiff_t>(values_.size()) - 1;
        return values_[static_cast<std::size_t>(std::min(at, last))];
    }
    const double x = normal_ ? law_.at_share(first_ + u * (last_ - first_)) : law_.quantile(u);
    const double value = odds_ ? (std::isinf(x) ? 1.0 : x / (1.0 + x)) : x;
    if (step_ <= 0.0) return six_digits(value);
    const double low = odds_ ? law_.low / (1.0 + law_.low) : law_.low;
    const double high =
        odds_ ? (std::isinf(law_.high) ? 1.0 : law_.high / (1.0 + law_.high)) : law_.high;
    // Rounding may not lead out of the distribution.
    const double rounded = std::round(value / step_) * step_;
    return six_digits(std::clamp(rounded, low, high));
}

double CovariateLaw::least() const {
    return values_.empty() ? quantile(1e-6) : values_.front();
}

double CovariateLaw::most() const {
    return values_.empty() ? quantile(1.0 - 1e-6) : values_.back();
}

std::optional<CovariateLaw> law_of(const config::Section& table, const VariableParams& p,
                                   const std::vector<ClassParams>& classes) {
    if (!check_keys(table, p.law)) return std::nullopt;
    if (p.law != "classes" && !classes.empty()) {
        table.problem("class", "is of the distribution classes only");
        return std::nullopt;
    }
    if (p.law == "classes") return law_of_classes(table, classes);
    if (p.law == "values") return law_of_values(table, p);
    const bool read = (!table.has("from") || p.from) && (!table.has("to") || p.to) &&
                      (!table.has("mean") || p.mean) && (!table.has("median") || p.median) &&
                      (!table.has("sd") || p.sd);
    if (!read) return std::nullopt;
    if (p.law == "poisson") return law_of_poisson(table, p);
    const Distribution law = distribution_of(p);
    const auto [key, text] = wrong(p, law);
    if (!text.empty()) {
        table.problem(key, text);
        return std::nullopt;
    }
    return CovariateLaw::continuous(law, p.law == "logit_normal", p.round.value_or(0.0));
}

}  // namespace perforin::study

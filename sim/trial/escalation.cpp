#include "trial/escalation.hpp"

#include <algorithm>
#include <cmath>

#include "core/maths.hpp"

namespace perforin::trial {

namespace {

constexpr std::int64_t cohort = 3;

bool too_toxic(const Level& level) {
    return level.toxic >= 2;
}

bool settled(const Level& level) {
    return level.treated >= 2 * cohort && !too_toxic(level);
}

Escalation down(const Levels& levels, std::size_t current) {
    if (current == 0 || settled(levels[current - 1])) return {};
    return {Move::de_escalate, current - 1, cohort};
}

}  // namespace

Escalation three_plus_three(const Levels& levels, std::size_t current) {
    const Level& here = levels[current];
    if (too_toxic(here)) return down(levels, current);
    const bool one_of_three = here.toxic == 1 && here.treated <= cohort;
    if (one_of_three) return {Move::stay, current, cohort};
    if (current + 1 < levels.size() && !too_toxic(levels[current + 1])) {
        return {Move::escalate, current + 1, cohort};
    }
    if (settled(here)) return {};
    return {Move::stay, current, cohort};
}

std::optional<std::size_t> three_plus_three_dose(const Levels& levels) {
    for (std::size_t l = levels.size(); l != 0; --l) {
        if (settled(levels[l - 1])) return l - 1;
    }
    return std::nullopt;
}

double binomial_share(std::int64_t most, std::int64_t trials, double p) {
    if (most >= trials) return 1.0;
    double sum = 0.0, log_ways = 0.0;
    const double odds = maths::log(p) - maths::log1p(-p);
    for (std::int64_t k = 0; k <= most; ++k) {
        const double x = static_cast<double>(k), n = static_cast<double>(trials);
        if (k != 0) log_ways += maths::log((n - x + 1.0) / x);
        sum += maths::exp(log_ways + x * odds + n * maths::log1p(-p));
    }
    return std::min(sum, 1.0);
}

BoinLimits boin_limits(const BoinRules& r) {
    const double phi = r.target, low = r.too_low, high = r.too_high;
    return {
        maths::log((1.0 - low) / (1.0 - phi)) / maths::log(phi * (1.0 - low) / (low * (1.0 - phi))),
        maths::log((1.0 - phi) / (1.0 - high)) /
            maths::log(high * (1.0 - phi) / (phi * (1.0 - high)))};
}

/// With a uniform prior the rate is Beta(1 + y, 1 + n − y); the share of that above the target is
/// the share of a binomial distribution of n + 1 trials up to y.
bool boin_gives_up(const Level& level, const BoinRules& rules) {
    constexpr std::int64_t least = 3;
    return level.treated >= least &&
           binomial_share(level.toxic, level.treated + 1, rules.target) > rules.certainty;
}

Escalation boin(const Levels& levels, std::size_t current, const BoinRules& rules) {
    std::size_t open = 0;  // levels that are not given up
    while (open != levels.size() && !boin_gives_up(levels[open], rules)) ++open;
    if (open == 0) return {};
    const Level& here = levels[current];
    const BoinLimits limits = boin_limits(rules);
    const double rate = static_cast<double>(here.toxic) / static_cast<double>(here.treated);
    Escalation next{Move::stay, current, rules.cohort};
    if (current >= open) {
        next = {Move::de_escalate, open - 1, rules.cohort};
    } else if (rate <= limits.escalate && current + 1 < open) {
        next = {Move::escalate, current + 1, rules.cohort};
    } else if (rate >= limits.de_escalate && current != 0) {
        next = {Move::de_escalate, current - 1, rules.cohort};
    }
    if (next.move == Move::stay && here.treated >= rules.enough) return {};
    return next;
}

std::vector<double> isotonic(std::vector<double> values, std::vector<double> weights) {
    std::vector<std::size_t> sizes;
    std::size_t blocks = 0;
    for (std::size_t i = 0; i != values.size(); ++i) {
        values[blocks] = values[i];
        weights[blocks] = weights[i];
        sizes.push_back(1);
        ++blocks;
        while (blocks > 1 && values[blocks - 2] > values[blocks - 1]) {
            const double a = weights[blocks - 2], b = weights[blocks - 1];
            values[blocks - 2] = (a * values[blocks - 2] + b * values[blocks - 1]) / (a + b);
            weights[blocks - 2] = a + b;
            sizes[blocks - 2] += sizes[blocks - 1];
            sizes.pop_back();
            --blocks;
        }
    }
    std::vector<double> all;
    for (std::size_t b = 0; b != blocks; ++b) all.insert(all.end(), sizes[b], values[b]);
    return all;
}

std::optional<std::size_t> boin_dose(const Levels& levels, const BoinRules& rules) {
    std::vector<double> rates, weights;
    std::vector<std::size_t> tried;
    for (std::size_t l = 0; l != levels.size() && !boin_gives_up(levels[l], rules); ++l) {
        if (levels[l].treated == 0) continue;
        // Means and variances of a Beta(0.05, 0.05) prior's posteriors, as in Liu & Yuan's program.
        constexpr double half = 0.05;
        const double y = static_cast<double>(levels[l].toxic) + half;
        const double n = static_cast<double>(levels[l].treated) + 2.0 * half;
        rates.push_back(y / n);
        weights.push_back(n * n * (n + 1.0) / (y * (n - y)));
        tried.push_back(l);
    }
    if (tried.empty()) return std::nullopt;
    rates = isotonic(rates, weights);
    std::size_t best = 0;
    constexpr double hair = 1e-10;  // of equals the higher below the target, the lower above
    const auto distance = [&](std::size_t i) {
        return std::abs(rates[i] + hair * static_cast<double>(i + 1) - rules.target);
    };
    for (std::size_t i = 1; i != tried.size(); ++i) {
        if (distance(i) < distance(best)) best = i;
    }
    return tried[best];
}

}  // namespace perforin::trial

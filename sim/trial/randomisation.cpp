#include "trial/randomisation.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string_view>
#include <utility>

#include "core/random.hpp"

namespace perforin::trial {

namespace {

/// A stratum by its name, so that others may come and go.
std::uint64_t key_of(std::string_view name) {
    std::uint64_t key = name.size();
    for (const char c : name) key = descend(key, static_cast<unsigned char>(c));
    return key;
}

/// A whole number below `n`, each as often.
std::size_t below(std::size_t n, Stream& random) {
    return std::min(n - 1, static_cast<std::size_t>(uniform(random) * static_cast<double>(n)));
}

std::vector<std::size_t> block_of(const std::vector<std::int64_t>& shares, std::int64_t times,
                                  Stream random) {
    std::vector<std::size_t> arms;
    for (std::size_t a = 0; a != shares.size(); ++a) {
        arms.insert(arms.end(), static_cast<std::size_t>(shares[a] * times), a);
    }
    for (std::size_t i = arms.size(); i > 1; --i) {  // Fisher and Yates
        const std::size_t j = below(i, random);
        std::swap(arms[i - 1], arms[j]);
    }
    return arms;
}

}  // namespace

std::vector<std::size_t> permuted_blocks(const std::vector<std::string>& strata,
                                         const std::vector<std::int64_t>& shares,
                                         std::int64_t block, std::uint64_t seed) {
    const std::int64_t sum = std::accumulate(shares.begin(), shares.end(), std::int64_t{0});
    struct Open {
        std::uint64_t number = 0;
        std::vector<std::size_t> rest{};
    };
    std::map<std::string, Open> open;
    std::vector<std::size_t> arms;
    for (const std::string& stratum : strata) {
        Open& now = open[stratum];
        if (now.rest.empty()) {
            now.rest = block_of(shares, block / sum,
                                {seed, "trial.block"_draw, {key_of(stratum), now.number}, 0});
            ++now.number;
        }
        arms.push_back(now.rest.back());
        now.rest.pop_back();
    }
    return arms;
}

std::size_t simple_arm(std::uint64_t patient, const std::vector<std::int64_t>& shares,
                       std::uint64_t seed) {
    const std::int64_t sum = std::accumulate(shares.begin(), shares.end(), std::int64_t{0});
    Stream random{seed, "trial.arm"_draw, {patient}, 0};
    auto place = static_cast<std::int64_t>(below(static_cast<std::size_t>(sum), random));
    std::size_t arm = 0;
    while (place >= shares[arm]) place -= shares[arm++];
    return arm;
}

std::int64_t arrival_day(std::uint64_t patient, Time accrual, std::uint64_t seed) {
    Stream random{seed, "trial.arrival"_draw, {patient}, 0};
    return static_cast<std::int64_t>(std::floor(accrual.in(day)*uniform(random)));
}

std::int64_t dropout_day(std::uint64_t patient, Rate hazard, std::uint64_t seed) {
    if (!(hazard > Rate{})) return never;
    Stream random{seed, "trial.dropout"_draw, {patient}, 0};
    const double days = exponential(random) / hazard.in(per_day);
    return days >= static_cast<double>(never) ? never : static_cast<std::int64_t>(std::floor(days));
}

}  // namespace perforin::trial

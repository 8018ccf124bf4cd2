#include "trial/simon.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/maths.hpp"

namespace perforin::trial {

namespace {

/// A binomial distribution of each number of trials up to some number.
class Binomials {
public:
    Binomials(std::int64_t most, double p) {
        all_.push_back({1.0});
        for (std::int64_t n = 1; n <= most; ++n) {  // Pascal's triangle
            const std::vector<double>& before = all_.back();
            std::vector<double> row(before.size() + 1, 0.0);
            for (std::size_t k = 0; k != before.size(); ++k) {
                row[k] += (1.0 - p) * before[k];
                row[k + 1] += p * before[k];
            }
            all_.push_back(row);
        }
        above_ = all_;
        for (std::vector<double>& row : above_) {  // from the last: sums of small numbers first
            double sum = 0.0;
            for (std::size_t k = row.size(); k != 0; --k) {
                const double here = row[k - 1];
                row[k - 1] = sum;
                sum += here;
            }
        }
    }
    double of(std::int64_t k, std::int64_t n) const { return all_[place(n)][place(k)]; }
    /// Chance of more than k.
    double above(std::int64_t k, std::int64_t n) const {
        if (k < 0) return 1.0;
        return k >= n ? 0.0 : above_[place(n)][place(k)];
    }

private:
    static std::size_t place(std::int64_t i) { return static_cast<std::size_t>(i); }
    std::vector<std::vector<double>> all_, above_;
};

/// More than `first_limit` in the first stage, and more than `limit` in all.
double yes(const SimonDesign& d, const Binomials& chance) {
    double sum = 0.0;
    for (std::int64_t k = d.first_limit + 1; k <= d.first; ++k) {
        sum += chance.of(k, d.first) * chance.above(d.limit - k, d.all - d.first);
    }
    return sum;
}

class Search {
public:
    explicit Search(const SimonAsked& asked)
        : asked_{asked}, poor_{asked.most, asked.poor}, good_{asked.most, asked.good} {}

    std::optional<SimonDesign> find() {
        const std::int64_t single = single_stage();
        const std::int64_t upto = std::min(asked_.most, 2 * single + 10);
        for (std::int64_t n = 2; n <= upto; ++n) {
            for (std::int64_t first = 1; first < n; ++first) look(n, first);
            if (asked_.minimax && best_) return best_;
        }
        return best_;
    }

private:
    /// Patients that a design of one stage needs.
    std::int64_t single_stage() const {
        for (std::int64_t n = 1; n <= asked_.most; ++n) {
            for (std::int64_t r = 0; r < n; ++r) {
                if (poor_.above(r, n) > asked_.alpha) continue;
                if (good_.above(r, n) >= 1.0 - asked_.beta) return n;
                break;
            }
        }
        return asked_.most;
    }

    /// All limits of two stages so large.
    void look(std::int64_t n, std::int64_t first) {
        for (std::int64_t limit = 0; limit < first; ++limit) {
            if (good_.above(limit, first) < 1.0 - asked_.beta) return;  // it would end too often
            SimonDesign d{.first = first, .first_limit = limit, .all = n};
            d.early = 1.0 - poor_.above(limit, first);
            d.expected =
                static_cast<double>(first) + (1.0 - d.early) * static_cast<double>(n - first);
            if (best_ && d.expected >= best_->expected) continue;
            finish(d);
        }
    }

    /// The least second limit that says yes seldom enough where the rate is poor.
    void finish(SimonDesign d) {
        std::int64_t low = d.first_limit, high = d.all;  // the answer lies in (low, high]
        const auto seldom = [&](std::int64_t limit) {
            d.limit = limit;
            return yes(d, poor_) <= asked_.alpha;
        };
        if (seldom(low)) high = low;
        while (high - low > 1) {
            const std::int64_t middle = low + (high - low) / 2;
            (seldom(middle) ? high : low) = middle;
        }
        d.limit = high;
        d.alpha = yes(d, poor_);
        d.power = yes(d, good_);
        if (d.power >= 1.0 - asked_.beta) best_ = d;
    }

    SimonAsked asked_;
    Binomials poor_, good_;
    std::optional<SimonDesign> best_{};
};

}  // namespace

std::optional<SimonDesign> simon(const SimonAsked& asked) {
    return Search{asked}.find();
}

double simon_yes(const SimonDesign& design, double rate) {
    return yes(design, Binomials{design.all, rate});
}

}  // namespace perforin::trial

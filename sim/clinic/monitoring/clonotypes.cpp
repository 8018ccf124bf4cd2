#include "clinic/monitoring/clonotypes.hpp"

#include <algorithm>

#include "core/maths.hpp"

namespace perforin::clinic {

std::vector<double> zipf(std::size_t n, double slope) {
    std::vector<double> shares(n);
    double sum = 0.0;
    for (std::size_t k = 0; k != n; ++k) {
        shares[k] = maths::exp(-slope * maths::log(static_cast<double>(k + 1)));
        sum += shares[k];
    }
    for (double& share : shares) share /= sum;
    return shares;
}

double Counts::all() const {
    double sum = singles;
    for (const double some : cells) sum += some;
    return sum;
}

double Counts::distinct() const {
    return singles + static_cast<double>(std::count_if(cells.begin(), cells.end(),
                                                       [](double some) { return some > 0.0; }));
}

/// With N cells it is ln N − Σ n ln n / N; clonotypes with one cell add nothing to the sum.
double entropy(const Counts& counts) {
    const double all = counts.all();
    if (!(all > 0.0)) return 0.0;
    double sum = 0.0;
    for (const double some : counts.cells) {
        if (some > 0.0) sum += some * maths::log(some);
    }
    return std::max(0.0, maths::log(all) - sum / all);
}

double clonality(const Counts& counts) {
    const double distinct = counts.distinct();
    if (distinct < 1.0) return 0.0;
    if (distinct < 2.0) return 1.0;
    return 1.0 - entropy(counts) / maths::log(distinct);
}

double expanded(const Counts& counts, double share) {
    const double least = share * counts.all();
    return static_cast<double>(
        std::count_if(counts.cells.begin(), counts.cells.end(),
                      [&](double some) { return some > 0.0 && some >= least; }));
}

double overlap(const Counts& x, const Counts& y) {
    const double in_x = x.all(), in_y = y.all();
    if (!(in_x > 0.0) || !(in_y > 0.0)) return 0.0;
    double both = 0.0, xx = x.singles, yy = y.singles;
    for (std::size_t i = 0; i != x.cells.size(); ++i) {
        both += x.cells[i] * y.cells[i];
        xx += x.cells[i] * x.cells[i];
        yy += y.cells[i] * y.cells[i];
    }
    return 2.0 * both / ((xx / (in_x * in_x) + yy / (in_y * in_y)) * in_x * in_y);
}

double shared(const Counts& x, const Counts& y) {
    double sum = 0.0;
    for (std::size_t i = 0; i != x.cells.size(); ++i) {
        sum += x.cells[i] > 0.0 && y.cells[i] > 0.0 ? 1.0 : 0.0;
    }
    return sum;
}

}  // namespace perforin::clinic

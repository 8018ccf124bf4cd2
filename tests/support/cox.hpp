#pragma once
// Survival statistics of a test: Cox's model with ties by Efron, and the Kaplan–Meier estimate.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace support {

template <std::size_t N>
struct Subject {
    double time = 0.0;
    bool event = false;
    std::array<double, N> x{};
};

template <std::size_t N>
struct CoxFit {
    std::array<double, N> beta{}, se{};
};

namespace detail {

template <std::size_t N>
using Matrix = std::array<std::array<double, N>, N>;

/// The inverse of a positive definite matrix, by Gauss and Jordan.
template <std::size_t N>
Matrix<N> inverse(Matrix<N> a) {
    Matrix<N> b{};
    for (std::size_t i = 0; i != N; ++i) b[i][i] = 1.0;
    for (std::size_t i = 0; i != N; ++i) {
        const double pivot = a[i][i];
        for (std::size_t k = 0; k != N; ++k) a[i][k] /= pivot, b[i][k] /= pivot;
        for (std::size_t j = 0; j != N; ++j) {
            if (j == i) continue;
            const double factor = a[j][i];
            for (std::size_t k = 0; k != N; ++k) {
                a[j][k] -= factor * a[i][k];
                b[j][k] -= factor * b[i][k];
            }
        }
    }
    return b;
}

/// Sums of exp(βx) and its derivatives over subjects.
template <std::size_t N>
struct Risk {
    double all = 0.0;
    std::array<double, N> first{};
    Matrix<N> second{};

    void add(const Subject<N>& one, double weight) {
        all += weight;
        for (std::size_t i = 0; i != N; ++i) {
            first[i] += weight * one.x[i];
            for (std::size_t j = 0; j != N; ++j) second[i][j] += weight * one.x[i] * one.x[j];
        }
    }
};

template <std::size_t N>
struct Slope {
    std::array<double, N> score{};
    Matrix<N> information{};
};

/// Of one moment's deaths: `tied` of `risk`.
template <std::size_t N>
void add_deaths(Slope<N>& slope, const Risk<N>& risk, const Risk<N>& tied, std::size_t deaths) {
    for (std::size_t l = 0; l != deaths; ++l) {
        const double share = static_cast<double>(l) / static_cast<double>(deaths);
        const double all = risk.all - share * tied.all;
        for (std::size_t i = 0; i != N; ++i) {
            const double mean = (risk.first[i] - share * tied.first[i]) / all;
            slope.score[i] -= mean;
            for (std::size_t j = 0; j != N; ++j) {
                const double other = (risk.first[j] - share * tied.first[j]) / all;
                slope.information[i][j] +=
                    (risk.second[i][j] - share * tied.second[i][j]) / all - mean * other;
            }
        }
    }
}

/// `latest_first`: by time, falling.
template <std::size_t N>
Slope<N> slope_at(const std::vector<Subject<N>>& latest_first, const std::array<double, N>& beta) {
    Slope<N> slope;
    Risk<N> risk;
    for (std::size_t i = 0; i != latest_first.size();) {
        Risk<N> tied;
        std::size_t deaths = 0, end = i;
        for (; end != latest_first.size() && latest_first[end].time == latest_first[i].time;
             ++end) {
            const Subject<N>& one = latest_first[end];
            double sum = 0.0;
            for (std::size_t k = 0; k != N; ++k) sum += beta[k] * one.x[k];
            const double weight = std::exp(sum);
            risk.add(one, weight);
            if (!one.event) continue;
            tied.add(one, weight);
            ++deaths;
            for (std::size_t k = 0; k != N; ++k) slope.score[k] += one.x[k];
        }
        add_deaths(slope, risk, tied, deaths);
        i = end;
    }
    return slope;
}

}  // namespace detail

/// By Newton's method; covariates that are not too far from 0.
template <std::size_t N>
CoxFit<N> cox(std::vector<Subject<N>> subjects) {
    std::stable_sort(subjects.begin(), subjects.end(),
                     [](const auto& a, const auto& b) { return a.time > b.time; });
    CoxFit<N> fit;
    for (int round = 0; round != 12; ++round) {
        const auto slope = detail::slope_at(subjects, fit.beta);
        const auto variance = detail::inverse(slope.information);
        for (std::size_t i = 0; i != N; ++i) {
            for (std::size_t j = 0; j != N; ++j) fit.beta[i] += variance[i][j] * slope.score[j];
            fit.se[i] = std::sqrt(variance[i][i]);
        }
    }
    return fit;
}

/// Share alive after a time, by Kaplan and Meier.
template <std::size_t N>
double alive_after(const std::vector<Subject<N>>& subjects, double time) {
    std::vector<Subject<N>> sorted{subjects};
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.time < b.time; });
    double share = 1.0, left = static_cast<double>(sorted.size());
    for (const auto& one : sorted) {
        if (one.time > time) break;
        if (one.event) share *= 1.0 - 1.0 / left;
        left -= 1.0;
    }
    return share;
}

/// The time until half are dead; infinite: they are not.
template <std::size_t N>
double median_survival(const std::vector<Subject<N>>& subjects) {
    std::vector<Subject<N>> sorted{subjects};
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.time < b.time; });
    double share = 1.0, left = static_cast<double>(sorted.size());
    for (const auto& one : sorted) {
        if (one.event) share *= 1.0 - 1.0 / left;
        if (share <= 0.5) return one.time;
        left -= 1.0;
    }
    return std::numeric_limits<double>::infinity();
}

}  // namespace support

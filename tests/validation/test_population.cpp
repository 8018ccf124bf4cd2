// Populations of cells against theory, and against their own clocks and block sizes. Draws have
// fixed seeds, so nothing here is flaky; the error rates stand beside the bounds.

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "../support/patients.hpp"
#include "core/parallel.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

struct Sample {
    double mean = 0.0, sd = 0.0;
    double n = 0.0;
    double error() const { return sd / std::sqrt(n); }
};

template <class Measure>
Sample sample(std::size_t runs, Measure&& measure) {
    std::vector<double> values(runs);
    parallel::for_each(
        runs, [&](std::size_t i) { values[i] = measure(i + 1); }, 1);
    Sample s;
    s.n = static_cast<double>(runs);
    for (const double v : values) s.mean += v / s.n;
    for (const double v : values) s.sd += (v - s.mean) * (v - s.mean) / (s.n - 1.0);
    s.sd = std::sqrt(s.sd);
    return s;
}

/// A patch of inflamed tumour, treated from day 2.
std::string treated(const std::string& width, const std::string& more = {}) {
    return "[[lesion]]\nname = 'primary'\nlayout = 'slab'\ndiameter = '20 "
           "mm'\n[lesion.slab]\nwidth = '" +
           width +
           "'\ndepth = '160 um'\ncap = '260 um'\n[[therapy]]\ntype = 'nivolumab'\nfirst = '2 d'\n" +
           more;
}

/// ln of the live tumour cells after `days` over those at the start.
double log_change(const std::string& scenario, std::uint64_t seed, std::int64_t days) {
    auto patient = make_patient(scenario, seed);
    const auto& lesion = *patient->lesions().front();
    const auto live_cells = [&] {
        const auto f = figures(lesion);
        return f.at("tumour_live") + f.at("minority_pool");
    };
    const double before = live_cells();
    live(*patient, days);
    return std::log((live_cells() + 1.0) / before);
}

/// Whether two samples of a quantity differ by less than it scatters from run to run, and by less
/// than 4 standard errors of their difference (false alarm: 1 in 10,000 if they are the same).
void agree(const Sample& one, const Sample& other) {
    CAPTURE(one.mean);
    CAPTURE(other.mean);
    CAPTURE(one.sd);
    CHECK(std::abs(one.mean - other.mean) < std::max(one.sd, 2.0 * (one.error() + other.error())));
    CHECK(std::abs(one.mean - other.mean) < 4.0 * std::hypot(one.error(), other.error()));
}

}  // namespace

// Cells that divide with hazard λ and never die are a Yule process: mean n e^{λt}, variance
// n e^{λt} (e^{λt} − 1). In steps of h a cell has one daughter with probability p = 1 − e^{−λh}: a
// Galton–Watson process with m = 1 + p, σ² = p (1 − p) (Harris 1963), which tends to Yule's.
TEST_CASE("freely dividing cells are a Yule process in mean and variance") {
    const std::string free =
        "[[lesion]]\nlayout = 'nodule'\nvascularised = false\nantigens = 0\n[lesion.nodule]\n"
        "radius = '20 um'\nextent = '400 um'\n[biology.tumour]\ncycle = '24 h'\n"
        "growth_fraction = 1\ngrowth = '0.1 h'\napoptosis = '0 1/d'\noxygen_uptake = '0 1/min'\n"
        "crowding_limit = '1000 um/min'\n[substance.oxygen]\ndecay = '0 1/min'\n[blood]\n"
        "specific_cd8 = 0\n[biology.cytotoxic_t]\ndensity = '0 1/mL'\n";
    double founders = 0.0;
    const auto count = [&](std::uint64_t seed) {
        auto patient = make_patient(free, seed);
        live(*patient, 4);
        return figures(*patient->lesions().front()).at("tumour_live");
    };
    founders = figures(*make_patient(free, 1)->lesions().front()).at("tumour_live");
    const std::size_t runs = 60;
    const Sample seen = sample(runs, count);

    const double p = -std::expm1(-std::log(2.0) / 24.0), m = 1.0 + p, steps = 96.0;
    const double mean = founders * std::pow(m, steps);
    const double variance =
        founders * p * (1.0 - p) * std::pow(m, steps - 1.0) * (std::pow(m, steps) - 1.0) / p;
    CAPTURE(founders);
    CHECK(std::abs(seen.mean - mean) < 4.0 * std::sqrt(variance / static_cast<double>(runs)));
    // The ratio of variances has a standard deviation of √(2/59) = 0.18.
    CHECK(std::abs(seen.sd * seen.sd / variance - 1.0) < 4.0 * std::sqrt(2.0 / 59.0));
    // The step's own error: 7 % of the mean in four doublings of cells that double in 24 steps.
    CHECK(mean == doctest::Approx(16.0 * founders).epsilon(0.08));
}

TEST_CASE("the sub-step of T cells does not change what becomes of a tumour" *
          doctest::test_suite("full")) {
    const auto with = [](const std::string& sub_step) {
        return sample(8, [&](std::uint64_t seed) {
            return log_change(treated("120 um", "[tissue]\nsub_step = '" + sub_step + "'\n"), seed,
                              24);
        });
    };
    const Sample standard = with("2 min");
    agree(standard, with("1 min"));
    agree(standard, with("10 min"));
}

TEST_CASE("half the biology step does not change what becomes of a tumour" *
          doctest::test_suite("full")) {
    const auto with = [](const std::string& step) {
        return sample(8, [&](std::uint64_t seed) {
            return log_change(treated("120 um", "[tissue]\nstep = '" + step + "'\n"), seed, 24);
        });
    };
    agree(with("1 h"), with("0.5 h"));
}

TEST_CASE("twice the area of a slab changes no mean" * doctest::test_suite("full")) {
    const auto with = [](const std::string& width, std::size_t runs) {
        return sample(runs,
                      [&](std::uint64_t seed) { return log_change(treated(width), seed, 24); });
    };
    agree(with("120 um", 8), with("170 um", 6));  // 120² × 2 = 170²
}

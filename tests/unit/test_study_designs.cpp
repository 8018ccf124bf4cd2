// Designs, distributions and outcomes of studies: pure functions.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <vector>

#include "config/input.hpp"
#include "study/design.hpp"
#include "study/distribution.hpp"
#include "study/local_executor.hpp"
#include "study/outcome.hpp"

using namespace perforin;
using namespace perforin::study;

TEST_CASE("a grid holds every combination once, the last dimension fastest") {
    CHECK(grid({2, 3}) ==
          std::vector<std::vector<std::size_t>>{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}});
    CHECK(grid({}) == std::vector<std::vector<std::size_t>>{{}});
    CHECK(grid_size({2, 3}, 100) == 6);
    CHECK(grid_size({}, 100) == 1);
    CHECK(grid_size({5, 0}, 100) == 0);
    CHECK(grid_size({100'000, 100'000, 100'000, 100'000, 100'000}, 1000) == 1001);
}

TEST_CASE("a Latin hypercube has one point in each slice of each dimension") {
    for (const std::size_t n : {1, 2, 7, 100, 1000}) {
        const auto points = latin_hypercube(n, 3, 5);
        REQUIRE(points.size() == n);
        for (std::size_t d = 0; d != 3; ++d) {
            std::set<std::size_t> slices;
            for (const auto& point : points) {
                CHECK(point[d] >= 0.0);
                CHECK(point[d] < 1.0);
                slices.insert(static_cast<std::size_t>(point[d] * static_cast<double>(n)));
            }
            CHECK(slices.size() == n);
        }
    }
}

TEST_CASE("a Latin hypercube follows its seed, and its dimensions do not follow each other") {
    CHECK(latin_hypercube(20, 2, 1) == latin_hypercube(20, 2, 1));
    CHECK(latin_hypercube(20, 2, 1) != latin_hypercube(20, 2, 2));
    const auto points = latin_hypercube(1000, 2, 3);
    double product = 0.0;
    for (const auto& p : points) product += (p[0] - 0.5) * (p[1] - 0.5);
    const double correlation = product / 1000.0 * 12.0;
    CHECK(std::abs(correlation) < 0.13);  // 4 standard errors: fails of a true design 1 in 16,000
}

TEST_CASE("Sobol's sequence begins as Joe and Kuo's directions say") {
    // The first five dimensions, after the origin.
    const std::vector<std::vector<double>> known{
        {0.5, 0.5, 0.5, 0.5, 0.5},           {0.75, 0.25, 0.25, 0.25, 0.75},
        {0.25, 0.75, 0.75, 0.75, 0.25},      {0.375, 0.375, 0.625, 0.875, 0.375},
        {0.875, 0.875, 0.125, 0.375, 0.875}, {0.625, 0.125, 0.875, 0.625, 0.625},
        {0.125, 0.625, 0.375, 0.125, 0.125}};
    CHECK(sobol(7, 5, 0) == known);
}

TEST_CASE("Sobol's sequence, shifted, keeps its points when more are asked for, and stays a net") {
    const auto few = sobol(16, 4, 9), many = sobol(64, 4, 9);
    CHECK(std::equal(few.begin(), few.end(), many.begin()));
    CHECK(sobol(16, 4, 10) != few);
    for (std::size_t d = 0; d != 4; ++d) {
        std::set<int> slices;
        for (const auto& point : many) slices.insert(static_cast<int>(64.0 * point[d]));
        CHECK(slices.size() == 64);
    }
}

TEST_CASE("ablation matrices: none, each alone, each pair, every combination") {
    using Rows = std::vector<std::vector<bool>>;
    CHECK(ablations(2, Matrix::one_at_a_time) ==
          Rows{{false, false}, {true, false}, {false, true}});
    CHECK(ablations(3, Matrix::pairs).size() == 7);
    CHECK(ablations(3, Matrix::pairs)[4] == std::vector<bool>{true, true, false});
    CHECK(ablations(2, Matrix::all) ==
          Rows{{false, false}, {false, true}, {true, false}, {true, true}});
}

TEST_CASE("normal quantiles are those of tables") {
    // scipy.special.ndtri
    const std::vector<std::array<double, 2>> known{{1e-20, -9.262340089798409},
                                                   {0.001, -3.090232306167813},
                                                   {0.05, -1.6448536269514729},
                                                   {0.3, -0.5244005127080409},
                                                   {0.5, 0.0},
                                                   {0.975, 1.959963984540054},
                                                   {0.999999, 4.753424308817087}};
    for (const auto& [p, z] : known) {
        CHECK(normal_quantile(p) == doctest::Approx(z).epsilon(1e-14));
        CHECK(normal_share(z) == doctest::Approx(p).epsilon(1e-12));
    }
    CHECK(normal_quantile(0.0) == -std::numeric_limits<double>::infinity());
    CHECK(normal_quantile(1.0) == std::numeric_limits<double>::infinity());
}

TEST_CASE("distributions begin and end where they should, and their middle is theirs") {
    const Distribution even{.law = Law::uniform, .low = 2.0, .high = 6.0};
    CHECK(even.quantile(0.0) == 2.0);
    CHECK(even.quantile(0.25) == 3.0);
    CHECK(even.quantile(1.0) == 6.0);
    const Distribution wide{.law = Law::log_uniform, .low = 1e-3, .high = 1e3};
    CHECK(wide.quantile(0.0) == doctest::Approx(1e-3).epsilon(1e-14));
    CHECK(wide.quantile(0.5) == doctest::Approx(1.0).epsilon(1e-14));
    const Distribution bell{
        .law = Law::normal, .low = 0.0, .high = 20.0, .centre = 10.0, .spread = 2.0};
    CHECK(bell.quantile(0.5) == doctest::Approx(10.0).epsilon(1e-14));
    CHECK(bell.quantile(0.975) == doctest::Approx(10.0 + 2.0 * 1.959963984540054).epsilon(1e-6));
    const Distribution skew{.law = Law::log_normal,
                            .low = 0.0,
                            .high = std::numeric_limits<double>::infinity(),
                            .centre = 5.0,
                            .spread = 2.0};
    CHECK(skew.quantile(0.5) == doctest::Approx(5.0).epsilon(1e-14));
    CHECK(skew.quantile(0.8413447460685429) == doctest::Approx(10.0).epsilon(1e-12));
}

TEST_CASE("what is cut off a distribution is left out, and the rest scaled up") {
    const Distribution half{
        .law = Law::normal, .low = 0.0, .high = 1e9, .centre = 0.0, .spread = 1.0};
    CHECK(half.share_inside() == doctest::Approx(0.5).epsilon(1e-12));
    CHECK(half.quantile(0.0) == doctest::Approx(0.0));
    CHECK(half.quantile(0.5) == doctest::Approx(normal_quantile(0.75)).epsilon(1e-12));
}

TEST_CASE("few runs get more threads, many runs one each") {
    const auto is = [](Share share, int workers, int threads) {
        return share.workers == workers && share.threads == threads;
    };
    CHECK(is(share_out(100, 8, 0, 0), 8, 1));
    CHECK(is(share_out(3, 8, 0, 0), 3, 2));
    CHECK(is(share_out(1, 8, 0, 0), 1, 8));
    CHECK(is(share_out(100, 8, 2, 0), 2, 4));
    CHECK(is(share_out(100, 8, 0, 4), 2, 4));
    CHECK(is(share_out(100, 8, 3, 5), 3, 5));
    CHECK(is(share_out(0, 1, 0, 0), 1, 1));
}

namespace {

double asked(const std::string& what, const Curve& curve) {
    const std::string text = "name = 'x'\nseries = 's'\ncolumn = 'c'\n" + what;
    return outcome(config::from_toml<OutcomeParams>(text), curve);
}

}  // namespace

TEST_CASE("outcomes are rows, extremes, means and changes of a course") {
    const Curve curve{.days = {0, 7, 14, 21}, .values = {10, 4, 8, 6}, .reached = 24};
    CHECK(asked("what = 'last'", curve) == 6.0);
    CHECK(asked("what = 'last'\nto = '14 d'", curve) == 8.0);
    CHECK(asked("what = 'minimum'", curve) == 4.0);
    CHECK(asked("what = 'minimum'\nfrom = '2 weeks'", curve) == 6.0);
    CHECK(asked("what = 'maximum'\nfrom = '1 d'", curve) == 8.0);
    CHECK(asked("what = 'mean'", curve) == 7.0);
    CHECK(asked("what = 'at'\nday = '14 d'", curve) == 8.0);
    CHECK(asked("what = 'at'\nday = '24 d'", curve) == 6.0);
    CHECK(asked("what = 'change'", curve) == doctest::Approx(-0.4));
    CHECK(asked("what = 'change'\nfrom = '7 d'\nto = '14 d'", curve) == doctest::Approx(1.0));
}

TEST_CASE("there is no outcome of days that a run did not come to, nor relative to nothing") {
    const Curve curve{.days = {0, 7}, .values = {0, 4}, .reached = 9};
    CHECK(std::isnan(asked("what = 'at'\nday = '14 d'", curve)));
    CHECK(std::isnan(asked("what = 'change'\nfrom = '7 d'\nto = '10 d'", curve)));
    CHECK(std::isnan(asked("what = 'change'", curve)));
    CHECK(std::isnan(asked("what = 'mean'\nfrom = '8 d'", curve)));
}

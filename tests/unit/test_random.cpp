#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>

#include "core/random.hpp"

using namespace perforin;

namespace {

/// The k-th moment of n draws.
template <class Draw>
double moment(int k, std::uint64_t n, Draw&& draw) {
    double sum = 0.0;
    for (std::uint64_t i = 0; i != n; ++i) {
        Stream random{11, "test.random"_draw, {i, 0}, 0};
        double power = 1.0;
        const double x = draw(random);
        for (int j = 0; j != k; ++j) power *= x;
        sum += power;
    }
    return sum / static_cast<double>(n);
}

constexpr std::uint64_t many = 100'000;

}  // namespace

// The three published vectors of Salmon et al. 2011 (Random123), and numpy's Philox says the same.
TEST_CASE("Philox4x64-10 gives the known answers") {
    constexpr std::uint64_t ones = ~std::uint64_t{0};
    CHECK(philox4x64_10({0, 0, 0, 0}, {0, 0}) ==
          Words{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b});
    CHECK(philox4x64_10({ones, ones, ones, ones}, {ones, ones}) ==
          Words{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0});
    CHECK(philox4x64_10(
              {0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
              {0x452821e638d01377, 0xbe5466cf34e90c6c}) ==
          Words{0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6});
}

TEST_CASE("a stream is a function of seed, purpose, who, with whom and when") {
    const auto first = [](std::uint64_t seed, Purpose purpose, Who who, std::int64_t at) {
        return Stream{seed, purpose, who, at}();
    };
    const std::uint64_t draw = first(1, "a"_draw, {2, 3}, 4);
    CHECK(draw == first(1, "a"_draw, {2, 3}, 4));
    CHECK(draw != first(2, "a"_draw, {2, 3}, 4));
    CHECK(draw != first(1, "b"_draw, {2, 3}, 4));
    CHECK(draw != first(1, "a"_draw, {3, 3}, 4));
    CHECK(draw != first(1, "a"_draw, {2, 2}, 4));
    CHECK(draw != first(1, "a"_draw, {2, 3}, 5));
    Stream stream{1, "a"_draw, {2, 3}, 4};
    for (int n = 0; n != 4; ++n) stream();
    CHECK(stream() != draw);  // the next block is another one
}

// Golden: another compiler, processor or version that changes them changes every run.
TEST_CASE("draws are the same everywhere and for ever") {
    Stream random{42, "test.golden"_draw, {7, 8}, 9};
    CHECK(random() == 0x1f4c31429a954de0);
    CHECK(uniform(random) == 0x1.6bbaaf7eddf05p-1);
    CHECK(exponential(random) == 0x1.61b8b5de03247p+1);
    CHECK(normal(random) == 0x1.4f88f731a0f47p-3);
    CHECK(descend(5, 1) == 0xfa321ff499a40672);
}

// Four standard errors of each moment, so that a right sampler fails once in 16,000 other seeds.
TEST_CASE("uniform, exponential and normal draws have the moments of their distributions") {
    const double error = 4.0 / std::sqrt(static_cast<double>(many));
    CHECK(std::abs(moment(1, many, uniform) - 0.5) < error * std::sqrt(1.0 / 12.0));
    CHECK(std::abs(moment(2, many, uniform) - 1.0 / 3.0) < error * std::sqrt(4.0 / 45.0));
    CHECK(std::abs(moment(1, many, exponential) - 1.0) < error);
    CHECK(std::abs(moment(2, many, exponential) - 2.0) < error * std::sqrt(20.0));
    CHECK(std::abs(moment(1, many, normal)) < error);
    CHECK(std::abs(moment(2, many, normal) - 1.0) < error * std::sqrt(2.0));
    CHECK(std::abs(moment(3, many, normal)) < error * std::sqrt(15.0));
    CHECK(std::abs(moment(4, many, normal) - 3.0) < error * std::sqrt(96.0));
}

TEST_CASE("something happens with the chance 1 - exp(-hazard dt)") {
    const Rate hazard = 0.02 * per_minute;
    const double chance = 1.0 - std::exp(-1.2);
    const double share = moment(1, many, [&](Stream& random) {
        return happens(hazard, 60.0 * minute, random) ? 1.0 : 0.0;
    });
    CHECK(std::abs(share - chance) <
          4.0 * std::sqrt(chance * (1.0 - chance) / static_cast<double>(many)));
}

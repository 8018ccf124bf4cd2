#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/parallel.hpp"

using namespace perforin;

namespace {

/// What `of` gives on one, two, three and five threads.
template <class Of>
auto by_threads(Of&& of) {
    const int before = parallel::threads();
    std::vector<decltype(of())> results;
    for (const int threads : {1, 2, 3, 5}) {
        parallel::use_threads(threads);
        results.push_back(of());
    }
    parallel::use_threads(before);
    return results;
}

}  // namespace

TEST_CASE("chunks cover every number once, also those that are no multiple") {
    for (const std::size_t n : std::vector<std::size_t>{0, 1, 9, 10, 11, 1234}) {
        std::vector<int> seen(n, 0);
        parallel::for_chunks(
            n,
            [&](std::size_t c, std::size_t first, std::size_t last) {
                CHECK(first == c * 10);
                for (std::size_t i = first; i != last; ++i) ++seen[i];
            },
            10);
        for (const int times : seen) CHECK(times == 1);
    }
}

TEST_CASE("a sum of numbers of all sizes has the same last bit on any number of threads") {
    const auto sums = by_threads([] {
        return parallel::sum(
            10'000,
            [](std::size_t i) {
                return std::ldexp(static_cast<double>(i % 97), static_cast<int>(i % 60) - 30);
            },
            64);
    });
    for (const double sum : sums) CHECK(sum == sums.front());
}

TEST_CASE("what is gathered comes back in the order of the numbers it was gathered from") {
    const auto all = by_threads([] {
        return parallel::gather<std::size_t>(
            1000,
            [](std::size_t i, std::vector<std::size_t>& found) {
                for (std::size_t k = 0; k != i % 3; ++k) found.push_back(10 * i + k);
            },
            7);
    });
    for (const auto& found : all) {
        CHECK(found == all.front());
        CHECK(found.size() == 999);
        for (std::size_t k = 1; k < found.size(); ++k) CHECK(found[k - 1] < found[k]);
    }
}

TEST_CASE("of several failures the first chunk's is told, on any number of threads") {
    const auto told = by_threads([] {
        try {
            parallel::for_each(
                1000,
                [](std::size_t i) {
                    if (i >= 250) throw std::runtime_error{std::to_string(i)};
                },
                10);
        } catch (const std::runtime_error& error) {
            return std::string{error.what()};
        }
        return std::string{"nothing"};
    });
    for (const std::string& what : told) CHECK(what == "250");
}

TEST_CASE("each thread has scratch of its own, and the result does not show how many there were") {
    const auto all = by_threads([] {
        std::vector<std::size_t> sizes(100);
        parallel::for_chunks_with<std::vector<int>>(
            1000,
            [&](std::vector<int>& scratch, std::size_t c, std::size_t first, std::size_t last) {
                scratch.clear();
                for (std::size_t i = first; i != last; ++i) scratch.push_back(static_cast<int>(i));
                sizes[c] = scratch.size() + static_cast<std::size_t>(scratch.front());
            },
            10);
        return sizes;
    });
    for (const auto& sizes : all) {
        for (std::size_t c = 0; c != sizes.size(); ++c) CHECK(sizes[c] == 10 + 10 * c);
    }
}

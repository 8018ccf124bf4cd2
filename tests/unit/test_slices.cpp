#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "cells/size_count.hpp"
#include "cells/slices.hpp"

using namespace perforin;
using cells::ChunkLists, cells::FoundLists, cells::SizeCount, cells::Slice;

namespace {

void add(FoundLists& lists, std::uint32_t row, const std::vector<std::uint32_t>& list) {
    std::uint32_t* to = lists.next(list.size());
    for (std::size_t n = 0; n != list.size(); ++n) to[n] = list[n];
    lists.extend(list.size());
    lists.close(row);
}

}  // namespace

TEST_CASE("lists stand side by side, longest first, filled up, each in its order") {
    constexpr std::uint32_t filler = 999;
    FoundLists found;
    ChunkLists lists;
    for (int again = 0; again != 2; ++again) {
        found.clear();
        std::vector<std::vector<std::uint32_t>> given;
        for (std::uint32_t i = 0; i != 11; ++i) {
            std::vector<std::uint32_t> list;
            for (std::uint32_t n = 0; n != (i * 7) % 11 * 9; ++n) list.push_back(100 * i + n);
            add(found, 40 + i, list);
            given.push_back(list);
        }
        found.lay(filler, lists);
        REQUIRE(lists.slices().size() == 2);
        std::uint32_t before = ~0u;
        std::size_t bodies = 0;
        for (const Slice& slice : lists.slices()) {
            CHECK(slice.longest <= before);
            before = slice.longest;
            for (std::size_t k = 0; k != slice.size; ++k, ++bodies) {
                const auto& expected = given[slice.rows[k] - 40];
                const auto list = slice.list(k);
                REQUIRE(list.size >= expected.size());
                for (std::size_t n = 0; n != list.size; ++n) {
                    CHECK(list[n] == (n < expected.size() ? expected[n] : filler));
                }
            }
        }
        CHECK(bodies == 11);
    }
}

TEST_CASE("counts by size bound all but so many numbers, to a sixteenth of an octave") {
    SizeCount count, more;
    for (int i = 1; i <= 100; ++i) (i % 2 == 0 ? count : more).add(0.1f * static_cast<float>(i));
    count += more;
    for (const int most : {0, 1, 10, 50}) {
        const float bound = count.bound(static_cast<std::size_t>(most));
        int above = 0;
        for (int i = 1; i <= 100; ++i) above += 0.1f * static_cast<float>(i) > bound ? 1 : 0;
        CHECK(above <= most);
        CHECK(bound <= 0.1f * static_cast<float>(100 - most) * 1.0626f);
    }
    CHECK(SizeCount{}.bound(0) == 0.00390625f);  // nothing is above the least edge
}

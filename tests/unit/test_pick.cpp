#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "cells/pick.hpp"
#include "core/random.hpp"

using namespace perforin;
using cells::Pick, cells::PointColumns, cells::Seeker;

namespace {

constexpr std::size_t points = 100;

/// Points in a cube of 40 µm, some of them so far away that nobody reaches them.
struct Points {
    std::vector<float> x, y, z, reach;
    std::vector<std::uint32_t> number;

    Points() {
        Stream random{1, "test.pick"_draw, {0}, 0};
        const auto within = [&](double size) { return static_cast<float>(size * uniform(random)); };
        for (std::size_t i = 0; i != points + PointColumns::padding; ++i) {
            const bool there = i < points;  // what follows is near, but is not asked for
            x.push_back(i % 13 == 5 ? 1e30f : there ? within(40) : 20.0f);
            y.push_back(there ? within(40) : 20.0f);
            z.push_back(there ? within(40) : 20.0f);
            reach.push_back(i % 13 == 5 ? -1.0f : 4.0f + within(8));
            number.push_back(static_cast<std::uint32_t>(1000 + 7 * i));
        }
    }
    PointColumns columns() const {
        return {x.data(), y.data(), z.data(), reach.data(), number.data()};
    }
    std::vector<std::uint32_t> near(std::size_t first, std::size_t end,
                                    const Seeker& seeker) const {
        std::vector<std::uint32_t> found;
        for (std::size_t i = first; i != end; ++i) {
            const Vec3 apart = Vec3{x[i], y[i], z[i]} - seeker.at;
            const float limit = reach[i] + seeker.reach;
            if (dot(apart, apart) < limit * limit && number[i] != seeker.number) {
                found.push_back(number[i]);
            }
        }
        return found;
    }
};

}  // namespace

TEST_CASE("at every level of instructions those are picked that are near, in their order") {
    const Points all;
    const Instructions before = instructions();
    for (const auto level : {Instructions::baseline, Instructions::v3, Instructions::v4}) {
        if (use_instructions(level) != level) continue;  // not on this processor
        CAPTURE(name(level));
        std::size_t most = 0;
        for (std::size_t first = 0; first != 20; ++first) {
            for (std::size_t end = first; end != points + 1; ++end) {
                const std::size_t self = (first + 2 * end) / 3 % points;  // mostly one of them
                const Seeker seeker{
                    {all.x[self], all.y[self], all.z[self]}, 9.0f, all.number[self]};
                constexpr std::uint32_t untouched = 7;
                std::vector<std::uint32_t> to(end - first + PointColumns::padding + 32, untouched);
                std::size_t used = 0;
                vectorised([&](auto wide) {
                    used = Pick<decltype(wide)::level>::from(all.columns(), first, end, seeker,
                                                             to.data());
                });
                REQUIRE(used <= end - first);
                for (std::size_t i = end - first + PointColumns::padding; i != to.size(); ++i) {
                    REQUIRE(to[i] == untouched);
                }
                to.resize(used);
                REQUIRE(to == all.near(first, end, seeker));
                most = std::max(most, used);
            }
        }
        CHECK(most > 16);  // more than one register full
    }
    use_instructions(before);
}

#include <doctest/doctest.h>

#include <algorithm>

#include "core/instructions.hpp"

using namespace perforin;

TEST_CASE("a level of instructions that the processor lacks is lowered, and loops run with each") {
    const Instructions before = instructions();
    const Instructions best = use_instructions(Instructions::v4);
    for (const auto level : {Instructions::baseline, Instructions::v3, Instructions::v4}) {
        CHECK(use_instructions(level) == std::min(level, best));
        bool wide = false;
        int sum = 0;
        vectorised([&](auto is_wide) {
            wide = is_wide;
            for (int i = 0; i != 100; ++i) sum += i;
        });
        CHECK(sum == 4950);
        CHECK(wide == (instructions() != Instructions::baseline));
    }
    use_instructions(before);
}

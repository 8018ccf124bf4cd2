#include <doctest/doctest.h>

#include "biology/models/motility.hpp"

using namespace perforin;
using namespace perforin::biology;

namespace {

const Gait walker{
    .speed = 6.0 * um_per_minute, .chemotaxis = 0.5, .gradient_half = 0.02, .matrix_slowing = 3.0};

}  // namespace

TEST_CASE("chemotaxis grows with the difference across the cell and is bounded") {
    CHECK(chemotactic_bias(walker, 0.0) == 0.0);
    CHECK(chemotactic_bias(walker, walker.gradient_half) ==
          doctest::Approx(0.5 * walker.chemotaxis));
    CHECK(chemotactic_bias(walker, 1e6) <= walker.chemotaxis);
}

TEST_CASE("dense matrix slows by the factor that its parameter says, loose matrix does not") {
    CHECK(speed_in(walker, 0.0) == doctest::Approx(6.0));
    CHECK(speed_in(walker, 1.0) == doctest::Approx(2.0));
    CHECK(speed_in(walker, 0.5) == doctest::Approx(3.0));
}

TEST_CASE("cells are turned back where matrix gets denser, never where it gets looser") {
    CHECK(turn_back_chance(walker, 0.0, 1.0) == doctest::Approx(2.0 / 3.0));
    CHECK(turn_back_chance(walker, 0.2, 0.5) == doctest::Approx(0.2));
    CHECK(turn_back_chance(walker, 1.0, 0.0) == 0.0);
    CHECK(turn_back_chance(walker, 0.0, 9.0) == 1.0);
    Gait unhindered = walker;
    unhindered.matrix_slowing = 1.0;
    CHECK(turn_back_chance(unhindered, 0.0, 1.0) == 0.0);
    CHECK(speed_in(unhindered, 1.0) == doctest::Approx(6.0));
}

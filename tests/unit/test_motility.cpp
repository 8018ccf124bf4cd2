#include <doctest/doctest.h>

#include "biology/models/motility.hpp"

using namespace perforin;
using namespace perforin::biology;

namespace {

const Gait walker{
    .speed = 6.0 * um_per_minute, .chemotaxis = 0.5, .gradient_half = 0.02, .matrix_slowing = 3.0};

}  // namespace

TEST_CASE("chemotaxis grows with the difference across the cell and is bounded") {
    CHECK(chemotactic_bias(walker, walker.chemotaxis, 0.0) == 0.0);
    CHECK(chemotactic_bias(walker, walker.chemotaxis, walker.gradient_half) ==
          doctest::Approx(0.5 * walker.chemotaxis));
    CHECK(chemotactic_bias(walker, walker.chemotaxis, 1e6) <= walker.chemotaxis);
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

TEST_CASE("in dense matrix cells turn along its border, in loose matrix they do not") {
    Gait guided = walker;
    guided.matrix_guidance = 0.8;
    const Vec3 across{0, 0, 2}, slanting{0.6f, 0, 0.8f};
    CHECK(along_fibres(guided, slanting, across, 0.0) == slanting);
    const Vec3 turned = along_fibres(guided, slanting, across, 1.0);
    CHECK(norm(turned) == doctest::Approx(1.0));
    CHECK(turned.z / turned.x == doctest::Approx(0.2 * 0.8 / 0.6));
    CHECK(along_fibres(guided, {1, 0, 0}, across, 1.0) == Vec3{1, 0, 0});
    CHECK(along_fibres(guided, slanting, across, 5.0) == turned);
    CHECK(along_fibres(walker, slanting, across, 1.0) == slanting);
}

TEST_CASE(
    "a slow cell strolls in fewer legs where they would be shorter than need be, never in more") {
    Gait slow{.radius = 7.0 * um, .speed = 0.01 * um_per_minute, .persistence = 60.0 * minute};
    const Time step = 4.0 * hour;  // it gets 1.7 µm far
    CHECK(stroll_legs(slow, step) == 6);
    slow.shortest = 7.0 * um;
    CHECK(stroll_legs(slow, step) == 1);
    slow.shortest = 0.8 * um;  // four legs of 0.85 µm; five would be of 0.76
    CHECK(stroll_legs(slow, step) == 4);
    slow.shortest = 0.01 * um;
    CHECK(stroll_legs(slow, step) == 6);
}

TEST_CASE("on a straight leg a killer looks for targets once a radius, at equal distances") {
    CHECK(looks_on(0.5 * um, 4.5 * um) == 1);
    CHECK(looks_on(4.5 * um, 4.5 * um) == 1);
    CHECK(looks_on(4.6 * um, 4.5 * um) == 2);
    CHECK(looks_on(3.0 * (4.5 * um), 4.5 * um) == 3);
    const Box box{.size = {100, 100, 100}, .periodic = {true, false, false}};
    const Vec3 from{95, 50, 50}, to{5, 56, 50};  // across the border: 10 µm along x
    CHECK(on_the_way(box, from, to, 3, 3) == to);
    const Vec3 first = on_the_way(box, from, to, 1, 4), third = on_the_way(box, from, to, 3, 4);
    CHECK(first.x == doctest::Approx(97.5));
    CHECK(first.y == doctest::Approx(51.5));
    CHECK(third.x == doctest::Approx(2.5));
    CHECK(third.y == doctest::Approx(54.5));
}

#include <doctest/doctest.h>

#include <cmath>

#include "cases/cancer_immune/case.hpp"
#include "cases/cancer_immune/volume.hpp"

using namespace perforin;
using namespace perforin::cases::cancer_immune;

namespace {

/// The same equations in many small steps.
Volumes stepped(Volumes v, const VolumeChange& change, double minutes) {
    const int steps = 200000;
    const double dt = minutes / steps;
    for (int n = 0; n != steps; ++n) {
        const Volumes was = v;
        v.fluid += dt * change.fluid_rate * (change.fluid_share * was.total() - was.fluid);
        v.nucleus += dt * change.nucleus_rate * (change.nucleus - was.nucleus);
        v.cytoplasm += dt * change.cytoplasm_rate * (change.cytoplasm - was.cytoplasm);
    }
    return v;
}

}  // namespace

TEST_CASE("a cell of the case that has grown stays as it is, 2494 um^3") {
    CHECK(grown.total() == doctest::Approx(2494.0));
    CHECK(after(grown, growth, 600.0).total() == doctest::Approx(2494.0));
    CHECK(radius(grown) == doctest::Approx(8.412710547954228));
}

TEST_CASE("volumes of the case are those of their equations, in one step or many") {
    for (const VolumeChange& change : {growth, apoptosis, lysis}) {
        const Volumes once = after(grown.halved(), change, 60.0);
        const Volumes fine = stepped(grown.halved(), change, 60.0);
        CHECK(once.fluid == doctest::Approx(fine.fluid).epsilon(1e-4));
        CHECK(once.nucleus == doctest::Approx(fine.nucleus).epsilon(1e-5));
        CHECK(once.cytoplasm == doctest::Approx(fine.cytoplasm).epsilon(1e-5));
        const Volumes twice = after(after(grown.halved(), change, 20.0), change, 40.0);
        CHECK(twice.total() == doctest::Approx(once.total()).epsilon(1e-12));
    }
}

TEST_CASE("the case begins with as many cells as the peer's lattice holds") {
    CHECK(Case{{.radius = 250 * um, .extent = 600 * um}}.counts().live == 18317.0);
    CHECK(Case{{.radius = 150 * um, .extent = 600 * um}}.counts().live == 3963.0);
}

TEST_CASE(
    "immune cells appear at their hour around the tumour, those outside the cube for nothing") {
    Case run{{.radius = 100 * um, .extent = 600 * um, .immune = 300, .immune_at = 1 * hour}};
    run.advance();
    CHECK(run.counts().immune == 0.0);
    run.advance();
    CHECK(run.counts().immune == 300.0);
    tissue::Tally tally;
    run.lesion().tally(tally);
    for (std::size_t i = 0; i != tally.labels().size(); ++i) {
        if (tally.labels()[i].name == "grafted") CHECK(tally.values()[i] == 300.0);
    }
    const tissue::Surface& cells = run.lesion().cells();
    std::size_t inert = 0;
    for (std::size_t row = 0; row != cells.size(); ++row) {
        if (cells.roles[row] == 0) ++inert;
    }
    // A shell of 317.5 um around a cube of half edge 300 um: about a sixth lies outside.
    CHECK(static_cast<double>(inert) / 300.0 == doctest::Approx(0.165).epsilon(0.4));
}

// Where T cells in blood were primed, and how that draws them to organs.

#include <doctest/doctest.h>

#include <string>

#include "config/input.hpp"
#include "patient/imprint.hpp"

using namespace perforin;

namespace {

/// Two nodes, one antigen, its effectors and memory cells, a class of others.
struct Her {
    explicit Her(const std::string& text) : input{"test.toml", text} {
        for (const char* phenotype : {"effector", "memory", "other"}) {
            blood.add({.kind = "cytotoxic_t",
                       .phenotype = phenotype,
                       .baseline = 1000.0,
                       .loss = Rate{}});
        }
        nodes.form({"left", "right"}, {{.bit = 0, .effectors = 0, .memory = 1, .founding = true}});
        imprint.form(nodes);
    }
    /// So many cells leave the nodes, and come into blood.
    void primed(double left, double right) {
        imprint.look(blood, nodes);
        nodes.pools().left[0] += left;
        nodes.pools().left[1] += right;
        blood.pools().cells[0] += (1.0 - to_memory) * (left + right);
        blood.pools().cells[1] += to_memory * (left + right);
        imprint.mix(blood, nodes, {0, seconds_per_hour});
    }

    config::Input input;
    patient::Blood blood{1};
    patient::LymphNodes nodes{input.root()};
    patient::Imprint imprint{input.root()};
    double to_memory = nodes.params().memory_share;
};

}  // namespace

TEST_CASE("cells that come from a node mix with those that are there") {
    Her her{"[imprint]\npreference = 5\n"};
    CHECK(her.imprint.ease(0, {0, 1}, her.nodes) == 1.0);
    const double many = 3000.0 / (1.0 - her.to_memory);
    her.primed(many, 0.0);
    CHECK(her.imprint.shares().effectors[0] == doctest::Approx(0.75).epsilon(1e-12));
    CHECK(her.imprint.shares().effectors[1] == 0.0);
    const double memory = her.to_memory * many;
    CHECK(her.imprint.shares().memory[0] == doctest::Approx(memory / (1000 + memory)));
    CHECK(her.imprint.ease(0, {0}, her.nodes) == doctest::Approx(1.0 + 4.0 * 0.75));
    CHECK(her.imprint.ease(0, {1}, her.nodes) == 1.0);
    CHECK(her.imprint.ease(2, {0, 1}, her.nodes) == 1.0);

    // As many again from the other node: 4000 and 4000.
    her.primed(0.0, 4000.0 / (1.0 - her.to_memory));
    CHECK(her.imprint.shares().effectors[0] == doctest::Approx(3.0 / 8.0));
    CHECK(her.imprint.shares().effectors[1] == doctest::Approx(4.0 / 8.0));
    CHECK(her.imprint.ease(0, {0, 1}, her.nodes) == doctest::Approx(1.0 + 4.0 * 7.0 / 8.0));

    // Infused ones have none.
    her.imprint.dilute(0, 8000.0, 8000.0, her.nodes);
    CHECK(her.imprint.shares().effectors[1] == doctest::Approx(4.0 / 16.0));
}

TEST_CASE("cells that leave blood leave the shares as they are, and supply dilutes them") {
    Her her{"[imprint]\npreference = 2\n"};
    her.primed(3000.0 / (1.0 - her.to_memory), 0.0);
    her.blood.deplete(0, 0.25);
    her.primed(0.0, 0.0);
    CHECK(her.imprint.shares().effectors[0] == doctest::Approx(0.75));
    her.blood.supply(0, 1000.0 / 60.0);  // as many as are there, in an hour
    her.primed(0.0, 0.0);
    CHECK(her.imprint.shares().effectors[0] == doctest::Approx(0.375));
}

TEST_CASE("without a preference nothing is kept, and all organs are alike") {
    Her her{""};
    her.primed(1000.0, 1000.0);
    CHECK_FALSE(her.imprint.wanted());
    CHECK(her.imprint.shares().empty());
    CHECK(her.imprint.ease(0, {0, 1}, her.nodes) == 1.0);
}

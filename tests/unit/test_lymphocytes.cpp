#include <doctest/doctest.h>

#include <cmath>

#include "biology/models/fates.hpp"
#include "biology/models/helper.hpp"
#include "biology/models/interleukin2.hpp"
#include "biology/models/regulatory.hpp"
#include "biology/models/suppression.hpp"
#include "biology/natural_killer.hpp"

using namespace perforin;
using namespace perforin::biology;

TEST_CASE("brakes are independent: each takes its share of what the others leave") {
    CHECK(together(0.5, 0.5) == doctest::Approx(0.75));
    CHECK(together(0.3, 0.0) == 0.3);
    CHECK(together(0.0, 0.3) == 0.3);
    CHECK(together(1.0, 0.4) == doctest::Approx(1.0));
}

TEST_CASE("nobody around and nothing dissolved suppress nothing; each suppressor to its half") {
    const auto p = config::standard<SuppressionParams>();
    const Molarity none{};
    CHECK(suppressed(p, none, none, {}) == 0.0);
    CHECK(suppressed(p, p.tgf_beta_half, none, {}) == doctest::Approx(0.5 * p.tgf_beta_most));
    CHECK(suppressed(p, none, p.il10_half, {}) == doctest::Approx(0.5 * p.il10_most));
    Company near;
    near.regulatory = p.regulatory_half;
    const double regulators = suppressed(p, none, none, near);
    CHECK(regulators == doctest::Approx(0.5 * p.regulatory_most));
    near.suppressive = p.suppressive_half;
    CHECK(suppressed(p, none, none, near) ==
          doctest::Approx(together(regulators, 0.5 * p.suppressive_most)));
}

TEST_CASE("interleukin-2: the usual level gives the usual rates; receptors saturate") {
    const auto p = config::standard<Interleukin2Params>();
    const Molarity none{};
    CHECK(interleukin2_response(p, p.usual) == doctest::Approx(1.0));
    CHECK(interleukin2_response(p, none) < 1.0);
    CHECK(interleukin2_response(p, none) > 0.0);
    CHECK(interleukin2_response(p, 1e6 * picomolar) > 1.5);
    const auto taken = [&](Molarity level, Molarity half) {  // molecules a minute
        return interleukin2_clearance(p, level, half) * level.in(picomolar) /
               fields::picomolar_per_molecule;
    };
    CHECK(taken(p.half, p.half) == doctest::Approx(0.5 * p.uptake.in(per_minute)));
    CHECK(taken(1e6 * p.half, p.half) == doctest::Approx(p.uptake.in(per_minute)).epsilon(1e-4));
    const Molarity little = 0.01 * p.half_regulatory;
    CHECK(taken(little, p.half_regulatory) > 90.0 * taken(little, p.half));
}

TEST_CASE("helper cells are stimulated by presenting cells, and by inflamed tissue with antigen") {
    const auto p = config::standard<HelperTParams>();
    const Molarity none{}, much = 1e6 * picomolar;
    CHECK(helper_stimulation(p, {}, much) == 0.0);
    Company near;
    near.antigenic = 3.0;
    CHECK(helper_stimulation(p, near, none) == 0.0);
    CHECK(helper_stimulation(p, near, p.interferon_half) ==
          doctest::Approx(0.5 * p.tissue_presentation));
    near.presenting = p.presenting_half;
    CHECK(helper_stimulation(p, near, none) == doctest::Approx(0.5));
    CHECK(helper_division(p, 1.0, 1.0, PerVolume{}) == p.division);
    CHECK(helper_division(p, 1.0, 1.0, p.niche) == Rate{});
    CHECK(helper_division(p, 0.0, 2.0, PerVolume{}) == Rate{});
}

TEST_CASE("regulatory T cells divide by interleukin-2 and die without; PD-1 restrains them") {
    const auto p = config::standard<RegulatoryTParams>();
    const PerVolume alone{};
    CHECK(regulatory_division(p, 0.0, 0.0, alone) == Rate{});
    CHECK(regulatory_division(p, 1.0, 0.0, alone) == p.division);
    CHECK(regulatory_division(p, 1.0, 0.6, alone) < regulatory_division(p, 1.0, 0.1, alone));
    CHECK(regulatory_division(p, 1.0, 0.0, p.niche) == Rate{});
    CHECK(regulatory_death(p, 0.0) == p.death);
    CHECK(regulatory_death(p, 1.0) < p.death);
    CHECK(regulatory_opsonised(p, 0.0) == 0.0);
    CHECK(regulatory_opsonised(p, 1.0) == p.fc_activity);
}

TEST_CASE("an NK cell kills what lacks MHC-I, spares healthy cells, and sees antibodies") {
    const auto p = config::standard<NaturalKillerParams>();
    CHECK(nk_activation(p, true, 0.0, 0.0, 0.0) == doctest::Approx(p.stress_tumour));
    CHECK(nk_activation(p, true, 1.0, 0.0, 0.0) < 0.15);
    CHECK(nk_activation(p, true, 2.0, 0.0, 0.0) < nk_activation(p, true, 1.0, 0.0, 0.0));
    CHECK(nk_activation(p, false, 1.0, 0.0, 0.0) < 0.02);
    CHECK(nk_activation(p, true, 1.0, 0.0, 1.0) > 3.0 * nk_activation(p, true, 1.0, 0.0, 0.0));
    CHECK(nk_activation(p, true, 2.0, 1.0, 0.0) == doctest::Approx(1.0));
    CHECK(nk_activation(p, false, 2.0, 0.5, 0.0) > 0.5);
}

TEST_CASE("hits run out and are refilled") {
    const auto p = config::standard<NaturalKillerParams>();
    CHECK(nk_potency(p, 0.0) == 1.0);
    CHECK(nk_potency(p, 0.5 * p.stock) == doctest::Approx(0.5));
    CHECK(nk_potency(p, 2.0 * p.stock) == 0.0);
    CHECK(nk_spent(p, 10.0, 2.0, Time{}) == 12.0);
    CHECK(nk_spent(p, 10.0, 0.0, p.refill) == doctest::Approx(10.0 * std::exp(-1.0)));
}

TEST_CASE("births and losses of a step are those of cells that divide and are lost all the while") {
    const Rate births = 0.125 * per_hour, losses = 0.02 * per_hour;
    for (const double hours : {0.1, 1.0, 4.0}) {
        const Chances c = chances(births, losses, hours * hour);
        const double grown = std::exp((births - losses) * (hours * hour));
        CHECK(1.0 + c.divides - c.lost == doctest::Approx(grown).epsilon(1e-12));
        CHECK(c.divides / c.lost == doctest::Approx(births / losses).epsilon(1e-12));
    }
    CHECK(chances({}, losses, 1.0 * day).lost ==
          doctest::Approx(-std::expm1(-(losses * (1.0 * day)))).epsilon(1e-12));
    CHECK(chances(births, births, 1.0 * hour).divides == doctest::Approx(0.125).epsilon(1e-12));
    CHECK(chances({}, {}, 1.0 * hour).divides == 0.0);
    const Chances much = chances(1.0 * per_hour, 1.0 * per_hour, 1.0 * day);  // too long a step
    CHECK(much.divides == doctest::Approx(0.5));
    CHECK(much.lost == doctest::Approx(0.5));
}

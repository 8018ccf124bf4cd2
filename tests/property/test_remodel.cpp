// Vessels and fluid of a lesion's tissue, with its cells: what grows, closes, swells, and is kept.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "../support/patients.hpp"
#include "core/parallel.hpp"
#include "fields/diffusion.hpp"
#include "tissue/resample.hpp"

using namespace perforin;
using namespace perforin::test;
using doctest::Approx;

namespace {

/// Few vessels and hungry cells: tissue between the vessels is hypoxic.
const std::string hypoxic = small_slab(
    "[tissue]\nstep = '2 h'\nsub_step = '20 min'\n[tissue.vessels]\nspacing = '160 um'\n"
    "[biology.tumour]\noxygen_uptake = '60 1/min'\ngrowth_fraction = 0\nnecrosis = '0 1/min'\n"
    "apoptosis = '0 1/d'\n");

/// A ball in free space whose cells neither divide nor die.
std::string quiet_ball(const std::string& oedema) {
    return "[[lesion]]\nlayout = 'nodule'\n[lesion.nodule]\nradius = '80 um'\nextent = '300 um'\n"
           "[biology.tumour]\ngrowth_fraction = 0\napoptosis = '0 1/d'\nnecrosis = '0 1/min'\n"
           "growth = '0.1 h'\n[biology.cytotoxic_t]\ndensity = '0 1/mL'\n"
           "[blood]\nspecific_cd8 = 0\n[tissue.oedema]\n" +
           oedema;
}

tissue::Dissolved& dissolved(const patient::Patient& patient) {
    return const_cast<tissue::Dissolved&>(patient.lesions().front()->dissolved());
}

std::vector<float> copy(std::span<const float> values) {
    return {values.begin(), values.end()};
}

double mean(std::span<const float> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Root mean square distance of the cells from their centre, µm.
double spread(const tissue::Lesion& lesion) {
    const tissue::Surface& cells = lesion.cells();
    const auto n = static_cast<double>(cells.size());
    double squares = 0.0;
    for (std::size_t axis = 0; axis != 3; ++axis) {
        double sum = 0.0, square = 0.0;
        for (std::size_t row = 0; row != cells.size(); ++row) {
            const double x = cells.position[row][axis];
            sum += x;
            square += x * x;
        }
        squares += square / n - sum / n * (sum / n);
    }
    return std::sqrt(squares);
}

void set_fluid(const patient::Patient& patient, float share) {
    const auto fluid = dissolved(patient).interstitium().fluid.span();
    std::fill(fluid.begin(), fluid.end(), share);
}

}  // namespace

TEST_CASE("VEGF comes where oxygen is short, vessels grow there, and oxygen comes back") {
    auto growing = make_patient(hypoxic), ablated = make_patient(hypoxic +
                                                                 "[ablation]\n"
                                                                 "angiogenesis = true\n");
    live(*growing, 1);
    live(*ablated, 1);
    const auto first = figures(*growing->lesions().front());
    CHECK(first.at("vegf") > 1.0);
    live(*growing, 25, 1);
    live(*ablated, 25, 1);
    const auto grown = figures(*growing->lesions().front()),
               without = figures(*ablated->lesions().front());
    CHECK(grown.at("vessels") > 1.3 * without.at("vessels"));
    CHECK(grown.at("oxygen") > 1.05 * without.at("oxygen"));
    CHECK(grown.at("vegf") < 0.95 * without.at("vegf"));
}

TEST_CASE("a lesion with oxygen and room keeps its map of vessels, bit by bit, without any VEGF") {
    auto patient = make_patient(small_slab());
    const auto before = copy(dissolved(*patient).vessels());
    live(*patient, 6);
    CHECK(figures(*patient->lesions().front()).at("vegf") == 0.0);
    CHECK(copy(dissolved(*patient).vessels()) == before);
}

TEST_CASE("an avascular lesion stays without vessels, however hypoxic") {
    auto patient = make_patient(
        "[[lesion]]\nlayout = 'nodule'\nvascularised = false\n[lesion.nodule]\nradius = '100 um'\n"
        "extent = '260 um'\n[biology.tumour]\noxygen_uptake = '300 1/min'\n[tissue.oedema]\n"
        "most = 0.4\n[ablation]\nctl_killing = true\n");
    live(*patient, 3);
    const auto f = figures(*patient->lesions().front());
    CHECK(f.at("vegf") > 1.0);
    CHECK(f.at("vessels") == 0.0);
    CHECK(f.at("fluid") == 0.0);
}

TEST_CASE("vessels of tissue that is pressed close, unless that is ablated") {
    // Cells are packed closer than they would lie, between walls that do not give.
    const std::string pressed =
        "[[lesion]]\n[lesion.slab]\nwidth = '120 um'\ndepth = '240 um'\ncap = '400 um'\n"
        "[tissue]\npacking = 0.8\n[biology.tumour]\napoptosis = '0 1/d'\ngrowth_fraction = 0\n"
        "[tissue.vessels]\ncollapse_begins = '0.3 um/min'\ncollapse_full = '0.6 um/min'\n"
        "[ablation]\nangiogenesis = true\n";
    auto patient = make_patient(pressed),
         ablated = make_patient(pressed + "vessel_collapse = true\n");
    const double before = mean(dissolved(*patient).vessels());
    live(*patient, 3);
    live(*ablated, 3);
    CHECK(mean(dissolved(*patient).vessels()) < 0.95 * before);
    CHECK(mean(dissolved(*ablated).vessels()) == before);
}

TEST_CASE("a block that moves up keeps the vessels of each place, and meets those of the host") {
    auto patient = make_patient(small_slab()), other = make_patient(small_slab());
    tissue::Dissolved &one = dissolved(*patient), &two = dissolved(*other);
    const fields::Grid& grid = one.grid();
    const std::size_t layer = grid.n[0] * grid.n[1], size = grid.size();
    const auto host = copy(one.vessels());
    for (std::size_t v = 0; v != size; ++v) {
        one.interstitium().vessels[v] = 0.25f + 1e-4f * static_cast<float>(v);
        one.interstitium().fluid[v] = 1e-4f * static_cast<float>(v);
    }
    const auto was = copy(one.vessels());
    one.cut(2);
    one.cut(1);
    two.cut(3);  // host tissue alone
    for (std::size_t v = 0; v != size - 3 * layer; ++v) {
        CHECK(one.vessels()[v] == was[v + 3 * layer]);
        CHECK(two.vessels()[v] == host[v + 3 * layer]);
        CHECK(one.fluid()[v] == 1e-4f * static_cast<float>(v + 3 * layer));
    }
    double met = 0.0;
    for (std::size_t v = size - 3 * layer; v != size; ++v) {
        CHECK(one.vessels()[v] == two.vessels()[v]);
        CHECK(one.fluid()[v] == 1e-4f * static_cast<float>(size - layer + v % layer));
        met += one.vessels()[v];
    }
    CHECK(met > 0.0);
}

TEST_CASE("a sample takes over how vessels have changed at each depth, and fluid") {
    const std::string nodule =
        "[[lesion]]\nlayout = 'nodule'\n[lesion.nodule]\nradius = '150 um'\nextent = '480 um'\n";
    const auto ball = make_patient(nodule), slab = make_patient(small_slab());
    const auto host = copy(dissolved(*slab).vessels());
    const tissue::Unrolling unrolling{
        {240, 240, 240}, 150.0, 140.0, slab->lesions().front()->box()};
    const auto take_over = [&] {
        auto sample = make_patient(small_slab());
        dissolved(*ball).hand_down(unrolling, dissolved(*sample));
        return sample;
    };
    CHECK(copy(dissolved(*take_over()).vessels()) == host);

    tissue::Interstitium& interstitium = dissolved(*ball).interstitium();
    for (float& density : interstitium.vessels.span()) density *= 0.5f;
    set_fluid(*ball, 0.2f);
    auto fewer = take_over();
    for (std::size_t v = 0; v != host.size(); ++v) {
        CHECK(dissolved(*fewer).vessels()[v] == Approx(0.5 * host[v]));
        CHECK(dissolved(*fewer).fluid()[v] == Approx(0.2));
    }
    for (float& density : interstitium.vessels.span()) density = 0.5f * density + 0.2f;
    auto more = take_over();
    const double ratio = (0.25 * mean(host) + 0.2) / mean(host);
    CHECK(mean(dissolved(*more).vessels()) == Approx(ratio * mean(host)).epsilon(0.05));
    for (const float density : dissolved(*more).vessels()) CHECK((density > 0.1f && density <= 1));
}

TEST_CASE("tissue with fluid takes the room of both, and gives it back when it is drained") {
    auto patient = make_patient(quiet_ball("most = 0.4\ndrain = '100 d'\n"));
    const tissue::Lesion& lesion = *patient->lesions().front();
    live(*patient, 2);
    const double volume = lesion.volume().in(mm3), solid = lesion.solid().in(mm3),
                 wide = spread(lesion);
    CHECK(volume == solid);
    set_fluid(*patient, 0.3f);
    live(*patient, 3, 2);
    const double share = figures(lesion).at("fluid_share");
    CHECK(share == Approx(0.3).epsilon(0.05));
    CHECK(lesion.volume().in(mm3) == Approx(volume / (1.0 - share)).epsilon(1e-4));
    CHECK(lesion.solid().in(mm3) == Approx(solid).epsilon(1e-6));
    CHECK(figures(lesion).at("fluid") == Approx(share * lesion.volume().in(mm3)).epsilon(1e-6));
    // Cells have moved apart: all distances are longer by the cube root.
    CHECK(std::pow(spread(lesion) / wide, 3.0) == Approx(1.0 / (1.0 - share)).epsilon(0.03));
    set_fluid(*patient, 0.0f);
    live(*patient, 8, 5);
    CHECK(lesion.volume().in(mm3) == Approx(volume).epsilon(1e-6));
    CHECK(std::pow(spread(lesion) / wide, 3.0) == Approx(1.0).epsilon(0.05));
}

TEST_CASE(
    "inflamed tissue swells by days, without a jump, within its bound; ablated, it does not") {
    const std::string inflamed =
        small_slab("[biology.cytotoxic_t]\ndensity = '2e7 1/mL'\n[tissue.oedema]\nmost = 0.4\n");
    auto patient = make_patient(inflamed), ablated = make_patient(inflamed +
                                                                  "[ablation]\n"
                                                                  "oedema = true\n");
    const tissue::Lesion& lesion = *patient->lesions().front();
    double volume = lesion.volume().in(mm3), most = 0.0;
    for (std::int64_t d = 0; d != 5; ++d) {
        patient->treat(Day{d});
        for (const Tick& tick : Day{d}.ticks(patient->rules().step())) {
            patient->pass(tick);
            const double now = lesion.volume().in(mm3);
            CHECK(now == Approx(volume).epsilon(0.02));
            volume = now;
            most = std::max(most, figures(lesion).at("fluid_share"));
        }
    }
    CHECK(most > 0.05);
    CHECK(most < 0.4);
    live(*ablated, 5);
    CHECK(figures(*ablated->lesions().front()).at("fluid") == 0.0);
}

TEST_CASE("swelling lifts a margin over its cap: the core is cut and no volume is lost or won") {
    auto patient = make_patient(
        "[[lesion]]\ndiameter = '20 mm'\n[lesion.slab]\nwidth = '120 um'\ndepth = '160 um'\ncap = "
        "'168 um'\ncut = '20 um'\n"
        "[biology.tumour]\ngrowth_fraction = 0\napoptosis = '0 1/d'\n"
        "[biology.cytotoxic_t]\ndensity = '0 1/mL'\n[blood]\nspecific_cd8 = 0\n"
        "[tissue.oedema]\nmost = 0.4\ndrain = '100 d'\n");
    const tissue::Lesion& lesion = *patient->lesions().front();
    live(*patient, 1);
    REQUIRE(figures(lesion).at("layers_cut") == 0.0);
    const double solid = lesion.solid().in(mm3);
    set_fluid(*patient, 0.3f);
    double volume = 0.0;
    for (std::int64_t d = 1; d != 5; ++d) {
        patient->treat(Day{d});
        for (const Tick& tick : Day{d}.ticks(patient->rules().step())) {
            patient->pass(tick);
            const double now = lesion.volume().in(mm3);
            if (volume > 0.0) CHECK(now == Approx(volume).epsilon(0.003));
            volume = now;
        }
    }
    CHECK(figures(lesion).at("layers_cut") > 0.0);
    CHECK(lesion.solid().in(mm3) == Approx(solid).epsilon(0.02));
}

TEST_CASE("vessels and fluid are the same with any number of threads, bit by bit") {
    const auto with = [](int threads) {
        parallel::use_threads(threads);
        auto patient = make_patient(hypoxic + "[tissue.oedema]\nmost = 0.4\n");
        live(*patient, 3);
        auto all = copy(dissolved(*patient).vessels());
        const auto fluid = dissolved(*patient).fluid();
        all.insert(all.end(), fluid.begin(), fluid.end());
        return all;
    };
    const int before = parallel::threads();
    const auto alone = with(1);
    CHECK(*std::max_element(alone.end() - static_cast<std::ptrdiff_t>(alone.size() / 2),
                            alone.end()) > 0.0f);
    CHECK(alone == with(2));
    CHECK(alone == with(3));
    parallel::use_threads(before);
}

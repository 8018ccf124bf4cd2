// Immunoediting: T cells remove the clones that they see, so that immunogenic clones are lost and
// diversity falls; without T cells neither happens. Ten seeds, differences beyond three standard
// errors.

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "../support/patients.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

constexpr int seeds = 10;

/// Four clones with a neoantigen each and one without any, equally many cells of each.
std::string five_clones() {
    std::string text = "[[lesion]]\nantigens = 0\n";
    for (int clone = 0; clone != 4; ++clone) {
        text += "[[lesion.clone]]\nshare = 0.2\nantigens_gained = 1\n";
    }
    return text +
           "[lesion.slab]\nwidth = '120 um'\ndepth = '120 um'\ncap = '160 um'\n"
           "[tissue]\nstep = '2 h'\nsub_step = '10 min'\n";
}

struct Edited {
    double immunogenic = 0.0;  ///< share of the live cells that have a neoantigen
    double shannon = 0.0;      ///< diversity of the clones, nats
};

Edited after(std::uint64_t seed, bool cd8) {
    const std::string t_cells =
        cd8 ? "[biology.cytotoxic_t]\ndensity = '1.2e8 1/mL'\n"
            : "[biology.cytotoxic_t]\ndensity = '0 1/mL'\n[blood]\nspecific_cd8 = 0\n";
    auto patient = make_patient(five_clones() + t_cells, seed);
    live(*patient, 25);
    const std::vector<double> cells = patient->lesions().front()->clone_sizes();
    double all = 0.0;
    for (const double n : cells) all += n;
    Edited edited{.immunogenic = 1.0 - cells[0] / all};
    for (const double n : cells) {
        if (n > 0.0) edited.shannon -= n / all * std::log(n / all);
    }
    return edited;
}

/// Mean of the paired differences, in standard errors of it.
double significance(const std::array<double, seeds>& differences) {
    double mean = 0.0, squares = 0.0;
    for (const double d : differences) mean += d / seeds;
    for (const double d : differences) squares += (d - mean) * (d - mean);
    return mean / std::sqrt(squares / (seeds * (seeds - 1)));
}

}  // namespace

TEST_CASE("with CD8 present immunogenic clones are lost and diversity falls, without they are not" *
          doctest::test_suite("full")) {
    std::array<double, seeds> immunogenic{}, shannon{}, kept{};
    for (int k = 0; k != seeds; ++k) {
        const auto seed = static_cast<std::uint64_t>(k + 1);
        const Edited with = after(seed, true), without = after(seed, false);
        MESSAGE("seed ", seed, ": immunogenic ", with.immunogenic, " against ", without.immunogenic,
                ", diversity ", with.shannon, " against ", without.shannon);
        immunogenic[static_cast<std::size_t>(k)] = without.immunogenic - with.immunogenic;
        shannon[static_cast<std::size_t>(k)] = without.shannon - with.shannon;
        kept[static_cast<std::size_t>(k)] = without.immunogenic - 0.8;
    }
    CHECK(significance(immunogenic) > 3.0);
    CHECK(significance(shannon) > 3.0);
    // Without T cells nothing selects: four fifths stay, to the drift of a small block.
    double drift = 0.0;
    for (const double d : kept) drift += d / seeds;
    CHECK(std::abs(drift) < 0.03);
}

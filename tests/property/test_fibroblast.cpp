#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <string>

#include "../support/closed_block.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

/// Matrix in the fullest voxel, and on average.
struct Laid {
    double most, mean;
};

Laid laid_after(std::int64_t days, const std::string& fibroblast, const std::string& more = {}) {
    const KnownClosedBlock closed{"test_closed"};
    auto patient = make_patient(closed_block(
        some("fibroblast", "2e8", "division = '0 1/d'\ndeath = '0 1/d'\n" + fibroblast) +
        "[substance.matrix]\nturnover = '0 1/d'\n" + more));
    live(*patient, days);
    const auto levels = field(*patient, "matrix").levels();
    const double sum = std::accumulate(levels.begin(), levels.end(), 0.0);
    return {*std::max_element(levels.begin(), levels.end()),
            sum / static_cast<double>(levels.size())};
}

}  // namespace

TEST_CASE("fibroblasts fill tissue with matrix up to the ceiling, and not beyond") {
    const Laid full = laid_after(4, "deposition = '500 1/d'\n");
    CHECK(full.most <= 1.0 + 1e-4);
    CHECK(full.most > 0.99);
    const Laid half = laid_after(4, "deposition = '500 1/d'\ndense = 0.5\n");
    CHECK(half.most <= 0.5 + 1e-4);
    CHECK(half.most > 0.49);
    CHECK(laid_after(1, "", "[ablation]\nmatrix = true\n").most == 0.0);
}

TEST_CASE("fibroblasts lay down more under TGF-β, unless it cannot activate them") {
    const std::string mute = "tgf_beta = '0 1/min'\n";
    const Laid rest = laid_after(3, mute), active = laid_after(3, "");
    // A resting one: a tenth of its volume a day.
    CHECK(rest.mean == doctest::Approx(3 * 0.1 * 2e8 * 1436.8e-12).epsilon(0.1));
    CHECK(active.mean > 3.0 * rest.mean);
    const Laid deaf = laid_after(3, "", "[ablation]\nfibroblast_activation = true\n");
    CHECK(deaf.mean == doctest::Approx(rest.mean).epsilon(1e-3));
}

TEST_CASE("activated fibroblasts divide until they hem each other in") {
    const KnownClosedBlock closed{"test_closed"};
    const auto grown = [](const std::string& more) {
        auto patient = make_patient(closed_block(
            some("fibroblast", "5e7", "division = '1 1/d'\ndeath = '0 1/d'\n") + more));
        const double first = figures(*patient).at("fibroblast");
        live(*patient, 12);
        return figures(*patient).at("fibroblast") / first;
    };
    const double ratio = grown("");
    CHECK(ratio > 1.4);
    CHECK(ratio < 4.5);  // 2e8 per mL is full
    CHECK(grown("[ablation]\ntgf_beta = true\n") == 1.0);
}

TEST_CASE("healthy tissue turns over and stays what it was, and grows back from half") {
    const KnownClosedBlock closed{"test_closed"};
    const std::string fast = "turnover = '0.1 1/d'\nrenewal = '1 1/d'\n";
    const double block = 160.0 * 160.0 * 160.0 * 1e-12;  // mL
    auto full = make_patient(closed_block(some("parenchyma", "1.2e8", fast)));
    auto half = make_patient(closed_block(some("parenchyma", "6e7", fast)));
    for (auto* patient : {&full, &half}) {
        live(**patient, 10);
        const double cells = figures(**patient).at("healthy");
        CHECK(cells == doctest::Approx(1.2e8 * block).epsilon(0.12));
        CHECK(figures(**patient).at("immune_died") > 0.5 * cells);
    }
    auto still = make_patient(
        closed_block(some("parenchyma", "1.2e8", fast) + "[ablation]\nhealthy_turnover = true\n"));
    const double first = figures(*still).at("healthy");
    live(*still, 2);
    CHECK(figures(*still).at("healthy") == first);
}

TEST_CASE("T cells see no tumour antigen on healthy cells, which interferon-γ gives PD-L1") {
    auto patient = make_patient(
        small_slab("[biology.cytotoxic_t]\ndensity = '2e7 1/mL'\n" + some("parenchyma", "5e7")));
    live(*patient, 4);
    const auto f = figures(*patient);
    CHECK(f.at("killed") > 0.0);
    CHECK(f.at("killed_healthy") == 0.0);
    const tissue::Surface& cells = patient->lesions().front()->cells();
    double most = 0.0;
    for (std::size_t row = 0; row != cells.size(); ++row) {
        if ((cells.roles[row] & tissue::role::healthy) != 0) {
            CHECK((cells.roles[row] & tissue::role::target) != 0);
            most = std::max(most, static_cast<double>(cells.pdl1[row]));
        }
    }
    CHECK(most > 2e3);
}

#include <doctest/doctest.h>

#include <string>

#include "../support/closed_block.hpp"
#include "patient/antibody.hpp"
#include "patient/body.hpp"
#include "patient/therapy.hpp"
#include "tissue/kind.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

/// A slab in which nothing dies but by `apoptosis`.
std::string slab(const std::string& apoptosis, const std::string& more = {}) {
    return quiet_slab("[biology.tumour]\nnecrosis = '0 1/min'\napoptosis = '" + apoptosis +
                      " 1/d'\n" + more);
}

std::map<std::string, double> after(std::int64_t days, const std::string& scenario) {
    auto patient = make_patient(scenario);
    live(*patient, days);
    return figures(*patient);
}

const std::string dendritic = some("dendritic_cell", "5e7", "death = '0 1/d'\n");

/// Stands still and has the role of a regulatory T cell.
class Regulator final : public tissue::Kind {
public:
    explicit Regulator(config::Section&) {}
    std::unique_ptr<tissue::Population> populate() const override {
        return std::make_unique<tissue::Population>();
    }
    PerVolume initial_density() const override { return 2e8 * per_ml; }
    std::uint16_t roles() const override { return tissue::role::regulatory; }
    void found(const tissue::Founder&, tissue::Row row, tissue::Surface& cells,
               tissue::Population&) const override {
        cells.radius[row] = 4.5f;
        cells.roles[row] = tissue::role::regulatory;
    }
    void decide(const tissue::World&, tissue::Population&, tissue::Intents&) const override {}
    void tally(const tissue::Surface&, const tissue::Population&, double,
               tissue::Tally&) const override {}
};

/// An antibody that holds CTLA-4 for as long as a test lasts.
struct Blocker final : patient::Antibody {
    explicit Blocker(config::Section& section) : Antibody{section, facts()} {}
    static patient::AntibodyFacts facts() {
        const auto fact = [](double value) {
            return patient::Fact{value, config::setting("for a test")};
        };
        return {.receptor = "ctla4",
                .kd = fact(0.01),
                .avidity = fact(1),
                .molar_mass = fact(148),
                .clearance = fact(0.1),
                .central = fact(4),
                .exchange = fact(1),
                .peripheral = fact(3),
                .reference_weight = fact(80),
                .weight_clearance = fact(0),
                .weight_central = fact(0),
                .weight_exchange = fact(0),
                .weight_peripheral = fact(0),
                .clearance_change = fact(0),
                .half_change = fact(60),
                .steepness = fact(1),
                .shared_variability = false};
    }
};

struct Blockade final : patient::Therapy {
    explicit Blockade(config::Section&) {}
    void prepare(patient::Body& body) const override { body.introduce("test_blocker"); }
    void administer(const Day& today, patient::Body& body) override {
        if (today.index == 0) body.infuse("test_blocker", 500.0 * mg);
    }
};

}  // namespace

TEST_CASE("dendritic cells mature only where corpses spill danger signals, and then leave") {
    const auto calm = after(4, slab("0", dendritic));
    CHECK(calm.at("damps") == 0.0);
    CHECK(calm.at("dc_mature") == 0.0);
    CHECK(calm.at("dc_loaded") == 0.0);
    CHECK(calm.at("departed") == 0.0);

    const std::string turned = "[corpse]\nsecondary_necrosis = '2 1/d'\n";
    const std::string watchful =
        some("dendritic_cell", "5e7", "death = '0 1/d'\ndamps_half = '40 nM'\n");
    const auto alarmed = after(4, slab("0.5", watchful + turned));
    CHECK(alarmed.at("damps") > 0.0);
    CHECK(alarmed.at("dc_loaded") > 0.0);
    CHECK(alarmed.at("departed") > 0.3 * calm.at("dc_immature"));
    CHECK(alarmed.at("dc_immature") < 0.7 * calm.at("dc_immature"));
}

TEST_CASE("a mature dendritic cell shows the antigens of the corpses that it took up") {
    auto patient = make_patient(slab("0.5", some("dendritic_cell", "5e7", "departure = '0 1/d'\n") +
                                                "[corpse]\nsecondary_necrosis = '2 1/d'\n"));
    live(*patient, 4);
    const tissue::Surface& cells = patient->lesions().front()->cells();
    std::size_t presenting = 0, loaded = 0;
    for (std::size_t row = 0; row != cells.size(); ++row) {
        if ((cells.roles[row] & tissue::role::presenting) == 0) continue;
        ++presenting;
        CHECK((cells.antigens[row] & ~std::uint64_t{1}) == 0);  // the lesion has antigen 0 alone
        loaded += cells.antigens[row] == 1;
    }
    CHECK(presenting > 100);
    CHECK(loaded > 0.5 * static_cast<double>(presenting));
}

TEST_CASE("each ablation stops dendritic cells at its own step") {
    const std::string alarmed =
        slab("0.5", dendritic + "[corpse]\nsecondary_necrosis = '2 1/d'\n[ablation]\n");
    const auto blind = after(3, alarmed + "dendritic_cells = true\n");
    CHECK(blind.at("dc_loaded") == 0.0);
    CHECK(blind.at("departed") == 0.0);
    const auto young = after(3, alarmed + "dc_maturation = true\n");
    CHECK(young.at("dc_loaded") > 0.0);
    CHECK(young.at("departed") == 0.0);
    const auto unwarned = after(3, alarmed + "damps = true\n");
    CHECK(unwarned.at("dc_loaded") > 0.0);
    CHECK(unwarned.at("departed") == 0.0);
}

TEST_CASE("an adjuvant matures dendritic cells without any corpse") {
    auto patient = make_patient(slab("0", dendritic));
    patient->lesions().front()->expose(tissue::exposure("adjuvant"), 3.0);
    live(*patient, 3);
    CHECK(figures(*patient).at("departed") > 0.0);
    CHECK(figures(*patient).at("dc_loaded") == 0.0);
}

TEST_CASE("regulatory T cells take dendritic cells' costimulation unless CTLA-4 is occupied") {
    const KnownClosedBlock closed{"test_closed"};
    const auto stimulated = [](const std::string& more) {
        auto patient = make_patient(
            closed_block(some("dendritic_cell", "1e7", "departure = '0 1/d'\n") + more));
        patient->lesions().front()->expose(tissue::exposure("adjuvant"), 100.0);
        live(*patient, 3);
        return figures(*patient);
    };
    const auto alone = stimulated("");
    CHECK(alone.at("dc_costimulation") == doctest::Approx(1.0));
    CHECK(alone.at("dc_stripped") == 0.0);

    const Known<tissue::Kind, Regulator> regulator{"test_regulator"};
    const auto held = stimulated("");
    CHECK(held.at("dc_costimulation") < 0.5);
    CHECK(held.at("dc_stripped") > held.at("dc_mature"));
    CHECK(stimulated("[ablation]\ntreg_transendocytosis = true\n").at("dc_costimulation") ==
          doctest::Approx(1.0));

    const Known<patient::Drug, Blocker> drug{"test_blocker"};
    const Known<patient::Therapy, Blockade> therapy{"test_blockade"};
    const auto freed = stimulated("[[therapy]]\ntype = 'test_blockade'\n");
    CHECK(freed.at("dc_costimulation") > 0.8);
    CHECK(freed.at("dc_stripped") < 0.1 * freed.at("dc_mature"));
}

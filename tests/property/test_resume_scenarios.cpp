// The scenarios that come with the program, interrupted after every step, come to their results.

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "../support/impatient.hpp"
#include "../support/scratch_folder.hpp"
#include "engine/run.hpp"
#include "io/digest.hpp"

using namespace perforin;
using engine::RunReport, engine::Scenario;
using support::for_ever, support::Impatient, support::ScratchFolder;
namespace fs = std::filesystem;

namespace {

/// Whether a run that is interrupted after every step gives the digest of one that is not.
bool same_in_pieces(const Scenario& scenario, const std::vector<std::string>& settings) {
    const ScratchFolder folder;
    Impatient patient{for_ever};
    engine::run(scenario, {.settings = settings, .output = folder / "straight.h5"}, patient);
    RunReport report;
    for (bool resume = false; !report.completed; resume = true) {
        Impatient one_step{1};
        report = engine::run(scenario,
                             {.settings = settings, .output = folder / "a.h5", .resume = resume},
                             one_step);
    }
    return io::digest(folder / "a.h5") == io::digest(folder / "straight.h5");
}

std::vector<Scenario> all_scenarios() {
    const fs::path root{engine::project_root({})};
    REQUIRE(!root.empty());
    std::vector<Scenario> all;
    for (const auto& listed : engine::known_scenarios(root)) {
        all.push_back(engine::find_scenario(root / "scenarios" / listed.name));
    }
    CHECK(all.size() >= 3);
    return all;
}

}  // namespace

TEST_CASE("every scenario comes to the same result when it is interrupted after every step") {
    for (const Scenario& scenario : all_scenarios()) {
        CAPTURE(scenario.title);
        // Small and short; where there is a therapy it begins at once.
        std::vector<std::string> settings{"run.days=1", "run.threads=1", "output.frames=1 d",
                                          "tissue.step=4 h"};
        const auto has = [&](const char* text) {
            return scenario.text.find(text) != std::string::npos;
        };
        if (has("[[therapy]]")) settings.emplace_back("therapy.0.first=0 d");
        if (has("layout = \"nodule\"")) {
            settings.emplace_back("lesion.0.nodule.radius=60 um");
            settings.emplace_back("lesion.0.nodule.extent=300 um");
        } else {
            settings.emplace_back("lesion.0.slab.width=80 um");
            settings.emplace_back("tissue.stroma.septum=20 um");
            if (has("configs/") || has("excluded"))
                settings.emplace_back("tissue.stroma.nest=40 um");
        }
        CHECK(same_in_pieces(scenario, settings));
    }
}

TEST_CASE("the first days of every scenario, as it stands, survive an interruption of each step" *
          doctest::test_suite("full")) {
    for (const Scenario& scenario : all_scenarios()) {
        CAPTURE(scenario.title);
        CHECK(same_in_pieces(scenario, {"run.days=4", "output.frames=1 d"}));
    }
}

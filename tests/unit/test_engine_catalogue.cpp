#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "config/input.hpp"
#include "engine/catalogue.hpp"
#include "engine/settings.hpp"
#include "patient/patient.hpp"

using namespace perforin;

namespace {

const std::vector<config::Group>& catalogue() {
    static const std::vector<config::Group> all = engine::catalogue();
    return all;
}

/// Reads everything that a run would read.
std::string effective(const std::string& text) {
    const config::Input input{"test.toml", text};
    static_cast<void>(engine::RunParams{input.root().child("run")});
    static_cast<void>(engine::BurnInParams{input.root().child("burn_in")});
    static_cast<void>(engine::OutputParams{input.root().child("output")});
    const patient::Patient patient{input.root(), 1};
    input.finish();
    return input.effective();
}

}  // namespace

TEST_CASE("sim/PARAMETERS.md is what the program says; ./perforin params > sim/PARAMETERS.md") {
    const char* root = std::getenv("PERFORIN_ROOT");
    REQUIRE(root != nullptr);
    std::ifstream file{std::filesystem::path{root} / "sim" / "PARAMETERS.md"};
    const std::string written{std::istreambuf_iterator<char>{file}, {}};
    // The program itself is asked: the tests hold plug-ins of their own.
    std::string said;
    FILE* program = popen("./perforin params", "r");
    REQUIRE(program != nullptr);
    for (int c = std::fgetc(program); c != EOF; c = std::fgetc(program)) {
        said += static_cast<char>(c);
    }
    CHECK(pclose(program) == 0);
    CHECK_MESSAGE(written == said, "renew it: ./perforin params > sim/PARAMETERS.md");
}

TEST_CASE("every table of the reference says what it is, and no parameter stands twice") {
    std::set<std::string> paths;
    for (const config::Group& group : catalogue()) {
        CHECK_MESSAGE(!group.doc.empty(), group.path);
        for (const config::Parameter& p : group.parameters) {
            CHECK_MESSAGE(paths.insert(p.path).second, p.path);
            CHECK_MESSAGE(!p.meaning.empty(), p.path);
            CHECK_MESSAGE(p.path.find("[0]") == std::string::npos, p.path);
        }
    }
    for (const char* path :
         {"run.seed", "burn_in.longest", "output.frames", "patient.weight", "lesion.diameter",
          "lesion.layout", "lesion.slab.width", "lesion.nodule.radius", "tissue.step",
          "tissue.vessels.spacing", "biology.tumour.cycle", "substance.oxygen.decay",
          "drug.nivolumab.CL", "therapy.nivolumab.dose", "examination.ct.slice", "blood.loss"}) {
        CHECK_MESSAGE(paths.count(path) == 1, path);
    }
}

TEST_CASE("settings of commands can be explained, and stand in no scenario") {
    const std::string text = config::explain(engine::command_settings(), "missed_visits");
    CHECK(text.find("default  2\n") != std::string::npos);
    CHECK(text.find("write    perforin respond --set missed_visits=2\n") != std::string::npos);
    CHECK(engine::scenario_template("mine").find("missed_visits") == std::string::npos);
    CHECK(engine::parameters_page().find("### `respond --set`\n") != std::string::npos);
}

TEST_CASE("a new scenario means the same as one that says nothing") {
    const std::string text = engine::scenario_template("mine");
    CHECK(effective(text) == effective("[[lesion]]\n"));
    CHECK(text.rfind("# mine:", 0) == 0);
    CHECK(text.find("\n# [[therapy]]\n# type = \"nivolumab\"\n") != std::string::npos);
}

TEST_CASE("what there is can be listed") {
    std::set<std::string> titles;
    for (const engine::Listing& family : engine::listings()) {
        titles.insert(family.title);
        for (const auto& entry : family.entries) CHECK_MESSAGE(!entry.doc.empty(), entry.name);
        if (family.title == "ablations") CHECK(!family.entries.empty());
    }
    CHECK(titles == std::set<std::string>{"ablations", "cells", "drugs", "examinations", "layouts",
                                          "substances", "therapies"});
}

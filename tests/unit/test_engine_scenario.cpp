#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "../support/scratch_folder.hpp"
#include "core/error.hpp"
#include "engine/provenance.hpp"
#include "engine/scenario.hpp"
#include "engine/settings.hpp"

using namespace perforin;
using engine::find_scenario;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream{file} << text;
}

/// A project with one scenario and one base; PERFORIN_ROOT leads to it.
struct Project {
    Project() {
        write(scratch / "configs" / "melanoma.toml", "[run]\ndays = 30\n");
        write(scenario() / "scenario.toml", "base = \"configs/melanoma.toml\"\n[run]\nseed = 4\n");
        write(scenario() / "README.md", "\n# Does it work?\n");
        if (const char* value = std::getenv("PERFORIN_ROOT")) before = value;
        ::setenv("PERFORIN_ROOT", scratch.path().c_str(), 1);
    }
    ~Project() { before.empty() ? ::unsetenv("PERFORIN_ROOT") : set_back(); }
    Project(const Project&) = delete;
    Project& operator=(const Project&) = delete;
    int set_back() const { return ::setenv("PERFORIN_ROOT", before.c_str(), 1); }
    fs::path scenario() const { return scratch / "scenarios" / "first"; }

    support::ScratchFolder scratch;
    std::string before;
};

std::string complaint(const fs::path& given) {
    try {
        find_scenario(given);
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a scenario is a folder or a file, and is called after what tells it apart") {
    const Project project;
    CHECK(find_scenario(project.scenario()).title == "first");
    CHECK(find_scenario(project.scenario() / "").title == "first");
    CHECK(find_scenario(project.scenario() / "scenario.toml").title == "first");
    write(project.scenario() / "other.toml", "");
    CHECK(find_scenario(project.scenario() / "other.toml").title == "other");
}

TEST_CASE("what is no scenario is refused with a sentence") {
    const Project project;
    fs::create_directories(project.scratch / "empty");
    CHECK(contains(complaint(project.scratch / "scenarios" / "fisrt"),
                   "did you mean scenarios/first?"));
    CHECK(contains(complaint(""), "there is no scenario ''"));
    CHECK(contains(complaint(project.scratch / "empty"), "it holds no scenario.toml"));
    CHECK(contains(complaint("/dev/null"), "it is no ordinary file"));
    write(project.scratch / "result.h5", "\x89HDF\r\n");
    CHECK(contains(complaint(project.scratch / "result.h5"), "it is a result"));
    fs::create_directories(project.scratch / "odd" / "scenario.toml");
    CHECK(contains(complaint(project.scratch / "odd"), "it is a folder"));
}

TEST_CASE("the project's scenarios are listed with the first line of their page") {
    const Project project;
    write(project.scratch / "scenarios" / "bare" / "scenario.toml", "# Without a page\n");
    write(project.scratch / "scenarios" / "notes.txt", "no scenario");
    const auto known = engine::known_scenarios(project.scratch.path());
    REQUIRE(known.size() == 2);
    CHECK(known[0].name == "bare");
    CHECK(known[0].doc == "Without a page");
    CHECK(known[1].name == "first");
    CHECK(known[1].doc == "Does it work?");
}

TEST_CASE("a base is found under the project's root, and every value remembers its origin") {
    const Project project;
    const engine::Scenario scenario = find_scenario(project.scenario());
    const config::Input input = scenario.input({"run.threads=2", " output.gone = 1", "run.days=7"});
    const engine::RunParams run{input.root().child("run")};
    CHECK(run.days == 7);
    CHECK(run.seed == 4);
    const io::Provenance record = engine::provenance(scenario, input, 4, {});
    REQUIRE(record.scenario.size() == 4);
    CHECK(record.scenario[0].name == "configs/melanoma.toml");
    CHECK(record.scenario[1].name == "scenarios/first/scenario.toml");
    CHECK(record.scenario[2].name == "--set");
    CHECK(record.scenario[3].text == "run.days=7");
    REQUIRE(record.parameters.size() == 4);
    CHECK(record.parameters[0].path == "run.seed");
    CHECK(record.parameters[0].origin == "scenarios/first/scenario.toml:3:8");
    CHECK(record.parameters[0].standard == "1");
    CHECK(record.parameters[0].range_low == "0");
    CHECK(record.parameters[0].tag == "setting");
    CHECK(record.parameters[1].value == "7");
    CHECK(record.parameters[1].origin == "--set run.days");
}

TEST_CASE("threads and the name of the result do not enter the record") {
    const Project project;
    write(project.scenario() / "scenario.toml", "[run]\nthreads = 2\n[output]\nfile = \"a.h5\"\n");
    const engine::Scenario scenario = find_scenario(project.scenario());
    const config::Input input = scenario.input({"run.threads = 3", "output.file=b.h5"});
    const engine::RunParams run{input.root().child("run")};
    const engine::OutputParams output{input.root().child("output")};
    CHECK(run.threads == 3);
    CHECK(output.file == "b.h5");
    const io::Provenance record = engine::provenance(scenario, input, 1, {});
    CHECK(record.scenario.size() == 1);
    for (const io::ParameterRow& row : record.parameters) {
        CHECK(row.path != "run.threads");
        CHECK(row.path != "output.file");
    }
}

TEST_CASE("the record of a scenario does not depend on the way to it") {
    const Project project;
    const fs::path here = fs::current_path();
    const auto recorded = [](const fs::path& given) {
        const engine::Scenario scenario = find_scenario(given);
        return scenario.recorded(scenario.name);
    };
    const std::string from_root = "scenarios/first/scenario.toml";
    CHECK(recorded(project.scenario()) == from_root);
    fs::current_path(project.scenario());
    CHECK(recorded(".") == from_root);
    CHECK(recorded("scenario.toml") == from_root);
    CHECK(recorded("../first/scenario.toml") == from_root);
    support::ScratchFolder elsewhere;
    write(elsewhere / "mine" / "scenario.toml", "");
    fs::current_path(elsewhere.path());
    CHECK(recorded("mine") == "scenario.toml");
    CHECK(recorded(elsewhere / "mine") == "scenario.toml");
    fs::current_path(here);
}

TEST_CASE("a wrong PERFORIN_ROOT is said to be wrong") {
    const Project project;
    ::setenv("PERFORIN_ROOT", "/no/such/folder", 1);
    CHECK_THROWS_AS(engine::project_root("."), BadInput);
}

TEST_CASE("intervals of the output are whole days") {
    const config::Input input{"x.toml", "[output]\nframes = \"36 h\"\n"};
    const engine::OutputParams output{input.root().child("output")};
    CHECK_THROWS_WITH_AS(input.finish(), doctest::Contains("output.frames: must be a whole number"),
                         BadInput);
    CHECK(engine::due(7.0 * day, 0));
    CHECK(engine::due(7.0 * day, 14 * seconds_per_day));
    CHECK(!engine::due(7.0 * day, 13 * seconds_per_day));
}

// Layers: what lies over what, where each value came from, and what is wrong with a file.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "config/input.hpp"
#include "support/layered_input.hpp"

using namespace perforin;
using namespace perforin::test::layered;

TEST_CASE("each layer lies over the one before, and every value knows its layer") {
    const Input in = input("base = 'configs/c.toml'\n[biology.tumour]\nradius = '7 um'",
                           {{"/p/configs/c.toml",
                             "base = 'configs/d.toml'\n[biology.tumour]\n"
                             "radius = '8 um'\ncycle = '48 h'\n"},
                            {"/p/configs/d.toml",
                             "biology.tumour.cycle = '72 h'\n"
                             "biology.tumour.radius = '9 um'\n"}},
                           {"biology.tumour.clones=3"});
    const Scenario scenario{in};
    CHECK(scenario.tumour.cycle.in(hour) == 48.0);
    CHECK(scenario.tumour.radius.in(um) == 7.0);
    CHECK(scenario.tumour.clones == 3);
    CHECK(origin(in, "biology.tumour.radius") == "scenarios/s/scenario.toml:3:10");
    CHECK(origin(in, "biology.tumour.cycle") == "configs/c.toml:4:9");
    CHECK(origin(in, "biology.tumour.clones") == "--set biology.tumour.clones");
    const Input plain = input("");
    const Scenario defaults{plain};
    CHECK(origin(plain, "biology.tumour.cycle") == "default");
    CHECK(defaults.lesions.empty());
}

TEST_CASE("the texts of all layers are kept, weakest first") {
    const Input in = input("base = 'a.toml'", {{"/p/a.toml", "# a"}});
    REQUIRE(in.layers().size() == 2);
    CHECK(in.layers()[0].name == "a.toml");
    CHECK(in.layers()[0].text == "# a");
    CHECK(in.layers()[1].name == "scenarios/s/scenario.toml");
    CHECK(in.layers()[1].text == "base = 'a.toml'");
}

TEST_CASE("bases in a list lie over one another in order, and each file is read once") {
    const Files files{
        {"/p/a.toml", "base = 'c.toml'\nbiology.tumour.radius = '7 um'"},
        {"/p/b.toml", "base = 'c.toml'\nbiology.tumour.cycle = '30 h'"},
        {"/p/c.toml", "[biology.tumour]\nradius = '9 um'\ncycle = '90 h'\nclones = 9"}};
    const Input in = input("base = ['a.toml', 'b.toml']", files);
    const Scenario scenario{in};
    CHECK(in.layers().size() == 4);
    CHECK(scenario.tumour.radius.in(um) == 7.0);  // c does not come back over a
    CHECK(scenario.tumour.cycle.in(hour) == 30.0);
    CHECK(scenario.tumour.clones == 9);
}

TEST_CASE("a fidelity lies under everything that is written, wherever it was asked for") {
    struct RunParams : config::Block {
        using Block::Block;
        std::string fidelity = text("fidelity", "standard", "A test");
    };
    const Files files{{"/p/configs/fidelity/trial.toml",
                       "biology.tumour.cycle = '30 h'\nbiology.tumour.radius = '7 um'"},
                      {"/p/a.toml", "biology.tumour.radius = '8 um'"}};
    const auto tumour = [&](const std::string& text, std::vector<std::string> settings = {}) {
        const Input in = input("base = 'a.toml'\n" + text, files, std::move(settings));
        RunParams{in.root().child("run")};
        return Scenario{in}.tumour;
    };
    const std::string trial = "run.fidelity = 'trial'\n";
    CHECK(tumour("").cycle.in(hour) == 24.0);
    CHECK(tumour("run.fidelity = 'standard'\n").cycle.in(hour) == 24.0);
    CHECK(tumour(trial).cycle.in(hour) == 30.0);
    CHECK(tumour(trial).radius.in(um) == 8.0);
    CHECK(tumour(trial + "biology.tumour.cycle = '25 h'\n").cycle.in(hour) == 25.0);
    CHECK(tumour("", {"run.fidelity='trial'"}).cycle.in(hour) == 30.0);
    const std::string said = complaint("run.fidelity = 'tryal'", files);
    CHECK(said.find("scenario.toml:1:16: there is no fidelity \"tryal\"") != std::string::npos);
}

TEST_CASE("a base is looked for under the root, then in the scenario's folder, nowhere else") {
    const std::string text = "base = 'b.toml'";
    const std::string at_root = "biology.tumour.clones = 1",
                      in_folder = "biology.tumour.clones = 2";
    const Input both = input(text, {{"/p/b.toml", at_root}, {"/p/scenarios/s/b.toml", in_folder}});
    CHECK(Scenario{both}.tumour.clones == 1);
    CHECK(both.layers()[0].name == "b.toml");
    const Input own = input(text, {{"/p/scenarios/s/b.toml", in_folder}, {"b.toml", "x = "}});
    CHECK(Scenario{own}.tumour.clones == 2);
    CHECK(own.layers()[0].name == "scenarios/s/b.toml");
    const Input beside = input("base = '../t/b.toml'", {{"/p/scenarios/t/b.toml", in_folder}});
    CHECK(Scenario{beside}.tumour.clones == 2);
    CHECK(beside.layers()[0].name == "scenarios/t/b.toml");
}

TEST_CASE("a base that is not there is reported at its line, with the places tried") {
    CHECK(complaint("\nbase = 'configs/melanom.toml'") ==
          "scenarios/s/scenario.toml:2:8: there is no base \"configs/melanom.toml\": neither "
          "/p/configs/melanom.toml nor /p/scenarios/s/configs/melanom.toml exists");
    CHECK(complaint("base = '/etc/none.toml'") ==
          "scenarios/s/scenario.toml:1:8: there is no base \"/etc/none.toml\": /etc/none.toml does "
          "not exist");
    CHECK(complaint("base = ['a.toml', 'b.toml']", {{"/p/a.toml", "base = 'c.toml'"}}) ==
          "a.toml:1:8: there is no base \"c.toml\": neither /p/c.toml nor /p/scenarios/s/c.toml "
          "exists\n"
          "scenarios/s/scenario.toml:1:19: there is no base \"b.toml\": neither /p/b.toml nor "
          "/p/scenarios/s/b.toml exists");
}

TEST_CASE("bases that lead back to themselves are reported") {
    const Files files{{"/p/a.toml", "base = 'b.toml'"}, {"/p/b.toml", "\nbase = './x/../a.toml'"}};
    CHECK(complaint("base = 'a.toml'", files) ==
          "b.toml:2:8: base leads back to itself: a.toml → b.toml → a.toml");
    const std::string itself = "base = 'scenario.toml'";
    CHECK(complaint(itself, {{"/p/scenarios/s/scenario.toml", itself}}) ==
          "scenarios/s/scenario.toml:1:8: base leads back to itself: scenarios/s/scenario.toml → "
          "scenarios/s/scenario.toml");
}

TEST_CASE("base must be a name or a list of names") {
    CHECK(complaint("base = 3") ==
          "scenarios/s/scenario.toml:1:8: base is 3, expected the name of a file in quotes, or a "
          "list of names");
    CHECK(complaint("base = ['a', 3]").find("base is a list") != std::string::npos);
    CHECK(complaint("", {}, {"base=a.toml"}) == "--set base: a base can only be named in a file");
}

TEST_CASE("syntax errors of all files are reported at once") {
    CHECK(complaint("base = 'a.toml'\nx = = 1", {{"/p/a.toml", "y = 8 Gy"}})
              .find("scenarios/s/scenario.toml:2:5: ") == 0);
    CHECK(complaint("base = ['a.toml', 'b.toml']",
                    {{"/p/a.toml", "y = 8 Gy"}, {"/p/b.toml", "z = 1\nz = 2"}}) ==
          "a.toml:1:7: expected a comment or whitespace, saw 'G'; words and quantities stand in "
          "quotes, as in \"8 Gy\"\n"
          "b.toml:2:5: cannot redefine existing integer 'z'");
}

TEST_CASE("problems are sorted from the weakest layer to --set") {
    CHECK(
        complaint("base = 'c.toml'\nzebra = 1\nbiology.tumour.radius = 3",
                  {{"/p/c.toml", "\n\n\n[biology.tumour]\nclones = 0"}},
                  {"biology.tumour.cycle=3 um", "a.b=1"}) ==
        "c.toml:5:10: biology.tumour.clones = 0 is outside [1, 99] — Clones\n"
        "scenarios/s/scenario.toml:2:1: zebra: no such parameter\n"
        "scenarios/s/scenario.toml:3:25: biology.tumour.radius = 3 has no unit: write \"3 um\" — "
        "Radius\n"
        "--set biology.tumour.cycle: biology.tumour.cycle = \"3 um\" is a length, expected a time "
        "in h, as in \"24 h\" — Length of a cycle\n"
        "--set a.b: a: no such table");
}

TEST_CASE("unknown tables are reported with the nearest known, and not searched") {
    CHECK(complaint("[biologi.tumour]\nradius = 3") ==
          "scenarios/s/scenario.toml:1:2: biologi: no such table; did you mean 'biology'?");
    CHECK(complaint("[biology.tumor]\nradius = 3") ==
          "scenarios/s/scenario.toml:1:10: biology.tumor: no such table; did you mean 'tumour'?");
    CHECK(complaint("[[lesions]]\nname = 'a'") ==
          "scenarios/s/scenario.toml:1:3: lesions: no such table; did you mean 'lesion'?");
    CHECK(complaint("cycle = '3 h'") ==
          "scenarios/s/scenario.toml:1:1: cycle: no such parameter here; there is "
          "'biology.tumour.cycle'");
}

TEST_CASE("a table where tables are due, and the other way round, is reported") {
    CHECK(complaint("[lesion]\nname = 'a'") ==
          "scenarios/s/scenario.toml:1:2: lesion is a table, expected tables, each headed "
          "[[lesion]]");
    CHECK(complaint("[[biology]]\nx = 1") ==
          "scenarios/s/scenario.toml:1:3: biology is an array of tables, expected a table, "
          "[biology] with single brackets");
    CHECK(complaint("biology = 3") ==
          "scenarios/s/scenario.toml:1:1: biology is 3, expected a table, [biology]");
    CHECK(complaint("lesion = [1]") ==
          "scenarios/s/scenario.toml:1:11: lesion[0] is 1, expected a table, headed [[lesion]]");
}

// Elements and --set: how they are reached, and what lies over what is written in files.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "config/input.hpp"
#include "support/layered_input.hpp"

using namespace perforin;
using namespace perforin::test::layered;

TEST_CASE("elements go by their name, else by their number") {
    const Input in = input(two_lesions);
    const auto lesions = in.root().elements("lesion");
    const auto therapies = in.root().elements("therapy");
    REQUIRE(lesions.size() == 2);
    REQUIRE(therapies.size() == 2);
    CHECK(lesions[0].path() == "lesion.primary");
    CHECK(lesions[1].path() == "lesion.\"liver 1\"");
    CHECK(therapies[0].path() == "therapy[0]");
    CHECK(therapies[1].path() == "therapy.boost");
    CHECK(complaint("[[lesion]]\nname = 'a'\n[[lesion]]\nname = 'a'") ==
          "scenarios/s/scenario.toml:4:8: there is another lesion.a: names must differ");
    CHECK(complaint("[[lesion]]\nname = 'a'\ndiametre = 3\n[[lesion.clone]]\nshar = 1") ==
          "scenarios/s/scenario.toml:3:1: lesion.a.diametre: no such parameter; did you mean "
          "'diameter'?\n"
          "scenarios/s/scenario.toml:5:1: lesion.a.clone[0].shar: no such parameter; did you mean "
          "'share'?");
}

TEST_CASE("a later layer replaces arrays whole") {
    const Files files{{"/p/c.toml", two_lesions + "days = ['1 d', '2 d']\n"}};
    const Scenario scenario{input("base = 'c.toml'\n[[lesion]]\nname = 'new'", files)};
    REQUIRE(scenario.lesions.size() == 1);
    CHECK(scenario.lesions[0].name == "new");
    CHECK(scenario.therapies.size() == 2);
}

TEST_CASE("--set reaches an element by name, by type and by number") {
    const Input in = input(two_lesions, {},
                           {"lesion.primary.diameter=30 mm", "lesion.\"liver 1\".diameter=31 mm",
                            "therapy.anti_pd1.dose=\"400 mg\"", "therapy.boost.dose = 1 mg",
                            "therapy.1.days=['3 d', '4 d']", "therapy.1.days.0 = '5 d'"});
    const Scenario scenario{in};
    CHECK(scenario.lesions[0].diameter.in(mm) == 30.0);
    CHECK(scenario.lesions[1].diameter.in(mm) == 31.0);
    CHECK(scenario.therapies[0].dose.in(mg) == 400.0);
    CHECK(scenario.therapies[1].dose.in(mg) == 1.0);
    REQUIRE(scenario.therapies[1].days.size() == 2);
    CHECK(scenario.therapies[1].days[0].in(day) == 5.0);
    CHECK(origin(in, "lesion.primary.diameter") == "--set lesion.primary.diameter");
    CHECK(origin(in, "therapy[0].dose") == "--set therapy.anti_pd1.dose");
    CHECK(origin(in, "lesion.primary.name") == "scenarios/s/scenario.toml:3:8");
}

TEST_CASE("--set takes a TOML value, or text as it stands; the last one wins") {
    const auto clones = [](const std::vector<std::string>& settings) {
        return Scenario{input("", {}, settings)}.tumour.clones;
    };
    CHECK(clones({"biology.tumour.clones=3"}) == 3);
    CHECK(clones({"biology.tumour.clones = 3", "biology.tumour.clones=4"}) == 4);
    const auto name = [](const std::string& value) {
        return Scenario{input(two_lesions, {}, {"lesion.0.name=" + value})}.lesions[0].name;
    };
    CHECK(name("left") == "left");
    CHECK(name("\"left\"") == "left");
    CHECK(name("a=b") == "a=b");
    CHECK(name("") == "");
    CHECK(name("x\n[y]") == "x\n[y]");
    CHECK(name("Ω") == "Ω");
}

TEST_CASE("--set that reaches nothing is explained") {
    CHECK(complaint(two_lesions, {}, {"lesion.primry.diameter=3 mm"}) ==
          "--set lesion.primry.diameter: lesion has no element 'primry'; did you mean 'primary'?");
    CHECK(complaint(two_lesions, {}, {"therapy.2.dose=3 mg"}) ==
          "--set therapy.2.dose: therapy has no element '2'; it has 2, numbered from 0");
    CHECK(complaint(two_lesions + "[[therapy]]\ntype = 'anti_pd1'\n", {},
                    {"therapy.anti_pd1.dose=3 mg"}) ==
          "--set therapy.anti_pd1.dose: 2 elements of therapy have the type 'anti_pd1': use a "
          "number, from 0");
    CHECK(complaint("[biology.tumour]\nclones = 3", {}, {"biology.tumour.clones.x=1"}) ==
          "--set biology.tumour.clones.x: biology.tumour.clones is 3, not a table");
    for (const char* broken : {"", "=", "=3", "a..b=3", ".a=3", "a.=3", "a"}) {
        CAPTURE(broken);
        CHECK(complaint("", {}, {broken}).find("write it as --set table.key=value") !=
              std::string::npos);
    }
    CHECK(complaint("", {}, {"\"a=3"}) == "--set \"a: a quote is not closed");
}

TEST_CASE("a part may report a problem of its own, at the key if it was written") {
    const Input in = input("[biology.tumour]\nradius = '3 um'");
    const Section tumour = in.root().child("biology").child("tumour");
    static_cast<void>(TumourParams{tumour});
    tumour.problem("radius", "larger than the voxel");
    tumour.problem("cycle", "shorter than a step");
    CHECK_THROWS_WITH_AS(
        in.finish(),
        "scenarios/s/scenario.toml:1:1: biology.tumour.cycle: shorter than a step\n"
        "scenarios/s/scenario.toml:2:10: biology.tumour.radius: larger than the voxel",
        BadInput);
}

TEST_CASE("a table that nobody reads can be left alone on purpose") {
    const Input in = input("[arm]\nx = 1");
    in.root().child("arm").ignore();
    CHECK_NOTHROW(in.finish());
}

TEST_CASE("the configuration in force is written canonically") {
    const auto effective = [](const std::string& text, const std::vector<std::string>& settings) {
        const Input in = input(text, {}, settings);
        static_cast<void>(Scenario{in});
        return in.effective();
    };
    const std::string written = effective("[[lesion]]\nname = 'a'", {"biology.tumour.cycle=2 d"});
    CHECK(written ==
          "biology.tumour.clones = 1\n"
          "biology.tumour.cycle = \"48 h\"\n"
          "biology.tumour.radius = \"6 um\"\n"
          "lesion.a.diameter = \"20 mm\"\n"
          "lesion.a.name = \"a\"\n");
    CHECK(written == effective("[biology]\ntumour = {cycle = '48 h'}\n[[lesion]]\n"
                               "diameter = '2 cm'\nname = 'a'",
                               {}));
}

TEST_CASE("an input can be restored from its texts alone") {
    const Files files{{"/p/configs/c.toml", "base = 'local.toml'\nbiology.tumour.clones = 5"},
                      {"/p/scenarios/s/local.toml", "biology.tumour.radius = '9 um'"}};
    const Input first =
        input("base = 'configs/c.toml'\n" + two_lesions, files, {"lesion.primary.diameter=3 mm"});
    const Input again = Input::restore(first.layers(), first.settings());
    static_cast<void>(Scenario{first});
    static_cast<void>(Scenario{again});
    CHECK(first.effective() == again.effective());
    REQUIRE(first.parameters().size() == again.parameters().size());
    for (std::size_t i = 0; i != first.parameters().size(); ++i) {
        CHECK(first.parameters()[i].origin.text() == again.parameters()[i].origin.text());
    }
    CHECK(origin(again, "biology.tumour.radius") == "scenarios/s/local.toml:1:25");
}

TEST_CASE("settings that stand in a file lie over all others and are shown where they stand") {
    const std::string text =
        "[notes]\nchanges = [\n  \"biology.tumour.radius=7 um\",\n"
        "  \"biology.tumour.cicle=9 h\",\n  \"biology\"]\n";
    const auto changes = [&](std::size_t most) {
        const Input plain = input(text);
        auto placed = plain.root().child("notes").placed_texts("changes");
        REQUIRE(placed.size() == 3);
        placed.resize(most);
        return placed;
    };
    const auto with = [&](std::size_t most) {
        return Input{
            "scenarios/s/scenario.toml", text, {}, {"biology.tumour.radius=8 um"}, changes(most)};
    };
    const auto said = [&](std::size_t most) -> std::string {
        try {
            const Input in = with(most);
            in.root().child("notes").ignore();
            static_cast<void>(Scenario{in});
        } catch (const BadInput& bad) {
            return bad.what();
        }
        return "";
    };
    CHECK(said(1).empty());
    const Input in = with(1);
    in.root().child("notes").ignore();
    CHECK(Scenario{in}.tumour.radius.in(um) == 7.0);
    CHECK(origin(in, "biology.tumour.radius") == "scenarios/s/scenario.toml:3:3");
    CHECK(said(2) ==
          "scenarios/s/scenario.toml:4:3: biology.tumour.cicle: no such parameter; did you mean "
          "'cycle'?");
    CHECK(said(3) == "scenarios/s/scenario.toml:5:3: write it as \"table.key=value\"");
}

TEST_CASE("one text is placed like a list of one; what is no text has no place") {
    const Input in = input("one = 'a'\nmixed = [1, 'b']\nnumber = 3\n");
    const auto texts = [&](const char* key) {
        std::vector<std::string> all;
        for (const auto& placed : in.root().placed_texts(key)) {
            all.push_back(placed.text + " at " + placed.origin.text());
        }
        return all;
    };
    CHECK(texts("one") == std::vector<std::string>{"a at scenarios/s/scenario.toml:1:7"});
    CHECK(texts("mixed") == std::vector<std::string>{"b at scenarios/s/scenario.toml:2:13"});
    CHECK(texts("number").empty());
    CHECK(texts("nothing").empty());
}

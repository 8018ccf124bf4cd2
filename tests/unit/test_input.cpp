// Layers: what lies over what, where each value came from, and how --set reaches it.

#include "config/input.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "core/error.hpp"

using namespace perforin;
using config::Input;
using config::Places;
using config::Section;

namespace {

struct TumourParams : config::Block {
    using Block::Block;
    Time cycle = param("cycle", 24, hour, {1, 1000}, "Length of a cycle", assumed("a test"));
    Length radius = param("radius", 6, um, {1, 20}, "Radius", assumed("a test"));
    std::int64_t clones = count("clones", 1, {1, 99}, "Clones", assumed("a test"));
};
struct CloneParams : config::Block {
    using Block::Block;
    std::string name = text("name", "", "Name of the clone");
    double share = param("share", 1, fraction, {0, 1}, "Share of the cells", setting());
};
struct LesionParams : config::Block {
    explicit LesionParams(const Section& section)
        : Block{section}, clones{config::each<CloneParams>(section, "clone")} {}
    std::string name = text("name", "primary", "Name");
    Length diameter = param("diameter", 20, mm, {0, 200}, "Long axis", setting());
    std::vector<CloneParams> clones;
};
struct TherapyParams : config::Block {
    using Block::Block;
    std::string type = text("type", "", "Kind");
    std::string name = text("name", "", "Name");
    Mass dose = param("dose", 200, mg, {0, 1000}, "Dose", setting());
    std::vector<Time> days = list("days", {0}, day, {0, 1000}, "Days", setting());
};

struct Scenario {
    explicit Scenario(const Input& input)
        : tumour{input.root().child("biology").child("tumour")},
          lesions{config::each<LesionParams>(input.root(), "lesion")},
          therapies{config::each<TherapyParams>(input.root(), "therapy")} {
        input.finish();
    }
    TumourParams tumour;
    std::vector<LesionParams> lesions;
    std::vector<TherapyParams> therapies;
};

using Files = std::map<std::string, std::string>;

/// The project is at /p, the scenario in /p/scenarios/s.
Places places(const Files& files) {
    return {"/p", "/p/scenarios/s", [files](const std::string& path) -> std::optional<std::string> {
                const auto found = files.find(path);
                if (found == files.end()) return std::nullopt;
                return found->second;
            }};
}

Input input(const std::string& text, const Files& files = {},
            const std::vector<std::string>& settings = {}) {
    return {"scenarios/s/scenario.toml", text, places(files), settings};
}

std::string complaint(const std::string& text, const Files& files = {},
                      const std::vector<std::string>& settings = {}) {
    try {
        static_cast<void>(Scenario{input(text, files, settings)});
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

std::string origin(const Input& in, const std::string& path) {
    for (const config::Parameter& p : in.parameters()) {
        if (p.path == path) return p.origin.text();
    }
    return "none";
}

const std::string two_lesions = R"(
[[lesion]]
name = "primary"
diameter = "20 mm"
[[lesion]]
name = "liver 1"
[[therapy]]
type = "anti_pd1"
[[therapy]]
type = "radiotherapy"
name = "boost"
)";

}  // namespace

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

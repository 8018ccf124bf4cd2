// The reference, the schema and the templates say what the code says; plug-ins come from the input.

#include "config/reference.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "config/input.hpp"
#include "config/plugins.hpp"
#include "core/error.hpp"

using namespace perforin;
using config::Group;
using config::Shape;

namespace {

struct Remedy {
    virtual ~Remedy() = default;
    virtual double strength() const = 0;
};

struct BlockadeParams : config::Block {
    using Block::Block;
    Mass dose =
        param("dose", 200, mg, {0, 2000}, "Flat dose | each infusion", measured("label 2014"));
    Time every = required("every", 3, week, {0, 52}, "Interval");
    bool off = ablation("blockade", "The drug binds nothing");
};
struct Blockade : Remedy {
    explicit Blockade(config::Section& section) : p{section} {}
    double strength() const override { return p.dose.in(mg); }
    BlockadeParams p;
};
struct Rest : Remedy {
    explicit Rest(config::Section&) {}
    double strength() const override { return 0.0; }
};
const Registered<Remedy> blockade{"blockade", "A blocking antibody", make<Remedy, Blockade>};
const Registered<Remedy> rest{"rest", "Nothing at all", make<Remedy, Rest>};

struct SeedParams : config::Block {
    using Block::Block;
    std::string name = text("name", "", "Name of the clone");
    double share = param("share", 0.5, fraction, {0, 1}, "Share of the cells", setting());
};
struct SiteParams : config::Block {
    explicit SiteParams(const config::Section& section)
        : Block{section}, seeds{config::each<SeedParams>(section, "seed")} {}
    Length diameter = required("diameter", 20, mm, {0, 200}, "Long axis");
    std::string layout = choice("layout", "slab", {"slab", "nodule"}, "What is built");
    std::optional<Time> grown = optional("grown", day, {0, 999}, "Age");
    std::map<std::string, double> cells =
        by_name("cells", {}, fraction, {0, 1e6}, "Cells at the start", setting());
    std::vector<SeedParams> seeds;
};

std::vector<Group> all_groups() {
    std::vector<Group> groups = config::reference<Remedy>("therapy", Shape::typed);
    groups.push_back(config::reference_of<SiteParams>("lesion", "A lesion", Shape::elements));
    return groups;
}

std::vector<config::Made<Remedy>> remedies(const config::Input& input) {
    auto made = config::make_elements<Remedy>(input.root(), "therapy");
    input.finish();
    return made;
}

std::string complaint(const std::string& toml) {
    try {
        static_cast<void>(remedies(config::Input{"f.toml", toml}));
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("plug-ins are made from the elements that name their type, in order") {
    const auto made = remedies(
        config::Input{"f.toml",
                      "[[therapy]]\ntype='rest'\n[[therapy]]\ntype='blockade'\nevery='2 weeks'\n"
                      "dose='3 mg'\n"});
    REQUIRE(made.size() == 2);
    CHECK(made[0].type == "rest");
    CHECK(made[1].plugin->strength() == 3.0);
    CHECK(made[1].path == "therapy[1]");
}

TEST_CASE("an element of unknown or missing type is one problem, not many") {
    CHECK(
        complaint("[[therapy]]\ntype = 'blokade'\ndose = '3 mg'") ==
        "f.toml:2:8: therapy[0].type = \"blokade\" is none of \"blockade\", \"rest\"; did you mean "
        "\"blockade\"? — Which of the known kinds this is");
    CHECK(
        complaint("[[therapy]]\ndose = '3 mg'") ==
        "f.toml:1:1: therapy[0].type is missing, expected one of \"blockade\", \"rest\" — Which of "
        "the known kinds this is");
    CHECK(complaint("[[therapy]]\ntype = 'rest'\ndose = '3 mg'") ==
          "f.toml:3:1: therapy[0].dose: no such parameter");
}

TEST_CASE("every registered plug-in has its table") {
    const config::Input input{"f.toml", "[remedy.blockade]\nevery = '1 week'\ndose = '7 mg'"};
    const auto made = config::make_all<Remedy>(input.root(), "remedy");
    input.finish();
    REQUIRE(made.size() == 2);
    CHECK(made[0].path == "remedy.blockade");
    CHECK(made[0].plugin->strength() == 7.0);
    const config::Input wrong{"f.toml", "[remedy.blokade]\nx = 1\n[remedy.blockade]\nevery='1 d'"};
    static_cast<void>(config::make_all<Remedy>(wrong.root(), "remedy"));
    CHECK_THROWS_WITH_AS(wrong.finish(),
                         "f.toml:1:9: remedy.blokade: no such table; did you mean 'blockade'?",
                         BadInput);
}

TEST_CASE("the Markdown reference has a table for each group, ablations last") {
    CHECK(config::markdown(all_groups()) == R"(### `[[therapy]]` `type = "blockade"`

A blocking antibody

| key | default | unit | range | meaning | source | tag |
|---|---|---|---|---|---|---|
| `dose` | 200 | mg | [0, 2000] | Flat dose \| each infusion | label 2014 | measured |
| `every` | required | week | [0, 52] | Interval |  | setting |

### `[[therapy]]` `type = "rest"`

Nothing at all

No parameters.

### `[[lesion]]`

A lesion

| key | default | unit | range | meaning | source | tag |
|---|---|---|---|---|---|---|
| `diameter` | required | mm | [0, 200] | Long axis |  | setting |
| `layout` | slab |  | slab, nodule | What is built |  | setting |
| `grown` | none | d | [0, 999] | Age |  | setting |
| `cells.<name>` | none | 1 | [0, 1e6] | Cells at the start |  | setting |
| `seed[].name` | empty |  |  | Name of the clone |  | setting |
| `seed[].share` | 0.5 | 1 | [0, 1] | Share of the cells |  | setting |

### `[ablation]`

Mechanisms that can be switched off

| key | default | unit | range | meaning | source | tag |
|---|---|---|---|---|---|---|
| `blockade` | false |  |  | The drug binds nothing |  | setting |

)");
}

TEST_CASE("explain knows a parameter by any end of its path") {
    const auto groups = all_groups();
    const std::string dose = config::explain(groups, "therapy.blockade.dose");
    CHECK(dose == R"(therapy.blockade.dose
  Flat dose | each infusion
  default  200 mg
  unit     mg
  range    [0, 2000] mg
  source   measured: label 2014
  write    [[therapy]]
           type = "blockade"
           dose = "200 mg"
)");
    CHECK(config::explain(groups, "dose") == dose);
    CHECK(config::explain(groups, "blockade.dose") == dose);
    CHECK(holds(config::explain(groups, "lesion.seed.share"), "seed.share = 0.5"));
    CHECK(holds(config::explain(groups, "layout"), "choices  slab, nodule"));
    const std::string both = config::explain(groups, "blockade");
    CHECK(holds(both, "[[therapy]] type = \"blockade\""));
    CHECK(holds(both, "ablation.blockade"));
}

TEST_CASE("explain names the nearest keys when it knows none") {
    const auto said = [](const std::string& key) -> std::string {
        try {
            return config::explain(all_groups(), key);
        } catch (const BadInput& bad) {
            return bad.what();
        }
    };
    CHECK(said("diametre") == "no parameter is called 'diametre'; did you mean lesion.diameter?");
    CHECK(said("therapy.blockade.dos") ==
          "no parameter is called 'therapy.blockade.dos'; did you mean therapy.blockade.dose, "
          "therapy.blockade, therapy.blockade.every?");
    CHECK(said("zzz") == "no parameter is called 'zzz'");
    CHECK(said("") == "no parameter is called ''");
    CHECK(said(".") == "no parameter is called '.'");
    CHECK(said(std::string(100000, 'x')).size() < 500);
}

TEST_CASE("the JSON schema names every key, its type and its choices") {
    const std::string schema = config::json_schema(all_groups());
    CHECK(holds(schema, "\"$schema\": \"https://json-schema.org/draft/2020-12/schema\""));
    CHECK(holds(schema, "\"type\": {\"const\": \"blockade\"}"));
    CHECK(holds(schema, "\"required\": [\"every\", \"type\"]"));
    CHECK(holds(schema, "\"enum\": [\"slab\", \"nodule\"]"));
    CHECK(holds(schema,
                "Flat dose | each infusion (default 200 mg; [0, 2000] mg; measured: label 2014)"));
    CHECK(holds(schema, "What is built (default slab; one of slab, nodule; setting)"));
    CHECK(holds(schema, "Interval (required; [0, 52] week; setting)"));
    CHECK(holds(schema, "Age (no default; [0, 999] d; setting)"));
    CHECK(holds(schema, "\"minimum\": 0, \"maximum\": 1}"));
    CHECK(std::count(schema.begin(), schema.end(), '{') ==
          std::count(schema.begin(), schema.end(), '}'));
}

TEST_CASE("a template is a scenario that can be read") {
    std::string text;
    for (const Group& group : all_groups()) text += config::toml_template(group) + '\n';
    CHECK(holds(text, "every = \"3 week\"  # Interval; [0, 52] week\n"));
    CHECK(holds(text, "# dose = \"200 mg\"  # Flat dose | each infusion; [0, 2000] mg\n"));
    CHECK(holds(text, "# [[lesion.seed]]\n# name = \"\"  # Name of the clone\n"));
    const config::Input input{"f.toml", text};
    CHECK(config::make_elements<Remedy>(input.root(), "therapy").size() == 2);
    CHECK(config::each<SiteParams>(input.root(), "lesion").size() == 1);
    CHECK_NOTHROW(input.finish());
}

// One line per parameter: what each kind of it accepts, and what the user is told otherwise.

#include "config/block.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "config/input.hpp"
#include "core/error.hpp"

using namespace perforin;

namespace {

enum class Layout { slab, nodule };

struct KillerParams : config::Block {
    using Block::Block;
    Rate kill_rate = param("kill_rate", 0.25, per_hour, {0, 10}, "Hazard that a touch kills",
                           fitted("Weigelin 2021"));
    Length gap = param("gap", 1.0, um, {0, 5}, "Widest gap that a synapse bridges",
                       recalled(measured("Grakoui 1999")));
    double brake = param("brake", 0.8, fraction, {0, 1}, "Share lost to PD-1", assumed("bounded"));
    double dose = param("dose", 2.0, mg_per_kg, {0, 20}, "Dose per weight", setting());
    std::int64_t stages = count("stages", 7, {1, 100}, "Hits that kill", assumed("a guess"));
    bool moves = flag("moves", true, "Whether it moves", assumed("seen in vivo"));
    std::string organ = choice("organ", "lung", {"lung", "liver", "skin"}, "Where it lives");
    Layout layout = choice("layout", Layout::slab,
                           {{"slab", Layout::slab}, {"nodule", Layout::nodule}}, "What is built");
    std::string name = text("name", "killer", "What it is called");
    std::vector<Time> days = list("days", {0, 21}, day, {0, 1000}, "When it comes", setting());
    std::vector<std::string> antigens = texts("antigens", {"a"}, "What it sees");
    std::optional<Mass> cap = optional("cap", mg, {0, 500}, "Largest dose");
    std::optional<std::int64_t> seats = optional_count("seats", {0, 9}, "Places");
    std::optional<std::string> note = optional_text("note", "A remark");
    std::map<std::string, double> cells =
        by_name("cells", {{"tumour", 100}}, fraction, {0, 1e6}, "Cells at the start", setting());
    bool killing_off = ablation("killing", "Killers do not kill");
};

struct NeedyParams : config::Block {
    using Block::Block;
    RadiationDose dose = required("dose", 8.0, gray, {0, 100}, "Dose of each fraction");
    std::int64_t fractions = required_count("fractions", 3, {1, 50}, "How many");
    std::string target = required_text("target", "primary", "Which lesion");
    std::string beam = required_choice("beam", "photon", {"photon", "proton"}, "What is used");
};

KillerParams read(const std::string& toml) {
    return config::from_toml<KillerParams>(toml, "f.toml");
}

template <class Params = KillerParams>
std::string complaint(const std::string& toml) {
    try {
        static_cast<void>(config::from_toml<Params>(toml, "f.toml"));
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

// The unit fixes the type: a parameter of the wrong dimension does not compile.
struct Probe : config::Block {
    using Block::Block;
    using Block::param;
};
template <class Target, class Unit>
concept Fits = requires(const Probe& block, void (&take)(Target), Unit unit) {
    take(block.param("key", 0.0, unit, {}, "meaning", {}));
};
static_assert(Fits<Rate, Unit<dim::rate>>);
static_assert(!Fits<Time, Unit<dim::rate>>);
static_assert(!Fits<double, Unit<dim::length>>);
static_assert(Fits<double, Unit<scalar>>);

}  // namespace

TEST_CASE("without input every parameter has its standard value") {
    const auto p = config::standard<KillerParams>();
    CHECK(p.kill_rate.in(per_hour) == 0.25);
    CHECK(p.gap.in(um) == 1.0);
    CHECK(p.brake == 0.8);
    CHECK(p.dose == doctest::Approx(2e-6));
    CHECK(p.stages == 7);
    CHECK(p.moves);
    CHECK(p.organ == "lung");
    CHECK(p.layout == Layout::slab);
    CHECK(p.name == "killer");
    REQUIRE(p.days.size() == 2);
    CHECK(p.days[1].in(day) == 21.0);
    CHECK(p.antigens == std::vector<std::string>{"a"});
    CHECK_FALSE(p.cap);
    CHECK_FALSE(p.seats);
    CHECK_FALSE(p.note);
    CHECK(p.cells.at("tumour") == 100.0);
    CHECK_FALSE(p.killing_off);
}

TEST_CASE("every kind of parameter is read from TOML") {
    const auto p = read(R"(
        kill_rate = "6 1/day"
        gap = "0.002 mm"
        brake = "30 %"
        dose = "3 mg/kg"
        stages = 3
        moves = false
        organ = "skin"
        layout = "nodule"
        name = "Ω killer"
        days = ["1 week", "14 d"]
        antigens = ["b", "c"]
        cap = "0.1 g"
        seats = 4
        note = ""
        cells = { tumour = 5, stroma = "7 cells" }
        ablation.killing = true
    )");
    CHECK(p.kill_rate.in(per_hour) == 0.25);
    CHECK(p.gap.in(um) == 2.0);
    CHECK(p.brake == 0.3);
    CHECK(p.dose == doctest::Approx(3e-6));
    CHECK(p.stages == 3);
    CHECK_FALSE(p.moves);
    CHECK(p.organ == "skin");
    CHECK(p.layout == Layout::nodule);
    CHECK(p.name == "Ω killer");
    REQUIRE(p.days.size() == 2);
    CHECK(p.days[0].in(day) == 7.0);
    CHECK(p.antigens == std::vector<std::string>{"b", "c"});
    REQUIRE(p.cap);
    CHECK(p.cap->in(mg) == 100.0);
    CHECK(p.seats == 4);
    CHECK(p.note == "");
    CHECK(p.cells == std::map<std::string, double>{{"tumour", 5}, {"stroma", 7}});
    CHECK(p.killing_off);
    CHECK(read("antigens = 'b'").antigens == std::vector<std::string>{"b"});
}

TEST_CASE("plain numbers may be bare, and whole reals count") {
    CHECK(read("brake = 1").brake == 1.0);
    CHECK(read("brake = 0.5").brake == 0.5);
    CHECK(read("brake = '0.5'").brake == 0.5);
    CHECK(read("stages = 1e1").stages == 10);
    CHECK(read("days = []").days.empty());
}

TEST_CASE("a bare number where a unit is due is an error that shows how to write it") {
    CHECK(complaint("gap = 3") ==
          "f.toml:1:7: gap = 3 has no unit: write \"3 um\" — Widest gap that a synapse bridges");
    CHECK(complaint("gap = '3'") ==
          "f.toml:1:7: gap = 3 has no unit: write \"3 um\" — Widest gap that a synapse bridges");
    CHECK(complaint("dose = 2.5") ==
          "f.toml:1:8: dose = 2.5 has no unit: write \"2.5 mg/kg\" — Dose per weight");
    CHECK(complaint("days = ['3 d', 4]") ==
          "f.toml:1:16: days[1] = 4 has no unit: write \"4 d\" — When it comes");
}

TEST_CASE("a value outside the range is shown with unit, range and meaning") {
    CHECK(complaint("kill_rate = '99 1/h'") ==
          "f.toml:1:13: kill_rate = 99 1/h is outside [0, 10] 1/h — Hazard that a touch kills");
    CHECK(complaint("kill_rate = '20 1/min'") ==
          "f.toml:1:13: kill_rate = 1200 1/h (written \"20 1/min\") is outside [0, 10] 1/h — "
          "Hazard that a touch kills");
    CHECK(complaint("brake = -0.1") ==
          "f.toml:1:9: brake = -0.1 is outside [0, 1] — Share lost to PD-1");
    CHECK(complaint("stages = 0") ==
          "f.toml:1:10: stages = 0 is outside [1, 100] — Hits that kill");
    CHECK(complaint("cap = '1 g'") ==
          "f.toml:1:7: cap = 1000 mg (written \"1 g\") is outside [0, 500] mg — Largest dose");
    CHECK(complaint("days = ['1 d', '2000 d']") ==
          "f.toml:1:16: days[1] = 2000 d is outside [0, 1000] d — When it comes");
    CHECK(complaint("cells = { stroma = -1 }") ==
          "f.toml:1:20: cells.stroma = -1 is outside [0, 1e6] — Cells at the start");
}

TEST_CASE("a bound is not missed by the rounding of a conversion") {
    const auto p = read("gap = '0.005 mm'\nkill_rate = '240 1/day'\nbrake = '100 %'");
    CHECK(p.gap.in(um) == 5.0);
    CHECK(p.kill_rate.in(per_hour) == 10.0);
    CHECK(p.brake == 1.0);
}

TEST_CASE("a wrong dimension is named") {
    CHECK(complaint("gap = '3 h'") ==
          "f.toml:1:7: gap = \"3 h\" is a time, expected a length in um, as in \"1 um\" — Widest "
          "gap that a synapse bridges");
    CHECK(complaint("brake = '3 h'") ==
          "f.toml:1:9: brake = \"3 h\" is a time, expected a plain number, as in 0.8 — Share lost "
          "to PD-1");
    CHECK(complaint("dose = '200 mg'") ==
          "f.toml:1:8: dose = \"200 mg\" is a mass, expected a plain number in mg/kg, as in \"2 "
          "mg/kg\" — Dose per weight");
}

TEST_CASE("a unit that cannot be read is explained") {
    CHECK(complaint("gap = '3 umm'") ==
          "f.toml:1:7: gap = \"3 umm\": unknown unit 'umm'; did you mean 'um'? Expected a length "
          "in um, as in \"1 um\" — Widest gap that a synapse bridges");
    CHECK(complaint("gap = 'um'") ==
          "f.toml:1:7: gap = \"um\": there is no number before the unit; expected a length in um, "
          "as in \"1 um\" — Widest gap that a synapse bridges");
    CHECK(complaint("gap = ''") ==
          "f.toml:1:7: gap = \"\": there is neither a number nor a unit; expected a length in um, "
          "as in \"1 um\" — Widest gap that a synapse bridges");
}

TEST_CASE("numbers that are none never pass, whatever the range") {
    CHECK_FALSE(config::Range{}.holds(std::numeric_limits<double>::quiet_NaN()));
    CHECK(complaint("brake = nan") ==
          "f.toml:1:9: brake = nan is not a finite number — Share lost to PD-1");
    CHECK(complaint("gap = inf") ==
          "f.toml:1:7: gap = inf is not a finite number — Widest gap that a synapse bridges");
    CHECK(complaint("stages = nan") ==
          "f.toml:1:10: stages = nan, expected a whole number — Hits that kill");
    CHECK(complaint("gap = 'NaN um'").find("there is no number before the unit") !=
          std::string::npos);
    CHECK_FALSE(complaint("gap = '1e400 um'").empty());
    CHECK_FALSE(complaint("gap = '1e308 m'").empty());
}

TEST_CASE("a value of the wrong type is answered with what was expected") {
    CHECK(complaint("stages = 7.5") ==
          "f.toml:1:10: stages = 7.5, expected a whole number — Hits that kill");
    CHECK(complaint("stages = '7'") ==
          "f.toml:1:10: stages = \"7\", expected a whole number — Hits that kill");
    CHECK(complaint("moves = 1") ==
          "f.toml:1:9: moves = 1, expected true or false — Whether it moves");
    CHECK(complaint("name = true") ==
          "f.toml:1:8: name = true, expected a text in quotes — What it is called");
    CHECK(complaint("name = 1979-05-27") ==
          "f.toml:1:8: name = 1979-05-27, expected a text in quotes — What it is called");
    CHECK(complaint("gap = true") ==
          "f.toml:1:7: gap = true, expected a length in um, as in \"1 um\" — Widest gap that a "
          "synapse bridges");
    CHECK(complaint("[gap]\nx = 1") ==
          "f.toml:1:1: gap is a table, expected a length in um, as in \"1 um\" — Widest gap that a "
          "synapse bridges");
    CHECK(complaint("gap = ['1 um']") ==
          "f.toml:1:7: gap is a list, expected a length in um, as in \"1 um\" — Widest gap that a "
          "synapse bridges");
    CHECK(complaint("days = '3 d'") ==
          "f.toml:1:8: days = \"3 d\", expected a list, as in [\"0 d\"] — When it comes");
    CHECK(complaint("antigens = ['b', 3]") ==
          "f.toml:1:18: antigens[1] = 3, expected a text in quotes — What it sees");
    CHECK(complaint("antigens = 3") ==
          "f.toml:1:12: antigens = 3, expected a text in quotes, or a list of texts, as in "
          "[\"a\", \"b\"] — What it sees");
    CHECK(complaint("cells = 3") == "f.toml:1:1: cells is 3, expected a table, [cells]");
}

TEST_CASE("a word that is no choice is answered with the choices") {
    CHECK(complaint("organ = 'livre'") ==
          "f.toml:1:9: organ = \"livre\" is none of \"lung\", \"liver\", \"skin\"; did you mean "
          "\"liver\"? — Where it lives");
    CHECK(complaint("organ = 3") ==
          "f.toml:1:9: organ = 3, expected one of \"lung\", \"liver\", \"skin\" — Where it lives");
}

TEST_CASE("what is required and missing is asked for, with an example") {
    CHECK(complaint<NeedyParams>("") ==
          "f.toml: dose is missing: write dose = \"8 Gy\" — Dose of each fraction\n"
          "f.toml: fractions is missing: write fractions = 3 — How many\n"
          "f.toml: target is missing: write target = \"primary\" — Which lesion\n"
          "f.toml: beam is missing: write beam = \"photon\" — What is used");
    const auto p = config::from_toml<NeedyParams>(
        "dose = '12 Gy'\nfractions = 1\ntarget = 'liver'\nbeam = 'proton'");
    CHECK(p.dose.in(gray) == 12.0);
    CHECK(config::standard<NeedyParams>().dose.in(gray) == 8.0);  // the example, for documentation
}

TEST_CASE("an unknown key is answered with the nearest known one") {
    CHECK(complaint("kil_rate = '1 1/h'") ==
          "f.toml:1:1: kil_rate: no such parameter; did you mean 'kill_rate'?");
    CHECK(complaint("zebra = 1") == "f.toml:1:1: zebra: no such parameter");
    CHECK(complaint("[ablation]\nkiling = true") ==
          "f.toml:2:1: ablation.kiling: no such parameter; did you mean 'killing'?");
    CHECK(complaint("[ablatoin]\nkilling = true") ==
          "f.toml:1:2: ablatoin: no such table; did you mean 'ablation'?");
    CHECK(complaint("'a\\u0007b' = 1\n\"c\\u0007\" = 2") ==
          "f.toml:1:1: \"a\\u0007b\": no such parameter\n"
          "f.toml:2:1: \"c\\x07\": no such parameter");
}

TEST_CASE("all problems are reported at once, sorted by place") {
    CHECK(complaint("zebra = 1\ngap = 3\nstages = 0\n\nbrake = 2") ==
          "f.toml:1:1: zebra: no such parameter\n"
          "f.toml:2:7: gap = 3 has no unit: write \"3 um\" — Widest gap that a synapse bridges\n"
          "f.toml:3:10: stages = 0 is outside [1, 100] — Hits that kill\n"
          "f.toml:5:9: brake = 2 is outside [0, 1] — Share lost to PD-1");
}

TEST_CASE("a declaration that contradicts itself is our fault, not the user's") {
    const config::Section none;
    const auto declare = [&](const config::Declaration& d, const config::Value& standard) {
        static_cast<void>(none.read(d, standard));
    };
    CHECK_THROWS_AS(declare({.key = "k", .unit = "um", .dim = dim::time}, 1.0), std::logic_error);
    CHECK_THROWS_AS(declare({.key = "k", .unit = "mm", .dim = dim::length}, 1.0), std::logic_error);
    CHECK_THROWS_AS(declare({.key = "k", .unit = "um", .dim = dim::length, .range = {2, 3}}, 1.0),
                    std::logic_error);
    CHECK_THROWS_AS(
        declare({.key = "k", .type = config::Type::choice, .choices = {"a"}}, std::string{"b"}),
        std::logic_error);
}

TEST_CASE("numbers are shown as people write them") {
    CHECK(config::number_text(0.04) == "0.04");
    CHECK(config::number_text(-0.0) == "0");
    CHECK(config::number_text(20000) == "20000");
    CHECK(config::number_text(2e8) == "2e8");
    CHECK(config::number_text(-1.23e7) == "-1.23e7");
    CHECK(config::number_text(1e-5) == "1e-5");
    CHECK(config::number_text(6.02e23) == "6.02e23");
    CHECK(config::number_text(1e22) == "1e22");
    CHECK(config::number_text(0.1 + 0.2) == "0.30000000000000004");
    CHECK(config::Range{}.text() == "(-∞, ∞)");
    CHECK(config::Range{.low = 0}.text() == "[0, ∞)");
}

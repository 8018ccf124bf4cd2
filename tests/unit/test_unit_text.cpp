// Quantities as text: what people write, and what they are told when it cannot be read.

#include "core/unit_text.hpp"

#include <doctest/doctest.h>

#include <clocale>
#include <locale>
#include <string>

#include "core/error.hpp"
#include "core/unit_names.hpp"

using namespace perforin;

namespace {

template <Dim D>
double read(const std::string& text, Unit<D> unit) {
    const QuantityText quantity = parse_quantity(text);
    CHECK(quantity.unit.dim == D);
    return quantity.in(parse_unit(unit.symbol));
}

template <Dim D>
bool means_what_it_says(Unit<D> unit) {
    const UnitText text = parse_unit(unit.symbol);
    return text.dim == D && text.factor() == doctest::Approx(unit.factor).epsilon(1e-14);
}

struct DecimalComma : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

std::string complaint(const std::string& text) {
    try {
        static_cast<void>(parse_quantity(text));
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

}  // namespace

TEST_CASE("quantities are read as people write them") {
    CHECK(read("8 Gy", gray) == 8.0);
    CHECK(read("3 weeks", day) == 21.0);
    CHECK(read("22 d", hour) == 528.0);
    CHECK(read("6 1/day", per_hour) == 0.25);
    CHECK(read("0.04 1/min", per_minute) == 0.04);
    CHECK(read("1e5 um^2/min", um2_per_minute) == 1e5);
    CHECK(read("200 mg", mg) == 200.0);
    CHECK(read("2 mg/kg", mg_per_kg) == 2.0);
    CHECK(read("7 pg/mL", pg_per_ml) == 7.0);
    CHECK(read("0.3 nM", nanomolar) == 0.3);
    CHECK(read("30 %", fraction) == 0.3);
    CHECK(read("2e8 1/mL", per_ml) == 2e8);
    CHECK(read("38 mmHg", mmhg) == 38.0);
    CHECK(read("1e6 cells/mL", per_ml) == 1e6);
    CHECK(read("5 mg min/mL", Unit<Dim{.length = -3, .time = 1, .mass = 1}>{1e-3, "mg min/mL"}) ==
          doctest::Approx(5.0));
    CHECK(read("150 kDa", kilodalton) == 150.0);
    CHECK(read("75 mg/m^2", mg_per_m2) == 75.0);
    CHECK(read("0.03 1/Gy^2", per_gray2) == 0.03);
}

TEST_CASE("a unit may be written in several ways") {
    for (const char* same : {"10 um", "10um", "10 µm", "10 μm", " 10  um ", "+10 um", "1e1 um",
                             "0.01 mm", "10\u00a0µm", "10. um", "10000 nm"}) {
        CAPTURE(same);
        CHECK(read(same, um) == doctest::Approx(10.0).epsilon(1e-15));
    }
    for (const char* same : {"5 um^2/min", "5 µm²/min", "5 um2/min", "5 um um/min", "5 um*um/min",
                             "5 um·um min^-1", "5 um² min⁻¹", "5 um um/(min)", "5 1/(min/um^2)"}) {
        CAPTURE(same);
        CHECK(read(same, um2_per_minute) == 5.0);
    }
    for (const char* same : {"24 1/d", "24/d", "24 /day", "24 d^-1", "1 1/h", "1 h⁻¹", "1/hour"}) {
        CAPTURE(same);
        CHECK(read(same, per_hour) == 1.0);
    }
    CHECK(read("3 mg/kg/d", Unit<dim::rate>{1e-6 / 1440, "mg/kg/d"}) ==
          read("3 mg/(kg d)", Unit<dim::rate>{1e-6 / 1440, "mg/kg/d"}));
}

TEST_CASE("conversion does not add rounding that the numbers do not have") {
    CHECK(read("35 %", fraction) == 0.35);
    CHECK(read("100 %", fraction) == 1.0);
    CHECK(read("1 1/h", per_day) == 24.0);
    CHECK(read("90 s", minute) == 1.5);
    CHECK(read("0.1 mm", um) == 100.0);
    CHECK(read("1 week", hour) == 168.0);
}

TEST_CASE("a number alone is bare, and a count of cells is not") {
    CHECK(parse_quantity("8").bare);
    CHECK_FALSE(parse_quantity("8 cells").bare);
    CHECK(parse_quantity("8 cells").unit.dim == scalar);
}

TEST_CASE("every declared unit can be read from its own symbol") {
    CHECK((means_what_it_says(fraction) && means_what_it_says(percent)));
    CHECK(means_what_it_says(mg_per_kg));
    CHECK((means_what_it_says(um) && means_what_it_says(mm) && means_what_it_says(cm)));
    CHECK((means_what_it_says(um2) && means_what_it_says(mm2)));
    CHECK((means_what_it_says(um3) && means_what_it_says(mm3)));
    CHECK((means_what_it_says(ml) && means_what_it_says(litre)));
    CHECK((means_what_it_says(second) && means_what_it_says(minute) && means_what_it_says(hour)));
    CHECK((means_what_it_says(day) && means_what_it_says(week)));
    CHECK((means_what_it_says(per_second) && means_what_it_says(per_minute)));
    CHECK((means_what_it_says(per_hour) && means_what_it_says(per_day)));
    CHECK((means_what_it_says(pg) && means_what_it_says(mg) && means_what_it_says(kg)));
    CHECK((means_what_it_says(amol) && means_what_it_says(nmol)));
    CHECK((means_what_it_says(um_per_second) && means_what_it_says(um_per_minute)));
    CHECK(means_what_it_says(um_per_hour));
    CHECK((means_what_it_says(um2_per_second) && means_what_it_says(um2_per_minute)));
    CHECK((means_what_it_says(litre_per_day) && means_what_it_says(ml_per_minute)));
    CHECK((means_what_it_says(per_um2) && means_what_it_says(per_mm2)));
    CHECK((means_what_it_says(per_um3) && means_what_it_says(per_mm3)));
    CHECK((means_what_it_says(per_ml) && means_what_it_says(per_litre)));
    CHECK((means_what_it_says(pg_per_ml) && means_what_it_says(ng_per_ml)));
    CHECK((means_what_it_says(mg_per_litre) && means_what_it_says(mg_per_m2)));
    CHECK((means_what_it_says(pg_per_hour) && means_what_it_says(pg_per_day)));
    CHECK((means_what_it_says(amol_per_minute) && means_what_it_says(amol_per_second)));
    CHECK((means_what_it_says(millimolar) && means_what_it_says(micromolar)));
    CHECK((means_what_it_says(nanomolar) && means_what_it_says(picomolar)));
    CHECK((means_what_it_says(kilodalton) && means_what_it_says(per_nanomolar_per_second)));
    CHECK((means_what_it_says(mmhg) && means_what_it_says(kilopascal)));
    CHECK(means_what_it_says(gray));
    CHECK((means_what_it_says(per_gray) && means_what_it_says(per_gray2)));
}

TEST_CASE("what cannot be read is explained") {
    CHECK(complaint("") == "there is neither a number nor a unit");
    CHECK(complaint("  ") == "there is neither a number nor a unit");
    CHECK(complaint("Gy") == "there is no number before the unit");
    CHECK(complaint("nan Gy") == "there is no number before the unit");
    CHECK(complaint("inf d") == "there is no number before the unit");
    CHECK(complaint("3 umm") == "unknown unit 'umm'; did you mean 'um'?");
    CHECK(complaint("3 gy") == "unknown unit 'gy'; did you mean 'Gy'?");
    CHECK(complaint("3 parsecs") == "unknown unit 'parsecs'");
    CHECK(complaint("3 months") == "'months' is no fixed length of time: write days or weeks");
    CHECK(complaint("1,5 mg") == "unexpected ',': decimals are written with a point");
    CHECK(complaint("1 000 um") == "a second number '000' where the unit should be");
    CHECK(complaint("3 mg/kg d") ==
          "a product after '/' is ambiguous: use brackets, as in mg/(kg d)");
    CHECK(complaint("3 mg/") == "the unit ends too early");
    CHECK(complaint("3 (mg") == "a bracket is not closed in the unit");
    CHECK(complaint("3 mg)") == "unexpected ')' in the unit");
    CHECK(complaint("3 um^") == "a power must be a whole number from 1 to 9, as in um^2 or min^-1");
    CHECK(complaint("3 um^2.5") == "a second number '.5' where the unit should be");
    CHECK(complaint("3 um^99") ==
          "a power must be a whole number from 1 to 9, as in um^2 or min^-1");
    CHECK(complaint("3 €") == "unexpected '€' in the unit");
    CHECK(complaint("1e999 um") == "the number '1e999' is too large or too small");
}

TEST_CASE("hostile text is refused, not obeyed") {
    CHECK(complaint("3 " + std::string(1000, '(')) == "too many brackets in the unit");
    CHECK(complaint("3 " + std::string(100000, 'm')).size() < 200);
    std::string product = "3 um";
    for (int i = 0; i != 1000; ++i) product += " um";
    CHECK(complaint(product) == "the unit is too long");
    CHECK(complaint("3 m^9 m^9 m^9 m^9 m^9 m^9 m^9") ==
          "the unit is too large or too small to compute with");
    CHECK(complaint(std::string{"3 \0 um", 6}) == "unexpected '\\x00 um' in the unit");
    CHECK(complaint("3 \xff\xfe") == "unexpected '\\xff\\xfe' in the unit");
}

TEST_CASE("numbers do not depend on the locale") {
    const std::string before = std::setlocale(LC_ALL, nullptr);
    for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "C"}) {
        if (std::setlocale(LC_ALL, name)) CHECK(parse_number("1.5") == 1.5);
    }
    std::setlocale(LC_ALL, before.c_str());
    const std::locale standing =
        std::locale::global(std::locale{std::locale::classic(), new DecimalComma});
    CHECK(parse_number("1.5") == 1.5);
    CHECK(parse_number("1234567.5") == 1234567.5);
    std::locale::global(standing);
    CHECK_THROWS_AS(static_cast<void>(parse_number("1,5")), BadInput);
    CHECK_THROWS_AS(static_cast<void>(parse_number("0x10")), BadInput);
    CHECK_THROWS_AS(static_cast<void>(parse_number("nan")), BadInput);
    CHECK_THROWS_AS(static_cast<void>(parse_number("1e")), BadInput);
    CHECK(parse_number("-1.5e-3") == -1.5e-3);
    CHECK(parse_number("0.1") == 0.1);
    CHECK(parse_number("123456789012345678") == 123456789012345678.0);
}

TEST_CASE("dimensions have names") {
    CHECK(name_of(dim::length) == "a length");
    CHECK(name_of(dim::rate) == "a rate");
    CHECK(name_of(scalar) == "a plain number");
    CHECK(name_of(dim::mass + dim::length * -2) == "a mass per area");
    CHECK(name_of(dim::mass * 2 + dim::time * -1) == "a quantity in mass^2/time");
    CHECK(name_of(dim::time * -3) == "a quantity in 1/time^3");
}

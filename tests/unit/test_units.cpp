// Quantities: dimensions at compile time, values in perforin's own units.

#include "core/units.hpp"

#include <doctest/doctest.h>

#include <type_traits>

using namespace perforin;

namespace {

template <class A, class B>
concept Addable = requires(A a, B b) {
    a + b;
};
template <class A, class B>
concept Comparable = requires(A a, B b) {
    a < b;
};
template <class Q, class U>
concept ReadableIn = requires(Q q, U unit) {
    q.in(unit);
};

using RateUnit = Unit<dim::rate>;
using TimeUnit = Unit<dim::time>;

static_assert(Addable<Time, Time> && Comparable<Time, Time>);
static_assert(!Addable<Time, Rate> && !Comparable<Time, Rate>);
static_assert(!Addable<Time, double> && !Addable<double, Time>);
static_assert(!Addable<Length, Area> && !Comparable<Mass, Amount>);
static_assert(!std::is_convertible_v<double, Time> && !std::is_convertible_v<Time, double>);
static_assert(!std::is_convertible_v<Rate, Time> && !std::is_constructible_v<Time, Rate>);
static_assert(ReadableIn<Time, TimeUnit> && !ReadableIn<Time, RateUnit>);

static_assert(std::is_same_v<decltype(Rate{} * Time{}), double>);
static_assert(std::is_same_v<decltype(1.0 / Time{}), Rate>);
static_assert(std::is_same_v<decltype(Length{} * Length{}), Area>);
static_assert(std::is_same_v<decltype(Length{} / Time{}), Speed>);
static_assert(std::is_same_v<decltype(Area{} / Time{}), Diffusivity>);
static_assert(std::is_same_v<decltype(Mass{} / Volume{}), MassDensity>);
static_assert(std::is_same_v<decltype(MassDensity{} / MolarMass{}), Molarity>);
static_assert(std::is_same_v<decltype(BindingRate{} * Molarity{}), Rate>);
static_assert(std::is_same_v<decltype(PerDose2{} * RadiationDose{} * RadiationDose{}), double>);
static_assert(std::is_same_v<decltype(0.3 * fraction), double>);

static_assert(sizeof(Time) == sizeof(double));

}  // namespace

TEST_CASE("a quantity reads back in any unit of its dimension") {
    CHECK((3.0 * hour).in(minute) == 180.0);
    CHECK((1.0 * week).in(day) == 7.0);
    CHECK((2.0 * mm).in(um) == 2000.0);
    CHECK((1.0 * litre).in(ml) == doctest::Approx(1000.0));
    CHECK((1.0 * kg).in(mg) == doctest::Approx(1e6));
    CHECK((6.0 * per_day).in(per_hour) == doctest::Approx(0.25));
}

TEST_CASE("derived units agree with what they are made of") {
    const auto close = [](double a, double b) { return doctest::Approx(a).epsilon(1e-12) == b; };
    CHECK(close((1.0 * mg / (1.0 * litre)).in(mg_per_litre), 1.0));
    CHECK(close((1.0 * pg / (1.0 * ml)).in(pg_per_ml), 1.0));
    CHECK(close((1.0 * um * (1.0 * um) / (1.0 * second)).in(um2_per_second), 1.0));
    CHECK(close((1.0 * nmol / (1.0 * litre)).in(nanomolar), 1.0));
    CHECK(close((1.0 * litre / (1.0 * day)).in(litre_per_day), 1.0));
    CHECK(close(1.0 / (1.0 * nanomolar * (1.0 * second)).raw(), per_nanomolar_per_second.factor));
    CHECK(close((1.0 * mg_per_kg) * (70.0 * kg).in(mg), 70.0));
}

TEST_CASE("an antibody of 150 kDa at 1 nM weighs 150 ng/mL") {
    const MassDensity density = 1.0 * nanomolar * (150.0 * kilodalton);
    CHECK(density.in(ng_per_ml) == doctest::Approx(150.0));
}

TEST_CASE("one mmHg is 133.322 Pa") {
    CHECK((1.0 * mmhg).in(kilopascal) == doctest::Approx(0.133322));
}

// The project's elementary functions: how far they are from exact, and that their bits stay.
#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <numbers>
#include <string>

#include "core/maths.hpp"
#include "core/random.hpp"

using namespace perforin;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr double largest = std::numeric_limits<double>::max();

/// Arguments to try: even numbers of draws are uniform, odd ones logarithmic, of both signs if low
/// < 0.
class Arguments {
public:
    Arguments(double low, double high) : low_{low}, high_{high} {}

    double operator()() {
        const double u = uniform(random_);
        if (++drawn_ % 2 == 0) return low_ + (high_ - low_) * u;
        const double size = std::max(high_, -low_);
        const double near_zero =
            size * std::ldexp(0.5 + 0.5 * u, -static_cast<int>(random_() % 40));
        const double x =
            low_ < 0.0 && (high_ <= 0.0 || random_() % 2 == 0) ? -near_zero : near_zero;
        return std::min(std::max(x, low_), high_);
    }

private:
    double low_, high_;
    int drawn_ = 0;
    Stream random_{4, "test.maths"_draw, {}, 0};
};

/// Units in the last place of the exact value.
double ulps(double got, long double exact) {
    const auto rounded = static_cast<double>(exact);
    if (got == rounded || (std::isnan(got) && std::isnan(rounded))) return 0.5;
    if (!std::isfinite(got) || !std::isfinite(rounded)) return infinity;
    const int last = std::max(std::ilogb(exact) - 52, -1074);
    return static_cast<double>(std::abs(std::ldexp(static_cast<long double>(got) - exact, -last)));
}

// The reference has 64 bits where long double is x86's; elsewhere it may be no better than double.
constexpr bool has_reference = std::numeric_limits<long double>::digits >= 64;

template <class Ours, class Exact>
double worst(const Ours& ours, const Exact& exact, double low, double high) {
    Arguments argument{low, high};
    double found = 0.0;
    for (int i = 0; has_reference && i != 30000; ++i) {
        const double x = argument();
        found = std::max(found, ulps(ours(x), exact(static_cast<long double>(x))));
    }
    return found;
}

long double exact_exp(long double x) {
    return std::exp(x);
}
long double exact_expm1(long double x) {
    return std::expm1(x);
}
long double exact_log(long double x) {
    return std::log(x);
}
long double exact_log1p(long double x) {
    return std::log1p(x);
}
long double exact_cbrt(long double x) {
    return std::cbrt(x);
}
long double exact_sin(long double x) {
    return std::sin(x);
}
long double exact_cos(long double x) {
    return std::cos(x);
}

/// FNV-1a over the bits of results.
class Hash {
public:
    void operator()(double x) {
        const auto bits = std::bit_cast<std::uint64_t>(x);
        for (int byte = 0; byte != 8; ++byte) {
            value = (value ^ ((bits >> (8 * byte)) & 0xff)) * 0x100000001b3ull;
        }
    }
    std::uint64_t value = 0xcbf29ce484222325ull;
};

template <class F>
std::uint64_t hash_of(const F& f, double low, double high) {
    Hash hash;
    Arguments argument{low, high};
    for (int i = 0; i != 20000; ++i) hash(f(argument()));
    return hash.value;
}

}  // namespace

TEST_CASE("exponentials err by little more than half a unit in the last place") {
    CHECK(worst(maths::exp, exact_exp, -1.0, 1.0) < 0.515);
    CHECK(worst(maths::exp, exact_exp, -708.0, 709.7) < 0.515);
    CHECK(worst(maths::exp, exact_exp, -745.2, -708.0) < 0.76);  // rounded twice if subnormal
    CHECK(worst(maths::expm1, exact_expm1, -0.25, 0.25) < 0.58);
    CHECK(worst(maths::expm1, exact_expm1, -50.0, 709.7) < 0.58);
}

TEST_CASE("logarithms err by little more than half a unit in the last place") {
    CHECK(worst(maths::log, exact_log, 0.5, 2.0) < 0.51);
    CHECK(worst(maths::log, exact_log, smallest, 1e-300) < 0.51);
    CHECK(worst(maths::log, exact_log, smallest, largest) < 0.51);
    const auto near_one = [](double x) { return maths::log(1.0 + x); };
    const auto exact = [](long double x) { return std::log(1.0L + x); };
    double found = 0.0;
    Arguments argument{-0.02, 0.02};
    for (int i = 0; has_reference && i != 30000; ++i) {
        const double x = (1.0 + argument()) - 1.0;
        found = std::max(found, ulps(near_one(x), exact(x)));
    }
    CHECK(found < 0.51);
    CHECK(worst(maths::log1p, exact_log1p, -0.02, 0.02) < 0.51);
    CHECK(worst(maths::log1p, exact_log1p, -1.0, 3.0) < 0.51);
    CHECK(worst(maths::log1p, exact_log1p, 0.0, largest) < 0.51);
}

TEST_CASE("powers and cube roots err by little more than half a unit in the last place") {
    CHECK(worst(maths::cbrt, exact_cbrt, -10.0, 10.0) < 0.501);
    CHECK(worst(maths::cbrt, exact_cbrt, -largest, largest) < 0.501);
    CHECK(worst(maths::cbrt, exact_cbrt, 0.0, 1e-300) < 0.501);
    double found = 0.0;
    Arguments base{0.0, 8.0}, exponent{-40.0, 40.0};
    for (int i = 0; has_reference && i != 40000; ++i) {
        const double x = base(), y = exponent();
        const long double exact =
            std::pow(static_cast<long double>(x), static_cast<long double>(y));
        if (exact > 1e-307L && exact < 1e308L)
            found = std::max(found, ulps(maths::pow(x, y), exact));
    }
    CHECK(found < 0.515);
    // Bases next to 1 with exponents that make up for it.
    const auto compound = [](double y) { return maths::pow(1.0 + 0x1p-40, y); };
    const auto exact = [](long double y) { return std::exp(y * std::log1p(0x1p-40L)); };
    CHECK(worst(compound, exact, -1e13, 1e13) < 0.6);  // the reference itself is off by 0.05
}

TEST_CASE("sine and cosine err by less than one unit in the last place, however large the angle") {
    for (const double range :
         {0.7, 10.0, 1e6, 1e18}) {  // beyond 2^63 x87 leaves its argument alone
        CHECK(worst(maths::sin, exact_sin, -range, range) < 0.85);
        CHECK(worst(maths::cos, exact_cos, -range, range) < 0.85);
    }
    // 1e22 is a double; its sine and cosine were computed with 60 digits.
    CHECK(ulps(maths::sin(1e22), -0.852200849767188801772706L) < 0.85);
    CHECK(ulps(maths::cos(1e22), 0.523214785395138945497594L) < 0.85);
    // The double that is nearest to a multiple of π/2 (Muller, Elementary Functions, 2016, sec.
    // 11).
    CHECK(std::abs(maths::cos(6381956970095103.0 * 0x1p797)) ==
          doctest::Approx(4.68716592425462761112e-19).epsilon(1e-15));
}

TEST_CASE("a point on the circle has the cosine and the sine of its turns") {
    const auto part = [](bool sine) {
        return [sine](long double turns) {
            // Reduced to ±1/8 turn first: the last bits of 2π times a turn are lost to long double.
            const long double quarters = std::floor(4.0L * turns + 0.5L);
            const long double angle =
                (turns - quarters / 4.0L) * 2.0L * std::numbers::pi_v<long double>;
            const auto whole = static_cast<long>(quarters) + (sine ? 0 : 1);
            const long double size = whole % 2 == 0 ? std::sin(angle) : std::cos(angle);
            return whole % 4 < 2 ? size : -size;
        };
    };
    CHECK(worst([](double t) { return maths::on_circle(t).x; }, part(false), 0.0, 1.0) < 0.85);
    CHECK(worst([](double t) { return maths::on_circle(t).y; }, part(true), 0.0, 1.0) < 0.85);
    const double x[] = {1.0, 0.0, -1.0, 0.0}, y[] = {0.0, 1.0, 0.0, -1.0};
    for (int quarter = -4; quarter != 8; ++quarter) {
        const auto at = maths::on_circle(0.25 * quarter);
        CHECK(at.x == x[(quarter + 4) % 4]);
        CHECK(at.y == y[(quarter + 4) % 4]);
    }
}

TEST_CASE("elementary functions keep their promises at the ends of the numbers") {
    const auto near = [](double ours, long double exact) {
        return ulps(ours, exact) <= 0.85 &&
               (std::isnan(ours) || std::signbit(ours) == std::signbit(exact));
    };
    for (const double x :
         {0.0, -0.0, 1.0, -1.0, infinity, -infinity, not_a_number, smallest, -smallest, largest,
          -largest, 0x1p-1022, 1e-310, 709.79, -745.14, 710.0, -746.0}) {
        CAPTURE(x);
        CHECK(near(maths::exp(x), exact_exp(x)));
        CHECK(near(maths::expm1(x), exact_expm1(x)));
        CHECK(near(maths::log(x), exact_log(x)));
        CHECK(near(maths::log1p(x), exact_log1p(x)));
        CHECK(near(maths::cbrt(x), exact_cbrt(x)));
        if (std::abs(x) < 0x1p63 || !std::isfinite(x)) {
            CHECK(near(maths::sin(x), exact_sin(x)));
            CHECK(near(maths::cos(x), exact_cos(x)));
        }
    }
    CHECK(maths::exp(smallest) == 1.0);
    CHECK(maths::sin(smallest) == smallest);
}

TEST_CASE("powers have the special values of the C standard") {
    for (const double x :
         {0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, infinity, -infinity, not_a_number}) {
        for (const double y : {0.0, -0.0, 1.0, -1.0, 2.0, -3.0, 0.5, -0.5, 0x1p53, 0x1p53 - 1.0,
                               1e300, -1e300, 1e-300, infinity, -infinity, not_a_number}) {
            CAPTURE(x);
            CAPTURE(y);
            const double ours = maths::pow(x, y), theirs = std::pow(x, y);
            const bool both_nan = std::isnan(ours) && std::isnan(theirs);
            CHECK((both_nan || ours == theirs));
            CHECK((both_nan || std::signbit(ours) == std::signbit(theirs)));
        }
    }
}

TEST_CASE("elementary functions are exact where their value is a double") {
    Arguments argument{0.0, 1e6};
    bool exact = true;
    for (int i = 0; i != 20000; ++i) {
        const double x = argument(), whole = std::floor(x);
        exact = exact && maths::pow(x, 1.0) == x && maths::pow(x, 0.0) == 1.0;
        const double squared = static_cast<double>(static_cast<float>(x));
        exact = exact && maths::pow(squared, 2.0) == squared * squared;
        exact = exact && (whole >= 2e5 || maths::cbrt(whole * whole * whole) == whole);
    }
    CHECK(exact);
    for (int k = -1074; k != 1024; ++k) {
        exact = exact && maths::pow(2.0, k) == std::ldexp(1.0, k);
        exact = exact && (k % 3 != 0 || maths::cbrt(std::ldexp(1.0, k)) == std::ldexp(1.0, k / 3));
    }
    CHECK(exact);
}

TEST_CASE("draws by inversion never fall where the uniform number rises") {
    // Where pieces of the functions meet, and elsewhere.
    const double seams[] = {0x1p-8, 0x1p-7, 0.125, 0.25, 0.3125, 0.5, 0.75, 1.0 - 0x1p-40};
    Stream random{9, "test.maths"_draw, {}, 0};
    bool rises = true;
    const auto walk = [&](double from) {
        double last = -infinity;
        for (int i = -40; i != 40; ++i) {
            const double u = std::min(from + i * 0x1p-53, 1.0 - 0x1p-53);
            const double time = -maths::log1p(-u), chance = -maths::expm1(-u);
            rises = rises && time >= last && chance <= u;
            last = time;
        }
    };
    for (const double seam : seams) walk(seam);
    for (int i = 0; i != 2000; ++i) walk(0x1p-47 + uniform(random));
    CHECK(rises);

    double last_chance = 0.0;
    for (double x = 0.0; x < 40.0; x = x < 0.13 ? x + 1.9e-5 : x * 1.00001) {
        const double now = -maths::expm1(-x);
        rises = rises && now >= last_chance && maths::expm1(x) >= x && maths::exp(-x) <= 1.0;
        last_chance = now;
    }
    CHECK(rises);
}

TEST_CASE("elementary functions give the same bits with every compiler and on every processor") {
    CHECK(hash_of(maths::exp, -746.0, 710.0) == 0xff65feb223816322ull);
    CHECK(hash_of(maths::expm1, -40.0, 40.0) == 0x47938aacff0f884eull);
    CHECK(hash_of(maths::log, smallest, 100.0) == 0x075bd2a952e80837ull);
    CHECK(hash_of(maths::log1p, -0.99, 100.0) == 0x8d1c4965bc2388f9ull);
    CHECK(hash_of(maths::cbrt, -1e9, 1e9) == 0xd38b30f120cfe1b1ull);
    CHECK(hash_of(maths::sin, -1e9, 1e9) == 0x1ca664d9dd00d7a6ull);
    CHECK(hash_of(maths::cos, -100.0, 100.0) == 0x4915cadb763d142dull);
    CHECK(hash_of([](double t) { return maths::on_circle(t).x; }, 0.0, 1.0) ==
          0x46d00215d5036c99ull);
    CHECK(hash_of([](double t) { return maths::on_circle(t).y; }, 0.0, 1.0) ==
          0x5e7c59af546c37c2ull);
    CHECK(hash_of([](double x) { return maths::pow(x, 1.7); }, 0.0, 100.0) ==
          0x6b9eeca37dc43700ull);
    CHECK(hash_of([](double y) { return maths::pow(0.3, y); }, -500.0, 500.0) ==
          0xfc4bc2c8211dfba7ull);
}

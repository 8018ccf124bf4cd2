#include "core/maths.hpp"

#include <bit>
#include <cfloat>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "core/maths_parts.hpp"
#include "core/maths_tables.hpp"

namespace perforin::maths {

using namespace detail;

namespace {

static_assert(std::numeric_limits<double>::is_iec559 && FLT_EVAL_METHOD == 0,
              "same bits need IEEE doubles without excess precision");

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// exp(x) = scale·(1 + rest), scale = 2^(n/128) as a double without its exponent's limits.
struct Exponential {
    std::uint64_t scale;  ///< bits; the exponent may have wrapped
    double rest;          ///< |rest| < 0.003
};

/// x = n·ln2/128 + r, |r| ≤ ln2/256 (Tang 1989), of x + low; |x| < 2^10.
inline Exponential exponential(double x, double low) {
    const double shifted = x * steps_per_unit + to_integer;
    const double n = shifted - to_integer;
    const double r = ((x - n * step_high) - n * step_low) + low;
    const double square = r * r;
    const double tail = (exp_tail[0] + r * exp_tail[1]) + square * (exp_tail[2] + r * exp_tail[3]);
    const auto bits = std::bit_cast<std::uint64_t>(shifted);
    const PowerOfTwo& power = powers_of_two[bits % 128];
    // n/128 whole, added to the exponent; what n has above 12 bits falls off.
    return {std::bit_cast<std::uint64_t>(power.value) + ((bits - bits % 128) << 45),
            r + (power.rest + square * tail)};
}

/// exp(x + low) where parts of the plain formula may leave the range of normal numbers.
double exponential_at_the_edge(double x, double low) {
    if (x > 710.0) return infinity;
    if (x < -746.0) return 0.0;
    const Exponential e = exponential(x, low);
    const int shift = x > 0.0 ? 1 : -128;  // scaled by a power of two and back
    const std::uint64_t moved = e.scale - (static_cast<std::uint64_t>(std::int64_t{shift}) << 52);
    const double scale = std::bit_cast<double>(moved);
    return (scale + scale * e.rest) * (x > 0.0 ? 0x1p1 : 0x1p-128);
}

inline double exponential_of_sum(double x, double low) {
    if (!(std::abs(x) < 670.0)) return exponential_at_the_edge(x, low);
    const Exponential e = exponential(x, low);
    const double scale = std::bit_cast<double>(e.scale);
    return scale + scale * e.rest;
}

/// x = 2^k·z with z in [0.6875, 1.375); z·inverse − 1 = high + low, exactly.
struct Reduced {
    double k;
    const Logarithm* entry;
    double high;  ///< a multiple of 2^-41
    double low;   ///< |low| < 2^-31
};

constexpr std::uint64_t exponent_mask = 0xfffull << 52;
constexpr std::uint64_t smallest_normal = 1ull << 52;
constexpr std::uint64_t bits_of_infinity = 0x7ffull << 52;

/// From the bits of a positive normal number.
inline Reduced reduce(std::uint64_t bits) {
    const std::uint64_t above = bits - std::bit_cast<std::uint64_t>(0.6875);
    const Logarithm& entry = logarithms[(above >> 45) % 128];
    const std::uint64_t z = bits - (above & exponent_mask);
    const double z_high = std::bit_cast<double>(z & ~((1ull << 21) - 1));
    const double z_low = std::bit_cast<double>(z) - z_high;
    return {static_cast<double>(static_cast<std::int64_t>(above) >> 52), &entry,
            z_high * entry.inverse - 1.0, z_low * entry.inverse};
}

/// (log(1 + r) − r + r²/2)/r³
inline double logarithm_tail(double r, double square) {
    return ((log_tail[0] + r * log_tail[1]) + square * (log_tail[2] + r * log_tail[3])) +
           (square * square) * (log_tail[4] + r * log_tail[5]);
}

/// log(1 + r) for r in nearly_none.
inline double logarithm_near_1(double r) {
    const double square = r * r;
    return r + square * (r * logarithm_tail(r, square) - 0.5);
}

/// The interval of r that has the inverse 1.
inline bool nearly_none(double r) {
    constexpr double low = -1.0 / 256, high = 1.0 / 128;
    return low <= r && r <= high;
}

/// log(x) for |log(x)| > 2^-9.
inline double logarithm(const Reduced& x) {
    const double high = (x.k * ln2_high + x.entry->high) + x.high;  // exact: multiples of 2^-42
    const double low = x.low + (x.k * ln2_low + x.entry->low);
    const double r = x.high + x.low;
    const double square = r * r;
    return high + (low + square * (r * logarithm_tail(r, square) - 0.5));
}

/// Bits of x > 0 as a normal number: for a subnormal x, with an exponent below 0 that wraps.
inline std::uint64_t normal_bits(double x) {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    if (bits >= smallest_normal) return bits;
    return std::bit_cast<std::uint64_t>(x * 0x1p52) - (52ull << 52);
}

/// log(x) as a sum high + low with 68 bits, |low| ≤ ulp(high)/2.
inline Pair precise_logarithm(double x) {
    const Reduced of = reduce(normal_bits(x));
    const Pair r = fast_sum(of.high, of.low);
    const Pair first = fast_sum(of.k * ln2_high + of.entry->high, r.high);
    const Pair square = product(r.high, r.high);
    const Pair both = fast_sum(first.high, -0.5 * square.high);
    const double cube = r.high * square.high;
    const double low = (r.low * (1.0 - r.high) + (of.k * ln2_low + of.entry->low)) +
                       (first.low + both.low - 0.5 * square.low) +
                       cube * logarithm_tail(r.high, square.high);
    return fast_sum(both.high, low);
}

enum class Whole { no, even, odd };

inline Whole whole(double y) {
    const double size = std::abs(y);
    if (size >= 0x1p53) return Whole::even;
    if (size != std::floor(size)) return Whole::no;
    return static_cast<std::uint64_t>(size) % 2 == 0 ? Whole::even : Whole::odd;
}

/// x^y where x or y is 0, infinite or NaN, or x is 1.
double special_power(double x, double y) {
    if (y == 0.0 || x == 1.0) return 1.0;
    if (std::isnan(x) || std::isnan(y)) return x + y;
    if (std::isinf(y)) {
        if (x == -1.0) return 1.0;
        return (std::abs(x) > 1.0) == (y > 0.0) ? infinity : 0.0;
    }
    const bool large = std::isinf(x) == (y > 0.0);
    const double size = large ? infinity : 0.0;
    return std::signbit(x) && whole(y) == Whole::odd ? -size : size;
}

}  // namespace

double exp(double x) {
    if (std::isnan(x)) return x;
    return exponential_of_sum(x, 0.0);
}

double expm1(double x) {
    if (std::abs(x) <= 0.125) {
        if (std::abs(x) < 0x1p-54) return x;  // −0 too
        const double square = x * x;
        const double fourth = square * square;
        const auto& c = expm1_tail;
        const double tail = ((c[0] + x * c[1]) + square * (c[2] + x * c[3])) +
                            fourth * ((c[4] + x * c[5]) + square * (c[6] + x * c[7]));
        return x + (0.5 * square + x * square * tail);
    }
    if (!(std::abs(x) < 44.0)) return x < 0.0 ? -1.0 : exp(x);
    const Exponential e = exponential(x, 0.0);
    const double scale = std::bit_cast<double>(e.scale);
    const Pair less_one = scale < 1.0 ? fast_sum(-1.0, scale) : fast_sum(scale, -1.0);
    return less_one.high + (less_one.low + scale * e.rest);
}

double log(double x) {
    if (nearly_none(x - 1.0)) return logarithm_near_1(x - 1.0);
    const auto bits = std::bit_cast<std::uint64_t>(x);
    if (bits - smallest_normal < bits_of_infinity - smallest_normal) {
        return logarithm(reduce(bits));
    }
    if (x == 0.0) return -infinity;
    if (x < 0.0) return not_a_number;
    if (!(x < infinity)) return x;
    return logarithm(reduce(normal_bits(x)));
}

double log1p(double x) {
    if (nearly_none(x)) return logarithm_near_1(x);
    if (!(x > -1.0 && x < 0x1p60)) return x == -1.0 ? -infinity : log(x);
    const Pair sum = x < 1.0 ? fast_sum(1.0, x) : fast_sum(x, 1.0);
    Reduced of = reduce(std::bit_cast<std::uint64_t>(sum.high));
    // The rounding error of 1 + x, scaled as z is.
    const auto k = static_cast<std::int64_t>(of.k);
    const double scale = std::bit_cast<double>(static_cast<std::uint64_t>(1023 - k) << 52);
    of.low += sum.low * scale * of.entry->inverse;
    return logarithm(of);
}

double pow(double x, double y) {
    const auto bits = std::bit_cast<std::uint64_t>(x), bits_of_y = std::bit_cast<std::uint64_t>(y);
    if ((bits << 1) - 1 >= (bits_of_infinity << 1) - 1 || x == 1.0 ||
        (bits_of_y << 1) - 1 >= (bits_of_infinity << 1) - 1) {
        return special_power(x, y);
    }
    double sign = 1.0;
    if (x < 0.0) {
        const Whole kind = whole(y);
        if (kind == Whole::no) return not_a_number;
        if (kind == Whole::odd) sign = -1.0;
        x = -x;
        if (x == 1.0) return sign;
    }
    // |log x| is between 2^-53 and 745: beyond these the result is 1 or out of range.
    if (std::abs(y) < 0x1p-65) return sign;
    if (std::abs(y) > 0x1p64) return sign * ((x > 1.0) == (y > 0.0) ? infinity : 0.0);
    const Pair log_x = precise_logarithm(x);
    const Pair exponent = product(y, log_x.high);
    return sign * exponential_of_sum(exponent.high, exponent.low + y * log_x.low);
}

double cbrt(double x) {
    const double size = std::abs(x);
    if (!(size > 0.0 && size < infinity)) return x;
    const std::uint64_t bits = normal_bits(size);
    // size = 2^(3·third + rest)·z with z in [1, 2); the exponent is at least −1074.
    const std::int64_t exponent = (static_cast<std::int64_t>(bits) >> 52) - 1023;
    const std::int64_t third = (exponent + 1077) / 3 - 359, rest = exponent - 3 * third;
    const double z = std::bit_cast<double>((bits & ~exponent_mask) | (1023ull << 52));
    constexpr double power[] = {1.0, 2.0, 4.0}, root_of_power[] = {1.0, cbrt_of_2, cbrt_of_4};

    // A root of 17 bits, so that its cube is exact, and the series of (1 + d)^(1/3) about it.
    const double off = z - 1.0, square = off * off;
    const auto& c = cbrt_start;
    const double start = ((c[0] + off * c[1]) + square * (c[2] + off * c[3])) +
                         (square * square) * ((c[4] + off * c[5]) + square * c[6]);
    constexpr double to_17_bits = 0x1.8p36;
    const double root = (start * root_of_power[rest] + to_17_bits) - to_17_bits;
    const double cube = root * root * root;
    const double d = (z * power[rest] - cube) / cube;
    const double better = root + root * d * (1.0 / 3.0 + d * (-1.0 / 9.0 + d * (5.0 / 81.0)));
    const double scale = std::bit_cast<double>(static_cast<std::uint64_t>(third + 1023) << 52);
    return std::copysign(better * scale, x);
}

}  // namespace perforin::maths

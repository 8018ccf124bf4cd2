// Sine and cosine, by an exact reduction to the nearest quarter turn.
#include <bit>
#include <cmath>
#include <cstdint>

#include "core/maths.hpp"
#include "core/maths_parts.hpp"
#include "core/maths_tables.hpp"

namespace perforin::maths {

using namespace detail;

namespace {

/// An angle as whole quarter turns and what is left, in radians, |rest| ≤ π/4.
struct Quarters {
    std::uint64_t whole;
    Pair rest;
};

/// The sum of two products, x·(high + low) with 105 bits.
inline Pair times(Pair x, double high, double low) {
    const Pair p = product(x.high, high);
    return fast_sum(p.high, p.low + (x.high * low + x.low * high));
}

double sine(Pair x) {
    const double square = x.high * x.high, fourth = square * square;
    const auto& c = sin_tail;
    const double tail = (c[0] + square * c[1]) +
                        fourth * ((c[2] + square * c[3]) + fourth * (c[4] + square * c[5]));
    return x.high + (x.high * square * tail + x.low * (1.0 - 0.5 * square));
}

double cosine(Pair x) {
    const Pair square = product(x.high, x.high);
    const double s = square.high, fourth = s * s;
    const auto& c = cos_tail;
    const double tail =
        (c[0] + s * c[1]) + fourth * ((c[2] + s * c[3]) + fourth * (c[4] + s * c[5]));
    const Pair first = fast_sum(1.0, -0.5 * s);
    return first.high + (first.low + (fourth * tail - (0.5 * square.low + x.high * x.low)));
}

double sine(const Quarters& angle) {
    const double size = angle.whole % 2 == 0 ? sine(angle.rest) : cosine(angle.rest);
    return angle.whole % 4 < 2 ? size : -size;
}

__extension__ using Wide = unsigned __int128;

inline std::uint64_t low_word(Wide x) {
    return static_cast<std::uint64_t>(x);
}

/// x·2/π modulo 4 in whole numbers, for finite |x| > π/4: x is a whole number of 53 bits times a
/// power of two, and of 2/π only 192 bits matter, those whose products are below 4 and above 2^-137
/// (Payne and Hanek 1983). No double comes nearer than 2^-62 to a multiple of π/2.
Quarters reduce(double x) {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const std::uint64_t size = (bits & ((1ull << 52) - 1)) | (1ull << 52);
    const std::uint64_t first = ((bits >> 52) & 0x7ff) - 1023 + 10;  // bit of the table
    const std::uint64_t* word = two_over_pi + first / 64;
    const unsigned shift = first % 64;
    std::uint64_t window[3];
    for (int i = 0; i != 3; ++i) {
        window[i] = low_word(((Wide{word[i]} << 64 | word[i + 1]) << shift) >> 64);
    }
    const Wide last = Wide{size} * window[2];
    const Wide middle = Wide{size} * window[1] + (last >> 64);
    const std::uint64_t top = size * window[0] + low_word(middle >> 64);

    // Two bits of quarters, then the fraction, rounded to the nearest quarter.
    std::uint64_t whole = (top + (1ull << 61)) >> 62;
    std::uint64_t high = (top << 2) | (low_word(middle) >> 62);
    std::uint64_t low = (low_word(middle) << 2) | (low_word(last) >> 62);
    const bool below = high >> 63 != 0;
    if (below) {  // negated, but for the last bit
        high = ~high;
        low = ~low;
    }
    const int zeros = std::countl_zero(high);  // < 62
    const Wide fraction = (Wide{high} << 64 | low) << zeros;
    const double unit = std::bit_cast<double>(static_cast<std::uint64_t>(1023 - 64 - zeros) << 52);
    const double rest = static_cast<double>(low_word(fraction >> 75)) * (unit * 0x1p11);
    const double rest_low =
        static_cast<double>(low_word(fraction >> 22) & ((1ull << 53) - 1)) * (unit * 0x1p-42);
    const bool minus = below != (x < 0.0);
    if (x < 0.0) whole = 0 - whole;
    const Pair turned = minus ? Pair{-rest, -rest_low} : Pair{rest, rest_low};
    return {whole % 4, times(turned, half_pi_high, half_pi_low)};
}

}  // namespace

double sin(double x) {
    if (std::abs(x) < 0.78125) return std::abs(x) < 0x1p-27 ? x : sine(Pair{x, 0.0});
    if (!(std::abs(x) < HUGE_VAL)) return x - x;
    return sine(reduce(x));
}

double cos(double x) {
    if (std::abs(x) < 0.78125) return cosine(Pair{x, 0.0});
    if (!(std::abs(x) < HUGE_VAL)) return x - x;
    Quarters angle = reduce(x);
    ++angle.whole;
    return sine(angle);
}

OnCircle on_circle(double turns) {
    const double part = turns - std::floor(turns);  // exact but for tiny negative turns
    const double quarters = std::floor(4.0 * part + 0.5);
    const double left = part - 0.25 * quarters;  // exact
    Quarters angle{static_cast<std::uint64_t>(quarters),
                   times({left, 0.0}, two_pi_high, two_pi_low)};
    const double y = sine(angle);
    ++angle.whole;
    return {sine(angle), y};
}

}  // namespace perforin::maths

#pragma once
// Sums and products of doubles with their rounding errors, for core/maths.

namespace perforin::maths::detail {

/// Added to a double below 2^51 and subtracted again, it leaves the nearest integer; between the
/// two the low bits are that integer's.
inline constexpr double to_integer = 0x1.8p52;

/// The unrounded sum high + low.
struct Pair {
    double high, low;
};

/// a + b exactly, for |a| ≥ |b| or a = 0 (Dekker 1971).
inline Pair fast_sum(double a, double b) {
    const double sum = a + b;
    return {sum, (a - sum) + b};
}

/// a·b exactly without a fused multiply-add (Dekker 1971, Veltkamp's splitting); both below 2^995
/// and the product far from subnormal.
inline Pair product(double a, double b) {
    constexpr double splitter = 0x1p27 + 1.0;
    const double a_far = a * splitter, b_far = b * splitter;
    const double a_high = a_far - (a_far - a), b_high = b_far - (b_far - b);
    const double a_low = a - a_high, b_low = b - b_high;
    const double rounded = a * b;
    return {rounded,
            ((a_high * b_high - rounded) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

}  // namespace perforin::maths::detail

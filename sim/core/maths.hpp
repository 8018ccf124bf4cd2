#pragma once
// Elementary functions with the same bits on every processor and with every C library, which
// std::exp and its kin do not promise: glibc chooses variants with fused multiply-adds when the
// program starts. Only IEEE additions, multiplications and divisions are used (core/METHODS.md:
// method, errors).

namespace perforin::maths {

// All are for round-to-nearest and err by less than 1 ulp. NaN gives NaN; domain errors give NaN,
// poles and overflow ±infinity, underflow subnormal numbers and 0; errno and flags mean nothing.

double exp(double x);

/// exp(x) − 1, precise for small x; −0 for −0.
double expm1(double x);

/// Natural logarithm; −infinity for ±0, NaN below.
double log(double x);

/// log(1 + x), precise for small x; −0 for −0.
double log1p(double x);

/// x^y with the special values of C's Annex F: 1 for y = 0 and for x = 1 whatever the other is; a
/// negative x needs a whole y. Exact where the result is a double.
double pow(double x, double y);

/// Real cube root, of negative numbers too; exact where the result is a double.
double cbrt(double x);

/// x in radians, of any size.
double sin(double x);
double cos(double x);

struct OnCircle {
    double x, y;
};

/// The point of the unit circle after so many turns from (1, 0) towards (0, 1): the cosine and the
/// sine of 2π·turns. Exact at quarters.
OnCircle on_circle(double turns);

}  // namespace perforin::maths

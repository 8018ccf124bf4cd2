#pragma once
// Floats side by side: four, or eight where the processor has registers for them. Formulas are
// written once, for `float`, `Four` and `Eight`; every lane does what a float would, in IEEE
// arithmetic, so all compilers, processors and widths give the same bits.

#include <cmath>
#include <cstddef>
#include <cstring>
#include <type_traits>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace perforin::cells {

/// How lanes are passed to a function differs by instruction set: whatever takes them is inlined.
#define PERFORIN_INLINE [[gnu::always_inline]] inline

using Four = float __attribute__((vector_size(16)));
using Eight = float __attribute__((vector_size(32)));

template <bool wide>
using Lanes = std::conditional_t<wide, Eight, Four>;

template <class Real>
inline constexpr std::size_t width = sizeof(Real) / sizeof(float);

/// x in every lane.
template <class Real>
PERFORIN_INLINE Real every(float x) {
    return Real{} + x;
}

/// width<Real> floats from p on; p need not be aligned.
template <class Real>
PERFORIN_INLINE Real load(const float* p) {
    Real x;
    std::memcpy(&x, p, sizeof x);
    return x;
}

PERFORIN_INLINE Four low(Eight x) {
    return __builtin_shufflevector(x, x, 0, 1, 2, 3);
}
PERFORIN_INLINE Four high(Eight x) {
    return __builtin_shufflevector(x, x, 4, 5, 6, 7);
}
PERFORIN_INLINE Eight joined(Four low, Four high) {
    return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
}

template <class Real>
PERFORIN_INLINE Real larger(Real a, Real b) {
    return a > b ? a : b;
}
template <class Real>
PERFORIN_INLINE Real smaller(Real a, Real b) {
    return a < b ? a : b;
}
/// x where it is positive, else 0.
template <class Real>
PERFORIN_INLINE Real positive(Real x) {
    return larger(x, Real{});
}

PERFORIN_INLINE float root(float x) {
    return std::sqrt(x);
}
PERFORIN_INLINE Four root(Four x) {
#ifdef __SSE2__
    return _mm_sqrt_ps(x);
#else
    return Four{std::sqrt(x[0]), std::sqrt(x[1]), std::sqrt(x[2]), std::sqrt(x[3])};
#endif
}
PERFORIN_INLINE Eight root(Eight x) {
    return joined(root(low(x)), root(high(x)));
}

/// Bit i is set where a[i] < b[i].
PERFORIN_INLINE unsigned below(Four a, Four b) {
#ifdef __SSE2__
    return static_cast<unsigned>(_mm_movemask_ps(_mm_cmplt_ps(a, b)));
#else
    unsigned bits = 0;
    for (unsigned i = 0; i != 4; ++i) bits |= (a[i] < b[i] ? 1u : 0u) << i;
    return bits;
#endif
}
PERFORIN_INLINE unsigned below(Eight a, Eight b) {
    return below(low(a), low(b)) | below(high(a), high(b)) << 4;
}

}  // namespace perforin::cells

#pragma once
// Four floats side by side. Laws are written once, for `float` and for `Lanes`; every operation is
// IEEE exact, so all compilers, processors and thread counts give the same bits.

#include <cmath>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace perforin::cells {

using Lanes = float __attribute__((vector_size(16)));
inline constexpr unsigned lane_count = 4;

inline Lanes lanes(float x) {
    return Lanes{x, x, x, x};
}

inline float larger(float a, float b) {
    return a > b ? a : b;
}
inline Lanes larger(Lanes a, Lanes b) {
    return a > b ? a : b;
}
inline float smaller(float a, float b) {
    return a < b ? a : b;
}
inline Lanes smaller(Lanes a, Lanes b) {
    return a < b ? a : b;
}

/// x where it is positive, else 0.
template <class Real>
Real positive(Real x) {
    return larger(x, Real{});
}

inline float root(float x) {
    return std::sqrt(x);
}
inline Lanes root(Lanes x) {
#ifdef __SSE2__
    return _mm_sqrt_ps(x);
#else
    return Lanes{std::sqrt(x[0]), std::sqrt(x[1]), std::sqrt(x[2]), std::sqrt(x[3])};
#endif
}

// Joining lanes, always in this order.
inline float sum(Lanes x) {
    return (x[0] + x[2]) + (x[1] + x[3]);
}
inline float largest(Lanes x) {
    return larger(larger(x[0], x[2]), larger(x[1], x[3]));
}
inline float smallest(Lanes x) {
    return smaller(smaller(x[0], x[2]), smaller(x[1], x[3]));
}

/// Bit i is set where a[i] < b[i].
inline unsigned below(Lanes a, Lanes b) {
#ifdef __SSE2__
    return static_cast<unsigned>(_mm_movemask_ps(_mm_cmplt_ps(a, b)));
#else
    unsigned bits = 0;
    for (unsigned i = 0; i != lane_count; ++i) bits |= (a[i] < b[i] ? 1u : 0u) << i;
    return bits;
#endif
}

}  // namespace perforin::cells

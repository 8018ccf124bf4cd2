#include "io/precision.hpp"

#include <cmath>
#include <cstdint>
#include <cstring>

namespace perforin::io {

namespace {

template <class T, class Bits, int significant>
T keep_bits(T value, int bits) {
    if (bits >= significant || !std::isfinite(value)) return value;
    const int dropped = significant - bits;
    Bits pattern;
    std::memcpy(&pattern, &value, sizeof value);
    const Bits half = (Bits{1} << (dropped - 1)) - 1, odd = (pattern >> dropped) & 1;
    pattern = static_cast<Bits>((pattern + half + odd) & ~((Bits{1} << dropped) - 1));
    std::memcpy(&value, &pattern, sizeof value);
    return value;
}

template <class T, class Bits, int significant>
void round_all(const Precision& precision, T* values, std::size_t count) {
    for (std::size_t i = 0; i != count; ++i) {
        double value = double{values[i]};
        // Adding zero turns -0 into 0.
        if (precision.step > 0) value = std::nearbyint(value / precision.step) * precision.step + 0;
        values[i] = static_cast<T>(value);
        if (precision.bits > 0) {
            values[i] = keep_bits<T, Bits, significant>(values[i], precision.bits);
        }
    }
}

}  // namespace

void round_to(const Precision& precision, Scalar type, void* data, std::size_t count) {
    if (type == Scalar::f32) {
        round_all<float, std::uint32_t, 24>(precision, static_cast<float*>(data), count);
    } else if (type == Scalar::f64) {
        round_all<double, std::uint64_t, 53>(precision, static_cast<double*>(data), count);
    }
}

}  // namespace perforin::io

#pragma once
// Who of many points, side by side in memory, is near: the innermost loop of neighbour lists, for
// each instruction set by itself, since taking some lanes out of many is no arithmetic. All give
// the same numbers in the same order.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "cells/bins.hpp"
#include "cells/lanes.hpp"
#include "core/geometry.hpp"
#include "core/instructions.hpp"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

namespace perforin::cells {

/// Points by column, and a number of each. `padding` more of all may be read.
struct PointColumns {
    static constexpr std::size_t padding = Bins::padding;

    const float *x, *y, *z, *reach;
    const std::uint32_t* number;
};

/// Who looks for others: those nearer than the sum of reaches, but for itself.
struct Seeker {
    Vec3 at;
    float reach;
    std::uint32_t number;
};

namespace detail {

template <class Real>
PERFORIN_INLINE unsigned near(const PointColumns& points, std::size_t s, const Seeker& seeker) {
    const Real dx = load<Real>(points.x + s) - seeker.at.x,
               dy = load<Real>(points.y + s) - seeker.at.y,
               dz = load<Real>(points.z + s) - seeker.at.z;
    const Real limit = load<Real>(points.reach + s) + seeker.reach;
    return below(dx * dx + dy * dy + dz * dz, limit * limit);
}

/// The lanes of eight that a byte of bits marks, one after the other, then lane 0.
inline constexpr auto marked_lanes = [] {
    std::array<std::array<std::uint8_t, 8>, 256> lanes{};
    for (unsigned bits = 0; bits != 256; ++bits) {
        std::size_t used = 0;
        for (std::uint8_t lane = 0; lane != 8; ++lane) {
            if ((bits >> lane & 1u) != 0) lanes[bits][used++] = lane;
        }
    }
    return lanes;
}();

}  // namespace detail

/// Writes the numbers of those from first to end that are near the seeker; up to `padding` places
/// beyond the last one are overwritten. Returns how many they are.
template <Instructions level>
struct Pick {
    PERFORIN_INLINE static std::size_t from(const PointColumns& points, std::size_t first,
                                            std::size_t end, const Seeker& seeker,
                                            std::uint32_t* to) {
        std::size_t used = 0;
        for (std::size_t s = first; s < end; s += width<Four>) {
            unsigned bits = detail::near<Four>(points, s, seeker);
            if (end - s < width<Four>) bits &= (1u << (end - s)) - 1u;
            for (; bits != 0; bits &= bits - 1) {
                to[used] = points.number[s + static_cast<std::size_t>(std::countr_zero(bits))];
                used += to[used] != seeker.number ? 1 : 0;
            }
        }
        return used;
    }
};

#if defined(__x86_64__) && defined(__GNUC__)

template <>
struct Pick<Instructions::v3> {
    [[gnu::target("arch=x86-64-v3")]] static std::size_t from(const PointColumns& points,
                                                              std::size_t first, std::size_t end,
                                                              const Seeker& seeker,
                                                              std::uint32_t* to) {
        const __m256 x = _mm256_set1_ps(seeker.at.x), y = _mm256_set1_ps(seeker.at.y),
                     z = _mm256_set1_ps(seeker.at.z), reach = _mm256_set1_ps(seeker.reach);
        const __m256i self = _mm256_set1_epi32(static_cast<int>(seeker.number));
        std::size_t used = 0;
        for (std::size_t s = first; s < end; s += 8) {
            const __m256 dx = _mm256_sub_ps(_mm256_loadu_ps(points.x + s), x),
                         dy = _mm256_sub_ps(_mm256_loadu_ps(points.y + s), y),
                         dz = _mm256_sub_ps(_mm256_loadu_ps(points.z + s), z),
                         limit = _mm256_add_ps(_mm256_loadu_ps(points.reach + s), reach);
            const __m256 apart = _mm256_add_ps(
                _mm256_add_ps(_mm256_mul_ps(dx, dx), _mm256_mul_ps(dy, dy)), _mm256_mul_ps(dz, dz));
            const __m256i numbers =
                _mm256_loadu_si256(reinterpret_cast<const __m256i*>(points.number + s));
            const __m256 near =
                _mm256_andnot_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(numbers, self)),
                                 _mm256_cmp_ps(apart, _mm256_mul_ps(limit, limit), _CMP_LT_OQ));
            auto bits = static_cast<unsigned>(_mm256_movemask_ps(near));
            if (end - s < 8) bits &= (1u << (end - s)) - 1u;
            const __m256i lanes = _mm256_cvtepu8_epi32(_mm_loadl_epi64(
                reinterpret_cast<const __m128i*>(detail::marked_lanes[bits].data())));
            _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + used),
                                _mm256_permutevar8x32_epi32(numbers, lanes));
            used += static_cast<std::size_t>(std::popcount(bits));
        }
        return used;
    }
};

template <>
struct Pick<Instructions::v4> {
    [[gnu::target("arch=x86-64-v4")]] static std::size_t from(const PointColumns& points,
                                                              std::size_t first, std::size_t end,
                                                              const Seeker& seeker,
                                                              std::uint32_t* to) {
        const __m512 x = _mm512_set1_ps(seeker.at.x), y = _mm512_set1_ps(seeker.at.y),
                     z = _mm512_set1_ps(seeker.at.z), reach = _mm512_set1_ps(seeker.reach);
        const __m512i self = _mm512_set1_epi32(static_cast<int>(seeker.number));
        std::size_t used = 0;
        for (std::size_t s = first; s < end; s += 16) {
            const __m512 dx = _mm512_sub_ps(_mm512_loadu_ps(points.x + s), x),
                         dy = _mm512_sub_ps(_mm512_loadu_ps(points.y + s), y),
                         dz = _mm512_sub_ps(_mm512_loadu_ps(points.z + s), z),
                         limit = _mm512_add_ps(_mm512_loadu_ps(points.reach + s), reach);
            const __m512 apart = _mm512_add_ps(
                _mm512_add_ps(_mm512_mul_ps(dx, dx), _mm512_mul_ps(dy, dy)), _mm512_mul_ps(dz, dz));
            const __m512i numbers = _mm512_loadu_si512(points.number + s);
            const std::size_t here = end - s;
            const auto inside = static_cast<__mmask16>(here < 16 ? (1u << here) - 1u : 0xffffu);
            const __mmask16 others = _mm512_mask_cmpneq_epi32_mask(inside, numbers, self);
            const __mmask16 near =
                _mm512_mask_cmp_ps_mask(others, apart, _mm512_mul_ps(limit, limit), _CMP_LT_OQ);
            // Not straight to memory: some processors take a hundred cycles for that.
            _mm512_storeu_si512(to + used, _mm512_maskz_compress_epi32(near, numbers));
            used += static_cast<std::size_t>(std::popcount(static_cast<unsigned>(near)));
        }
        return used;
    }
};

#endif

}  // namespace perforin::cells

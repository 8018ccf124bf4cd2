#include "fields/transfer.hpp"

#include <algorithm>
#include <cmath>

namespace perforin::fields {

namespace {

void scale(float* __restrict out, float weight, const float* row, std::size_t count) {
    for (std::size_t m = 0; m != count; ++m) out[m] = weight * row[m];
}

void add(float* __restrict out, float weight, const float* row, std::size_t count) {
    for (std::size_t m = 0; m != count; ++m) out[m] += weight * row[m];
}

/// line[2m] = even[m], line[2m + 1] = odd[m].
void interleave(float* __restrict line, const float* even, const float* odd, std::size_t count) {
    for (std::size_t m = 0; m != count; ++m) {
        line[2 * m] = even[m];
        line[2 * m + 1] = odd[m];
    }
}

void pick_second(float* __restrict out, const float* line, std::size_t count) {
    for (std::size_t m = 0; m != count; ++m) out[m] = line[2 * m];
}

/// out = low before + mid at + high after, lane by lane.
void blend(float* __restrict out, const std::array<std::vector<float>, 3>& weight,
           const float* before, const float* at, const float* after, std::size_t count) {
    const float *low = weight[0].data(), *mid = weight[1].data(), *high = weight[2].data();
    for (std::size_t m = 0; m != count; ++m) {
        out[m] = low[m] * before[m] + mid[m] * at[m] + high[m] * after[m];
    }
}

void add_product(float* __restrict out, const float* a, const float* b, std::size_t count) {
    for (std::size_t m = 0; m != count; ++m) out[m] += a[m] * b[m];
}

}  // namespace

void Transfer::Mix::add(std::size_t source, float share) {
    if (std::abs(share) < 1e-6f) return;
    from[count] = source;
    weight[count++] = share;
}

void Transfer::Mix::of_rows(float* out, const float* first, std::size_t stride,
                            std::size_t length) const {
    scale(out, weight[0], first + from[0] * stride, length);
    for (std::size_t q = 1; q < count; ++q) {
        fields::add(out, weight[q], first + from[q] * stride, length);
    }
}

/// Shares of a coarse cell that lie in fine cells 2 cell − 1, 2 cell, 2 cell + 1.
std::array<float, 3> Transfer::overlap(const Axis& axis, std::size_t cell) {
    const double ratio = static_cast<double>(axis.fine) / static_cast<double>(axis.coarse);
    const double low = static_cast<double>(cell) * ratio;
    std::array<float, 3> share{};
    for (std::size_t q = 0; q != 3; ++q) {
        const double left = static_cast<double>(2 * cell + q) - 1.0;
        const double common = std::min(low + ratio, left + 1.0) - std::max(low, left);
        share[q] = static_cast<float>(std::max(common / ratio, 0.0));
    }
    return share;
}

/// Linear interpolation to a fine cell from the coarse cells cell / 2 − 1, cell / 2, cell / 2 + 1.
std::array<float, 3> Transfer::hat(const Axis& axis, std::size_t cell) {
    const double ratio = static_cast<double>(axis.fine) / static_cast<double>(axis.coarse);
    const double centre = (static_cast<double>(cell) + 0.5) / ratio - 0.5;
    const std::size_t nearest = cell / 2;
    const auto past = static_cast<float>(centre - static_cast<double>(nearest));
    return {std::max(-past, 0.0f), 1.0f - std::abs(past), std::max(past, 0.0f)};
}

Transfer::Transfer(const Level& fine, const Level& coarse)
    : room_{std::max((fine.n[1] + 2) * fine.lanes, (2 * coarse.n[1] + 4) * coarse.lanes + 4)},
      scratch_(room_ * 2 * coarse.n[2]) {
    for (std::size_t a = 0; a != 3; ++a) {
        Axis& axis = axes_[a];
        axis.fine = fine.n[a], axis.coarse = coarse.n[a], axis.periodic = fine.periodic[a];
        axis.up.resize(axis.fine);
        for (std::size_t cell = 0; cell != axis.coarse; ++cell) {
            const auto share = overlap(axis, cell);
            Mix& mix = axis.down.emplace_back();
            for (std::size_t q = 0; q != 3; ++q) mix.add(2 * cell + q - 1, share[q]);
        }
    }
    for (std::size_t q = 0; q != 3; ++q) {
        overlap_[q].resize(coarse.n[0]);
        for (auto& hat : hat_) hat[q].resize(coarse.n[0]);
        for (std::size_t i = 0; i != coarse.n[0]; ++i) overlap_[q][i] = overlap(axes_[0], i)[q];
        for (std::size_t i = 0; i != fine.n[0]; ++i) hat_[i % 2][q][i / 2] = hat(axes_[0], i)[q];
    }
}

void Transfer::set_walls(const std::array<float, 6>& mirror) {
    mirror_ = {mirror[0], mirror[1]};
    for (std::size_t a = 1; a != 3; ++a) {
        Axis& axis = axes_[a];
        const std::size_t last = axis.coarse - 1;
        for (std::size_t cell = 0; cell != axis.fine; ++cell) {
            const auto weight = hat(axis, cell);
            const std::size_t mid = cell / 2;
            Mix mix;
            mix.add(mid, weight[1]);
            if (mid > 0) mix.add(mid - 1, weight[0]);
            if (mid < last) mix.add(mid + 1, weight[2]);
            if (mid == 0)
                mix.add(axis.periodic ? last : 0,
                        axis.periodic ? weight[0] : mirror[2 * a] * weight[0]);
            if (mid == last)
                mix.add(axis.periodic ? 0 : last,
                        axis.periodic ? weight[2] : mirror[2 * a + 1] * weight[2]);
            axis.up[cell] = mix;
        }
    }
}

/// Sums planes colour by colour; colour 0 of the sum holds the even voxels of even rows.
void Transfer::mix_planes(const Level& level, const Level::Values& values, const Mix& mix,
                          float* out) {
    const std::size_t size = level.n[1] * level.lanes;
    for (const bool odd : {false, true}) {
        float* half = out + (odd ? size : 0);
        for (std::size_t q = 0; q != mix.count; ++q) {
            const float* from = values.data() + level.half_row(0, mix.from[q], odd);
            (q == 0 ? scale : add)(half, mix.weight[q], from, size);
        }
    }
}

/// Sums rows of such a plane: even voxels, then odd ones.
void Transfer::mix_rows(const float* plane, const Level& level, const Mix& mix, float* out) {
    for (const bool odd : {false, true}) {
        float* half = out + (odd ? level.lanes : 0);
        for (std::size_t q = 0; q != mix.count; ++q) {
            const std::size_t j = mix.from[q], colour = (j + (odd ? 1 : 0)) % 2;
            const float* from = plane + (colour * level.n[1] + j) * level.lanes;
            (q == 0 ? scale : add)(half, mix.weight[q], from, level.lanes);
        }
    }
}

void Transfer::average(const Level& fine, const Level::Values& from, const Level& coarse,
                       Level::Values& to, std::size_t plane) {
    float* planes = scratch_.data() + 2 * room_ * plane;
    float* even = planes + 2 * fine.n[1] * fine.lanes;
    const float* odd = even + fine.lanes;
    float* line = even + 2 * fine.lanes;
    mix_planes(fine, from, axes_[2].down[plane], planes);
    for (std::size_t j = 0; j != coarse.n[1]; ++j) {
        mix_rows(planes, fine, axes_[1].down[j], even);
        blend(line, overlap_, odd - 1, even, odd, coarse.n[0]);
        pick_second(to.data() + coarse.half_row(j, plane, false), line, coarse.evens());
        pick_second(to.data() + coarse.half_row(j, plane, true), line + 1, coarse.odds());
    }
}

void Transfer::correct(const Level& coarse, Level& fine, std::size_t plane) {
    float* planes = scratch_.data() + room_ * plane;
    float* even = planes + 2 * coarse.n[1] * coarse.lanes;
    float* line = even + 2 * coarse.lanes + 1;
    const std::size_t last = coarse.n[0] - 1;
    const bool ring = axes_[0].periodic;
    mix_planes(coarse, coarse.c, axes_[2].up[plane], planes);
    for (std::size_t j = 0; j != fine.n[1]; ++j) {
        mix_rows(planes, coarse, axes_[1].up[j], even);
        interleave(line, even, even + coarse.lanes, coarse.evens());
        line[-1] = ring ? line[last] : mirror_[0] * line[0];
        line[last + 1] = ring ? line[0] : mirror_[1] * line[last];
        for (const bool is_odd : {false, true}) {
            const ByLane& weight = hat_[is_odd ? 1 : 0];
            const std::size_t count = is_odd ? fine.odds() : fine.evens();
            blend(even, weight, line - 1, line, line + 1, count);
            float* own = fine.c.data() + fine.half_row(j, plane, is_odd);
            if (fine.stiff) {
                add_product(own, fine.freedom.data() + fine.half_row(j, plane, is_odd), even,
                            count);
            } else {
                add(own, 1.0f, even, count);
            }
        }
    }
}

}  // namespace perforin::fields

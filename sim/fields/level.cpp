#include "fields/level.hpp"

#include <algorithm>

#include "fields/sheet.hpp"

namespace perforin::fields {

namespace {

constexpr std::size_t rounded_up(std::size_t count) {
    return (count + vector_width - 1) / vector_width * vector_width;
}

}  // namespace

Level::Level(std::array<std::size_t, 3> shape, std::array<bool, 3> wraps)
    : n{shape}, periodic{wraps}, lanes{rounded_up((shape[0] + 1) / 2 + 1)} {
    for (Values* values : {&c, &b, &s, &r, &inverse, &freedom}) values->resize(sheet() * n[2]);
    for (Values* link : {&mid_, &side_[0], &side_[1]}) link->resize(lanes);
    nothing_.resize(n[1] * lanes);
    if (seam(0)) ends_.resize(2 * n[1] * n[2]);
    if (seam(2)) {
        for (Values& plane : seam_) plane.resize(sheet());
    }
}

void Level::set_coupling(double diffusivity, std::array<double, 3> edge) {
    for (std::size_t axis = 0; axis != 3; ++axis) {
        k[axis] = n[axis] == 1 ? 0.0f : static_cast<float>(diffusivity / (edge[axis] * edge[axis]));
    }
    for (std::size_t m = 0; m != lanes; ++m) {
        mid_[m] = m < odds() ? k[0] : 0.0f;
        side_[0][m] = 0 < m && m < evens() ? k[0] : 0.0f;
        side_[1][m] = m < odds() && m + 1 < evens() ? k[0] : 0.0f;
    }
}

/// Sets rows −1 and n1 of the colour that `colour` looks at: the far side of a ring, else a mirror
/// (no difference, no flow) or zeros (nobody there).
void Level::look_beyond(Values& values, std::size_t plane, std::size_t colour, bool mirror) const {
    const auto row = [&](std::size_t of, std::size_t j) {
        return values.begin() + static_cast<std::ptrdiff_t>(block(of, plane) + j * lanes);
    };
    const std::size_t other = 1 - colour, top = n[1] - 1;
    const auto below = row(other, 0) - static_cast<std::ptrdiff_t>(lanes);
    if (ring(1)) {
        const std::size_t far = seam(1) ? colour : other;
        std::copy_n(row(far, top), lanes, below);
        std::copy_n(row(far, 0), lanes, row(other, n[1]));
    } else if (mirror) {
        std::copy_n(row(colour, 0), lanes, below);
        std::copy_n(row(colour, top), lanes, row(other, n[1]));
    } else {
        std::fill_n(below, lanes, 0.0f);
        std::fill_n(row(other, n[1]), lanes, 0.0f);
    }
}

void Level::relax(std::size_t plane, std::size_t colour) {
    look_beyond(c, plane, colour, false);
    if (seam(0)) {
        for (std::size_t j = (plane + colour) % 2; j < n[1]; j += 2) {
            ends_[2 * (j + n[1] * plane)] = c[at(0, j, plane)];
            ends_[2 * (j + n[1] * plane) + 1] = c[at(n[0] - 1, j, plane)];
        }
    }
    const std::size_t other = 1 - colour, top = n[2] - 1;
    const auto next = [&](bool inside, std::size_t to) {
        if (inside || (ring(2) && !seam(2))) return c.data() + block(other, to);
        return seam(2) ? seam_[to == 0 ? 0 : 1].data() + block(colour, 0) : nothing_.data();
    };
    const Sheet sheet{c.data() + block(other, plane),
                      next(plane > 0, plane > 0 ? plane - 1 : top),
                      next(plane < top, plane < top ? plane + 1 : 0),
                      n[1],
                      lanes,
                      (plane + colour) % 2 == 1};
    const std::size_t own = block(colour, plane);
    relax_sheet(c.data() + own, sheet, b.data() + own, inverse.data() + own, k);
    if (ring(0)) wrap_rows(plane, colour);
}

/// Adds to the first and last voxel of each row what comes round a periodic x.
void Level::wrap_rows(std::size_t plane, std::size_t colour) {
    const std::size_t own = block(colour, plane), other = block(1 - colour, plane);
    const std::size_t starts = (plane + colour) % 2, end = (n[0] - 1) / 2;
    if (seam(0)) {
        for (std::size_t j = starts; j < n[1]; j += 2) {
            const float* before = ends_.data() + 2 * (j + n[1] * plane);
            const std::size_t first = own + j * lanes, last = first + end;
            c[first] += inverse[first] * (k[0] * before[1]);
            c[last] += inverse[last] * (k[0] * before[0]);
        }
        return;
    }
    for (std::size_t j = 0; j != n[1]; ++j) {
        const std::size_t row = j * lanes, here = j % 2 == starts ? 0 : end;
        c[own + row + here] += inverse[own + row + here] * (k[0] * c[other + row + end - here]);
    }
}

/// r = centre(own, b, s) + Σ k pair(own, neighbour) in a plane, over the neighbours there are.
template <class Pair, class Centre>
void Level::couple(Values& values, std::size_t plane, Pair pair, Centre centre) {
    const std::size_t top = n[2] - 1;
    for (std::size_t colour = 0; colour != 2; ++colour) {
        look_beyond(values, plane, colour, true);
        const std::size_t own = block(colour, plane);
        const auto next = [&](bool inside, std::size_t to) {
            if (!inside && !ring(2)) return values.data() + own;
            return values.data() + block(!inside && seam(2) ? colour : 1 - colour, to);
        };
        const Sheet sheet{values.data() + block(1 - colour, plane),
                          next(plane > 0, plane > 0 ? plane - 1 : top),
                          next(plane < top, plane < top ? plane + 1 : 0),
                          n[1],
                          lanes,
                          (plane + colour) % 2 == 1};
        const Links links{mid_.data(), {side_[0].data(), side_[1].data()}, k[1], k[2]};
        couple_sheet(r.data() + own, values.data() + own, sheet, links, b.data() + own,
                     s.data() + own, pair, centre);
    }
    if (!ring(0)) return;
    for (std::size_t j = 0; j != n[1]; ++j) {
        const std::size_t first = at(0, j, plane), last = at(n[0] - 1, j, plane);
        r[first] += k[0] * pair(values[first], values[last]);
        r[last] += k[0] * pair(values[last], values[first]);
    }
}

void Level::residual(std::size_t plane) {
    couple(
        c, plane, [](float own, float other) { return other - own; },
        [](float own, float gain, float loss) { return gain - loss * own; });
}

double Level::squares(const Values& values, std::size_t plane) const {
    double sum = 0.0;
    for (const std::size_t at : {block(0, plane), block(1, plane)}) {
        sum += sum_of_squares(values.data() + at, n[1] * lanes);
    }
    return sum;
}

double Level::squares_of_step(std::size_t plane) const {
    double sum = 0.0;
    for (const std::size_t at : {block(0, plane), block(1, plane)}) {
        sum += sum_of_squares(inverse.data() + at, r.data() + at, n[1] * lanes);
    }
    return sum;
}

void Level::add_at_walls(Values& values, std::size_t plane,
                         const std::array<float, 6>& by_face) const {
    const auto at_wall = [&](std::size_t axis, std::size_t i) {
        if (periodic[axis]) return 0.0f;
        return (i == 0 ? by_face[2 * axis] : 0.0f) +
               (i + 1 == n[axis] ? by_face[2 * axis + 1] : 0.0f);
    };
    const float z = at_wall(2, plane);
    for (std::size_t j = 0; j != n[1]; ++j) {
        const float across = at_wall(1, j) + z;
        if (across > 0.0f || across < 0.0f) {
            float* even = values.data() + half_row(j, plane, false);
            float* odd = values.data() + half_row(j, plane, true);
            for (std::size_t m = 0; m != evens(); ++m) even[m] += across;
            for (std::size_t m = 0; m != odds(); ++m) odd[m] += across;
        }
        values[at(0, j, plane)] += at_wall(0, 0);
        if (n[0] > 1) values[at(n[0] - 1, j, plane)] += at_wall(0, n[0] - 1);
    }
}

void Level::invert(std::size_t plane) {
    const auto links = [&](std::size_t axis, std::size_t i) {
        const bool lone = !periodic[axis] && (i == 0 || i + 1 == n[axis]);
        return lone ? k[axis] : 2.0f * k[axis];
    };
    for (std::size_t j = 0; j != n[1]; ++j) {
        const float across = links(1, j) + links(2, plane), inner = across + 2.0f * k[0];
        for (const bool odd : {false, true}) {
            const float* loss = s.data() + half_row(j, plane, odd);
            float* __restrict inv = inverse.data() + half_row(j, plane, odd);
            const std::size_t count = odd ? odds() : evens();
            for (std::size_t m = 0; m != count; ++m) inv[m] = over_relaxation / (loss[m] + inner);
        }
        for (const std::size_t i : {std::size_t{0}, n[0] - 1}) {
            const std::size_t m = at(i, j, plane);
            inverse[m] = over_relaxation / (s[m] + (across + links(0, i)));
        }
    }
}

std::array<float, 2> Level::range_of_loss(std::size_t plane) const {
    float least = s[at(0, 0, plane)], most = least;
    for (std::size_t j = 0; j != n[1]; ++j) {
        for (const bool odd : {false, true}) {
            const float* loss = s.data() + half_row(j, plane, odd);
            const std::size_t count = odd ? odds() : evens();
            for (std::size_t m = 0; m != count; ++m) {
                least = loss[m] < least ? loss[m] : least;
                most = loss[m] > most ? loss[m] : most;
            }
        }
    }
    return {least, most};
}

void Level::soften(std::size_t plane, float least) {
    const float room = 2.0f * (k[0] + k[1] + k[2]) + least;
    for (std::size_t j = 0; j != n[1]; ++j) {
        for (const bool odd : {false, true}) {
            const float* loss = s.data() + half_row(j, plane, odd);
            float* __restrict theta = freedom.data() + half_row(j, plane, odd);
            const std::size_t count = odd ? odds() : evens();
            for (std::size_t m = 0; m != count; ++m) {
                theta[m] = room / (room + (loss[m] - least));
            }
        }
    }
}

void Level::weigh(std::size_t plane, float least) {
    couple(
        freedom, plane, [](float own, float other) { return 0.5f * (own - other) * (own - other); },
        [least](float own, float, float loss) { return least + (loss - least) * (own * own); });
}

void Level::damp_residual(std::size_t plane) {
    for (std::size_t m = plane * sheet(); m != (plane + 1) * sheet(); ++m) r[m] *= freedom[m];
}

void Level::remember_seam() {
    if (!seam(2)) return;
    std::copy_n(c.begin(), sheet(), seam_[0].begin());
    std::copy_n(c.end() - static_cast<std::ptrdiff_t>(sheet()), sheet(), seam_[1].begin());
}

}  // namespace perforin::fields

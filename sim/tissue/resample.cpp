#include "tissue/resample.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>

#include "core/parallel.hpp"
#include "tissue/geometry.hpp"

namespace perforin::tissue {

namespace {

double distance(Vec3 a, Vec3 b, int dimensions) {
    double sum = 0.0;
    for (std::size_t axis = 0; axis != static_cast<std::size_t>(dimensions); ++axis) {
        const double d = static_cast<double>(a[axis]) - static_cast<double>(b[axis]);
        sum += d * d;
    }
    return std::sqrt(sum);
}

constexpr float bin_width = 20.0f;  // µm: no two cells farther apart than two radii overlap

}  // namespace

double Unrolling::radius(Vec3 at) const {
    return distance(at, centre, slab.dimensions);
}

double Unrolling::copies(Vec3 at) const {
    const double z = height(at);
    if (z < 0.0 || z >= static_cast<double>(slab.size[depth_axis(slab)])) return 0.0;
    const double r = std::max(radius(at), 1.0);  // the very centre: no division by nothing
    const double wide = slab.size.x;
    if (slab.dimensions == 2) return wide / (2.0 * std::numbers::pi * r);
    return wide * static_cast<double>(slab.size.y) / (4.0 * std::numbers::pi * r * r);
}

Ball ball_of(const Surface& cells, const std::vector<Row>& rows, double share) {
    if (rows.empty()) return {};
    Ball ball;
    for (std::size_t axis = 0; axis != 3; ++axis) {
        const double sum = parallel::sum(rows.size(), [&](std::size_t i) {
            return static_cast<double>(cells.position[rows[i]][axis]);
        });
        ball.centre[axis] = static_cast<float>(sum / static_cast<double>(rows.size()));
    }
    std::vector<float> radii;
    radii.reserve(rows.size());
    for (const Row row : rows) radii.push_back(norm(cells.position[row] - ball.centre));
    const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(radii.size() - 1));
    std::nth_element(radii.begin(), radii.begin() + rank, radii.end());
    ball.radius = static_cast<double>(radii[static_cast<std::size_t>(rank)]);
    return ball;
}

std::vector<CellClass> classes_of(const Surface& cells, const std::vector<Row>& rows) {
    using Class =
        std::tuple<std::uint8_t, std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t>;
    std::map<Class, std::vector<Row>> members;
    for (const Row row : rows) {
        members[{cells.kind[row], cells.condition[row], cells.roles[row], cells.clone[row],
                 cells.antigens[row]}]
            .push_back(row);
    }
    std::vector<CellClass> classes;
    classes.reserve(members.size());
    for (auto& entry : members) {
        const std::uint64_t key = std::apply(
            [](std::uint64_t first, auto... rest) {
                ((first = descend(first, rest)), ...);
                return first;
            },
            entry.first);
        classes.push_back({key, std::move(entry.second)});
    }
    return classes;
}

std::vector<std::uint32_t> draw(const Surface& cells, const std::vector<Row>& rows,
                                const Unrolling& unrolling, double offset) {
    struct Member {
        double radius;
        CellId id;
        std::size_t place;
    };
    std::vector<Member> members;
    members.reserve(rows.size());
    for (std::size_t i = 0; i != rows.size(); ++i) {
        members.push_back({unrolling.radius(cells.position[rows[i]]), cells.id[rows[i]], i});
    }
    std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
        return a.radius != b.radius ? a.radius < b.radius : a.id < b.id;
    });
    std::vector<std::uint32_t> times(rows.size(), 0);
    double passed = offset;
    for (const Member& member : members) {
        const double next = passed + unrolling.copies(cells.position[rows[member.place]]);
        times[member.place] = static_cast<std::uint32_t>(std::floor(next) - std::floor(passed));
        passed = next;
    }
    return times;
}

Places::Places(const Box& slab) : slab_{slab} {
    for (std::size_t axis = 0; axis != 3; ++axis) {
        const float bins = std::floor(slab.size[axis] / bin_width);
        count_[axis] = static_cast<std::size_t>(std::max(1.0f, bins));
    }
    bins_.resize(count_[0] * count_[1] * count_[2]);
}

std::size_t Places::bin(std::size_t axis, float x) const {
    const auto count = static_cast<float>(count_[axis]);
    const float at = std::floor(x / slab_.size[axis] * count);
    return static_cast<std::size_t>(std::clamp(at, 0.0f, count - 1.0f));
}

Vec3 Places::give(double height, float radius, Stream& random) {
    constexpr int tries = 12;
    Vec3 best{};
    double least = -1.0;
    for (int k = 0; k != tries; ++k) {
        Vec3 at{0.0f, 0.0f, 0.5f * slab_.size.z};
        for (std::size_t axis = 0; axis != depth_axis(slab_); ++axis) {
            at[axis] = static_cast<float>(uniform(random)) * slab_.size[axis];
        }
        at[depth_axis(slab_)] = static_cast<float>(height);
        at = slab_.wrap(at);
        const double here = overlap(at, radius);
        if (least >= 0.0 && here >= least) continue;
        best = at;
        least = here;
    }
    bins_[bin(0, best.x) + count_[0] * (bin(1, best.y) + count_[1] * bin(2, best.z))].push_back(
        {best, radius});
    return best;
}

/// Σ over neighbours of the squared depth by which spheres overlap, µm².
double Places::overlap(Vec3 at, float radius) const {
    std::array<std::array<std::size_t, 3>, 3> near{};
    std::array<std::size_t, 3> nears{};
    for (std::size_t axis = 0; axis != 3; ++axis) {
        const std::size_t here = bin(axis, at[axis]), count = count_[axis];
        for (const std::ptrdiff_t step : {-1, 0, 1}) {
            auto next = static_cast<std::ptrdiff_t>(here) + step;
            const auto all = static_cast<std::ptrdiff_t>(count);
            if (slab_.periodic[axis]) next = (next + all) % all;
            if (next < 0 || next >= all) continue;
            const auto found = static_cast<std::size_t>(next);
            const auto end = near[axis].begin() + static_cast<std::ptrdiff_t>(nears[axis]);
            if (std::find(near[axis].begin(), end, found) == end) near[axis][nears[axis]++] = found;
        }
    }
    double sum = 0.0;
    for (std::size_t k = 0; k != nears[2]; ++k) {
        for (std::size_t j = 0; j != nears[1]; ++j) {
            for (std::size_t i = 0; i != nears[0]; ++i) {
                for (const Taken& taken :
                     bins_[near[0][i] + count_[0] * (near[1][j] + count_[1] * near[2][k])]) {
                    const float gap =
                        norm(slab_.displacement(at, taken.at)) - radius - taken.radius;
                    if (gap < 0.0f) sum += static_cast<double>(gap) * static_cast<double>(gap);
                }
            }
        }
    }
    return sum;
}

}  // namespace perforin::tissue

#include "clinic/monitoring/border.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/maths.hpp"
#include "tissue/geometry.hpp"

namespace perforin::clinic {

namespace {

constexpr double column_um = 25.0;  ///< of a sample's surface: one and a half cells
constexpr double voxel_um = 20.0;   ///< cells whose voxels touch belong together
constexpr double margin_share = 0.25;
constexpr double outer = 0.9;  ///< share of the tumour that lies within the radius found

/// Voxels of a box, and who is next to whom.
class Voxels {
public:
    explicit Voxels(const Box& box) : box_{box} {
        for (std::size_t axis = 0; axis != 3; ++axis) {
            n_[axis] = std::max(1, static_cast<int>(double{box.size[axis]} / voxel_um));
        }
    }
    std::size_t size() const {
        return static_cast<std::size_t>(n_[0]) * static_cast<std::size_t>(n_[1]) *
               static_cast<std::size_t>(n_[2]);
    }
    std::size_t of(Vec3 at) const {
        std::array<int, 3> place{};
        for (std::size_t axis = 0; axis != 3; ++axis) {
            const double share = double{at[axis]} / double{box_.size[axis]};
            place[axis] =
                std::clamp(static_cast<int>(std::floor(share * n_[axis])), 0, n_[axis] - 1);
        }
        return number(place);
    }
    template <class Visit>
    void for_neighbours(std::size_t voxel, Visit&& visit) const {
        const auto v = static_cast<int>(voxel);
        const std::array<int, 3> at{v % n_[0], v / n_[0] % n_[1], v / n_[0] / n_[1]};
        for (int step = 0; step != 27; ++step) {
            std::array<int, 3> next{at[0] + step % 3 - 1, at[1] + step / 3 % 3 - 1,
                                    at[2] + step / 9 - 1};
            if (wrap(next)) visit(number(next));
        }
    }

private:
    std::size_t number(const std::array<int, 3>& at) const {
        std::size_t sum = 0;
        for (std::size_t axis = 3; axis-- != 0;) {
            sum = sum * static_cast<std::size_t>(n_[axis]) + static_cast<std::size_t>(at[axis]);
        }
        return sum;
    }
    bool wrap(std::array<int, 3>& at) const {
        for (std::size_t axis = 0; axis != 3; ++axis) {
            if (box_.periodic[axis]) at[axis] = (at[axis] + n_[axis]) % n_[axis];
            if (at[axis] < 0 || at[axis] >= n_[axis]) return false;
        }
        return true;
    }

    const Box& box_;
    std::array<int, 3> n_{};
};

/// Numbers the clusters of occupied voxels from 1 on; 0 is empty. Returns how many there are.
int number_clusters(const Voxels& voxels, std::vector<int>& cluster) {
    int clusters = 0;
    std::vector<std::size_t> open;
    for (std::size_t start = 0; start != cluster.size(); ++start) {
        if (cluster[start] >= 0) continue;
        cluster[start] = ++clusters;
        open.push_back(start);
        while (!open.empty()) {
            const std::size_t here = open.back();
            open.pop_back();
            voxels.for_neighbours(here, [&](std::size_t next) {
                if (cluster[next] >= 0) return;
                cluster[next] = clusters;
                open.push_back(next);
            });
        }
    }
    return clusters;
}

/// Tumour cells of the largest cluster: single cells that went astray do not move the border.
std::vector<StainedCell> largest_cluster(std::span<const StainedCell> cells, const Box& box) {
    const Voxels voxels{box};
    std::vector<int> cluster(voxels.size(), 0);
    for (const StainedCell& cell : cells) {
        if (cell.lineage == Lineage::tumour) cluster[voxels.of(cell.at)] = -1;
    }
    std::vector<std::size_t> members(static_cast<std::size_t>(number_clusters(voxels, cluster)) +
                                     1);
    for (const StainedCell& cell : cells) {
        if (cell.lineage == Lineage::tumour) {
            ++members[static_cast<std::size_t>(cluster[voxels.of(cell.at)])];
        }
    }
    const auto largest =
        static_cast<int>(std::max_element(members.begin(), members.end()) - members.begin());
    std::vector<StainedCell> found;
    for (const StainedCell& cell : cells) {
        if (cell.lineage == Lineage::tumour && cluster[voxels.of(cell.at)] == largest) {
            found.push_back(cell);
        }
    }
    return found;
}

}  // namespace

Border::Border(std::span<const StainedCell> cells, const Box& box, bool sample, double margin)
    : box_{box}, sample_{sample} {
    const std::vector<StainedCell> tumour = largest_cluster(cells, box);
    if (sample) {
        find_surface(tumour);
    } else {
        find_ball(tumour);
    }
    margin_ = std::min(margin, margin_share * deepest_);
}

void Border::find_surface(std::span<const StainedCell> tumour) {
    for (std::size_t axis = 0; axis != tissue::depth_axis(box_); ++axis) {
        columns_[axis] = static_cast<std::size_t>(
            std::max(1.0, std::round(double{box_.size[axis]} / column_um)));
    }
    height_.assign(columns_[0] * columns_[1], 0.0);
    const std::size_t up = tissue::depth_axis(box_);
    for (const StainedCell& cell : tumour) {
        double& height = height_[column(cell.at)];
        height = std::max(height, double{cell.at[up]} + double{cell.radius});
    }
    deepest_ =
        std::accumulate(height_.begin(), height_.end(), 0.0) / static_cast<double>(height_.size());
}

std::size_t Border::column(Vec3 at) const {
    std::array<std::size_t, 2> place{};
    for (std::size_t axis = 0; axis != tissue::depth_axis(box_); ++axis) {
        const double share = double{at[axis]} / double{box_.size[axis]};
        const auto last = static_cast<double>(columns_[axis] - 1);
        place[axis] = static_cast<std::size_t>(
            std::clamp(std::floor(share * static_cast<double>(columns_[axis])), 0.0, last));
    }
    return place[0] + columns_[0] * place[1];
}

/// The radius of a full ball of which so many cells lie that far out.
void Border::find_ball(std::span<const StainedCell> tumour) {
    centre_ = 0.5f * box_.size;
    if (tumour.empty()) return;
    std::array<double, 3> sum{};
    for (const StainedCell& cell : tumour) {
        for (std::size_t axis = 0; axis != 3; ++axis) sum[axis] += double{cell.at[axis]};
    }
    for (std::size_t axis = 0; axis != 3; ++axis) {
        centre_[axis] = static_cast<float>(sum[axis] / static_cast<double>(tumour.size()));
    }
    std::vector<float> away;
    for (const StainedCell& cell : tumour) away.push_back(norm(cell.at - centre_));
    const double reach = tissue::at_share(std::move(away), outer);
    deepest_ = box_.dimensions == 2 ? reach / std::sqrt(outer) : reach / maths::cbrt(outer);
}

double Border::depth(Vec3 at) const {
    if (!sample_) {
        Vec3 away = at - centre_;
        if (box_.dimensions == 2) away.z = 0.0f;
        return deepest_ - double{norm(away)};
    }
    return height_[column(at)] - double{at[tissue::depth_axis(box_)]};
}

Zone Border::zone(Vec3 at) const {
    const double below = depth(at);
    if (below > margin_) return Zone::core;
    return below >= -margin_ && deepest_ > 0.0 ? Zone::margin : Zone::host;
}

}  // namespace perforin::clinic

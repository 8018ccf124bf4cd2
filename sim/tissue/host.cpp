// Stroma and host tissue around the nests of a tumour, and where the lesion ends. Part of Lesion.

#include <algorithm>
#include <cmath>
#include <limits>

#include "tissue/geometry.hpp"
#include "tissue/lesion.hpp"

namespace perforin::tissue {

/// Founds the cells of stroma and host tissue in the layers of voxels from `first` on. Who stands
/// where is a function of place, so a block that moves meets tissue that was always there.
void Lesion::found_stroma(std::size_t first) {
    const fields::Grid& grid = dissolved_->grid();
    const std::size_t in_layer = grid.size() / grid.n[depth_axis(box_)];
    for (std::uint16_t kind = 0; kind != rules_.kinds.size(); ++kind) {
        const Kind& rules = *rules_.kinds[kind];
        const PerVolume stroma = rules.stromal_density(), host = rules.host_density();
        if (!(stroma > PerVolume{}) && !(host > PerVolume{})) continue;
        const std::uint64_t which = identity_of(rules_.kind_names[kind]);
        for (std::size_t v = first * in_layer; v != grid.size(); ++v) {
            const Region region = layout_->region(grid.centre(v));
            if (region == Region::nest) continue;
            const PerVolume density = region == Region::stroma ? stroma : host;
            const double expected = density * (grid.voxel_volume() * um3) / weight_of(kind);
            Stream random{seed_,
                          "stroma.place"_draw,
                          {identity_, descend(which, v % in_layer)},
                          static_cast<Seconds>(v / in_layer) + books_.layers_cut};
            const auto agents = static_cast<std::uint64_t>(std::floor(expected + uniform(random)));
            for (std::uint64_t k = 0; k != agents; ++k) {
                Founder founder;
                founder.position = inside(grid.centre(v) + in_voxel(random));
                add(kind, rules.founder(founder, random));
            }
        }
    }
}

/// A random place in a voxel, from its centre.
Vec3 Lesion::in_voxel(Stream& random) const {
    Vec3 offset;
    for (std::size_t axis = 0; axis != static_cast<std::size_t>(box_.dimensions); ++axis) {
        offset[axis] =
            (static_cast<float>(uniform(random)) - 0.5f) * dissolved_->grid().spacing[axis];
    }
    return offset;
}

/// Tumour cells that host tissue carried out of a block stay at its border, unless there are many
/// and the block is full: then they have outgrown it, which the guards tell.
void Lesion::keep_outliers() {
    constexpr double some = 0.01;
    std::vector<Row> out;
    std::size_t agents = 0;
    bool among_others = false;
    for (Row row = 0; row != cells_.size(); ++row) {
        among_others |= host_kind_[cells_.kind[row]] != 0;
        if (!tumour_agent(cells_, row)) continue;
        ++agents;
        if (!box_.holds(cells_.position[row], -cells_.radius[row])) out.push_back(row);
    }
    const double most = std::max(1.0, some * static_cast<double>(agents));
    if (!among_others || (static_cast<double>(out.size()) > most && full())) return;
    for (const Row row : out) cells_.position[row] = inside(cells_.position[row]);
}

/// Cells of the host that were pushed out of the block have joined the tissue beyond it.
void Lesion::drop_strays() {
    gone_.assign(cells_.size(), 0);
    bool any = false;
    for (Row row = 0; row != cells_.size(); ++row) {
        if (host_kind_[cells_.kind[row]] == 0) continue;
        if (box_.holds(cells_.position[row], -cells_.radius[row])) continue;
        gone_[row] = 1;
        any = true;
        const double cells = cells_.weight[row] * books_.cells_per_agent;
        (cells_.roles[row] == role::debris ? books_.resampled_corpses : books_.resampled_others) -=
            cells;
    }
    if (any) remove_gone();
    gone_.clear();
}

/// Where the tumour part of a sample ends: most of its cells and corpses lie below. A tumour that
/// is all but gone leaves the tissue that it lay in.
void Lesion::find_margin() {
    margin_ = std::numeric_limits<float>::infinity();
    if (!layout_->sample()) return;
    constexpr std::size_t few = 20;
    const std::size_t axis = depth_axis(box_);
    std::vector<float> heights;
    for (std::size_t row = 0; row != cells_.size(); ++row) {
        const bool lesion = tumour_agent(cells_, row) ||
                            (cells_.roles[row] == role::debris && !host_kind_[cells_.kind[row]]);
        if (lesion) heights.push_back(cells_.position[row][axis]);
    }
    if (heights.size() >= few) margin_ = at_share(std::move(heights), 0.99);
}

/// Whether a cell counts as volume of the lesion: not host tissue, nor leukocytes beyond the
/// margin. The radius of a light agent already is that of its share.
bool Lesion::in_lesion(std::size_t row) const {
    if (!(cells_.weight[row] > 0.0f) || host_kind_[cells_.kind[row]] != 0) return false;
    return cells_.kind[row] == rules_.tumour || cells_.position[row][depth_axis(box_)] <= margin_;
}

}  // namespace perforin::tissue

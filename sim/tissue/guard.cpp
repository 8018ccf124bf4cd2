// Blocks that would not fit in memory are the user's mistake, found before anything is allocated.
// Part of Lesion.

#include <cmath>

#include <fmt/format.h>

#include "tissue/lesion.hpp"

namespace perforin::tissue {

namespace {

/// What is wrong with a block of so many voxels; empty if nothing.
std::string too_large(const Layout& layout, const TissueParams& tissue, std::size_t dissolved) {
    const Box box = layout.box();
    const auto grid = fields::Grid::over(box, static_cast<float>(tissue.voxel.in(um)));
    const auto voxels = static_cast<double>(grid.size());
    if (voxels <= tissue.largest_block) return {};
    constexpr double gib = 1024.0 * 1024.0 * 1024.0;
    return fmt::format(
        "the block of {} × {} × {} um takes {} × {} × {} = {:.3g} voxels of {:.3g} um and about "
        "{:.3g} GiB, but tissue.largest_block allows {:.3g} voxels. Make `{}` smaller or "
        "tissue.voxel larger; if the memory is there, raise tissue.largest_block",
        box.size.x, box.size.y, box.size.z, grid.n[0], grid.n[1], grid.n[2], voxels,
        tissue.voxel.in(um), voxels * Dissolved::bytes_per_voxel(dissolved) / gib,
        tissue.largest_block, layout.size_key().key);
}

/// Agents that a block is founded with, about: the tumour's packing, and scattered kinds.
double founders(const Layout& layout, const Rules& rules) {
    const Box box = layout.box();
    const double volume = layout.tumour_volume(static_cast<double>(box.size.z));
    const double block = double{box.size.x} * box.size.y * box.size.z;
    double agents = 0.0;
    for (const auto& kind : rules.kinds) {
        const double spacing = 2.0 * kind->founding_radius() * rules.tissue.packing;
        const double site = box.dimensions == 2
                                ? spacing * spacing * std::sqrt(0.75) * double{box.size.z}
                                : spacing * spacing * spacing / std::sqrt(2.0);
        if (site > 0.0) agents += volume * (1.0 - layout.stroma()) / site;
        agents += kind->initial_density() * (volume * um3) / kind->weight();
        agents += kind->stromal_density() * (volume * layout.stroma() * um3) / kind->weight();
        agents += kind->host_density() * ((block - volume) * um3) / kind->weight();
    }
    return agents;
}

std::string too_many(const Layout& layout, const Rules& rules) {
    const double agents = founders(layout, rules);
    if (agents <= rules.tissue.largest_population) return {};
    return fmt::format(
        "the block would begin with about {:.3g} agents, but tissue.largest_population allows "
        "{:.3g}. Make the tumour of the block smaller, or raise tissue.largest_population",
        agents, rules.tissue.largest_population);
}

}  // namespace

/// Notes what is too large, and lays out something small instead, so that the rest of the input can
/// be read. Returns the layout to begin with.
const Layout* Lesion::guard(const config::Section& section, std::size_t drugs) {
    bool sound = true;
    const auto complain = [&](const Layout& layout, const std::string& problem) {
        if (problem.empty()) return;
        const LayoutKey at = layout.size_key();
        section.child(at.table).problem(at.key, problem);
        sound = false;
    };
    const std::size_t dissolved = rules_.substances.size() + drugs;
    for (const auto* layout : {founding_.get(), successor_.get()}) {
        if (layout) complain(*layout, too_large(*layout, rules_.tissue, dissolved));
    }
    if (sound) complain(*founding_, too_many(*founding_, rules_));
    if (!sound) {
        config::Section none;
        founding_ = registry<Layout>().begin()->second.make(none);
        successor_.reset();
    }
    return founding_.get();
}

}  // namespace perforin::tissue

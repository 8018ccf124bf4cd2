#pragma once
// What a needle takes out of a block and what sections through it show: cells in fields of view,
// and the same of the whole block. METHODS.md.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "clinic/monitoring/border.hpp"
#include "clinic/monitoring/stains.hpp"
#include "core/geometry.hpp"

namespace perforin::clinic {

/// How a core is taken and cut; µm.
struct Cutting {
    double diameter = 800.0, length = 10000.0, section = 4.0;
    std::int64_t levels = 3;  ///< sections, evenly through the core
    double aim = 0.5;         ///< how far off the middle of a nodule, relative to its radius
};

/// Who was biopsied, and when.
struct BiopsyKey {
    std::uint64_t seed, examination, lesion;
    std::int64_t at;  ///< simulated second of the visit
};

/// Where the needle went. It enters on the host side and runs along the block's depth; sections
/// are planes along it.
struct Needle {
    std::size_t across = 0;   ///< axis that the sections show beside the depth
    std::size_t through = 1;  ///< axis that they are stacked along
    std::size_t up = 2;       ///< the depth
    Vec3 axis{};              ///< a point on the middle line
    double width = 0.0;       ///< of the core within the block (µm)
    double spread = 0.0;      ///< of its sections: as wide, or as the nodule in it (µm)
    double bottom = 0.0;      ///< height that the tip reached (µm)
};
Needle place(const Cutting&, const Border&, const Box&, const BiopsyKey&);

/// One section: its plane, and how wide the core is there.
struct Section {
    double plane = 0.0;  ///< along Needle::through
    double width = 0.0;  ///< µm
};
std::vector<Section> sections(const Cutting&, const Needle&, const Box&);

/// Whether a section shows a place of its plane: it lies within the core.
bool within(const Needle&, const Section&, const Box&, Vec3);
/// How far the middle of a cell is from the plane of a section; 0 in a sheet, which is one (µm).
double off_plane(const Needle&, const Section&, const Box&, Vec3);

/// The cells that a section shows: every one of which it holds a part and whose middle is within
/// the core. An agent that stands for a share of a cell is one with that chance.
std::vector<StainedCell> cut(std::span<const StainedCell>, const Cutting&, const Needle&,
                             const Section&, const Box&, const BiopsyKey&);

constexpr std::size_t lineages = 6, zones = 3;

/// Cells of each lineage by zone, and the area of that: counts of sections; of a whole block what
/// sections of it have per mm², in expectation.
struct Census {
    std::array<std::array<double, zones>, lineages> live{}, positive{};  ///< positive: for PD-L1
    std::array<double, zones> area{};                                    ///< mm²
    double dead = 0.0;                                                   ///< corpses of the tumour

    double of(Lineage lineage, Zone zone) const {
        return live[static_cast<std::size_t>(lineage)][static_cast<std::size_t>(zone)];
    }
    double of(Lineage) const;  ///< in core and margin
    double positive_of(Lineage) const;
    double per_mm2(Lineage lineage, Zone zone) const;  ///< NaN where there is no area
    double cells() const;  ///< live ones of all lineages in core and margin
    Census& operator+=(const Census&);
};

/// From how many molecules on a cell is positive for PD-L1: a limit for the whole slide, and a
/// scatter from cell to cell (natural logarithm).
struct Pdl1Stain {
    double limit = 6e4, scatter = 0.0;
    std::uint64_t seed = 0, examination = 0;
    std::int64_t at = 0;
    bool positive(const StainedCell&) const;
};

Census count(std::span<const StainedCell> shown, const Needle&, const Section&, const Border&,
             const Box&, const Pdl1Stain&);
Census whole_block(std::span<const StainedCell>, double section_um, const Border&, const Box&,
                   const Pdl1Stain&);

}  // namespace perforin::clinic

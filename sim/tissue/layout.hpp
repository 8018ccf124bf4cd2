#pragma once
// A layout gives a block its box, its sides and its first cells.

#include <string>
#include <string_view>
#include <vector>

#include "cells/walls.hpp"
#include "config/block.hpp"
#include "core/geometry.hpp"
#include "core/random.hpp"
#include "core/units.hpp"

namespace perforin::tissue {

/// What lies beyond a non-periodic side: nothing; host tissue, which cells may enter; medium, with
/// which only what is dissolved is exchanged.
enum class Side { closed, host, medium };

/// What a place is when a block is founded: a nest of tumour cells, connective tissue between nests,
/// or host tissue beyond the margin.
enum class Region { nest, stroma, host };

/// A parameter of a layout, in its table of [[lesion]].
struct LayoutKey {
    std::string_view table, key;
};

class Layout {
public:
    virtual ~Layout() = default;

    virtual Box box() const = 0;
    /// The key that sets the block's longest edge, by table and name: where to complain of its
    /// size.
    virtual LayoutKey size_key() const = 0;
    /// Low and high side of an axis; meaningless where the box is periodic.
    virtual Side side(std::size_t axis, bool high) const = 0;
    /// Whether a point belongs to the tumour part when the block is founded.
    virtual bool in_tumour(Vec3) const = 0;
    /// The same, and what of the tumour part is stroma.
    virtual Region region(Vec3 at) const { return in_tumour(at) ? Region::nest : Region::host; }
    /// Share of the tumour part that is stroma.
    virtual double stroma() const { return 0.0; }
    /// µm³ of the tumour part when the block is founded (2-D: times `thickness`).
    virtual double tumour_volume(double thickness) const = 0;
    /// Places of the first tumour cells, neighbours about `spacing` µm apart: a packing.
    virtual std::vector<Vec3> sites(double spacing, std::uint64_t seed, std::uint64_t lesion) const;

    /// The tumour part may grow along one axis to this height (µm) before its core is cut;
    /// 0: it is never cut (the block is the whole lesion).
    virtual double cut_above() const { return 0.0; }
    /// How much is cut at once (µm).
    virtual double cut_by() const { return 0.0; }

    /// Whether the block is a sample: then the represented diameter sets cells per agent.
    virtual bool sample() const = 0;
    /// Depth of tumour under the margin when a sample is founded (µm).
    virtual double depth() const { return 0.0; }

    /// Name of the layout that a block goes on with once its tumour part is a ball of more than
    /// `outgrown_at()` µm radius; empty: it never does.
    virtual std::string_view successor() const { return {}; }
    virtual double outgrown_at() const { return 0.0; }
    /// Why the block could not go on as `successor`; empty if it can.
    virtual std::string unfit(const Layout& /*successor*/) const { return {}; }
};

/// Cells are stopped by all sides but those towards host tissue.
cells::Walls walls_of(const Layout&);

/// Places for the first tumour cells: a face-centred (3-D) or hexagonal (2-D) packing of spheres
/// `spacing` µm apart, in the tumour part, each moved by up to a tenth of that (keyed by its
/// number).
std::vector<Vec3> packing(const Layout&, double spacing, std::uint64_t seed, std::uint64_t lesion);

}  // namespace perforin::tissue

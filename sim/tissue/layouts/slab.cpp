// The block is a sample of a large vascularised lesion: periodic sides, a closed face in the core,
// one face towards host stroma (the invasive margin). Depth runs along the last axis.

#include <algorithm>
#include <cmath>

#include "core/registry.hpp"
#include "tissue/layout.hpp"
#include "tissue/stroma.hpp"

namespace perforin::tissue {

namespace {

struct SlabParams : config::Block {
    using Block::Block;
    std::int64_t dimensions =
        count("dimensions", 3, {2, 3}, "2: a sheet one cell thick; 3: a block",
              config::assumed("a choice of the modeller"));
    Length width = param("width", 200, um, {40, 20000}, "Edge along the margin (periodic)",
                         config::assumed("large against T-cell and cytokine ranges"));
    Length depth = param("depth", 240, um, {40, 20000}, "Depth of tumour at the start",
                         config::assumed("two oxygen diffusion lengths and more"));
    Length cap = param("cap", 340, um, {60, 20000},
                       "Depth of tumour above which the deepest core layer is cut away",
                       config::assumed("bounds the number of agents"));
    Length cut = param("cut", 40, um, {20, 5000}, "Thickness of the layer that is cut away",
                       config::assumed("whole voxels; thin against the cap"));
    Length host = param("host", 80, um, {20, 5000}, "Host stroma above the cap",
                        config::assumed("room for the margin"));
};

class Slab final : public Layout {
public:
    explicit Slab(config::Section& section)
        : params_{section}, stroma_{section.top().child("tissue").child("stroma")} {
        if (params_.cap < params_.depth) section.problem("cap", "is below `depth`");
        if (params_.depth < params_.cut + params_.cut) {
            section.problem("cut", "is more than half of `depth`");
        }
        if (stroma_.nest && *stroma_.nest + stroma_.septum > params_.width) {
            section.problem("width", "is less than a nest and a septum (tissue.stroma)");
        }
    }

    Box box() const override {
        const auto wide = static_cast<float>(params_.width.in(um));
        const auto high = static_cast<float>((params_.cap + params_.host).in(um));
        if (params_.dimensions == 2) {
            return {.size = {wide, high, 15.0f}, .periodic = {true, false, false}, .dimensions = 2};
        }
        return {.size = {wide, wide, high}, .periodic = {true, true, false}, .dimensions = 3};
    }
    LayoutKey size_key() const override {
        return {"slab", params_.width < params_.cap + params_.host ? "cap" : "width"};
    }
    Side side(std::size_t, bool high) const override { return high ? Side::host : Side::closed; }
    bool in_tumour(Vec3 at) const override {
        const float depth = params_.dimensions == 2 ? at.y : at.z;
        return depth <= static_cast<float>(params_.depth.in(um));
    }
    Region region(Vec3 at) const override {
        if (!in_tumour(at)) return Region::host;
        return septum_at(at) ? Region::stroma : Region::nest;
    }
    double stroma() const override {
        if (!stroma_.nest) return 0.0;
        const double across = 1.0 - stroma_.septum.in(um) / lateral_period();
        const double along = stroma_.nest->in(um) / (*stroma_.nest + stroma_.septum).in(um);
        return 1.0 - across * along * (params_.dimensions == 2 ? 1.0 : across);
    }
    double tumour_volume(double thickness) const override {
        const double wide = params_.width.in(um);
        return wide * params_.depth.in(um) * (params_.dimensions == 2 ? thickness : wide);
    }
    double cut_above() const override { return params_.cap.in(um); }
    double cut_by() const override { return params_.cut.in(um); }
    bool sample() const override { return true; }
    double depth() const override { return params_.depth.in(um); }

private:
    /// Nests come in whole numbers along a periodic side.
    double lateral_period() const {
        const double width = params_.width.in(um);
        const double wanted = (*stroma_.nest + stroma_.septum).in(um);
        return width / std::max(1.0, std::round(width / wanted));
    }
    /// Whether a place in the tumour lies between nests: beside them, or under the outermost row.
    bool septum_at(Vec3 at) const {
        if (!stroma_.nest) return false;
        const double nest = stroma_.nest->in(um), thick = stroma_.septum.in(um);
        const bool flat = params_.dimensions == 2;
        const double under = params_.depth.in(um) - static_cast<double>(flat ? at.y : at.z);
        if (std::fmod(under, nest + thick) > nest) return true;
        const double period = lateral_period();
        const auto beside = [&](float x) { return std::fmod(double{x}, period) < thick; };
        return beside(at.x) || (!flat && beside(at.y));
    }

    SlabParams params_;
    StromaParams stroma_;
};

const Registered<Layout> here{"slab", "A sample of a large vascularised lesion, with its margin",
                              make<Layout, Slab>};

}  // namespace

}  // namespace perforin::tissue

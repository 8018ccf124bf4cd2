// The block is the whole lesion, in host tissue: micrometastases, spheroids, teaching.

#include <numbers>
#include <optional>

#include "core/registry.hpp"
#include "tissue/geometry.hpp"
#include "tissue/layout.hpp"

namespace perforin::tissue {

namespace {

struct NoduleParams : config::Block {
    using Block::Block;
    std::int64_t dimensions = count("dimensions", 3, {2, 3}, "2: a disc one cell thick; 3: a ball",
                                    config::assumed("a choice of the modeller"));
    Length radius = param("radius", 80, um, {5, 5000}, "Radius of the tumour at the start",
                          config::assumed("a choice of the modeller"));
    Length extent = param("extent", 600, um, {40, 20000}, "Edge of the block, host tissue included",
                          config::assumed("a choice of the modeller"));
    std::optional<Length> cap = optional(
        "cap", um, {20, 5000},
        "Radius of the tumour above which the block goes on as a sample of itself, laid out by "
        "[lesion.slab]; if not given it never does",
        config::setting("bounds the number of agents"));
};

class Nodule final : public Layout {
public:
    explicit Nodule(config::Section& section) : params_{section} {
        if (2.0 * params_.radius > params_.extent) {
            section.problem("radius", "the tumour is wider than the block (see `extent`)");
        }
        if (!params_.cap) return;
        if (*params_.cap < params_.radius) section.problem("cap", "is below `radius`");
        if (2.0 * *params_.cap > params_.extent) {
            section.problem("cap",
                            "a tumour of that radius is wider than the block (see `extent`)");
        }
    }

    Box box() const override {
        const auto edge = static_cast<float>(params_.extent.in(um));
        const bool flat = params_.dimensions == 2;
        return {.size = {edge, edge, flat ? 15.0f : edge},
                .periodic = {},
                .dimensions = static_cast<int>(params_.dimensions)};
    }
    LayoutKey size_key() const override { return {"nodule", "extent"}; }
    Side side(std::size_t, bool) const override { return Side::host; }
    bool in_tumour(Vec3 at) const override {
        const Vec3 centre = 0.5f * box().size;
        return norm(at - centre) <= static_cast<float>(params_.radius.in(um));
    }
    double tumour_volume(double thickness) const override {
        return volume(params_.radius.in(um), thickness);
    }
    bool sample() const override { return false; }
    std::string_view successor() const override { return params_.cap ? "slab" : ""; }
    double outgrown_at() const override { return params_.cap ? params_.cap->in(um) : 0.0; }

    std::string unfit(const Layout& slab) const override {
        if (slab.box().dimensions != box().dimensions) {
            return "the nodule and the slab that it is to become differ in `dimensions`";
        }
        if (outgrown_at() < slab.depth() + slab.cut_by()) {
            return "the slab that the nodule is to become is deeper than the nodule: `slab.depth` "
                   "and `slab.cut` together are more than `nodule.cap`";
        }
        const auto thickness = static_cast<double>(box().size.z);
        if (volume(outgrown_at(), thickness) < slab.tumour_volume(thickness)) {
            return "the slab that the nodule is to become holds more tissue than a nodule of "
                   "radius `nodule.cap`: make `slab.width` smaller, or `nodule.cap` larger";
        }
        return {};
    }

private:
    double volume(double r, double thickness) const {
        return params_.dimensions == 2 ? std::numbers::pi * r * r * thickness : sphere_um3(r);
    }

    NoduleParams params_;
};

const Registered<Layout> here{"nodule", "The whole lesion, a ball or disc in host tissue",
                              make<Layout, Nodule>};

}  // namespace

}  // namespace perforin::tissue

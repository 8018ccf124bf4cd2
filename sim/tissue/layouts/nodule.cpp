// The block is the whole lesion, in host tissue: micrometastases, spheroids, teaching.

#include "core/registry.hpp"
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
};

class Nodule final : public Layout {
public:
    explicit Nodule(config::Section& section) : params_{section} {
        if (2.0 * params_.radius > params_.extent) {
            section.problem("radius", "the tumour is wider than the block (see `extent`)");
        }
    }

    Box box() const override {
        const auto edge = static_cast<float>(params_.extent.in(um));
        const bool flat = params_.dimensions == 2;
        return {.size = {edge, edge, flat ? 15.0f : edge},
                .periodic = {},
                .dimensions = static_cast<int>(params_.dimensions)};
    }
    Side side(std::size_t, bool) const override { return Side::host; }
    bool in_tumour(Vec3 at) const override {
        const Vec3 centre = 0.5f * box().size;
        return norm(at - centre) <= static_cast<float>(params_.radius.in(um));
    }
    double tumour_volume(double thickness) const override {
        const double r = params_.radius.in(um);
        return params_.dimensions == 2 ? 3.14159265358979 * r * r * thickness
                                       : 4.18879020478639 * r * r * r;
    }
    bool sample() const override { return false; }

private:
    NoduleParams params_;
};

const Registered<Layout> here{"nodule", "The whole lesion, a ball or disc in host tissue",
                              make<Layout, Nodule>};

}  // namespace

}  // namespace perforin::tissue

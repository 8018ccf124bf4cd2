#include "clinic/monitoring/multiplex.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace perforin::clinic {

namespace {

enum Channel : std::size_t { nuclei, tumour, cd8, cd4, foxp3, myeloid, pdl1, dead, channels };

constexpr std::uint8_t bright = 255;
constexpr double nucleus = 0.55, rim = 0.7;  ///< of a cell's radius

/// Of the whole cell; regulatory T cells are CD4 cells.
std::vector<Channel> stains_of(const StainedCell& cell) {
    if (cell.dead) return {dead};
    switch (cell.lineage) {
        case Lineage::tumour:
            return {tumour};
        case Lineage::cd8:
            return {cd8};
        case Lineage::cd4:
        case Lineage::foxp3:
            return {cd4};
        case Lineage::myeloid:
            return {myeloid};
        case Lineage::other:
            break;
    }
    return {};
}

/// A picture and where it lies in the block.
struct Canvas {
    Image image;
    const Needle& needle;
    const Section& section;
    const Box& box;

    /// Calls for every pixel of the disc in which the section cuts a cell, with its distance from
    /// the middle relative to the cell's radius.
    template <class Paint>
    void for_disc(const StainedCell& cell, Paint&& paint) {
        const double radius = double{cell.radius};
        const double off = std::min(off_plane(needle, section, box, cell.at), 0.95 * radius);
        const double reach = std::sqrt(radius * radius - off * off);
        const double x = along(cell.at),
                     y = double{box.size[needle.up]} - double{cell.at[needle.up]};
        const auto pixel = [&](double place) {
            return static_cast<std::int64_t>(std::floor(place / image.pixel_um));
        };
        for (std::int64_t row = pixel(y - reach); row <= pixel(y + reach); ++row) {
            for (std::int64_t column = pixel(x - reach); column <= pixel(x + reach); ++column) {
                const double dx = (static_cast<double>(column) + 0.5) * image.pixel_um - x;
                const double dy = (static_cast<double>(row) + 0.5) * image.pixel_um - y;
                const double away = std::sqrt(dx * dx + dy * dy);
                if (away > reach || !inside(row, column)) continue;
                paint(static_cast<std::size_t>(row), static_cast<std::size_t>(column),
                      away / reach);
            }
        }
    }
    void light(Channel channel, std::size_t row, std::size_t column, std::uint8_t value) {
        std::uint8_t& there = image.at(channel, row, column);
        there = std::max(there, value);
    }

private:
    /// From the left edge of the picture, which is the core's.
    double along(Vec3 at) const {
        return 0.5 * needle.width + double{box.displacement(needle.axis, at)[needle.across]};
    }
    bool inside(std::int64_t row, std::int64_t column) const {
        return row >= 0 && column >= 0 && row < static_cast<std::int64_t>(image.height) &&
               column < static_cast<std::int64_t>(image.width);
    }
};

void paint(Canvas& canvas, const StainedCell& cell, double brightest) {
    const std::vector<Channel> stains = stains_of(cell);
    const double share = std::clamp(cell.pdl1 / brightest, 0.0, 1.0);
    const auto membrane = static_cast<std::uint8_t>(std::lround(share * double{bright}));
    canvas.for_disc(cell, [&](std::size_t row, std::size_t column, double away) {
        for (const Channel stain : stains) canvas.light(stain, row, column, bright);
        if (cell.dead) return;
        if (away <= nucleus) canvas.light(nuclei, row, column, bright);
        if (away <= nucleus && cell.lineage == Lineage::foxp3) {
            canvas.light(foxp3, row, column, bright);
        }
        if (away >= rim) canvas.light(pdl1, row, column, membrane);
    });
}

}  // namespace

Image draw(std::span<const StainedCell> shown, const Needle& needle, const Section& section,
           const Box& box, double pixel_um, double brightest) {
    const auto pixels = [&](double length) {
        return static_cast<std::size_t>(std::max(1.0, std::ceil(length / pixel_um - 1e-6)));
    };
    Image image{.channels = {"nuclei", "tumour", "CD8", "CD4", "FOXP3", "CD68", "PD-L1", "dead"},
                .height = pixels(double{box.size[needle.up]} - needle.bottom),
                .width = pixels(needle.width),
                .pixel_um = pixel_um,
                .values = {}};
    image.values.resize(channels * image.height * image.width);
    Canvas canvas{std::move(image), needle, section, box};
    for (const StainedCell& cell : shown) paint(canvas, cell, brightest);
    return std::move(canvas.image);
}

}  // namespace perforin::clinic

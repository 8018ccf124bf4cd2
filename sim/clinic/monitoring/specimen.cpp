#include "clinic/monitoring/specimen.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/maths.hpp"
#include "core/random.hpp"
#include "tissue/geometry.hpp"

namespace perforin::clinic {

namespace {

constexpr double grid_um = 5.0, coarse_um = 10.0;  ///< of the points that measure areas

std::size_t steps(double length, double spacing) {
    return static_cast<std::size_t>(std::max(1.0, std::ceil(length / spacing)));
}

float middle(std::size_t i, std::size_t n, double length) {
    return static_cast<float>((static_cast<double>(i) + 0.5) * length / static_cast<double>(n));
}

std::size_t number(Zone zone) {
    return static_cast<std::size_t>(zone);
}

void note(Census& census, const StainedCell& cell, const Border& border, const Pdl1Stain& stain,
          double amount) {
    const Zone zone = border.zone(cell.at);
    if (cell.dead) {
        if (cell.lineage == Lineage::tumour && zone != Zone::host) census.dead += amount;
        return;
    }
    const auto lineage = static_cast<std::size_t>(cell.lineage);
    census.live[lineage][number(zone)] += amount;
    if (stain.positive(cell)) census.positive[lineage][number(zone)] += amount;
}

}  // namespace

Needle place(const Cutting& how, const Border& border, const Box& box, const BiopsyKey& key) {
    Stream random{key.seed, "biopsy.needle"_draw, {key.lesion, key.examination}, key.at};
    Needle needle;
    needle.up = tissue::depth_axis(box);
    if (box.dimensions == 2) {
        needle.through = 2;
    } else if (uniform(random) < 0.5) {
        std::swap(needle.across, needle.through);
    }
    needle.axis = 0.5f * box.size;
    if (border.sample()) {
        for (const std::size_t axis : {needle.across, needle.through}) {
            const double share = uniform(random);
            if (box.periodic[axis]) {
                needle.axis[axis] = static_cast<float>(share * double{box.size[axis]});
            }
        }
    } else {
        const double away = how.aim * border.deepest() * std::sqrt(uniform(random));
        const maths::OnCircle turned = maths::on_circle(uniform(random));
        needle.axis = border.centre();
        needle.axis[needle.across] += static_cast<float>(away * turned.x);
        if (box.dimensions == 3) needle.axis[needle.through] += static_cast<float>(away * turned.y);
    }
    const double room = double{box.size[needle.across]};
    needle.width = std::min(how.diameter, room);
    needle.spread = border.sample() ? needle.width : std::min(needle.width, 2.0 * border.deepest());
    needle.bottom = std::max(0.0, double{box.size[needle.up]} - how.length);
    return needle;
}

/// A core that is wider than the block is as wide as that, all through: nothing is seen twice.
std::vector<Section> sections(const Cutting& how, const Needle& needle, const Box& box) {
    if (box.dimensions == 2) return {{double{needle.axis[needle.through]}, needle.width}};
    std::vector<Section> all;
    const bool full = how.diameter > needle.width;
    for (std::int64_t k = 0; k != how.levels; ++k) {
        const double share = (static_cast<double>(k) + 0.5) / static_cast<double>(how.levels) - 0.5;
        const double off = share * needle.spread, wide = needle.width;
        const double width = full ? wide : std::sqrt(wide * wide - 4.0 * off * off);
        Vec3 at = needle.axis;
        at[needle.through] += static_cast<float>(off);
        all.push_back({double{box.wrap(at)[needle.through]}, width});
    }
    return all;
}

bool within(const Needle& needle, const Section& section, const Box& box, Vec3 at) {
    const double off = std::abs(double{box.displacement(needle.axis, at)[needle.across]});
    return off <= 0.5 * section.width && double{at[needle.up]} >= needle.bottom;
}

double off_plane(const Needle& needle, const Section& section, const Box& box, Vec3 at) {
    if (box.dimensions == 2) return 0.0;
    Vec3 on = at;
    on[needle.through] = static_cast<float>(section.plane);
    return std::abs(double{box.displacement(on, at)[needle.through]});
}

std::vector<StainedCell> cut(std::span<const StainedCell> cells, const Cutting& how,
                             const Needle& needle, const Section& section, const Box& box,
                             const BiopsyKey& key) {
    std::vector<StainedCell> shown;
    for (const StainedCell& cell : cells) {
        if (off_plane(needle, section, box, cell.at) > 0.5 * how.section + double{cell.radius} ||
            !within(needle, section, box, cell.at)) {
            continue;
        }
        Stream random{key.seed, "biopsy.cell"_draw, {cell.id, key.examination}, key.at};
        if (cell.weight < 1.0f && uniform(random) >= double{cell.weight}) continue;
        shown.push_back(cell);
    }
    return shown;
}

bool Pdl1Stain::positive(const StainedCell& cell) const {
    if (!(cell.pdl1 > 0.0)) return false;
    if (scatter == 0.0) return cell.pdl1 >= limit;
    Stream random{seed, "biopsy.pdl1"_draw, {cell.id, examination}, at};
    return cell.pdl1 * maths::exp(scatter * normal(random)) >= limit;
}

Census count(std::span<const StainedCell> shown, const Needle& needle, const Section& section,
             const Border& border, const Box& box, const Pdl1Stain& stain) {
    Census census;
    for (const StainedCell& cell : shown) {  // of an agent of many cells, all or none
        note(census, cell, border, stain, std::max(1.0, double{cell.weight}));
    }
    const double wide = double{box.size[needle.across]}, high = double{box.size[needle.up]};
    const std::size_t nx = steps(wide, grid_um), ny = steps(high, grid_um);
    const double each = wide * high / static_cast<double>(nx * ny) * 1e-6;
    for (std::size_t i = 0; i != nx * ny; ++i) {
        Vec3 at{};
        at[needle.through] = static_cast<float>(section.plane);
        at[needle.across] = middle(i % nx, nx, wide);
        at[needle.up] = middle(i / nx, ny, high);
        if (within(needle, section, box, at)) census.area[number(border.zone(at))] += each;
    }
    return census;
}

/// A section of thickness t shows a cell of diameter d of which the middle lies within t + d
/// (Abercrombie 1946); a sheet is its own section.
Census whole_block(std::span<const StainedCell> cells, double section_um, const Border& border,
                   const Box& box, const Pdl1Stain& stain) {
    Census census;
    const bool flat = box.dimensions == 2;
    for (const StainedCell& cell : cells) {
        const double seen = flat ? 1.0 : (section_um + 2.0 * double{cell.radius}) * 1e-3;
        note(census, cell, border, stain, seen * double{cell.weight});
    }
    const std::size_t nx = steps(double{box.size.x}, coarse_um),
                      ny = steps(double{box.size.y}, coarse_um),
                      nz = flat ? 1 : steps(double{box.size.z}, coarse_um);
    double each = double{box.size.x} * double{box.size.y} * 1e-6;
    if (!flat) each *= double{box.size.z} * 1e-3;
    each /= static_cast<double>(nx * ny * nz);
    for (std::size_t i = 0; i != nx * ny * nz; ++i) {
        const Vec3 at{middle(i % nx, nx, double{box.size.x}),
                      middle(i / nx % ny, ny, double{box.size.y}),
                      middle(i / nx / ny, nz, double{box.size.z})};
        census.area[number(border.zone(at))] += each;
    }
    return census;
}

double Census::of(Lineage lineage) const {
    return of(lineage, Zone::core) + of(lineage, Zone::margin);
}

double Census::positive_of(Lineage lineage) const {
    const auto& all = positive[static_cast<std::size_t>(lineage)];
    return all[number(Zone::core)] + all[number(Zone::margin)];
}

double Census::per_mm2(Lineage lineage, Zone zone) const {
    const double mm2_of_it = area[number(zone)];
    return mm2_of_it > 0.0 ? of(lineage, zone) / mm2_of_it
                           : std::numeric_limits<double>::quiet_NaN();
}

double Census::cells() const {
    double sum = 0.0;
    for (std::size_t lineage = 0; lineage != lineages; ++lineage) {
        sum += of(static_cast<Lineage>(lineage));
    }
    return sum;
}

Census& Census::operator+=(const Census& other) {
    for (std::size_t zone = 0; zone != zones; ++zone) {
        area[zone] += other.area[zone];
        for (std::size_t lineage = 0; lineage != lineages; ++lineage) {
            live[lineage][zone] += other.live[lineage][zone];
            positive[lineage][zone] += other.positive[lineage][zone];
        }
    }
    dead += other.dead;
    return *this;
}

}  // namespace perforin::clinic

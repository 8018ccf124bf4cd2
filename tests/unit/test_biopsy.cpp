// A needle, sections, stains and readers: what they show against what is there.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "clinic/monitoring/border.hpp"
#include "clinic/monitoring/multiplex.hpp"
#include "clinic/monitoring/scores.hpp"
#include "clinic/monitoring/specimen.hpp"
#include "config/input.hpp"
#include "core/random.hpp"

using namespace perforin;
using namespace perforin::clinic;

namespace {

const Box slab{.size = {200, 200, 300}, .periodic = {true, true, false}};
const Pdl1Stain stain_all{.limit = 1e4};

StainedCell cell(Lineage lineage, Vec3 at, float radius = 8.0f, double pdl1 = 0.0) {
    return {.id = 1, .at = at, .radius = radius, .pdl1 = pdl1, .lineage = lineage};
}

/// Tumour cells on a lattice of 10 µm, where `inside` says.
template <class Inside>
std::vector<StainedCell> lattice(const Box& box, Inside&& inside) {
    std::vector<StainedCell> cells;
    for (float x = 5; x < box.size.x; x += 10) {
        for (float y = 5; y < box.size.y; y += 10) {
            for (float z = 5; z < box.size.z; z += 10) {
                const Vec3 at{x, y, z};
                if (inside(at)) cells.push_back(cell(Lineage::tumour, at, 5.0f));
            }
        }
    }
    return cells;
}

std::vector<StainedCell> block_of_tumour() {
    return lattice(slab, [](Vec3 at) { return at.z < 200; });
}

/// Cells strewn over the whole block, one lineage, with ids of their own.
std::vector<StainedCell> strewn(std::size_t n, float weight = 1.0f) {
    std::vector<StainedCell> cells;
    for (std::size_t i = 0; i != n; ++i) {
        Stream random{5, "test.place"_draw, {i}, 0};
        StainedCell one = cell(Lineage::cd8, {}, 4.5f);
        one.id = i + 1;
        one.weight = weight;
        for (std::size_t axis = 0; axis != 3; ++axis) {
            one.at[axis] = static_cast<float>(uniform(random)) * slab.size[axis];
        }
        cells.push_back(one);
    }
    return cells;
}

BiopsyKey visit(std::int64_t day) {
    return {.seed = 1, .examination = 2, .lesion = 3, .at = day * seconds_per_day};
}

/// What one biopsy shows of a block.
Census biopsy(const std::vector<StainedCell>& cells, const Border& border, const BiopsyKey& key,
              const Cutting& how = {}) {
    const Needle needle = place(how, border, slab, key);
    Census sum;
    for (const Section& section : sections(how, needle, slab)) {
        const auto shown = cut(cells, how, needle, section, slab, key);
        sum += count(shown, needle, section, border, slab, stain_all);
    }
    return sum;
}

template <class Params>
Params params(const std::string& text = {}) {
    const config::Input input{"test.toml", text};
    return Params{input.root()};
}

/// So many viable tumour cells, a share of them stained, and stained T cells in the core.
Census slide(double viable, double stained, double immune) {
    Census census;
    census.live[static_cast<std::size_t>(Lineage::tumour)][2] = viable;
    census.positive[static_cast<std::size_t>(Lineage::tumour)][2] = stained;
    census.live[static_cast<std::size_t>(Lineage::cd8)][2] = immune;
    census.positive[static_cast<std::size_t>(Lineage::cd8)][2] = immune;
    return census;
}

}  // namespace

TEST_CASE("the border of a sample is the top of its tumour, and a stray cell does not move it") {
    auto cells = block_of_tumour();
    cells.push_back(cell(Lineage::tumour, {100, 100, 280}));
    cells.push_back(cell(Lineage::cd8, {100, 100, 250}));
    const Border border{cells, slab, true, 500.0};
    CHECK(border.deepest() == doctest::Approx(200.0));
    CHECK(border.depth({100, 100, 150}) == doctest::Approx(50.0));
    CHECK(border.margin() == doctest::Approx(50.0));
    CHECK(border.zone({100, 100, 140}) == Zone::core);
    CHECK(border.zone({100, 100, 160}) == Zone::margin);
    CHECK(border.zone({100, 100, 240}) == Zone::margin);
    CHECK(border.zone({100, 100, 260}) == Zone::host);
    CHECK(Border{cells, slab, true, 30.0}.margin() == doctest::Approx(30.0));
}

TEST_CASE("the border of a nodule is a sphere around its middle") {
    const Box box{.size = {400, 400, 400}};
    const Vec3 middle{210, 190, 200};
    const auto cells = lattice(box, [&](Vec3 at) { return norm(at - middle) < 100; });
    const Border border{cells, box, false, 500.0};
    CHECK(border.deepest() == doctest::Approx(100.0).epsilon(0.04));
    CHECK(norm(border.centre() - middle) < 3.0f);
    CHECK(border.depth(middle) == doctest::Approx(border.deepest()).epsilon(0.03));
}

TEST_CASE("without tumour cells there is neither core nor margin") {
    const Border border{strewn(10), slab, true, 500.0};
    CHECK(border.deepest() == 0.0);
    CHECK(border.zone({100, 100, 10}) == Zone::host);
    CHECK(std::isnan(Census{}.per_mm2(Lineage::cd8, Zone::core)));
}

TEST_CASE("the truth of a block is cells per volume times section and diameter") {
    auto cells = block_of_tumour();
    const auto added = strewn(500);
    cells.insert(cells.end(), added.begin(), added.end());
    const Border border{cells, slab, true, 500.0};
    std::size_t in_core = 0;
    for (const StainedCell& one : added) in_core += border.zone(one.at) == Zone::core ? 1 : 0;
    const Census truth = whole_block(cells, 4.0, border, slab, stain_all);
    const double mm3_of_core = 0.2 * 0.2 * 0.15;
    CHECK(truth.area[2] == doctest::Approx(mm3_of_core));
    CHECK(truth.per_mm2(Lineage::cd8, Zone::core) ==
          doctest::Approx(static_cast<double>(in_core) * 13e-3 / mm3_of_core));
}

// 400 biopsies of one block: their mean is off by less than four standard errors, which a right
// count fails once in 16,000 seeds.
TEST_CASE("sections show in the mean what the block holds, of cells, shares of them and groups") {
    for (const float weight : {1.0f, 0.1f, 4.0f}) {
        auto cells = block_of_tumour();
        const auto added = strewn(static_cast<std::size_t>(2000.0f / weight), weight);
        cells.insert(cells.end(), added.begin(), added.end());
        const Border border{cells, slab, true, 500.0};
        const double truth =
            whole_block(cells, 4.0, border, slab, stain_all).per_mm2(Lineage::cd8, Zone::core);
        double sum = 0.0, squares = 0.0;
        constexpr int biopsies = 400;
        for (int day = 0; day != biopsies; ++day) {
            const Census census = biopsy(added, border, visit(day));
            const double found = census.per_mm2(Lineage::cd8, Zone::core);
            sum += found;
            squares += found * found;
        }
        const double mean = sum / biopsies, variance = squares / biopsies - mean * mean;
        CAPTURE(weight);
        CHECK(std::abs(mean - truth) < 4.0 * std::sqrt(variance / biopsies));
        // Whole cells are counted: some 78 in each biopsy's core, whose scatter is that of chance.
        const double agents = 78.0 / std::max(1.0, static_cast<double>(weight));
        CHECK(std::sqrt(variance) / mean == doctest::Approx(1.0 / std::sqrt(agents)).epsilon(0.3));
    }
}

TEST_CASE("a thin needle takes a part of the block, and of the depth as much as it is long") {
    const auto cells = block_of_tumour();
    const Border border{cells, slab, true, 500.0};
    const Cutting thin{.diameter = 60.0, .length = 200.0, .levels = 3};
    const Needle needle = place(thin, border, slab, visit(0));
    const auto levels = sections(thin, needle, slab);
    REQUIRE(levels.size() == 3);
    CHECK(levels[1].width == doctest::Approx(60.0));
    CHECK(levels[0].width == doctest::Approx(60.0 * std::sqrt(1.0 - 4.0 / 9.0)));
    for (const StainedCell& one : cut(cells, thin, needle, levels[0], slab, visit(0))) {
        CHECK(one.at.z >= 100.0f);
    }
    const Census part = biopsy(cells, border, visit(0), thin),
                 all = biopsy(cells, border, visit(0));
    CHECK(part.area[2] < 0.2 * all.area[2]);
    CHECK(all.area[2] == doctest::Approx(3 * 0.2 * 0.15).epsilon(0.01));
}

TEST_CASE("scores of PD-L1 are shares of the viable tumour cells, and need a hundred of them") {
    const Pdl1Scores scores = pdl1_scores(slide(200, 50, 30), 100);
    CHECK(scores.tps == 25.0);
    CHECK(scores.cps == 40.0);
    CHECK(pdl1_scores(slide(200, 180, 90), 100).cps == 100.0);
    CHECK(std::isnan(pdl1_scores(slide(99, 50, 30), 100).tps));
    CHECK(pdl1_scores(slide(99, 33, 0), 0).tps == doctest::Approx(100.0 / 3.0));
    CHECK(std::isnan(pdl1_scores(slide(0, 0, 0), 0).cps));
}

TEST_CASE("a slide's stain has one limit, and cells scatter around it") {
    StainedCell dim = cell(Lineage::tumour, {}, 8.0f, 9e3), good = dim;
    good.pdl1 = 1.1e4;
    CHECK(!stain_all.positive(dim));
    CHECK(stain_all.positive(good));
    Pdl1Stain scattered{.limit = 1e4, .scatter = 0.5};
    int stained = 0;
    for (std::uint64_t id = 0; id != 4000; ++id) {
        dim.id = id;
        dim.pdl1 = 1e4;
        stained += scattered.positive(dim) ? 1 : 0;
    }
    CHECK(std::abs(stained - 2000) < 4 * 32);
    dim.pdl1 = 0.0;
    CHECK(!scattered.positive(dim));
}

TEST_CASE("scores are read in steps, and a reader's error cannot leave 0 to 100") {
    CHECK(read_score(0.7, 0.0) == 0.0);
    CHECK(read_score(1.4, 0.0) == 1.0);
    CHECK(read_score(52.0, 0.0) == 50.0);
    CHECK(read_score(50.0, std::log(3.0)) == 75.0);
    CHECK(read_score(0.0, 3.0) == 0.0);
    CHECK(read_score(100.0, -3.0) == 100.0);
    CHECK(std::isnan(read_score(std::nan(""), 0.5)));
}

// 20,000 slides: shares have standard deviations of 0.003 and 0.002, bounds are four of them.
TEST_CASE("pairs of readings agree on 50 % as often as pathologists do") {
    const auto reader = params<PathologistParams>();
    constexpr int slides = 20000;
    int two_readers = 0, one_reader = 0;
    for (int slide = 0; slide != slides; ++slide) {
        BiopsyKey key = visit(0);
        key.lesion = mix(static_cast<std::uint64_t>(slide));
        Stream random{7, "test.slide"_draw, {key.lesion}, 0};
        const double truth = 2.0 * normal(random);
        const auto above = [&](std::uint64_t who, std::int64_t day) {
            key.at = day * seconds_per_day;
            return truth + reading_error(reader, key, who) >= 0.0;
        };
        two_readers += above(0, 0) == above(1, 0) ? 1 : 0;
        one_reader += above(0, 0) == above(0, 1) ? 1 : 0;
    }
    CHECK(std::abs(two_readers / double{slides} - 0.819) < 0.012);
    CHECK(std::abs(one_reader / double{slides} - 0.913) < 0.008);
}

TEST_CASE("densities in core and margin make the immunoscore and the phenotype") {
    const auto limits = params<ScoreParams>();
    Census census;
    census.area = {1.0, 1.0, 1.0};
    const auto cd8 = static_cast<std::size_t>(Lineage::cd8),
               cd4 = static_cast<std::size_t>(Lineage::cd4);
    CHECK(immunoscore(limits, densities(census)) == 0.0);
    census.live[cd8] = {0, 400, 160};
    CHECK(immunoscore(limits, densities(census)) == 2.0);
    census.live[cd4] = {0, 700, 400};
    CHECK(immunoscore(limits, densities(census)) == 4.0);
    Densities few = densities(census);
    for (double* one : {&few.cd8_core, &few.cd8_margin, &few.cd3_core, &few.cd3_margin}) {
        *one *= 0.9;
    }
    CHECK(immunoscore(limits, few) == 2.0);  // CD8 in the core, CD3 in the margin are few
    census.area[1] = 0.0;
    CHECK(std::isnan(immunoscore(limits, densities(census))));
    CHECK(phenotype(limits, 100, 0) == 2.0);
    CHECK(phenotype(limits, 99, 100) == 1.0);
    CHECK(phenotype(limits, 99, 99) == 0.0);
    CHECK(std::isnan(phenotype(limits, std::nan(""), 5)));
}

TEST_CASE("the image shows each cell where it is, in the channel of its marker") {
    const std::vector<StainedCell> none;
    const Border border{none, slab, true, 500.0};
    const Cutting how;
    Needle needle = place(how, border, slab, visit(0));
    needle.across = 0, needle.through = 1, needle.axis = {100, 100, 150};
    const Section section{.plane = 100.0, .width = 200.0};
    StainedCell t = cell(Lineage::foxp3, {50, 103, 280}, 5.0f);
    StainedCell corpse = cell(Lineage::tumour, {150, 100, 100}, 10.0f);
    corpse.dead = true;
    const StainedCell tumour = cell(Lineage::tumour, {100, 100, 200}, 10.0f, 1e5);
    const Image image = draw(std::vector{t, corpse, tumour}, needle, section, slab, 1.0, 2e5);
    CHECK(image.width == 200);
    CHECK(image.height == 300);
    REQUIRE(image.values.size() == image.channels.size() * 300 * 200);
    const auto lit = [&](const std::string& name) {
        std::size_t channel = 0, pixels = 0;
        while (image.channels[channel] != name) ++channel;
        for (std::size_t y = 0; y != image.height; ++y) {
            for (std::size_t x = 0; x != image.width; ++x) {
                pixels += image.at(channel, y, x) != 0 ? 1 : 0;
            }
        }
        return static_cast<double>(pixels);
    };
    const double pi = 3.14159265;
    CHECK(lit("CD4") == doctest::Approx(16 * pi).epsilon(0.1));  // cut 3 µm off its middle
    CHECK(lit("FOXP3") == doctest::Approx(0.3 * lit("CD4")).epsilon(0.2));
    CHECK(lit("dead") == doctest::Approx(100 * pi).epsilon(0.05));
    CHECK(lit("tumour") == doctest::Approx(100 * pi).epsilon(0.05));
    CHECK(lit("PD-L1") == doctest::Approx(51 * pi).epsilon(0.1));  // the rim from 0.7 outwards
    CHECK(lit("CD8") == 0.0);
    CHECK(image.at(1, 100, 100) == 255);
    CHECK(image.at(6, 100, 108) == 128);
    CHECK(image.at(4, 20, 50) == 255);
}

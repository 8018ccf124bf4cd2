#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "config/input.hpp"
#include "config/plugins.hpp"
#include "tissue/layout.hpp"

using namespace perforin;
using tissue::Layout, tissue::Side;

namespace {

std::unique_ptr<Layout> layout(const std::string& name, const std::string& text) {
    const config::Input input{"test.toml", text};
    config::Section root = input.root();
    auto made = registry<Layout>().at(name).make(root);
    input.finish();
    return made;
}

double nearest(const Layout& layout, const std::vector<Vec3>& sites) {
    const Box box = layout.box();
    double least = 1e9;
    for (std::size_t i = 0; i != sites.size(); ++i) {
        for (std::size_t j = 0; j != i; ++j) {
            least =
                std::min(least, static_cast<double>(norm(box.displacement(sites[i], sites[j]))));
        }
    }
    return least;
}

}  // namespace

TEST_CASE("a slab is filled to its depth at the density of close packing") {
    const auto slab = layout("slab", "width = '200 um'\ndepth = '200 um'\n");
    const auto sites = tissue::packing(*slab, 16.0, 1, 2);
    // Close-packed spheres of spacing s: one in s³/√2.
    const double expected = 200.0 * 200.0 * 200.0 * std::sqrt(2.0) / (16.0 * 16.0 * 16.0);
    CHECK(static_cast<double>(sites.size()) == doctest::Approx(expected).epsilon(0.08));
    CHECK(nearest(*slab, sites) > 0.7 * 16.0);
    for (const Vec3& site : sites) CHECK(slab->box().holds(site));
    CHECK(slab->box().periodic[0]);
    CHECK(slab->side(2, false) == Side::closed);
    CHECK(slab->side(2, true) == Side::host);
    CHECK(slab->sample());
}

TEST_CASE("the same seed gives the same places, another one others") {
    const auto slab = layout("slab", "");
    CHECK(tissue::packing(*slab, 20.0, 1, 2) == tissue::packing(*slab, 20.0, 1, 2));
    CHECK(tissue::packing(*slab, 20.0, 1, 2) != tissue::packing(*slab, 20.0, 3, 2));
}

TEST_CASE("a nodule is a ball in the middle of host tissue, a disc in two dimensions") {
    const auto ball = layout("nodule", "radius = '80 um'\nextent = '300 um'\n");
    for (const Vec3& site : tissue::packing(*ball, 16.0, 1, 2)) {
        CHECK(norm(site - Vec3{150, 150, 150}) < 80.0f + 0.2f * 16.0f);
    }
    const auto disc = layout("nodule", "dimensions = 2\nradius = '100 um'\nextent = '300 um'\n");
    const auto sites = tissue::packing(*disc, 16.0, 1, 2);
    for (const Vec3& site : sites) CHECK(site.z == 0.5f * disc->box().size.z);
    const double expected = 3.14159 * 100 * 100 / (16.0 * 16.0 * std::sqrt(0.75));
    CHECK(static_cast<double>(sites.size()) == doctest::Approx(expected).epsilon(0.08));
    CHECK(!disc->sample());
}

TEST_CASE("a nodule with a cap can become a slab that is smaller than itself, and no other") {
    const auto ball = layout("nodule", "radius = '80 um'\nextent = '600 um'\ncap = '150 um'\n");
    CHECK(ball->successor() == "slab");
    CHECK(ball->outgrown_at() == 150.0);
    CHECK(layout("nodule", "")->successor().empty());
    const auto slab = [](const std::string& text) {
        return layout("slab", "depth = '100 um'\ncut = '20 um'\n" + text);
    };
    CHECK(ball->unfit(*slab("")).empty());
    CHECK(ball->unfit(*slab("width = '1 mm'\n")).find("slab.width") != std::string::npos);
    CHECK(ball->unfit(*slab("dimensions = 2\n")).find("dimensions") != std::string::npos);
    CHECK(ball->unfit(*layout("slab", "depth = '140 um'\n")).find("deeper") != std::string::npos);
    CHECK_THROWS_AS(layout("nodule", "radius = '80 um'\ncap = '70 um'\n"), BadInput);
    CHECK_THROWS_WITH_AS(layout("nodule", "extent = '500 um'\ncap = '251 um'\n"),
                         doctest::Contains("wider than the block"), BadInput);
}

TEST_CASE("a block that cannot hold its tumour is the user's mistake") {
    CHECK_THROWS_WITH_AS(layout("nodule", "radius = '80 um'\nextent = '100 um'\n"),
                         doctest::Contains("wider than the block"), BadInput);
    CHECK_THROWS_AS(layout("slab", "depth = '400 um'\n"), BadInput);
}

TEST_CASE("stroma parts a tumour into nests of their size, and takes the share that it says") {
    using tissue::Region;
    for (const int dimensions : {2, 3}) {
        const auto slab = layout("slab", "dimensions = " + std::to_string(dimensions) +
                                             "\nwidth = '320 um'\ndepth = '240 um'\n"
                                             "[tissue.stroma]\nnest = '120 um'\n");
        const Box box = slab->box();
        const auto at = [&](float x, float under) {
            const float z = 240.0f - under;
            return dimensions == 2 ? Vec3{x, z, 0.5f * box.size.z} : Vec3{x, 100.0f, z};
        };
        CHECK(slab->region(at(100, -1)) == Region::host);
        CHECK(slab->region(at(100, 1)) == Region::nest);
        CHECK(slab->region(at(20, 1)) == Region::stroma);   // septa of 40 µm every 160 µm
        CHECK(slab->region(at(180, 1)) == Region::stroma);  // and there again
        CHECK(slab->region(at(100, 119)) == Region::nest);
        CHECK(slab->region(at(100, 121)) == Region::stroma);
        CHECK(slab->region(at(100, 161)) == Region::nest);
        std::size_t tumour = 0, stroma = 0;
        for (float x = 2; x < 320; x += 4) {
            for (float y = 2; y < (dimensions == 2 ? 4.0f : 320.0f); y += 4) {
                for (float under = 2; under < 160; under += 4) {
                    const float z = 240.0f - under;
                    const Region region =
                        slab->region(dimensions == 2 ? Vec3{x, z, 1} : Vec3{x, y, z});
                    tumour += 1;
                    stroma += region == Region::stroma;
                }
            }
        }
        CHECK(static_cast<double>(stroma) / static_cast<double>(tumour) ==
              doctest::Approx(slab->stroma()));
        for (const Vec3& site : tissue::packing(*slab, 16.0, 1, 2)) {
            const float up = dimensions == 2 ? site.y : site.z;
            CHECK(slab->region(at(100, 240.0f - up)) != Region::host);
        }
    }
    CHECK(layout("slab", "")->stroma() == 0.0);
    CHECK_THROWS_WITH_AS(layout("slab", "[tissue.stroma]\nnest = '190 um'\n"),
                         doctest::Contains("width"), BadInput);
}

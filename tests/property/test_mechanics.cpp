#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "cells/mechanics.hpp"
#include "cells/neighbours.hpp"
#include "core/instructions.hpp"
#include "core/parallel.hpp"
#include "support/bodies.hpp"

using namespace perforin;
using cells::Body, cells::Mechanics, cells::MechanicsParams, cells::Neighbours, cells::Population,
    cells::Row, cells::Walls;

namespace {

/// One look at all cells: neighbour lists, velocities and measures.
struct Look {
    std::vector<Body> bodies;
    std::vector<cells::Strength> roots;
    std::vector<float> stiffness, crowding;
    std::vector<Vec3> velocity, plain_velocity;
    Neighbours neighbours;
    cells::Measures measures;

    Look(const Population& cells, const Box& box, float skin = 0.0f, Walls walls = Walls::none()) {
        const auto law = test::default_law();
        std::vector<float> reach;
        for (std::size_t i = 0; i != cells.size(); ++i) {
            const Vec3 at = box.wrap(cells.position[i]);
            bodies.push_back({at.x, at.y, box.dimensions == 2 ? 0.0f : at.z, cells.radius[i]});
            roots.push_back({std::sqrt(cells.repulsion[i]), std::sqrt(cells.adhesion[i])});
            reach.push_back(law.half_reach(cells.radius[i], cells.repulsion[i], cells.adhesion[i]) +
                            0.5f * skin);
        }
        neighbours.build(bodies, reach, box);
        for (const auto& image : neighbours.images()) roots.push_back(roots[image.source]);
        roots.push_back({});
        const cells::Crowd crowd{bodies, roots, cells.id.span(), &neighbours, box, walls};
        velocity.resize(cells.size());
        plain_velocity.resize(cells.size());
        stiffness.resize(cells.size());
        crowding.resize(cells.size());
        law.sweep(crowd, plain_velocity);
        measures = law.measure(crowd, velocity, stiffness, crowding);
    }
};

std::vector<Vec3> settled(const Box& box, std::size_t n, int threads) {
    const int before = parallel::threads();
    parallel::use_threads(threads);
    Population cells;
    test::scatter_cells(cells, box, n, 3);
    const auto law = test::default_law();
    Mechanics mechanics{law, box, Walls::all()};
    std::vector<float> crowding(n);
    for (int tick = 0; tick != 2; ++tick) mechanics.advance(cells, crowding, test::minutes(10));
    std::vector<Vec3> state{cells.position.span().begin(), cells.position.span().end()};
    for (const float c : crowding) state.push_back({c, 0, 0});
    parallel::use_threads(before);
    return state;
}

/// Largest eigenvalue of −∂F/∂x of the pairs by power iteration, in double precision, with
/// F(x + εv) − F(x − εv) for the product with a vector.
double stiffest_mode(const Population& cells, const Box& box, std::uint64_t seed) {
    const std::size_t n = cells.size();
    std::vector<Row> all(n);
    std::iota(all.begin(), all.end(), Row{0});
    std::vector<double> v(3 * n);
    Stream random{seed, "test.vector"_draw, {}, 0};
    for (double& x : v) x = uniform(random) - 0.5;
    double eigenvalue = 0;
    for (int iteration = 0; iteration != 40; ++iteration) {
        const double norm2 = std::inner_product(v.begin(), v.end(), v.begin(), 0.0);
        const double e = 0.02 / std::sqrt(norm2 / static_cast<double>(n));
        Population ahead, behind;
        ahead.append(cells, all);
        behind.append(cells, all);
        for (std::size_t i = 0; i != n; ++i) {
            for (std::size_t axis = 0; axis != 3; ++axis) {
                const auto step = static_cast<float>(e * v[3 * i + axis]);
                ahead.position[i][axis] += step;
                behind.position[i][axis] -= step;
            }
        }
        const auto f = test::velocities(ahead, box), g = test::velocities(behind, box);
        for (std::size_t k = 0; k != 3 * n; ++k) {
            v[k] = (g[k / 3][k % 3] - f[k / 3][k % 3]) / (2.0 * e);
        }
        eigenvalue = std::sqrt(std::inner_product(v.begin(), v.end(), v.begin(), 0.0) / norm2);
        if (eigenvalue == 0.0) break;
    }
    return eigenvalue;
}

double farthest(const Population& a, const Population& b, const Box& box) {
    double most = 0;
    for (std::size_t i = 0; i != a.size(); ++i) {
        most = std::max(most, double{norm(box.displacement(a.position[i], b.position[i]))});
    }
    return most;
}

}  // namespace

TEST_CASE("velocities are those of the definition, in any box") {
    std::uint64_t seed = 0;
    for (const Vec3 size : {Vec3{90, 70, 80}, Vec3{60, 25, 12}, Vec3{10, 11, 9}}) {
        for (unsigned periodic = 0; periodic != 8; ++periodic) {
            for (const int dimensions : {2, 3}) {
                const Box box{size,
                              {(periodic & 1) != 0, (periodic & 2) != 0, (periodic & 4) != 0},
                              dimensions};
                Population cells;
                test::scatter_cells(cells, box, size.x < 20 ? 6 : 80, ++seed);
                const auto expected = test::velocities(cells, box);
                for (const float skin : {0.0f, 5.0f}) {
                    const Look look{cells, box, skin};
                    double error = 0, largest = 0;
                    for (std::size_t i = 0; i != cells.size(); ++i) {
                        for (std::size_t axis = 0; axis != 3; ++axis) {
                            const double v = expected[i][axis];
                            largest = std::max(largest, std::abs(v));
                            error = std::max(error, std::abs(v - look.velocity[i][axis]));
                            error = std::max(error, std::abs(v - look.plain_velocity[i][axis]));
                        }
                    }
                    CAPTURE(seed);
                    REQUIRE(largest > 0.1);
                    CHECK(error < 3e-5 * largest);
                }
            }
        }
    }
}

TEST_CASE("every pair in reach stands in both lists, once") {
    const Box box{{100, 90, 80}, {true, false, true}, 3};
    Population cells;
    test::scatter_cells(cells, box, 400, 9);
    const Look look{cells, box, 3.0f};
    const auto filler = static_cast<std::uint32_t>(look.bodies.size() - 1);
    std::size_t listed = 0, expected = 0;
    std::vector<int> seen(cells.size());
    for (std::size_t c = 0; c != parallel::chunks(cells.size(), Neighbours::chunk); ++c) {
        for (const cells::Slice& slice : look.neighbours.slices(c)) {
            for (std::size_t k = 0; k != slice.size; ++k) {
                const auto of = slice.list(k);
                std::vector<std::uint32_t> list;
                for (std::size_t n = 0; n != of.size; ++n) list.push_back(of[n]);
                while (!list.empty() && list.back() == filler) list.pop_back();
                listed += list.size();
                std::sort(list.begin(), list.end());
                CHECK(std::adjacent_find(list.begin(), list.end()) == list.end());
                CHECK(!std::binary_search(list.begin(), list.end(), slice.rows[k]));
                ++seen[slice.rows[k]];
            }
            for (std::size_t k = slice.size; k != cells::Slice::most; ++k) {
                CHECK(slice.rows[k] == filler);
            }
        }
    }
    CHECK(std::all_of(seen.begin(), seen.end(), [](int times) { return times == 1; }));
    test::for_pairs(cells, box, 40.0, [&](std::size_t i, std::size_t j, const auto&, double d) {
        const auto law = test::default_law();
        const auto reach = [&](std::size_t c) {
            return law.half_reach(cells.radius[c], cells.repulsion[c], cells.adhesion[c]) + 1.5f;
        };
        expected += d < double{reach(i)} + reach(j) ? 1 : 0;
    });
    CHECK(listed == expected);
}

TEST_CASE("the bound of the stiffness is never below the stiffest mode, and not far above") {
    std::uint64_t seed = 40;
    for (const std::size_t n : {2u, 10u, 100u}) {
        for (const int dimensions : {2, 3}) {
            for (const bool closed : {false, true}) {
                const float edge = n == 100 ? 60.0f : 25.0f;
                const Box box{{edge, edge, dimensions == 2 ? 10.0f : edge},
                              {!closed, false, false},
                              dimensions};
                const Walls walls = closed ? Walls::all() : Walls::none();
                Population cells;
                test::scatter_cells(cells, box, n, ++seed);
                const auto law = test::default_law();
                Mechanics{law, box, walls}.advance(cells, {}, test::minutes(5));
                const double bound = Look{cells, box, 0.0f, walls}.measures.stiffness;
                const double stiffest = stiffest_mode(cells, box, seed);
                CAPTURE(n);
                CAPTURE(dimensions);
                CAPTURE(closed);
                CHECK(bound >= 0.98 * stiffest);
                if (!closed) CHECK(bound <= 2.0 * stiffest);
            }
        }
    }
}

TEST_CASE("the energy of a packing falls in every step") {
    for (const int dimensions : {2, 3}) {
        const Box box{{70, 70, dimensions == 2 ? 10.0f : 70.0f}, {true, true, true}, dimensions};
        for (const std::int64_t minutes : {1, 10, 60}) {
            Population cells;
            test::scatter_cells(cells, box, dimensions == 2 ? 50 : 120, 21);
            const auto law = test::default_law();
            Mechanics mechanics{law, box, Walls::none()};
            double before = test::energy(cells, box);
            for (int tick = 0; tick != 12; ++tick) {
                const auto report = mechanics.advance(cells, {}, test::minutes(minutes));
                const double after = test::energy(cells, box);
                CAPTURE(minutes);
                CAPTURE(tick);
                if (report.asleep) {
                    CHECK(after == doctest::Approx(before).epsilon(1e-6));
                } else {
                    CHECK(after < before);
                }
                before = after;
            }
        }
    }
}

TEST_CASE("without walls the centre of mass rests") {
    const Box box{{300, 300, 300}, {}, 3};
    Population cells;
    test::scatter_cells(cells, Box{{60, 60, 60}, {}, 3}, 300, 4);
    for (Vec3& at : cells.position.span()) at += {120, 120, 120};
    const auto before = test::centre_of_mass(cells);
    const auto law = test::default_law();
    auto params = config::standard<MechanicsParams>();
    params.limited = 0.0;  // a cell that is slowed takes part of the push of others with it
    const auto report =
        Mechanics{law, box, Walls::none(), params}.advance(cells, {}, test::minutes(240));
    CHECK(report.displacement > 5.0);
    const auto after = test::centre_of_mass(cells);
    for (std::size_t axis = 0; axis != 3; ++axis) {
        CHECK(std::abs(after[axis] - before[axis]) < 1e-4);
    }
}

TEST_CASE("a few wedged cells neither set the cost of a step nor change where the others go") {
    const Box box{{150, 150, 150}, {true, true, true}, 3};
    Population plain, limited;
    test::scatter_cells(plain, box, 1500, 21);
    const auto law = test::default_law();
    Mechanics{law, box, Walls::none()}.advance(plain, {}, test::minutes(240));
    for (std::size_t i = 0; i != plain.size(); ++i) plain.radius[i] *= 1.02f;  // hours of growth
    std::vector<Row> all(plain.size());
    std::iota(all.begin(), all.end(), Row{0});
    const std::vector<Row> wedged{100, 500, 900, 1300};
    const auto first = plain.append(plain, wedged);
    for (std::size_t k = 0; k != wedged.size(); ++k) {
        plain.id[first + k] = 1'000'000 + k;
        plain.radius[first + k] = 2.0f;
        plain.position[first + k] += Vec3{1.0f, 0.5f, 0.0f};
    }
    limited.append(plain, all);
    std::vector<Row> extra(wedged.size());
    std::iota(extra.begin(), extra.end(), static_cast<Row>(first));
    limited.append(plain, extra);
    auto params = config::standard<MechanicsParams>();
    params.limited = 0.0;
    const auto full =
        Mechanics{law, box, Walls::none(), params}.advance(plain, {}, test::minutes(60));
    params.limited = 0.005;
    const auto few =
        Mechanics{law, box, Walls::none(), params}.advance(limited, {}, test::minutes(60));
    CHECK(few.rejected == 0);  // the step with fewer stages is stable
    CHECK(few.sweeps < 0.9 * full.sweeps);
    double moved = 0.0;
    for (std::size_t i = 0; i != first; ++i) {
        moved += norm(box.displacement(plain.position[i], limited.position[i]));
    }
    CHECK(moved / static_cast<double>(first) < 0.02);  // µm
    CHECK(few.stiffness == full.stiffness);
}

TEST_CASE("the same bits, whatever the instruction set") {
    const auto before = instructions();
    use_instructions(Instructions::baseline);
    const Box box{{120, 100, 110}, {false, true, false}, 3};
    const auto plain = settled(box, 700, 1);
    for (const auto level : {Instructions::v3, Instructions::v4}) {
        if (use_instructions(level) != level) continue;  // not on this processor
        CHECK(settled(box, 700, 1) == plain);
    }
    use_instructions(before);
}

TEST_CASE("a moved or turned tissue moves alike") {
    const Box box{{256, 256, 256}, {}, 3};
    Population cells, moved, turned;
    test::scatter_cells(cells, Box{{50, 60, 40}, {}, 3}, 150, 6);
    std::vector<Row> all(cells.size());
    std::iota(all.begin(), all.end(), Row{0});
    for (Vec3& at : cells.position.span()) at += {64, 64, 64};
    moved.append(cells, all);
    turned.append(cells, all);
    const Vec3 shift{16, 32, 8};
    for (Vec3& at : moved.position.span()) at += shift;
    for (Vec3& at : turned.position.span()) at = {256.0f - at.y, at.x, at.z};
    const auto law = test::default_law();
    Mechanics mechanics{law, box, Walls::all()};
    for (auto* population : {&cells, &moved, &turned}) {
        mechanics.advance(*population, {}, test::minutes(120));
    }
    for (Vec3& at : moved.position.span()) at = at - shift;
    for (Vec3& at : turned.position.span()) at = {at.y, 256.0f - at.x, at.z};
    CHECK(farthest(cells, moved, box) < 5e-3);
    CHECK(farthest(cells, turned, box) < 5e-3);
}

TEST_CASE("where a periodic box is cut does not matter, nor in which order rows are") {
    const Box box{{80, 70, 90}, {true, true, true}, 3};
    Population cells, shifted, mixed;
    test::scatter_cells(cells, box, 220, 7);
    std::vector<Row> all(cells.size());
    std::iota(all.begin(), all.end(), Row{0});
    shifted.append(cells, all);
    mixed.append(cells, all);
    const Vec3 shift{33, -21, 400};
    for (Vec3& at : shifted.position.span()) at += shift;
    std::reverse(all.begin(), all.end());
    mixed.keep(all);
    const auto law = test::default_law();
    Mechanics mechanics{law, box, Walls::all()};
    for (auto* population : {&cells, &shifted, &mixed}) {
        mechanics.advance(*population, {}, test::minutes(120));
    }
    for (const Vec3& at : shifted.position.span()) CHECK(box.holds(at));
    for (Vec3& at : shifted.position.span()) at = box.wrap(at - shift);
    mixed.keep(all);
    CHECK(mixed.id[5] == cells.id[5]);
    CHECK(farthest(cells, shifted, box) < 5e-3);
    CHECK(farthest(cells, mixed, box) < 5e-3);
}

TEST_CASE("the same bits, whatever the number of threads and whatever was moved before") {
    for (const int dimensions : {2, 3}) {
        const Box box{
            {180, 180, dimensions == 2 ? 10.0f : 120.0f}, {true, false, false}, dimensions};
        const std::size_t n = dimensions == 2 ? 400 : 800;
        const auto alone = settled(box, n, 1);
        CHECK(alone == settled(box, n, 2));
        CHECK(alone == settled(box, n, 3));
    }
    // Buffers of an earlier, larger tissue leave no trace.
    const Box box{{100, 100, 100}, {true, false, false}, 3};
    const auto law = test::default_law();
    Mechanics used{law, box, Walls::all()}, fresh{law, box, Walls::all()};
    Population large, a, b;
    test::scatter_cells(large, box, 900, 1);
    used.advance(large, {}, test::minutes(60));
    test::scatter_cells(a, box, 300, 2);
    test::scatter_cells(b, box, 300, 2);
    used.advance(a, {}, test::minutes(60));
    fresh.advance(b, {}, test::minutes(60));
    for (std::size_t i = 0; i != a.size(); ++i) CHECK(a.position[i] == b.position[i]);
}

TEST_CASE("the skin of the lists changes results by rounding only, and shorter steps by little") {
    const Box box{{120, 120, 120}, {true, true, true}, 3};
    Population reference, other, fine;
    test::scatter_cells(reference, box, 700, 12);
    const auto law = test::default_law();
    const auto standard = config::standard<MechanicsParams>();
    Mechanics{law, box, Walls::none()}.advance(reference, {}, test::minutes(600));
    for (float& radius : reference.radius.span()) radius *= 1.02f;  // an hour of growth
    std::vector<Row> all(reference.size());
    std::iota(all.begin(), all.end(), Row{0});
    other.append(reference, all);
    fine.append(reference, all);

    Mechanics{law, box, Walls::none()}.advance(reference, {}, test::minutes(60));
    auto params = standard;
    params.skin = 0.1 * um;
    const auto report =
        Mechanics{law, box, Walls::none(), params}.advance(other, {}, test::minutes(60));
    CHECK(report.lists > 3);
    CHECK(farthest(reference, other, box) < 1e-3);

    params = standard;
    params.step = 0.25 * minute;
    const auto slow =
        Mechanics{law, box, Walls::none(), params}.advance(fine, {}, test::minutes(60));
    CHECK(slow.displacement > 0.5);
    CHECK(farthest(reference, fine, box) < 0.1);
}

TEST_CASE("cells that leave the lists are listed by themselves, and move as if all were") {
    const Box box{{160, 160, 160}, {true, true, false}, 3};
    Population reference, other;
    test::scatter_cells(reference, box, 1800, 3);
    const auto law = test::default_law();
    Mechanics{law, box, Walls::none()}.advance(reference, {}, test::minutes(600));
    for (Row row = 0; row != 12; ++row) {  // they land on others
        reference.position[row] = reference.position[row + 900] + Vec3{1.5f, 0.5f, -0.5f};
    }
    std::vector<Row> all(reference.size());
    std::iota(all.begin(), all.end(), Row{0});
    other.append(reference, all);

    std::vector<float> crowding(all.size()), other_crowding(all.size());
    auto params = config::standard<MechanicsParams>();
    params.skin = 20 * um;
    const auto once =
        Mechanics{law, box, Walls::none(), params}.advance(reference, crowding, test::minutes(60));
    params.skin = 2 * um;
    const auto report = Mechanics{law, box, Walls::none(), params}.advance(other, other_crowding,
                                                                           test::minutes(60));
    CHECK(once.latecomers == 0);
    CHECK(report.latecomers > 20);
    CHECK(report.lists < 8);
    CHECK(farthest(reference, other, box) < 2e-3);
    double most = 0.0;
    for (std::size_t i = 0; i != crowding.size(); ++i) {
        most = std::max(most, std::abs(double{crowding[i]} - double{other_crowding[i]}));
    }
    CHECK(most < 1e-4);
}

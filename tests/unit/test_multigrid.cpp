// The solver against the plain formula of the scheme, evaluated in double.

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "core/random.hpp"
#include "fields/multigrid.hpp"
#include "fields/wave.hpp"

using namespace perforin;
using namespace perforin::fields;
using doctest::Approx;

namespace {

struct Problem {
    Grid grid;
    Equation equation;
    std::vector<float> loss, gain;

    explicit Problem(const Grid& g, const Equation& e)
        : grid{g}, equation{e}, loss(g.size()), gain(g.size()) {
        Stream random{1, "test.fields"_draw, {}, 0};
        for (std::size_t v = 0; v != g.size(); ++v) {
            loss[v] = static_cast<float>(uniform(random));
            gain[v] = static_cast<float>(uniform(random));
        }
    }
    Solved solve(std::vector<float>& c, const Goal& goal = {}) const {
        Multigrid solver{grid};
        return solver.solve(
            equation,
            [&](std::size_t v) {
                return Term{loss[v], gain[v]};
            },
            c, goal);
    }
};

/// b − A c and b of every voxel, straight from the equations of the scheme.
struct Residual {
    std::vector<double> left, right;
    explicit Residual(const Problem& p, const std::vector<float>& c) {
        const auto n = p.grid.n;
        const Vec3 h = p.grid.spacing;
        for (std::size_t v = 0; v != c.size(); ++v) {
            const std::array<std::size_t, 3> at{v % n[0], v / n[0] % n[1], v / (n[0] * n[1])};
            double b = p.gain[v], rest = (p.equation.decay + p.loss[v]) * c[v];
            for (std::size_t face = 0; face != 6; ++face) {
                const std::size_t axis = face / 2;
                const double edge = h[axis], k = p.equation.diffusivity / (edge * edge);
                auto to = at;
                const bool last = face % 2 == 1, out = at[axis] == (last ? n[axis] - 1 : 0);
                const std::size_t inner = last ? at[axis] + 1 : at[axis] - 1;
                to[axis] = !out ? inner : last ? 0 : n[axis] - 1;
                if (out && !p.grid.periodic[axis]) {
                    const Wall& wall = p.equation.walls[face];
                    const double g = wall.conductance(p.equation.diffusivity, edge) / edge;
                    b += g * wall.outside;
                    rest += g * c[v];
                } else {
                    rest += k * (double{c[v]} - c[p.grid.index(to[0], to[1], to[2])]);
                }
            }
            left.push_back(b - rest);
            right.push_back(b);
        }
    }
    static double norm(const std::vector<double>& values) {
        double sum = 0;
        for (const double x : values) sum += x * x;
        return std::sqrt(sum);
    }
    double relative() const { return norm(left) / norm(right); }
};

/// Root mean square difference over the root mean square of b.
double apart(const std::vector<float>& a, const std::vector<float>& b) {
    double differences = 0.0, squares = 0.0;
    for (std::size_t v = 0; v != a.size(); ++v) {
        differences += std::pow(double{a[v]} - b[v], 2);
        squares += double{b[v]} * b[v];
    }
    return std::sqrt(differences / squares);
}

const std::array<std::array<std::size_t, 3>, 8> shapes{
    {{1, 1, 1}, {2, 2, 2}, {5, 3, 2}, {7, 1, 1}, {9, 8, 1}, {1, 6, 7}, {11, 13, 3}, {3, 1, 12}}};

const std::array<Walls, 4> walls{
    {all_faces(Wall::no_flux()),
     all_faces(Wall::dirichlet(3.0)),
     all_faces(Wall::exchange(4.0 * um_per_minute, 2.0)),
     {Wall::dirichlet(1.0), Wall::no_flux(), Wall::exchange(1.0 * um_per_minute, 5.0),
      Wall::dirichlet(2.0), Wall::no_flux(), Wall::exchange(9.0 * um_per_minute, 0.0)}}};

}  // namespace

TEST_CASE("the solution satisfies the scheme for every kind of wall and any number of voxels") {
    for (const auto& n : shapes) {
        for (std::size_t which = 0; which != walls.size(); ++which) {
            for (const std::array<bool, 3> periodic : {std::array{false, false, false},
                                                       {true, false, false},
                                                       {false, true, true},
                                                       {true, true, true}}) {
                const Problem p{{n, {20, 20, 20}, periodic}, {900.0, 0.05, walls[which]}};
                std::vector<float> best(p.grid.size(), 1.0f), c = best;
                p.solve(best, {.tolerance = 0.0, .most_cycles = 12});
                const Solved solved = p.solve(c, {.tolerance = 1e-5});
                CAPTURE(n[0]);
                CAPTURE(n[1]);
                CAPTURE(n[2]);
                CAPTURE(which);
                CHECK(Residual{p, best}.relative() < 3e-6);
                CHECK(solved.converged);
                CHECK(solved.error <= 1e-5);
                CHECK(solved.cycles <= 9);
                CHECK(apart(c, best) < 2e-5);
            }
        }
    }
}

TEST_CASE("the reported residual is the true one") {
    const Problem p{{{12, 10, 9}, {20, 20, 20}, {}}, {1e5, 0.1, walls[3]}};
    std::vector<float> c(p.grid.size(), 1.0f);
    for (int cycles = 0; cycles != 3; ++cycles) {
        const Solved solved = p.solve(c, {.tolerance = 0.0, .most_cycles = cycles});
        CHECK(solved.cycles == cycles);
        CHECK(solved.residual == Approx(Residual{p, c}.relative()).epsilon(0.02));
    }
}

TEST_CASE("the reported error is the true one within a factor, where vessels outweigh all else") {
    Problem p{{{20, 20, 20}, {20, 20, 20}, {true, true, false}}, {1e5, 0.1, walls[0]}};
    for (std::size_t v = 0; v < p.loss.size(); v += 23) p.loss[v] = 1e4f, p.gain[v] = 38e4f;
    std::vector<float> best(p.grid.size(), 1.0f);
    p.solve(best, {.tolerance = 0.0, .most_cycles = 15});
    for (const double tolerance : {1e-2, 1e-3, 1e-4}) {
        std::vector<float> c(p.grid.size(), 1.0f);
        const Solved solved = p.solve(c, {.tolerance = tolerance});
        CHECK(solved.converged);
        CHECK(apart(c, best) < 3.0 * solved.error);
        CHECK(apart(c, best) > 0.01 * solved.error);
    }
}

TEST_CASE("without sources and with nothing outside, nothing is left") {
    Problem p{{{6, 5, 4}, {20, 20, 20}, {}}, {100.0, 0.1, all_faces(Wall::dirichlet(0.0))}};
    p.gain.assign(p.gain.size(), 0.0f);
    std::vector<float> c(p.grid.size(), 1.0f);
    const Solved solved = p.solve(c);
    CHECK(solved.converged);
    CHECK(c == std::vector<float>(c.size(), 0.0f));
}

TEST_CASE("without diffusion every voxel is on its own") {
    const Problem p{{{5, 4, 3}, {20, 20, 20}, {}}, {0.0, 0.5, walls[1]}};
    std::vector<float> c(p.grid.size(), 0.0f);
    CHECK(p.solve(c, {.tolerance = 1e-6}).converged);
    for (std::size_t v = 0; v != c.size(); ++v) {
        CHECK(c[v] == Approx(double{p.gain[v]} / (0.5 + p.loss[v])).epsilon(1e-5));
    }
}

TEST_CASE("a guess that is already right costs one cycle, and the number of cycles is limited") {
    const Problem p{{{16, 16, 16}, {20, 20, 20}, {}}, {1e5, 0.1, walls[1]}};
    std::vector<float> c(p.grid.size(), 0.0f);
    CHECK(p.solve(c, {.tolerance = 1e-5}).cycles > 1);
    CHECK(p.solve(c, {.tolerance = 1e-5}).cycles == 1);
    c.assign(c.size(), 0.0f);
    const Solved cut = p.solve(c, {.tolerance = 1e-5, .most_cycles = 1});
    CHECK(cut.cycles == 1);
    CHECK(!cut.converged);
    CHECK(cut.error > 1e-5);
}

TEST_CASE("a tolerance beyond float ends where float ends") {
    const Problem p{{{20, 20, 20}, {20, 20, 20}, {}}, {1e5, 0.1, walls[0]}};
    std::vector<float> c(p.grid.size(), 0.0f);
    const Solved solved = p.solve(c, {.tolerance = 1e-12});
    CHECK(solved.converged);
    CHECK(solved.cycles < 12);
    CHECK(solved.error > 1e-12);
    CHECK(solved.error < 1e-5);
}

TEST_CASE("a solver keeps nothing from one equation to the next") {
    // Stiff, then mild, then stiff again; a restart must not be seen.
    Problem stiff{{{9, 8, 7}, {20, 20, 20}, {true, false, true}}, {900.0, 0.05, walls[3]}};
    Problem mild = stiff;
    for (std::size_t v = 0; v < stiff.loss.size(); v += 11) stiff.loss[v] = 500.0f;
    mild.equation = {50.0, 1.0, walls[2]};
    Multigrid used{stiff.grid};
    for (const Problem* p : {&stiff, &mild, &stiff}) {
        std::vector<float> c(p->grid.size(), 1.0f), fresh = c;
        const auto terms = [&](std::size_t v) { return Term{p->loss[v], p->gain[v]}; };
        used.solve(p->equation, terms, c);
        p->solve(fresh);
        CHECK(c == fresh);
    }
}

TEST_CASE("what is not finite stops the run") {
    Problem p{{{6, 5, 4}, {20, 20, 20}, {}}, {100.0, 0.1, walls[1]}};
    std::vector<float> c(p.grid.size(), 1.0f);
    c[7] = std::numeric_limits<float>::quiet_NaN();
    CHECK_THROWS_AS(p.solve(c), Broken);
    c[7] = 1.0f;
    p.gain[3] = std::numeric_limits<float>::infinity();
    CHECK_THROWS_AS(p.solve(c), Broken);
}

TEST_CASE("passes in a wave keep the order of passes between neighbouring planes") {
    const std::size_t passes = 4;
    const int threads = parallel::threads();
    parallel::use_threads(1);
    for (const std::size_t planes : std::array<std::size_t, 6>{1, 2, 3, 5, 8, 13}) {
        for (const bool ring : {false, true}) {
            for (const std::size_t chunk : std::array<std::size_t, 5>{1, 2, 3, 7, 20}) {
                std::vector<std::size_t> done(planes, 0);
                bool in_order = true;
                wave(planes, ring, passes, chunk, [&](std::size_t pass, std::size_t plane) {
                    in_order = in_order && done[plane] == pass;
                    const auto ready = [&](std::size_t other) {
                        return other == plane || done[other] == pass || done[other] == pass + 1;
                    };
                    if (plane > 0) in_order = in_order && ready(plane - 1);
                    if (plane + 1 < planes) in_order = in_order && ready(plane + 1);
                    if (ring) in_order = in_order && ready((plane + 1) % planes);
                    if (ring) in_order = in_order && ready((plane + planes - 1) % planes);
                    done[plane] = pass + 1;
                });
                CAPTURE(planes);
                CAPTURE(chunk);
                CHECK(in_order);
                CHECK(done == std::vector<std::size_t>(planes, passes));
            }
        }
    }
    parallel::use_threads(threads);
}

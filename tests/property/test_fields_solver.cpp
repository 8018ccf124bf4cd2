// What must hold for every equation that the multigrid is given.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/parallel.hpp"
#include "core/random.hpp"
#include "fields/multigrid.hpp"

using namespace perforin;
using namespace perforin::fields;
using Count3 = std::array<std::size_t, 3>;

namespace {

/// A grid with sources everywhere and vessels in some voxels.
struct Problem {
    Grid grid;
    Equation equation;
    std::vector<float> loss, gain;

    Problem(const Count3& n, const std::array<bool, 3>& periodic, const Equation& e,
            float vessel_loss = 0.0f)
        : grid{n, {20, 20, 20}, periodic}, equation{e}, loss(grid.size()), gain(grid.size()) {
        Stream random{3, "test.fields"_draw, {}, 0};
        for (std::size_t v = 0; v != grid.size(); ++v) {
            gain[v] = static_cast<float>(uniform(random));
            loss[v] = uniform(random) < 0.04 ? vessel_loss : 0.0f;
        }
    }
    std::vector<float> solution(double tolerance, float guess = 1.0f) const {
        std::vector<float> c(grid.size(), guess);
        Multigrid solver{grid};
        const auto terms = [&](std::size_t v) { return Term{loss[v], gain[v]}; };
        CHECK(solver.solve(equation, terms, c, {.tolerance = tolerance}).converged);
        return c;
    }
};

/// Greatest difference over the greatest level.
double apart(const std::vector<float>& a, const std::vector<float>& b) {
    double most = 0.0, level = 0.0;
    for (std::size_t v = 0; v != a.size(); ++v) {
        most = std::max(most, std::abs(double{a[v]} - b[v]));
        level = std::max(level, std::abs(double{a[v]}));
    }
    return most / level;
}

/// Residual after a cycle over that before, where the solution is next to nothing, so that float's
/// rounding does not show; the worst from the second cycle on.
double worst_cycle(const Problem& p, int cycles = 5) {
    Stream random{4, "test.fields"_draw, {}, 0};
    std::vector<float> start(p.grid.size());
    for (float& c : start) c = static_cast<float>(uniform(random) - 0.5);
    const auto terms = [&](std::size_t v) { return Term{p.loss[v], v == 0 ? 1e-30f : 0.0f}; };
    Multigrid solver{p.grid};
    double before = 0.0, worst = 0.0;
    for (int n = 1; n <= cycles; ++n) {
        std::vector<float> c = start;
        const double left =
            solver.solve(p.equation, terms, c, {.tolerance = 0.0, .most_cycles = n}).residual;
        if (n > 1) worst = std::max(worst, left / before);
        before = left;
    }
    return worst;
}

const Walls closed = all_faces(Wall::no_flux()), held = all_faces(Wall::dirichlet(0.0)),
            leaky = all_faces(Wall::exchange(6.0 * um_per_minute, 0.0));
const Walls mixed{Wall::dirichlet(1.0), Wall::no_flux(), Wall::exchange(2.0 * um_per_minute, 3.0),
                  Wall::dirichlet(2.0), Wall::no_flux(), Wall::exchange(9.0 * um_per_minute, 0.0)};

Walls empty_outside(Walls walls) {
    for (Wall& wall : walls) wall.outside = 0.0;
    return walls;
}

}  // namespace

TEST_CASE("the same bits, whatever the number of threads") {
    const int threads = parallel::threads();
    const Problem odd_ring{{31, 25, 33}, {true, true, true}, {6000, 0.02, {}}, 200.0f};
    const Problem slab{{30, 24, 41}, {true, true, false}, {1e5, 0.1, mixed}, 1000.0f};
    const Problem sheet{{161, 151, 1}, {false, true, false}, {87, 0.02, leaky}};
    for (const Problem* p : {&odd_ring, &slab, &sheet}) {
        parallel::use_threads(1);
        const auto alone = p->solution(1e-4);
        for (const int n : {2, 3}) {
            parallel::use_threads(n);
            CHECK(alone == p->solution(1e-4));
        }
    }
    parallel::use_threads(threads);
}

TEST_CASE("a cycle gains a factor of six or more on all sorts of grids and walls") {
    struct Case {
        Count3 n;
        std::array<bool, 3> periodic;
        Walls walls;
        double decay;
    };
    const double d = 400.0;  // k = 1/min
    const std::vector<Case> cases{{{26, 26, 26}, {}, held, 1e-3},
                                  {{41, 47, 43}, {}, empty_outside(mixed), 1e-3},
                                  {{51, 49, 53}, {}, closed, 1e-7},
                                  {{33, 35, 37}, {true, true, true}, {}, 1e-7},
                                  {{20, 20, 37}, {true, true, false}, leaky, 1e-3},
                                  {{128, 128, 1}, {}, closed, 1e-3},
                                  {{127, 131, 1}, {true, true, false}, {}, 1e-3},
                                  {{31, 1, 1}, {}, held, 1e-3},
                                  {{31, 1, 1}, {true, false, false}, {}, 1e-3},
                                  {{97, 5, 3}, {}, leaky, 1e-3}};
    for (const Case& c : cases) {
        CAPTURE(c.n[0]);
        CAPTURE(c.n[1]);
        CAPTURE(c.n[2]);
        CHECK(worst_cycle({c.n, c.periodic, {d, c.decay, c.walls}}) < 1.0 / 6);
    }
}

TEST_CASE("vessels ten thousand times as strong as decay cost no more than half of that gain") {
    for (const double decay : {1e-4, 1e-3, 1e-2, 1e-1}) {
        const auto vessels = static_cast<float>(1e4 * decay);
        CAPTURE(decay);
        CHECK(worst_cycle({{24, 25, 26}, {}, {400, decay, closed}, vessels}) < 0.1);
        CHECK(worst_cycle({{20, 20, 37}, {true, true, false}, {400, decay, closed}, vessels}) <
              0.1);
        CHECK(worst_cycle({{64, 64, 1}, {}, {400, decay, closed}, vessels}) < 0.19);
    }
}

TEST_CASE("any number of voxels along any axis will do") {
    for (std::size_t nx = 1; nx != 10; ++nx) {
        for (std::size_t ny = 1; ny != 10; ++ny) {
            for (std::size_t nz = 1; nz < 10; nz += 2) {
                const std::array<bool, 3> periodic{nx % 3 == 0, ny % 2 == 0, nz % 4 == 1};
                const Problem p{{nx, ny, nz}, periodic, {900, 0.01, mixed}};
                CAPTURE(nx);
                CAPTURE(ny);
                CAPTURE(nz);
                CHECK(apart(p.solution(1e-5, 0.0f), p.solution(1e-5, 100.0f)) < 1e-3);
            }
        }
    }
}

TEST_CASE("round a periodic block it does not matter where one begins to count") {
    for (const Count3& n : {Count3{12, 10, 8}, Count3{11, 9, 7}}) {
        const Problem p{n, {true, true, true}, {900, 0.02, {}}, 50.0f};
        Problem moved = p;
        const auto image = [&](std::size_t v) {
            return p.grid.index((v % n[0] + 3) % n[0], (v / n[0] % n[1] + 5) % n[1],
                                (v / (n[0] * n[1]) + 2) % n[2]);
        };
        for (std::size_t v = 0; v != p.gain.size(); ++v) {
            moved.gain[image(v)] = p.gain[v];
            moved.loss[image(v)] = p.loss[v];
        }
        const auto c = p.solution(1e-6), there = moved.solution(1e-6);
        std::vector<float> back(c.size());
        for (std::size_t v = 0; v != c.size(); ++v) back[v] = there[image(v)];
        CHECK(apart(c, back) < 2e-5);
    }
}

TEST_CASE("x, y and z are alike") {
    const Count3 n{13, 10, 7};
    const Problem p{n, {false, true, false}, {900, 0.02, mixed}, 50.0f};
    const auto c = p.solution(1e-6);
    for (const Count3& axes :
         {Count3{1, 2, 0}, Count3{2, 0, 1}, Count3{1, 0, 2}, Count3{2, 1, 0}}) {
        // Axis q of the turned grid is axis axes[q] of the first.
        Problem turned = p;
        for (std::size_t q = 0; q != 3; ++q) {
            turned.grid.n[q] = n[axes[q]];
            turned.grid.periodic[q] = p.grid.periodic[axes[q]];
            for (std::size_t end = 0; end != 2; ++end) {
                turned.equation.walls[2 * q + end] = p.equation.walls[2 * axes[q] + end];
            }
        }
        const auto image = [&](std::size_t v) {
            const Count3 at{v % n[0], v / n[0] % n[1], v / (n[0] * n[1])};
            return turned.grid.index(at[axes[0]], at[axes[1]], at[axes[2]]);
        };
        for (std::size_t v = 0; v != c.size(); ++v) {
            turned.gain[image(v)] = p.gain[v];
            turned.loss[image(v)] = p.loss[v];
        }
        const auto there = turned.solution(1e-6);
        std::vector<float> back(c.size());
        for (std::size_t v = 0; v != c.size(); ++v) back[v] = there[image(v)];
        CHECK(apart(c, back) < 2e-5);
    }
}

TEST_CASE("a flat block is a column in which nothing changes with depth") {
    Walls sides = mixed;
    sides[4] = sides[5] = Wall::no_flux();
    for (const std::size_t nz : std::array<std::size_t, 3>{2, 5, 8}) {
        const Problem flat{{19, 14, 1}, {false, true, false}, {900, 0.02, sides}, 50.0f};
        Problem column{{19, 14, nz}, {false, true, false}, {900, 0.02, sides}};
        const std::size_t sheet = flat.grid.size();
        for (std::size_t v = 0; v != column.grid.size(); ++v) {
            column.gain[v] = flat.gain[v % sheet];
            column.loss[v] = flat.loss[v % sheet];
        }
        const auto c = flat.solution(1e-6), deep = column.solution(1e-6);
        std::vector<float> stacked(deep.size());
        for (std::size_t v = 0; v != deep.size(); ++v) stacked[v] = c[v % sheet];
        CHECK(apart(stacked, deep) < 2e-5);
    }
}

TEST_CASE("levels add up: the solution of two sources is the sum of the two solutions") {
    const Problem one{{15, 12, 9}, {}, {900, 0.02, leaky}, 50.0f};
    Problem two = one, both = one;
    for (std::size_t v = 0; v != one.gain.size(); ++v) {
        two.gain[v] = v % 7 == 0 ? 5.0f : 0.0f;
        both.gain[v] = one.gain[v] + two.gain[v];
    }
    auto sum = one.solution(1e-6);
    const auto other = two.solution(1e-6);
    for (std::size_t v = 0; v != sum.size(); ++v) sum[v] += other[v];
    CHECK(apart(sum, both.solution(1e-6)) < 2e-5);
}

// Steady states against exact solutions, with the order at which the error falls as voxels shrink.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numbers>
#include <vector>

#include "fields/multigrid.hpp"

using namespace perforin;
using namespace perforin::fields;
using doctest::Approx;
using std::numbers::pi;

namespace {

using OfPlace = std::function<double(Vec3)>;

/// A block of `size` µm with `n` voxels along each axis that has any.
Grid block(std::array<std::size_t, 3> n, Vec3 size, std::array<bool, 3> periodic = {}) {
    Grid grid{n, size, periodic};
    for (std::size_t axis = 0; axis != 3; ++axis) {
        grid.spacing[axis] = size[axis] / static_cast<float>(n[axis]);
    }
    return grid;
}

std::vector<float> solve(const Grid& grid, const Equation& equation, const OfPlace& loss,
                         const OfPlace& gain) {
    std::vector<float> a(grid.size()), b(grid.size()), c(grid.size(), 0.0f);
    for (std::size_t v = 0; v != c.size(); ++v) {
        a[v] = static_cast<float>(loss(grid.centre(v)));
        b[v] = static_cast<float>(gain(grid.centre(v)));
    }
    Multigrid solver{grid};
    const auto terms = [&](std::size_t v) { return Term{a[v], b[v]}; };
    const Solved solved = solver.solve(equation, terms, c, {.tolerance = 1e-6});
    CHECK(solved.converged);
    return c;
}

/// Root mean square error in voxel centres.
double error(const Grid& grid, const std::vector<float>& c, const OfPlace& exact) {
    double sum = 0.0;
    for (std::size_t v = 0; v != c.size(); ++v) {
        sum += std::pow(c[v] - exact(grid.centre(v)), 2);
    }
    return std::sqrt(sum / static_cast<double>(c.size()));
}

const OfPlace nothing = [](Vec3) { return 0.0; };

/// Least order seen between one grid and the next, twice as fine.
double order(const std::vector<double>& errors) {
    double least = 99.0;
    for (std::size_t i = 1; i != errors.size(); ++i) {
        MESSAGE("error ", errors[i], ", order ", std::log2(errors[i - 1] / errors[i]));
        least = std::min(least, std::log2(errors[i - 1] / errors[i]));
    }
    return least;
}

}  // namespace

TEST_CASE("from a face that holds it a decaying substance falls off as exp(-x/length)") {
    const double d = 1000.0, decay = 0.1, length = std::sqrt(d / decay);  // 100 µm
    const float far = 1200.0f;
    Walls walls{};
    walls[0] = Wall::dirichlet(1.0);
    const OfPlace exact = [&](Vec3 p) { return std::exp(-p.x / length); };
    std::vector<double> errors;
    for (const std::size_t n : std::array<std::size_t, 4>{24, 48, 96, 192}) {
        const Grid grid = block({n, 1, 1}, {far, 20, 20});
        errors.push_back(error(grid, solve(grid, {d, decay, walls}, nothing, nothing), exact));
    }
    CHECK(order(errors) > 1.9);
    CHECK(errors.back() < 1e-4);
}

TEST_CASE("every kind of wall gives its exact solution in one dimension, to second order") {
    // D c'' = λ (c − 1) between walls at 0 and L: c = 1 + p exp(−x/l) + q exp(−(L − x)/l).
    const double d = 900.0, decay = 0.02, length = std::sqrt(d / decay), size = 500.0, h = 3.0;
    const double fade = std::exp(-size / length);
    const auto with = [&](double p, double q) {
        return OfPlace{[=](Vec3 at) {
            return 1.0 + p * std::exp(-at.x / length) + q * std::exp(-(size - at.x) / length);
        }};
    };
    struct Case {
        Wall low, high;
        OfPlace exact;
    };
    // Dirichlet 3 at 0, no flux at L: p + q·fade = 2, p·fade = q.
    const double p1 = 2.0 / (1.0 + fade * fade);
    // Exchange with 0 at 0 (D c' = h c), Dirichlet 1 at L: q = −p·fade, so that
    // −(D/l) p (1 + fade²) = h (1 + p (1 − fade²)).
    const double p2 = -h / (d / length * (1.0 + fade * fade) + h * (1.0 - fade * fade));
    // Exchange at both ends, by symmetry p = q: −(D/l) p (1 − fade) = h (1 + p (1 + fade) − 4).
    const double p3 = 3.0 * h / (d / length * (1.0 - fade) + h * (1.0 + fade));
    const Speed speed = h * um_per_minute;
    const std::vector<Case> cases{
        {Wall::dirichlet(3.0), Wall::no_flux(), with(p1, p1 * fade)},
        {Wall::exchange(speed, 0.0), Wall::dirichlet(1.0), with(p2, -p2 * fade)},
        {Wall::exchange(speed, 4.0), Wall::exchange(speed, 4.0), with(p3, p3)}};
    for (const Case& one : cases) {
        for (std::size_t axis = 0; axis != 3; ++axis) {
            std::vector<double> errors;
            for (const std::size_t n : std::array<std::size_t, 3>{10, 20, 40}) {
                std::array<std::size_t, 3> count{1, 1, 1};
                Vec3 edge{20, 20, 20};
                Walls walls{};
                count[axis] = n, edge[axis] = static_cast<float>(size);
                walls[2 * axis] = one.low, walls[2 * axis + 1] = one.high;
                const Grid grid = block(count, edge);
                const auto c = solve(grid, {d, decay, walls}, nothing, [&](Vec3) { return decay; });
                errors.push_back(error(grid, c, [&](Vec3 p) {
                    return one.exact({p[axis], 0, 0});
                }));
            }
            CHECK(order(errors) > 1.9);
        }
    }
}

TEST_CASE("round a periodic axis a wave of sources makes a wave of levels, to second order") {
    const double d = 900.0, decay = 0.02, size = 500.0, k = 2.0 * pi / size;
    const OfPlace exact = [&](Vec3 p) { return 1.0 + std::cos(k * p.x + 1.0); };
    const OfPlace gain = [&](Vec3 p) {
        return decay + (decay + d * k * k) * std::cos(k * p.x + 1.0);
    };
    for (const std::size_t first : std::array<std::size_t, 2>{10, 11}) {
        std::vector<double> errors;
        for (std::size_t n = first; n != 8 * first; n *= 2) {
            const Grid grid = block({n, 1, 1}, {500, 20, 20}, {true, false, false});
            errors.push_back(error(grid, solve(grid, {d, decay, {}}, nothing, gain), exact));
        }
        CHECK(order(errors) > 1.9);
    }
}

TEST_CASE("a made-up solution with uptake that varies by place is found to second order") {
    const double d = 500.0, decay = 0.01, size = 300.0, k = pi / size;
    // Zero at the faces of x, no flux through those of y, periodic along z.
    const OfPlace exact = [&](Vec3 p) {
        return std::sin(k * p.x) * std::cos(k * p.y) * (2.0 + std::sin(2.0 * k * p.z));
    };
    const OfPlace loss = [&](Vec3 p) {
        return 0.3 * (1.0 + std::sin(3.0 * k * p.x) * std::cos(p.z * k));
    };
    const OfPlace gain = [&](Vec3 p) {
        const double xy = std::sin(k * p.x) * std::cos(k * p.y), z = std::sin(2.0 * k * p.z);
        return (decay + loss(p)) * exact(p) + d * k * k * xy * (2.0 * (2.0 + z) + 4.0 * z);
    };
    Walls walls{};
    walls[0] = walls[1] = Wall::dirichlet(0.0);
    std::vector<double> errors;
    for (const std::size_t n : std::array<std::size_t, 3>{9, 18, 36}) {
        const Grid grid = block({n, n, n}, {300, 300, 300}, {false, false, true});
        errors.push_back(error(grid, solve(grid, {d, decay, walls}, loss, gain), exact));
    }
    CHECK(order(errors) > 1.9);
}

namespace {

/// Share of a voxel that lies inside a surface, from 5 points along each axis that counts.
double share(const Grid& grid, Vec3 centre, const std::function<bool(Vec3)>& inside) {
    const int deep = grid.n[2] > 1 ? 5 : 1;
    int hits = 0;
    const auto offset = [](int q, int of) {
        return (static_cast<float>(q) + 0.5f) / static_cast<float>(of) - 0.5f;
    };
    for (int q = 0; q != 25 * deep; ++q) {
        const Vec3 at{offset(q % 5, 5) * grid.spacing.x, offset(q / 5 % 5, 5) * grid.spacing.y,
                      offset(q / 25, deep) * grid.spacing.z};
        hits += inside(centre + at) ? 1 : 0;
    }
    return hits / (25.0 * deep);
}

}  // namespace

TEST_CASE("a ball of cells that take up oxygen is as hollow inside as theory says") {
    // D ∇²c = λ (c − c0) + u c inside the ball, without u outside, c0 far away: with 1/length by κ,
    // c = B sinh(κi r)/r + c0 λ/(λ + u) inside, c0 − A exp(−κo r)/r outside; c and its slope join.
    // One octant: no flux through the three faces of symmetry, c0 held on the others, 12 lengths
    // out.
    const double d = 1e5, decay = 2.0, uptake = 10.0, far = 38.0, radius = 250.0;
    const double outer = std::sqrt(decay / d), inner = std::sqrt((decay + uptake) / d);
    const double deep = far * decay / (decay + uptake);
    const double si = std::sinh(inner * radius), ci = std::cosh(inner * radius);
    // Joined at R, times R: B si + deep R = c0 R − A e;  B (κi R ci − si) = A e (κo R + 1).
    const double b = (far - deep) * radius * (outer * radius + 1.0) /
                     (si * (outer * radius + 1.0) + inner * radius * ci - si);
    const double a = (far - deep) * radius - b * si;  // A exp(−κo R)
    const OfPlace exact = [&](Vec3 p) {
        const double r = norm(p);
        return r < radius ? deep + b * std::sinh(inner * r) / r
                          : far - a * std::exp(-outer * (r - radius)) / r;
    };
    Walls walls{};
    walls[1] = walls[3] = walls[5] = Wall::dirichlet(far);
    std::vector<double> errors;
    double middle = 0.0;
    for (const std::size_t n : std::array<std::size_t, 3>{25, 50, 100}) {
        const Grid grid = block({n, n, n}, {2000, 2000, 2000});
        const double across = 2.0 * grid.spacing.x;
        const OfPlace loss = [&](Vec3 p) {
            if (norm(p) > radius + across) return 0.0;
            if (norm(p) < radius - across) return uptake;
            return uptake * share(grid, p, [&](Vec3 q) { return norm(q) < radius; });
        };
        const auto c = solve(grid, {d, decay, walls}, loss, [&](Vec3) { return decay * far; });
        errors.push_back(error(grid, c, exact));
        middle = c[0];
    }
    CHECK(order(errors) > 1.8);
    CHECK(middle == Approx(exact(Vec3{10, 10, 10})).epsilon(0.005));
}

TEST_CASE("round a capillary oxygen falls as Krogh and Erlang computed") {
    // Uptake M by a cylinder of tissue of radius R round a capillary of radius r0 that holds c0:
    // c = c0 − M/(4D) (2 R² ln(r/r0) − r² + r0²); beyond R, where nobody takes up, c stays flat
    // (Krogh 1919). A quarter of a square; voxels cut by a circle count by their share.
    const double d = 1e5, most = 100.0, r0 = 10.0, radius = 60.0, level = 38.0;
    const OfPlace exact = [&](Vec3 p) {
        const double r = std::clamp(std::hypot(double{p.x}, double{p.y}), r0, radius);
        return level -
               most / (4.0 * d) * (2.0 * radius * radius * std::log(r / r0) - r * r + r0 * r0);
    };
    // A voxel of which the capillary fills a share holds c0 through what is left of it.
    std::vector<double> errors;
    for (const std::size_t n : std::array<std::size_t, 3>{32, 64, 128}) {
        const Grid grid = block({n, n, 1}, {80, 80, 80.0f / static_cast<float>(n)});
        const double k = d / std::pow(double{grid.spacing.x}, 2);
        const auto within = [&](Vec3 p, double r) {
            return share(grid, p, [&](Vec3 q) { return std::hypot(q.x, q.y) < r; });
        };
        const auto held = [&](Vec3 p) {
            const double filled = within(p, r0);
            return k * std::min(2.0 * filled / std::max(1.0 - filled, 1e-9), 1e3);
        };
        const OfPlace gain = [&](Vec3 p) {
            return held(p) * level - most * (within(p, radius) - within(p, r0));
        };
        errors.push_back(error(grid, solve(grid, {d, 0.0, {}}, held, gain), exact));
    }
    CHECK(order(errors) > 0.95);  // the circle is cut into squares: first order
    CHECK(errors.back() < 0.002 * level);
}

TEST_CASE("a voxel that a vessel holds acts as a capillary a fifth of a voxel thick") {
    // Peaceman 1978: in the five-point scheme a held voxel stands for a well of radius
    // exp(−π/2) h = 0.208 h. At 20 µm that is 4 µm: a capillary.
    const double d = 1e5, most = 100.0, level = 38.0;
    const Grid grid = block({41, 41, 1}, {820, 820, 20}, {true, true, false});
    const std::size_t vessel = grid.index(20, 20, 0);
    const double area = 820.0 * 820.0;
    std::vector<float> c(grid.size(), 0.0f);
    Multigrid solver{grid};
    const auto terms = [&](std::size_t v) {
        const float hold = v == vessel ? 1e6f : 0.0f;
        return Term{hold, hold * static_cast<float>(level) - static_cast<float>(most)};
    };
    CHECK(solver.solve({d, 0.0, {}}, terms, c, {.tolerance = 1e-6}).converged);
    // Near the vessel: c = level − M A / (2π D) ln(r/r0) + M (r² − r0²) / (4D).
    for (const std::size_t steps : std::array<std::size_t, 3>{3, 4, 5}) {
        const double r = 20.0 * static_cast<double>(steps);
        const double drop = level - c[vessel + steps] + most * r * r / (4.0 * d);
        const double thick = r * std::exp(-drop * 2.0 * pi * d / (most * area));
        CHECK(thick / 20.0 == Approx(0.208).epsilon(0.05));
    }
}

#include "study/design.hpp"

#include <boost/random/sobol.hpp>
#include <boost/random/uniform_int_distribution.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/random.hpp"

namespace perforin::study {

std::size_t grid_size(const std::vector<std::size_t>& choices, std::size_t most) {
    std::size_t size = 1;
    for (const std::size_t n : choices) {
        if (n == 0) return 0;
        size = n > most / size ? most + 1 : size * n;
    }
    return size;
}

std::vector<std::vector<std::size_t>> grid(const std::vector<std::size_t>& choices) {
    std::vector<std::vector<std::size_t>> points{{}};
    for (const std::size_t n : choices) {
        std::vector<std::vector<std::size_t>> longer;
        for (const auto& point : points) {
            for (std::size_t i = 0; i != n; ++i) {
                longer.push_back(point);
                longer.back().push_back(i);
            }
        }
        points = std::move(longer);
    }
    return points;
}

std::vector<std::vector<double>> latin_hypercube(std::size_t points, std::size_t dimensions,
                                                 std::uint64_t seed) {
    std::vector<std::vector<double>> found(points, std::vector<double>(dimensions));
    for (std::size_t d = 0; d != dimensions; ++d) {
        Stream random{seed, "study.latin_hypercube"_draw, {d, 0}, 0};
        std::vector<std::size_t> slices(points);
        std::iota(slices.begin(), slices.end(), std::size_t{0});
        for (std::size_t i = points; i > 1; --i) {
            const boost::random::uniform_int_distribution<std::size_t> any{0, i - 1};
            std::swap(slices[i - 1], slices[any(random)]);
        }
        for (std::size_t i = 0; i != points; ++i) {
            const double within = uniform(random);
            const auto slice = static_cast<double>(slices[i]), n = static_cast<double>(points);
            // Rounding may not carry a point into the next slice.
            found[i][d] = std::min((slice + within) / n, std::nexttoward((slice + 1.0) / n, 0.0));
        }
    }
    return found;
}

std::vector<std::vector<double>> sobol(std::size_t points, std::size_t dimensions,
                                       std::uint64_t seed) {
    std::vector<std::uint64_t> shift(dimensions, 0);
    for (std::size_t d = 0; seed != 0 && d != dimensions; ++d) {
        Stream random{seed, "study.sobol"_draw, {d, 0}, 0};
        shift[d] = random();
    }
    boost::random::sobol sequence{dimensions};  // begins after the origin
    std::vector<std::vector<double>> found(points, std::vector<double>(dimensions));
    for (std::size_t i = 0; i != points; ++i) {
        const bool origin = seed != 0 && i == 0;
        for (std::size_t d = 0; d != dimensions; ++d) {
            const std::uint64_t bits = (origin ? 0 : sequence()) ^ shift[d];
            found[i][d] = static_cast<double>(bits >> 11) * 0x1.0p-53;
        }
    }
    return found;
}

std::vector<std::vector<bool>> ablations(std::size_t mechanisms, Matrix matrix) {
    std::vector<std::vector<bool>> rows;
    const std::vector<bool> none(mechanisms, false);
    if (matrix == Matrix::all) {
        for (const auto& point : grid(std::vector<std::size_t>(mechanisms, 2))) {
            rows.emplace_back();
            for (const std::size_t off : point) rows.back().push_back(off == 1);
        }
        return rows;
    }
    rows.push_back(none);
    for (std::size_t i = 0; i != mechanisms; ++i) {
        rows.push_back(none);
        rows.back()[i] = true;
    }
    for (std::size_t i = 0; matrix == Matrix::pairs && i != mechanisms; ++i) {
        for (std::size_t j = i + 1; j != mechanisms; ++j) {
            rows.push_back(none);
            rows.back()[i] = rows.back()[j] = true;
        }
    }
    return rows;
}

}  // namespace perforin::study

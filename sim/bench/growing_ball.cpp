#include "bench/growing_ball.hpp"

#include <algorithm>
#include <cmath>

#include "cells/order.hpp"
#include "core/random.hpp"
#include "core/time.hpp"

namespace perforin::bench {

namespace {

constexpr double dividing = 0.03;  // share of the cells an hour: a cycle of about a day
constexpr Tick hour_long{0, seconds_per_hour};

std::vector<cells::Row> all_rows(std::size_t n) {
    std::vector<cells::Row> rows(n);
    for (std::size_t i = 0; i != n; ++i) rows[i] = static_cast<cells::Row>(i);
    return rows;
}

Vec3 any_direction(Stream& random) {
    const double z = 2.0 * uniform(random) - 1.0, angle = 6.283185307179586 * uniform(random);
    const double across = std::sqrt(1.0 - z * z);
    return {static_cast<float>(across * std::cos(angle)),
            static_cast<float>(across * std::sin(angle)), static_cast<float>(z)};
}

}  // namespace

GrowingBall::GrowingBall(const Packing& packing)
    : box_{packing.box}, law_{default_law()}, mechanics_{*law_, box_, cells::Walls::none()} {
    cells_.append(packing.cells, all_rows(packing.size()));
    divide(0);
    mechanics_.advance(cells_, {}, hour_long);
    divide(1);
    cells::Order order;
    cells_.keep(order(cells_.position.span(), cells_.id.span()));
    start_.assign(cells_.position.span().begin(), cells_.position.span().end());
    crowding_.resize(cells_.size());
}

/// Some cells become two of half the volume, side by side.
void GrowingBall::divide(std::uint64_t round) {
    std::vector<cells::Row> mothers;
    for (std::size_t i = 0; i != cells_.size(); ++i) {
        Stream random{1, "bench.divide"_draw, {cells_.id[i], round}, 0};
        if (uniform(random) < dividing) mothers.push_back(static_cast<cells::Row>(i));
    }
    const std::size_t first = cells_.append(cells_, mothers);
    for (std::size_t k = 0; k != mothers.size(); ++k) {
        const std::size_t mother = mothers[k], daughter = first + k;
        Stream random{1, "bench.axis"_draw, {cells_.id[mother], round}, 0};
        const float radius = 0.7937005f * cells_.radius[mother];  // 2^(-1/3)
        const Vec3 away = 0.5f * radius * any_direction(random);
        cells_.id[daughter] = descend(cells_.id[mother], round + 1);
        for (const std::size_t row : {mother, daughter}) cells_.radius[row] = radius;
        cells_.position[daughter] += away;
        cells_.position[mother] += -1.0f * away;
    }
}

cells::MechanicsReport GrowingBall::hour(cells::Mechanics& mechanics) {
    return mechanics.advance(cells_, crowding_, hour_long);
}

void GrowingBall::rewind() {
    std::copy(start_.begin(), start_.end(), cells_.position.span().begin());
}

}  // namespace perforin::bench

#pragma once
// A ball of cells of which some have just divided: what an hour of mechanics has to part.

#include <cstdint>
#include <memory>
#include <vector>

#include "bench/packing.hpp"
#include "cells/mechanics.hpp"
#include "cells/population.hpp"

namespace perforin::bench {

class GrowingBall {
public:
    /// Grows the packing for an hour, then divides the cells of the hour to measure.
    explicit GrowingBall(const Packing& packing);

    /// The hour, always the same one. Returns what it took.
    cells::MechanicsReport hour() { return hour(mechanics_); }
    cells::MechanicsReport hour(cells::Mechanics& mechanics);
    /// Puts the cells back to where the hour begins; comes before each hour().
    void rewind();

    std::size_t size() const { return cells_.size(); }
    const Box& box() const { return box_; }

private:
    void divide(std::uint64_t round);

    Box box_;
    std::unique_ptr<cells::Interaction> law_;
    cells::Mechanics mechanics_;
    cells::Population cells_;
    std::vector<Vec3> start_;
    std::vector<float> crowding_;
};

}  // namespace perforin::bench

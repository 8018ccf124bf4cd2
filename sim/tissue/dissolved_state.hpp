#pragma once
// All that is mutable about the tissue of a lesion, cells apart: what is dissolved, vessels, fluid.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "cells/table.hpp"

namespace perforin::tissue {

/// One row a voxel, x fastest; one column for each substance and drug.
class Levels : public cells::Table {
public:
    /// The table is given its rows before columns are added, and keeps them.
    explicit Levels(std::size_t voxels) { resize(voxels); }
    cells::Column<float>& add(const std::string& name, const std::string& unit) {
        fields_.push_back(
            std::make_unique<cells::Column<float>>(*this, Label{name, unit, "Level in the voxel"}));
        return *fields_.back();
    }

private:
    std::vector<std::unique_ptr<cells::Column<float>>> fields_;
};

/// One row a voxel, x fastest: what of the tissue itself changes.
struct Interstitium : cells::Table {
    cells::Column<float> vessels =
        column<float>("vessels", "1", "Density of functional vessels in the voxel");
    cells::Column<float> fluid =
        column<float>("fluid", "1", "Share of the voxel's tissue that is oedema fluid");
};

/// One row a drug.
struct Perfusion : cells::Table {
    cells::Column<double> plasma = column<double>("plasma", "nM", "Level in the vessels");
};

/// One row an exposure, in the order of their registry.
struct Exposures : cells::Table {
    cells::Column<double> level = column<double>("level", "1", "In the whole lesion, its own unit");
};

struct Depth : cells::State {
    cells::Scalar<std::int64_t> first_layer = scalar<std::int64_t>(
        "first_layer", "1", "Lowest layer of voxels, counted from where the block was founded");
};

}  // namespace perforin::tissue

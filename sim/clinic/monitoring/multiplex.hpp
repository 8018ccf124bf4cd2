#pragma once
// The multiplex image of one section: a channel for each marker.

#include <span>

#include "clinic/monitoring/specimen.hpp"
#include "core/image.hpp"

namespace perforin::clinic {

/// Rows run from the host side down along the needle. A cell is the disc in which the section cuts
/// it, FOXP3 its nucleus, PD-L1 its rim; what is stained there shines, PD-L1 by the molecules on
/// the cell up to `brightest`. What lies outside of the core is dark.
Image draw(std::span<const StainedCell> shown, const Needle&, const Section&, const Box&,
           double pixel_um, double brightest);

}  // namespace perforin::clinic

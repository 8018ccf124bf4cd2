#pragma once
// What a burn-in watches of a patient's lesions, day by day.

#include <vector>

#include "engine/at_rest.hpp"
#include "patient/patient.hpp"

namespace perforin::engine {

/// Of each lesion: live cells of each kind per represented volume, the share of debris in the
/// volume of its cells, the mean level of each substance. None of these depends on its size.
class Composition {
public:
    explicit Composition(const patient::Patient& patient);

    /// Adds a day.
    void see(const patient::Patient& patient);
    const std::vector<Figure>& figures() const { return figures_; }

private:
    std::vector<Figure> figures_;
};

}  // namespace perforin::engine

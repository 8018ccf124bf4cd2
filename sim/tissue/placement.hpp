#pragma once
// Where a therapy puts cells into a lesion: an injection, an implant.

#include <vector>

#include "tissue/kind.hpp"
#include "tissue/world.hpp"

namespace perforin::tissue {

class Placement {
public:
    virtual ~Placement() = default;
    /// The new cells, in the lesion as it is when they are put in. Those without an identity get
    /// the next of the lesion's own.
    virtual std::vector<Founder> place(const World&) const = 0;
};

}  // namespace perforin::tissue

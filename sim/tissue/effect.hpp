#pragma once
// What a therapy does inside tissue: a pure function of the cells' public columns and the lesion's
// exposures, which returns intents like any kind does. A therapy's file may hold its Effect too.

#include "tissue/intents.hpp"
#include "tissue/world.hpp"

namespace perforin::tissue {

class Effect {
public:
    virtual ~Effect() = default;
    /// Called once a biology step, after the kinds have decided, on the same frozen world.
    virtual void act(const World&, Intents&) const = 0;
};

}  // namespace perforin::tissue

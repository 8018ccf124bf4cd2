#pragma once
// The family of therapies: something a clinician gives. A therapy acts on the Body alone; tissue
// feels it through what the body delivers, never through a back door to the cells.

#include "cells/table.hpp"
#include "core/time.hpp"

namespace perforin::patient {

class Body;

/// One `[[therapy]]` of one patient.
class Therapy {
public:
    virtual ~Therapy() = default;

    /// Once, before the first day: names to the body what it will bring (drugs, kinds of cells).
    virtual void prepare(Body& body) const = 0;

    /// Every day, before the body circulates. Asked again for the same day it would give again.
    virtual void administer(const Day& today, Body& body) = 0;

    /// What has to survive a restart: how far the course has come. Nullptr: nothing.
    virtual cells::Table* state() { return nullptr; }
};

}  // namespace perforin::patient

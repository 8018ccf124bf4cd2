#pragma once
// The family of therapies: something a clinician gives. A therapy acts on the Body alone; tissue
// feels it through what the body delivers, never through a back door to the cells.

#include <cstdint>
#include <string>
#include <vector>

#include "cells/table.hpp"
#include "core/time.hpp"
#include "tissue/placement.hpp"

namespace perforin::patient {

class Body;

/// Cells of a kind for the lesions called so, all if it is empty.
struct Graft {
    std::string lesion;
    std::uint16_t kind;
    const tissue::Placement* where;  ///< outlives the tick
};

/// How far a course has come; what else it has to remember stands in a type of its own.
struct Administrations : cells::State {
    cells::Scalar<std::int64_t> given =
        scalar<std::int64_t>("given", "1", "Administrations so far");
};

/// One `[[therapy]]` of one patient.
class Therapy {
public:
    virtual ~Therapy() = default;

    /// Once, before the first day: names to the body what it will bring (drugs, kinds of cells).
    virtual void prepare(Body& body) const = 0;

    /// Every day, before the body circulates. Asked again for the same day it would give again.
    virtual void administer(const Day& today, Body& body) = 0;

    /// Every biology step, after the body has circulated: what goes on by itself between the days.
    virtual void go_on(const Tick&, Body&) {}

    /// The cells that it puts into lesions when this tick begins: a function of the tick alone.
    virtual std::vector<Graft> grafts(const Tick&) const { return {}; }

    /// What has to survive a restart: how far the course has come. Nullptr: nothing, and nothing
    /// is known of it.
    virtual Administrations* state() { return nullptr; }

    /// Whether it has been given yet.
    bool begun() {
        const Administrations* course = state();
        return course && course->given > 0;
    }
};

}  // namespace perforin::patient

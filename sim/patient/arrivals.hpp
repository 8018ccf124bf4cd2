#pragma once
// Real-valued flows from blood come true in whole agents. A bank per lesion and class of cell keeps
// what is not yet an agent, so that no cell is lost, none is made, and twins keep the same arrivals
// until the flow itself differs.

#include <cstdint>

namespace perforin::patient {

/// What the draws of one way from blood into one lesion are keyed by: identities, never rows.
struct Way {
    std::uint64_t seed;        ///< the patient's
    std::uint64_t lesion;      ///< identity of the lesion
    std::uint64_t cell_class;  ///< identity of the class of cells in blood

    /// Identity of the k-th agent that takes this way.
    std::uint64_t arrival(std::uint64_t k) const;
};

/// Cells between blood and lesion, and when the next agent is due.
struct Bank {
    double cells = 0.0;          ///< real cells: start + flowed in − weight × released
    double wait = 0.0;           ///< one agent one cell: flow until the next arrival
    std::uint64_t released = 0;  ///< agents so far
};

/// A new bank. Where an agent stands for many cells it starts at a uniform remainder,
/// `weight`·U, so that the agents released so far never differ from flow/weight by a whole one and
/// do not on average. Where it stands for one cell it starts empty.
Bank open_bank(const Way& way, double weight);

/// Adds a flow (cells) and says how many agents of `weight` cells are due now; `bank.released` has
/// grown by as many. weight > 1: whole agents as they become full. weight = 1: the k-th arrival
/// comes when the integrated flow passes the sum of the first k keyed exponentials (a Poisson
/// process in the clock of the flow), so the bank may be overdrawn meanwhile.
/// Throws logic_error for a weight below 1.
std::uint64_t release(const Way& way, double weight, double flow, Bank& bank);

}  // namespace perforin::patient

#pragma once
// Cells in blood as real numbers, by class; what enters lesions is banked and handed over in whole
// agents (arrivals.hpp). Equations and bookkeeping: METHODS.md.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cells/table.hpp"
#include "config/block.hpp"
#include "core/time.hpp"
#include "patient/arrivals.hpp"
#include "patient/lymph_nodes.hpp"

namespace perforin::patient {

/// Circulating cells that nothing here tells apart.
struct CellClass {
    std::string kind;               ///< registered kind of cell that they are in tissue
    std::uint32_t specificity = 0;  ///< class of antigen that they see
    std::string phenotype;          ///< "effector", "memory"; may be empty
    double progenitors = 0.0;       ///< share of them that enters tissue as progenitors, 0…1
    double baseline = 0.0;          ///< cells in blood without any lesion; also the first number
    Rate loss;                      ///< of those in blood: death and departure to other tissue
    bool lymphoid = false;          ///< killed by what depletes lymphocytes
    double circulating = 1.0;       ///< share of the body's that is in blood at a time, 0…1

    /// A function of kind, specificity and phenotype only: draws keyed by it do not depend on
    /// which other classes there are.
    std::uint64_t identity() const;
};

/// `[blood]`: tumour-specific CD8+ T cells, the same for every antigen class.
struct SpecificTParams : config::Block {
    using Block::Block;
    double baseline = param("specific_cd8", 1e7, fraction, {0, 1e12},
                            "Tumour-specific CD8+ T cells in blood, of each antigen class",
                            fitted("lesion and blood model fitted to response rates; 3e6–1e7"));
    Rate loss = param("loss", 0.15, per_day, {0, 10},
                      "Loss of circulating effector T cells: death and other tissue",
                      fitted("lesion and blood model fitted to response rates; 0.15–0.2"));
    double progenitors = param("progenitors", 0.1, fraction, {0, 1},
                               "Share of them that enters a lesion as progenitors (TCF1+)",
                               fitted("lesion and blood model fitted to response rates; 0.08–0.2"));
    Rate memory_loss =
        param("memory_loss", 0.0015, per_day, {0, 10}, "Loss of circulating memory T cells",
              recalled(measured("half-life 450 d of human CD8 memory (Akondy 2017)")));
    double memory_homing =
        param("memory_homing", 0.3, fraction, {0, 10},
              "Chance that a memory cell which passes a lesion enters it, relative to an effector",
              fitted("compartment model of lesions, blood and nodes"));

    CellClass effectors(std::uint32_t specificity, double cells) const {
        return {"cytotoxic_t", specificity, "effector", progenitors, cells, loss, true};
    }
    CellClass memory(std::uint32_t specificity) const {
        return {"cytotoxic_t", specificity, "memory", 0.0, 0.0, memory_loss, true};
    }
};

/// One row a class. cells = first baseline / circulating + supplied + received + from_nodes − lost
/// − recalled − depleted − entered − advanced.
struct Pools : cells::Table {
    cells::Column<double> cells =
        column<double>("cells", "1", "Cells in blood, and in the organs that they come back from");
    cells::Column<double> supply = column<double>("supply", "1/min", "Cells made a minute");
    cells::Column<double> supplied = column<double>("supplied", "1", "Cells made so far");
    cells::Column<double> received =
        column<double>("received", "1", "Cells come from lesions and infusions so far");
    cells::Column<double> lost = column<double>("lost", "1", "Cells lost so far");
    cells::Column<double> from_nodes =
        column<double>("from_nodes", "1", "Cells come from lymph nodes so far");
    cells::Column<double> recalled =
        column<double>("recalled", "1", "Memory cells gone to nodes to be primed so far");
    cells::Column<double> depleted =
        column<double>("depleted", "1", "Cells killed by therapies so far");
};

/// One row a lesion and class, classes running faster.
/// cells = advanced + lent + entered − weight × released, summed over the weights in force.
struct Banks : cells::Table {
    cells::Column<std::uint64_t> lesion =
        column<std::uint64_t>("lesion", "1", "Identity of the lesion");
    cells::Column<double> entry =
        column<double>("entry", "1/min", "Rate at which a cell in blood enters the lesion");
    cells::Column<double> cells = column<double>("cells", "1", "Cells not yet a whole agent");
    cells::Column<double> wait =
        column<double>("wait", "1", "One agent one cell: flow until the next arrival");
    cells::Column<double> flow = column<double>("flow", "1", "Entered since the last hand-over");
    cells::Column<double> entered = column<double>("entered", "1", "Cells entered so far");
    cells::Column<double> advanced =
        column<double>("advanced", "1", "Taken from blood when the bank was opened");
    cells::Column<double> lent =
        column<double>("lent", "1", "Put in when the bank was opened and blood could not pay");
    cells::Column<std::uint64_t> released =
        column<std::uint64_t>("released", "1", "Agents handed over so far");
};

/// One agent that enters a lesion.
struct Arrival {
    std::size_t cell_class;  ///< row of its class
    std::uint64_t id;        ///< identity, the same in a twin
    bool progenitor;
};

class Blood {
public:
    /// `seed`: the patient's.
    explicit Blood(std::uint64_t seed) : seed_{seed} {}

    /// Adds a class, before the first lesion is opened; returns its row. Throws logic_error if it
    /// is too late or if there is one like it.
    std::size_t add(CellClass cells);

    /// Opens the ways into a lesion; `weights`: cells one agent stands for, by class. Returns the
    /// lesion's row. Remainders to start from are taken from blood, and lent where it has too few.
    std::size_t open(std::uint64_t lesion, std::span<const double> weights);

    /// Rate at which one cell in blood enters a lesion, in force until it is set again. Rates are
    /// frozen over a step, never flows: blood depletes itself, so nothing can be overdrawn.
    void entry(std::size_t lesion, std::size_t cell_class, Rate rate);

    /// Cells of a class that go by in lesions, relative to usual, in force until it is set again.
    void stir(std::size_t cell_class, double relative) { stir_[cell_class] = relative; }

    /// Cells a minute that the body makes; at first what keeps the baseline.
    void supply(std::size_t cell_class, double cells_per_minute);

    /// T' = supply − loss·B − Σ h·B and flow' = h·B for every lesion, over the tick, B of all cells
    /// T being in blood; nodes take and give cells meanwhile.
    void advance(const Tick& tick, LymphNodes& nodes);

    /// Agents that are due in a lesion, by class, in the order of their coming. `weights`: cells
    /// one agent stands for now, by class.
    std::vector<Arrival> arrivals(std::size_t lesion, std::span<const double> weights);

    /// Cells that come into blood: from a lesion (weight × agents), or infused.
    void receive(std::size_t cell_class, double cells);

    /// A therapy kills cells of a class; a share survives.
    void deplete(std::size_t cell_class, double surviving);

    /// All sums count from now on: what is in blood and banks counts as there from the start.
    /// Agents handed over go on being counted, since identities follow from their number.
    void open_books();

    /// The row of the class that is so; one past the last if there is none.
    std::size_t find(std::string_view kind, std::uint32_t specificity,
                     std::string_view phenotype) const;
    std::size_t classes() const { return classes_.size(); }
    std::size_t lesions() const { return classes_.empty() ? 0 : banks_.size() / classes(); }
    const CellClass& cell_class(std::size_t row) const { return classes_[row]; }
    /// Cells in blood.
    double cells(std::size_t cell_class) const {
        return classes_[cell_class].circulating * pools_.cells[cell_class];
    }

    const Pools& pools() const { return pools_; }
    Pools& pools() { return pools_; }
    const Banks& banks() const { return banks_; }
    Banks& banks() { return banks_; }
    std::size_t bank(std::size_t lesion, std::size_t cell_class) const {
        return lesion * classes() + cell_class;
    }

private:
    Way way(std::size_t bank) const;
    double fastest_rate() const;

    std::uint64_t seed_;
    std::vector<CellClass> classes_;
    std::vector<std::uint64_t> identities_;  ///< of the classes
    std::vector<double> stir_;               ///< by class; said anew before every step
    Pools pools_;
    Banks banks_;
};

}  // namespace perforin::patient

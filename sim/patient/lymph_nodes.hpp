#pragma once
// Draining lymph nodes: antigen-loaded dendritic cells arrive from lesions and prime naive and
// memory CD8+ T cells of each specificity, which divide and go into blood. Equations: METHODS.md.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cells/table.hpp"
#include "config/block.hpp"
#include "core/units.hpp"

namespace perforin::patient {

/// `[node]`
struct NodeParams : config::Block {
    using Block::Block;

    // dendritic cells
    double migration = param("migration", 0.02, fraction, {0, 1},
                             "Share of the mature dendritic cells that leave a lesion which set "
                             "out for the node and do not stay or die beside it",
                             recalled(measured("0.5–4 % of injected ones (de Vries 2003)")));
    Rate arrival = param("arrival", 2, per_day, {0.01, 100},
                         "Rate at which dendritic cells on their way reach the node",
                         recalled(measured("12–24 h from skin to node in mice")));
    Rate transit_death = param("transit_death", 0.3, per_day, {0, 100},
                               "Their death hazard on the way", assumed("as in the node"));
    Rate dendritic_death =
        param("dendritic_death", 0.33, per_day, {0.01, 100},
              "Death hazard of dendritic cells in the node",
              recalled(measured("life of 3 d (1.5–6) of migrated dendritic cells")));

    // precursors
    double naive = param("naive", 1.4e6, fraction, {0, 1e12},
                         "Naive CD8 precursors of each antigen in the whole body",
                         fitted("compartment model of lesions, blood and nodes; 1e-5 of 1e11 CD8 "
                                "cells"));
    Rate renewal = param("renewal", 0.0005, per_day, {0, 1},
                         "Turnover of naive cells: thymic output keeps what is lost",
                         recalled(measured("naive CD8 cells live for years (Vrisekoop 2008)")));
    Rate homeostatic = param("homeostatic", 0.02, per_day, {0, 1},
                             "Division rate of naive cells per surplus of interleukins 7 and 15",
                             assumed("lymphocytes come back within months of depletion"));

    // priming
    double passage =
        param("passage", 0.035, fraction, {0, 1},
              "Share of the naive and memory cells of the body that one node sees in a day",
              recalled(measured("hundreds of nodes, half a day in each; 0.02–0.07")));
    Time dwell = param("dwell", 1, day, {0.01, 10}, "How long a cell stays that is not primed",
                       recalled(measured("12–24 h")));
    double sites = param("sites", 10, fraction, {0.1, 1000},
                         "T cells of one specificity that a dendritic cell holds at a time",
                         recalled(measured("about ten (Miller 2004); 5–20")));
    double half = param("half", 4e4, fraction, {1, 1e12},
                        "Dendritic cells in a node at which priming is half as fast as it can be",
                        fitted("two to three times the burst of 3×8 Gy, as in a compartment model, "
                               "which has 3.7e5 for 1.7e5"));
    double recall =
        param("recall", 2, fraction, {0, 100}, "Priming of memory cells relative to naive ones",
              fitted("compartment model of lesions, blood and nodes"));

    // expansion
    Time expansion = param("expansion", 5, day, {0.5, 60}, "Mean time from priming to departure",
                           recalled(measured("3–6 d")));
    double divisions =
        param("divisions", 6, fraction, {0, 25}, "Divisions of a primed cell without CD28 signal",
              fitted("a few per cent of blood's CD8 cells are specific under anti-PD-1 (recalled); "
                     "7–15 in acute infections (recalled)"));
    double cd28_divisions =
        param("cd28_divisions", 4.8, fraction, {0, 25}, "Further divisions at full CD28 signal",
              fitted("compartment model; range 3–6, 9 is implausible"));
    double cd28_floor = param("cd28_floor", 0.25, fraction, {0, 1},
                              "CD28 signal that CTLA-4 leaves when no drug blocks it",
                              assumed("CTLA-4 binds CD80/86 more strongly than CD28"));
    double interleukin_divisions =
        param("interleukin_divisions", 0.7, fraction, {0, 25},
              "Further divisions per relative surplus of interleukins 7 and 15",
              assumed("adoptive transfer needs lymphodepletion"));
    double pd1_divisions =
        param("pd1_divisions", 0.7, fraction, {0, 25}, "Further divisions with PD-1 blocked",
              assumed("PD-1 is up within a day of priming"));
    double il2_divisions = param("il2_divisions", 0.7, fraction, {0, 25},
                                 "Further divisions per relative surplus of interleukin-2",
                                 assumed("as for interleukins 7 and 15"));
    Molarity il2_usual = param("il2_usual", 100, picomolar, {0.1, 1e5},
                               "Interleukin-2 of the body's own around a primed cell",
                               recalled(assumed("10–1000 pM around secreting cells (Oyler-Yaniv "
                                                "2017), as in lesions")));
    double most_divisions = param("most_divisions", 19, fraction, {0, 40}, "Divisions at most",
                                  recalled(measured("up to 19 in LCMV infection")));
    double memory_share = param("memory_share", 0.08, fraction, {0, 1},
                                "Share of the cells that leave the node as memory cells",
                                recalled(measured("5–10 % survive contraction")));

    // interleukins 7 and 15
    double lymphocytes = param("lymphocytes", 1e11, fraction, {1e6, 1e13},
                               "CD8 cells of the body that share interleukins 7 and 15",
                               recalled(measured("1e11 CD8 cells in man")));
    double most_surplus =
        param("most_surplus", 2.5, fraction, {1, 10},
              "Interleukins 7 and 15 per cell at most, relative to usual",
              recalled(measured("IL-15 and IL-7 rise two- to fivefold after lymphodepletion")));
    Rate lymphocyte_recovery =
        param("lymphocyte_recovery", 0.02, per_day, {0, 1},
              "Rate at which lymphocytes come back to their usual number",
              recalled(measured("months after radiotherapy or chemotherapy")));
    Rate node_recovery =
        param("node_recovery", 0.02, per_day, {0, 1}, "Rate at which an irradiated node recovers",
              fitted("compartment model of lesions, blood and nodes"));
    PerDose dividing_alpha =
        param("dividing_alpha", 0.5, per_gray, {0, 10}, "Death of dividing T cells per dose",
              recalled(measured("0.4–1.5 for CD8 cells")));
    PerDose dendritic_alpha =
        param("dendritic_alpha", 0.1, per_gray, {0, 10}, "Death of dendritic cells per dose",
              assumed("they are resistant"));
    PerDose function_alpha =
        param("function_alpha", 0.3, per_gray, {0, 10}, "Loss of capacity to prime per dose",
              fitted("compartment model of lesions, blood and nodes"));
    double treg_competition =
        param("treg_competition", 0.5, fraction, {0, 100},
              "Interleukin-2 that regulatory T cells at their usual number take, relative to what "
              "effectors leave",
              assumed("they are its largest sink"));

    // what-if switches
    bool priming_off = ablation("priming", "Nodes prime no T cells");
};

/// What priming depends on besides dendritic cells; frozen over a step.
struct PrimingSignals {
    double ctla4 = 0.0;          ///< occupied share of the receptor in blood and nodes, 0…1
    double pd1 = 0.0;            ///< share of its signal that drugs take away, 0…1
    double treg = 1.0;           ///< regulatory T cells in blood relative to usual
    double il2 = 0.0;            ///< given, relative to the body's own
    double costimulation = 1.0;  ///< what steroids leave of CD28's signal, 0…1
};

/// Interleukins 7 and 15 per cell relative to usual, for lymphocytes relative to usual and tumour-
/// specific cells beyond them.
double surplus(const NodeParams&, double lymphocytes, double specific);

/// Divisions of a primed cell; `costimulation` of its dendritic cells, 0…1.
double divisions(const NodeParams&, const PrimingSignals&, double surplus, double costimulation);

/// Share of the passing cells that are primed, 0…1: contact sites are shared by all cells of one
/// specificity in the node, those that pass and those that divide there.
double primed_share(const NodeParams&, double dendritic, double there);

/// One row an antigen: naive cells of the whole body.
/// naive = first + made − lost − activated − depleted.
struct NaivePools : cells::Table {
    cells::Column<double> naive = column<double>("naive", "cells", "Naive precursors");
    cells::Column<double> made =
        column<double>("made", "cells", "From the thymus and by division so far");
    cells::Column<double> lost = column<double>("lost", "cells", "Died so far");
    cells::Column<double> activated = column<double>("activated", "cells", "Primed so far");
    cells::Column<double> depleted =
        column<double>("depleted", "cells", "Killed by therapies so far");
};

/// One row a node and antigen, antigens running faster.
/// arrived = transit + dendritic + ended.
struct NodePools : cells::Table {
    cells::Column<double> transit =
        column<double>("transit", "cells", "Dendritic cells with the antigen on their way");
    cells::Column<double> bright_transit =
        column<double>("bright_transit", "cells", "The same, each counted by its CD80 and CD86");
    cells::Column<double> dendritic =
        column<double>("dendritic", "cells", "Dendritic cells with the antigen in the node");
    cells::Column<double> bright =
        column<double>("bright", "cells", "The same, each counted by its CD80 and CD86");
    cells::Column<double> first = column<double>("first", "cells", "Dividing cells, first stage");
    cells::Column<double> second = column<double>("second", "cells", "Second stage");
    cells::Column<double> third = column<double>("third", "cells", "Third stage");
    cells::Column<double> fourth = column<double>("fourth", "cells", "Fourth stage");
    cells::Column<double> arrived =
        column<double>("arrived", "cells", "Dendritic cells that set out for the node so far");
    cells::Column<double> ended = column<double>("ended", "cells", "Of them dead so far");
    cells::Column<double> primed = column<double>("primed", "cells", "T cells primed so far");
    cells::Column<double> left = column<double>("left", "cells", "T cells gone to blood so far");
};

/// One row a node.
struct NodeStates : cells::Table {
    cells::Column<double> function =
        column<double>("function", "1", "Capacity to prime relative to an intact node");
};

struct Lymphopenia : cells::State {
    cells::Scalar<double> lymphocytes = scalar<double>(
        "lymphocytes", "1", "Lymphocytes of the body relative to their usual number", 1.0);
};

class LymphNodes {
public:
    /// What one specificity is called, and its classes in blood (rows).
    struct Antigen {
        std::uint32_t bit;
        std::size_t effectors, memory;
        bool founding;  ///< a lesion presents it at the start

        bool in(std::uint64_t mask) const { return (mask >> bit & 1u) != 0; }
    };

    explicit LymphNodes(const config::Section& root) : params_{root.child("node")} {}
    /// Before the first step: which nodes there are, and which antigens are followed.
    void form(std::vector<std::string> names, std::vector<Antigen> antigens);

    /// Her naive cells relative to those of a usual patient, and her capacity to prime, 0…1.
    void usual(double naive, double priming) {
        usual_naive_ = naive * params_.naive;
        capacity_ = priming;
    }

    const std::vector<std::string>& names() const { return names_; }
    const std::vector<Antigen>& antigens() const { return antigens_; }
    bool founding(std::size_t antigen) const { return antigens_[antigen].founding; }
    std::size_t row(std::size_t node, std::size_t antigen) const {
        return node * antigens_.size() + antigen;
    }

    /// Dendritic cells set out for a node with the antigens of a mask; `costimulation` 0…1.
    void receive(std::size_t node, std::uint64_t antigens, double cells, double costimulation);
    /// Before the first step, or when a lesion comes: which node drains it.
    void drain(std::uint64_t lesion, std::size_t node);
    /// The node that drains a lesion, by its identity. Throws logic_error if nobody said so.
    std::size_t of_lesion(std::uint64_t lesion) const;
    /// Radiation kills dividing and dendritic cells in a node, and its capacity to prime.
    void irradiate(std::size_t node, RadiationDose dose);
    /// Shares of all naive cells of the body and of those that divide in nodes survive;
    /// lymphopenia follows.
    void deplete(double surviving, double dividing);
    void set(const PrimingSignals& signals) { signals_ = signals; }
    double lymphocytes() const { return lymphopenia_.lymphocytes; }

    // --- as part of the equations of blood ---
    std::size_t states() const;
    void give(std::span<double> x) const;
    void take(std::span<const double> x);
    /// Rates of change, per minute; `blood`: cells of each class. Adds what enters and leaves blood
    /// to `of_blood`.
    void slope(std::span<const double> x, std::span<const double> blood, std::span<double> change,
               std::span<double> of_blood) const;
    double fastest_rate() const;
    /// Cells that came into blood from nodes, and that left it to be primed, by antigen: what the
    /// last `take` brought.
    struct Turnover {
        double effectors, memory, recalled;
    };
    const std::vector<Turnover>& turnover() const { return turnover_; }

    const NodeParams& params() const { return params_; }
    const NaivePools& naive() const { return naive_; }
    const NodePools& pools() const { return pools_; }
    const NodeStates& nodes() const { return nodes_; }
    NaivePools& naive() { return naive_; }
    NodePools& pools() { return pools_; }
    NodeStates& nodes() { return nodes_; }
    Lymphopenia& lymphopenia() { return lymphopenia_; }
    /// All sums count from now on; `naive` and dividing cells count as there from the start.
    void open_books();

private:
    NodeParams params_;
    double usual_naive_ = params_.naive, capacity_ = 1.0;
    std::vector<std::string> names_;
    std::vector<Antigen> antigens_;
    PrimingSignals signals_;
    NaivePools naive_;
    NodePools pools_;
    NodeStates nodes_;
    Lymphopenia lymphopenia_;
    std::vector<Turnover> turnover_;
    std::vector<std::pair<std::uint64_t, std::size_t>> drained_;  ///< lesion, node
};

}  // namespace perforin::patient

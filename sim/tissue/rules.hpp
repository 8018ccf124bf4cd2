#pragma once
// What is the same in every lesion of a patient: kinds, substances, effects, and the tissue's own
// parameters. Immutable while a patient lives.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cells/mechanics.hpp"
#include "config/block.hpp"
#include "fields/multigrid.hpp"
#include "fields/substance.hpp"
#include "tissue/effect.hpp"
#include "tissue/kind.hpp"
#include "tissue/mutation.hpp"
#include "tissue/oedema.hpp"
#include "tissue/vessels.hpp"

namespace perforin::tissue {

struct TissueParams : config::Block {
    using Block::Block;
    Time step = param("step", 1, hour, {0.001, 6},
                      "Biology step: growth, division, death, fields, exchange with the body",
                      setting("2 h is safe, 1 h the default; divides an hour or is whole hours"));
    Time sub_step =
        param("sub_step", 2, minute, {0.05, 60}, "Sub-step of moving cells; divides `settle`",
              setting("event-timed hits: no trend from 1 to 10 min"));
    std::optional<Time> settle =
        optional("settle", minute, {0.05, 360},
                 "Interval at which contact forces move all cells, moving ones between their "
                 "sub-steps; divides `step`; if not given it is `step`",
                 setting("matters where moving cells push their way through a tissue"));
    Length voxel = param("voxel", 20, um, {5, 100}, "Edge of a voxel of the fields",
                         setting("about a cell; PhysiCell's default"));
    Time reorder =
        param("reorder", 6, hour, {0.05, 240}, "Interval at which rows return to canonical order",
              setting("neighbours stay near in memory"));
    double packing = param("packing", 1.0, fraction, {0.5, 1.5},
                           "Distance of the first tumour cells relative to their diameter",
                           assumed("lightly compressed tissue"));
    std::int64_t probes =
        count("probes", 30, {0, 1000},
              "Tumour cells, probes included, that supply a minority pool's rates",
              setting("noise against cost"));
    Time pool_memory = param("pool_memory", 1, day, {0.05, 100},
                             "Time over which rates for minority pools are averaged",
                             setting("noise against delay"));
    std::int64_t few_survivors = count(
        "few_survivors", 10, {0, 1000},
        "Agents of a clone that radiation is expected to leave, below which its survivors are "
        "counted cell by cell, in the minority pool",
        setting("noise against cost"));
    double largest_population = param("largest_population", 5e6, fraction, {1000, 1e9},
                                      "Agents in one lesion above which the run stops",
                                      setting("a guard against runaway growth"));
    std::int64_t solver_cycles =
        count("solver_cycles", 30, {1, 1000},
              "Cycles after which a dissolved substance must have met `solver_tolerance`",
              setting("one to ten are usual; the run stops if they do not suffice"));
    double solver_tolerance =
        param("solver_tolerance", 1e-4, fraction, {1e-7, 0.01},
              "Relative error that the level of a dissolved substance may have after a step",
              setting("far below what rates of cells can tell"));
    std::int64_t most_agents = count("most_agents", 1000000, {100, 1000000},
                                     "Agents of one fast kind, of bystanders or of fibroblasts in "
                                     "a lesion above which each stands "
                                     "for twice as many cells, up to one, four or two tumour "
                                     "agents'; below a quarter for half as "
                                     "many, down to its own `weight`",
                                     setting("never; noise against cost"));
    double largest_block = param("largest_block", 1e7, fraction, {1000, 1e10},
                                 "Voxels in one block above which an input is refused",
                                 setting("about 1 GiB; a guard against slips"));
    bool clearance_off = ablation("debris_clearance", "Corpses are never cleared");
};

struct Rules {
    explicit Rules(const config::Section& top);

    TissueParams tissue;
    VesselParams vessels;
    OedemaParams oedema;
    MutationParams mutation;
    cells::MechanicsParams mechanics;
    std::unique_ptr<cells::Interaction> interaction;
    std::vector<std::string> kind_names;
    std::vector<std::unique_ptr<Kind>> kinds;  ///< by rank in the registry
    std::uint16_t tumour = 0;                  ///< rank of the kind that fills a block
    std::vector<std::string> substance_names;
    std::vector<std::unique_ptr<fields::Substance>> substances;  ///< by rank in the registry
    std::vector<std::unique_ptr<Effect>> effects;

    /// Of the solver of dissolved substances; levels are never negative.
    fields::Goal goal() const {
        return {.tolerance = tissue.solver_tolerance,
                .most_cycles = static_cast<int>(tissue.solver_cycles),
                .least = 0.0f};
    }
    Seconds step() const { return whole(tissue.step); }
    Seconds settle() const { return whole(tissue.settle.value_or(tissue.step)); }
    Seconds sub_step() const { return whole(tissue.sub_step); }

private:
    static Seconds whole(Time time) { return static_cast<Seconds>(std::llround(time.in(second))); }
};

}  // namespace perforin::tissue

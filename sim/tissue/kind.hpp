#pragma once
// A kind of cell: immutable parameters and rules, one object a patient. Its cells' private columns
// live in a Population, one a lesion. A rule reads the frozen world, may write its own private
// columns, and says what it wants; it never writes to another cell.

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "tissue/clones.hpp"
#include "tissue/events.hpp"
#include "tissue/exchange.hpp"
#include "tissue/handles.hpp"
#include "tissue/intents.hpp"
#include "tissue/lure.hpp"
#include "tissue/population.hpp"
#include "tissue/world.hpp"

namespace perforin::tissue {

/// How a new cell comes about: placed at the start, arrived from blood, or raised from a pool.
struct Founder {
    CellId id = 0;
    Vec3 position{};
    std::uint32_t clone = 0;     ///< clone of a tumour cell, specificity of a T cell
    std::uint8_t phenotype = 0;  ///< the kind's own numbering
    bool probe = false;          ///< weighs nothing (minority pool)
    std::uint64_t seed = 0;      ///< of the run, for draws that make it
};

/// Additive cytotoxicity: so many hits kill, none further apart than `healing` seconds.
struct Tolerance {
    std::uint8_t hits = 1;
    Seconds healing = 0;
};

/// What drugs do to a tumour cell, apart from what they do to others around it.
struct Pressure {
    double division = 1.0;  ///< divisions that it sets out for, relative to those without drugs
    double lethal = 0.0;    ///< share of these that end in its death
    Rate death{};           ///< hazard of death between divisions
};

/// What therapies bring to cells that live outside all blocks, in well-perfused tissue.
struct Reach {
    std::function<double(ReceptorHandle)> occupancy;  ///< share of a receptor that drugs hold, 0…1
    std::function<double(Level)> exposure;            ///< level in this step
};

class Kind {
public:
    virtual ~Kind() = default;

    /// An empty private table for one lesion.
    virtual std::unique_ptr<Population> populate() const = 0;

    /// Cells one agent stands for, relative to the lesion's cells per agent (≤ 1; rare kinds less).
    virtual double weight() const { return 1.0; }
    /// Up to which weight agents fold where they are many (`tissue.most_agents`); 0: never.
    virtual double most_weight() const { return moves() ? 1.0 : 0.0; }

    /// Cells per volume in the tumour part at the start; 0: none are placed. Founders differ in
    /// phenotype as `founder` says.
    virtual PerVolume initial_density() const { return {}; }
    virtual Founder founder(Founder plain, Stream&) const { return plain; }

    /// µm between centres of neighbours is twice this when a block is filled with it.
    virtual double founding_radius() const { return 0.0; }
    /// What a cell that leaves remembers, in the numbering of Founder::phenotype.
    virtual std::uint8_t phenotype(Row /*own*/, const Population&) const { return 0; }

    virtual std::uint8_t phenotype_from_blood(FromBlood) const { return 0; }
    /// Whether a cell that left and was of this phenotype is a memory cell in blood.
    virtual bool remembers(std::uint8_t /*phenotype*/) const { return false; }
    /// What a cell that leaves brings to T cells in a node: CD80 and CD86, 0…1.
    virtual double costimulation(Row /*own*/, const Population&) const { return 0.0; }
    /// Whether and how its cells come from blood; for kinds with a specificity `[blood]` says how
    /// many there are, and only the lure counts.
    virtual Recruitment recruitment() const { return {}; }

    /// Cells per volume of stroma between the nests of a tumour, and of host tissue beyond its
    /// margin, at the start and in what appears when the block moves; 0: none.
    virtual PerVolume stromal_density() const { return {}; }
    virtual PerVolume host_density() const { return stromal_density(); }
    /// Whether its cells are host tissue that the lesion displaces, and so none of its volume.
    virtual bool host_tissue() const { return false; }

    /// Fills the public and private columns of a new cell. Id, position, weight and kind are set.
    virtual void found(const Founder&, Row, Surface&, Population&) const = 0;

    /// All roles that a cell of it may come to have: searches for others skip its cells.
    virtual std::uint16_t roles() const { return 0xffff; }
    /// Whether its cells move by themselves, in sub-steps.
    virtual bool moves() const { return false; }
    /// Linear spring between the centres of a cell and the one that it holds in a synapse: speed of
    /// each per distance. 0: a synapse is no mechanical bond.
    virtual Rate tether() const { return {}; }
    /// Velocities (µm/min) of cells that walk while all are pushed about, by row of the kind's own
    /// table; empty: none does.
    virtual std::span<const Vec3> walk(const Population&) const { return {}; }
    /// What a live cell of it bears.
    virtual Tolerance tolerance() const { return {}; }
    /// What a death by the hits of its cells is called in the flight recorder.
    virtual EventKind kill() const { return EventKind::killed_by_t_cells; }
    /// Whether a dead cell stays as a corpse; if so `update` or `perish` shows it. Kinds whose
    /// cells can be hit (role::target) leave one.
    virtual bool leaves_corpse() const { return false; }

    /// Once a biology step: growth, division, death, departure; slow kinds move, fast ones do so
    /// in `react`.
    virtual void decide(const World&, Population&, Intents&) const = 0;
    /// Once a sub-step, for kinds that move: search, contact, synapse, hits.
    virtual void react(const World&, Population&, Intents&) const {}
    /// Roles of cells that they hunt: while nobody in the block who can be hit has any of them,
    /// they do not react but rest. `always`: they react whoever is there.
    virtual std::uint16_t quarry() const { return always; }
    static constexpr std::uint16_t always = 0;
    /// For all sub-steps at once, where nothing is that they hunt.
    virtual void rest(const World&, Population&, Intents&) const {}

    /// Changes its own rows after a biology step's intents came true.
    virtual void update(const World&, Surface&, Population&) const {}
    /// A cell of it has just died and stays as a corpse.
    virtual void perish(Row, Cause, Surface&, Population&) const {}
    /// A tumour cell has these traits from now on; clone and antigens are set already.
    virtual void express(const Traits&, Row, Surface&, Population&) const {}
    /// What drugs would do to a cell with these traits in the place of one of its cells.
    virtual Pressure pressure(const World&, const Traits&, Row) const { return {}; }
    /// The same of a cell outside all blocks.
    virtual Pressure pressure_beyond(const Traits&, const Reach&) const { return {}; }
    /// Chance that a cell with these traits, if it were there, goes on dividing after what
    /// therapies bring into the lesion in this step.
    virtual double survival(const World&, const Traits&, Vec3 /*where*/) const { return 1.0; }
    /// The same of a cell outside all blocks, with ample oxygen.
    virtual double survival_beyond(const Traits&, const Reach&) const { return 1.0; }
    /// A tumour cell is not going to; it shows role::doomed from now on.
    virtual void doom(Row, Surface&, Population&, Stream&) const {}
    /// A cell of it has just divided; all columns of the daughter are copies of the mother's,
    /// her id and position apart.
    virtual void part(Row /*mother*/, Row /*daughter*/, Surface&, Population&, Stream&) const {}

    /// What its cells secrete and take up until the next biology step.
    virtual void exchange(const World&, const Population&, Exchange&) const {}

    /// Its columns of the lesion's series, in cells (agents × weight × cells per agent).
    virtual void tally(const Surface&, const Population&, double cells_per_agent, Tally&) const = 0;
};

}  // namespace perforin::tissue

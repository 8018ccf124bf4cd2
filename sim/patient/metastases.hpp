#pragma once
// Colonies that tumour cells of lesions found elsewhere: a few cells beside all blocks, in whole
// cells, until one is large enough to be laid out as a lesion of its own. METHODS.md.

#include <cstdint>
#include <string>
#include <vector>

#include "cells/tables.hpp"
#include "config/block.hpp"
#include "core/time.hpp"
#include "core/units.hpp"
#include "patient/drug.hpp"
#include "tissue/clones.hpp"
#include "tissue/kind.hpp"
#include "tissue/lesion.hpp"

namespace perforin::patient {

/// `[metastasis]`
struct MetastasisParams : config::Block {
    using Block::Block;
    Rate founding =
        param("founding", 0, per_day, {0, 1e6},
              "Cells that settle elsewhere, a day and 10^9 tumour cells of usual invasiveness",
              setting("none. 1e6 cells enter blood a day and gram (Butler & Gullino 1975), of "
                      "which 1e-5 or fewer settle (Luzzi 1998): up to 10"));
    Rate birth = param("birth", 0.173, per_day, {0, 10}, "Division rate of a colony's cells",
                       assumed("tumour cells with ample oxygen and room"));
    Rate death = param("death", 0.125, per_day, {0, 10}, "Death rate of a colony's cells",
                       assumed("tumour cells with ample oxygen and room"));
    Rate patrol = param("patrol", 0, per_day, {0, 1e3},
                        "Killing of a colony's cells by 10^7 T cells in blood that see them",
                        setting("none: there is no solid source"));
    std::int64_t sleeping =
        count("sleeping", 0, {0, 1000}, "Colonies that are there at the start", setting("none"));
    double sleeping_cells = param("sleeping_cells", 100, fraction, {1, 1e9},
                                  "Cells of each of these", setting("far below detection"));
    std::int64_t most = count("most", 20, {0, 1000},
                              "Colonies that are laid out as lesions, at most; further ones "
                              "stay beside",
                              setting("bounds the time that a run takes"));
    std::string node = text("node", "metastases", "Lymph node that drains new lesions");

    bool wanted() const { return founding > Rate{} || sleeping > 0; }
};

/// One row a colony; its traits are the clone of the same row.
struct Colonies : cells::Table {
    cells::Column<std::uint64_t> id = column<std::uint64_t>("id", "1", "Identity");
    cells::Column<std::uint64_t> from = column<std::uint64_t>(
        "from", "1", "Identity of the lesion that it came from; 0: at the start");
    cells::Column<std::int64_t> founded = column<std::int64_t>("founded", "s", "When");
    cells::Column<std::uint64_t> cells =
        column<std::uint64_t>("cells", "1", "Live cells, none once it is a lesion");
    cells::Column<std::uint32_t> lesion = column<std::uint32_t>(
        "lesion", "1", "Number of the lesion that it has become, from 1; 0: none");
};

/// One row a drug, in the patient's order: its level where colonies live.
struct DrugsAround : cells::Table {
    cells::Column<double> level =
        column<double>("level", "nM", "Level in tissue of normal vessel density");
};

/// What a drug's level in tissue of normal vessel density becomes: c' = exchange (ratio plasma −
/// c).
Molarity level_after(Molarity level, const Penetration&, Molarity plasma, Time dt);

class Metastases {
public:
    Metastases(const config::Section& top, std::uint64_t seed);

    bool wanted() const { return params_.wanted(); }
    const MetastasisParams& params() const { return params_; }
    /// Cells of the clones that the colonies at the start are of.
    void begin(const tissue::Traits&);

    /// Cells of a lesion settle elsewhere.
    void spread(const tissue::Lesion&, const Tick&);
    /// How many drugs the patient may get; before the first day.
    void await_drugs(std::size_t drugs) { drugs_.resize(drugs); }
    /// A drug gets about for a step.
    void perfuse(std::size_t drug, const Penetration&, Molarity plasma, const Tick&);
    Molarity level(std::size_t drug) const { return drugs_.level[drug] * nanomolar; }

    /// Colonies grow or die out. `seen`: T cells in blood that see cells with these antigens;
    /// `pressure`: what drugs do to cells with these traits.
    template <class Seen, class Drugged>
    void grow(const Tick& tick, Seen&& seen, Drugged&& pressure) {
        for (std::size_t row = 0; row != colonies_.size(); ++row) {
            if (colonies_.cells[row] == 0) continue;
            step(row, seen(clones_.antigens[row]), pressure(traits(row)), tick);
        }
    }
    /// The same without drugs.
    template <class Seen>
    void grow(const Tick& tick, Seen&& seen) {
        grow(tick, seen, [](const tissue::Traits&) { return tissue::Pressure{}; });
    }
    /// A dose falls on all colonies. `survival`: chance that a cell with these traits goes on
    /// dividing; one that does not is lost at once.
    template <class Survival>
    void irradiate(const Tick& tick, Survival&& survival) {
        for (std::size_t row = 0; row != colonies_.size(); ++row) {
            if (colonies_.cells[row] > 0) sterilise(row, survival(traits(row)), tick);
        }
    }

    /// Rows of colonies with at least so many cells that may be laid out now.
    std::vector<std::size_t> ripe(std::uint64_t cells) const;
    /// A colony becomes the next lesion.
    void lay_out(std::size_t row);
    /// Rows of those that have become lesions, in the order of their numbers.
    std::vector<std::size_t> laid_out() const;
    static std::string name_of(std::uint32_t number) {
        return "metastasis_" + std::to_string(number);
    }

    const Colonies& colonies() const { return colonies_; }
    tissue::Traits traits(std::size_t row) const {
        return clones_.traits(static_cast<std::uint32_t>(row));
    }
    cells::Tables tables();

private:
    void found(const tissue::Traits&, std::uint64_t id, std::uint64_t from, std::uint64_t cells,
               Seconds at);
    void step(std::size_t row, double seen, const tissue::Pressure& drugs, const Tick&);
    void sterilise(std::size_t row, double survival, const Tick&);

    MetastasisParams params_;
    std::uint64_t seed_;
    Colonies colonies_;
    tissue::Clones clones_;
    DrugsAround drugs_;
};

}  // namespace perforin::patient

#pragma once
// The clones of a lesion: what the cells of each have in common, from which clone it descends, and
// how diverse they are. A clone is a phenotype and a descent: mutants of one phenotype from one
// clone are one clone, whenever they arose.

#include <cstdint>
#include <span>

#include "cells/table.hpp"
#include "core/time.hpp"

namespace perforin::tissue {

/// What is inherited, and what a mutation changes.
struct Traits {
    std::uint64_t antigens = 0;       ///< neoantigens, bit mask
    float mhc1 = 1.0f;                ///< share of the usual MHC-I that it can show; 0: lost
    bool interferon = true;           ///< responds to interferon-γ
    float growth = 1.0f;              ///< rate of division, relative to a standard cell
    float drug_resistance = 0.0f;     ///< share of the sensitivity to cytotoxic drugs that is lost
    bool target_independent = false;  ///< divides without the signal that targeted drugs block
    float radiation_resistance = 0.0f;  ///< share by which radiation's α and β are less
    float invasiveness =
        1.0f;  ///< rate of shedding cells that can seed, relative to a standard one
};

/// Whether two are one phenotype. Numbers are compared bit by bit: mutations of one kind multiply
/// by the same factor.
bool same(const Traits&, const Traits&);

inline constexpr std::uint32_t no_clone = ~std::uint32_t{0};

/// A clone's number is its row; clones that have died out keep theirs.
struct Clones : cells::Table {
    cells::Column<std::uint32_t> parent = column<std::uint32_t>(
        "parent", "1", "Clone that it descends from; 4294967295: one of the first");
    cells::Column<std::int64_t> born = column<std::int64_t>("born", "s", "When it first arose");
    cells::Column<std::uint64_t> antigens =
        column<std::uint64_t>("antigens", "1", "Neoantigens it makes (bit mask)");
    cells::Column<float> mhc1 =
        column<float>("mhc1_ceiling", "1", "Share of the usual MHC-I that it can show; 0: lost");
    cells::Column<std::uint8_t> interferon = column<std::uint8_t>(
        "interferon_response", "1", "1 if it responds to interferon-gamma, else 0");
    cells::Column<float> growth =
        column<float>("growth", "1", "Rate of division, relative to a standard cell");
    cells::Column<float> drug_resistance = column<float>(
        "drug_resistance", "1", "Share of the sensitivity to cytotoxic drugs that it has lost");
    cells::Column<std::uint8_t> target_independent = column<std::uint8_t>(
        "target_independent", "1",
        "1 if it divides without the signal that targeted drugs block, else 0");
    cells::Column<float> radiation_resistance =
        column<float>("radiation_resistance", "1", "Share by which radiation's α and β are less");
    cells::Column<float> invasiveness = column<float>(
        "invasiveness", "1", "Rate of shedding cells that can seed, relative to a standard cell");
    cells::Column<double> owed = column<double>(
        "owed", "cells", "Cells of its agents that have mutated and live in the minority pool");
    cells::Column<double> died = column<double>(
        "died", "cells", "Its cells that died so far, of whatever cause; those taken out apart");

    std::uint32_t add(const Traits&, std::uint32_t from, Seconds at);
    /// The clone of that phenotype that descends from `from`, made if there is none.
    std::uint32_t descendant(std::uint32_t from, const Traits&, Seconds at);
    Traits traits(std::uint32_t clone) const;
};

/// Of a population of clones, of which those without cells do not count.
struct Diversity {
    double clones = 0.0;    ///< how many have cells
    double shannon = 0.0;   ///< −Σ p ln p
    double simpson = 0.0;   ///< 1 − Σ p²: the chance that two cells are of different clones
    double dominant = 0.0;  ///< share of the largest
};

Diversity diversity(std::span<const double> cells);

}  // namespace perforin::tissue

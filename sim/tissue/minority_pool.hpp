#pragma once
// Clones of which fewer cells live than one agent stands for. They live beside the block, in real
// cells, at the rates that the block's tumour cells show, by integer keyed draws. Without it a
// complete response would be a cure and a new mutant would be born a million cells strong.

#include <cstdint>

#include "cells/table.hpp"
#include "core/random.hpp"
#include "core/time.hpp"
#include "core/units.hpp"

namespace perforin::tissue {

/// Rates of one cell of the block (or of its probes).
struct PoolRates {
    Rate birth{}, death{}, killing{};
    Rate drug{};  ///< death by drugs
};

struct PoolStep {
    std::uint64_t births = 0, deaths = 0, kills = 0, drugged = 0;
};

/// One step of a linear birth–death process in whole cells: in dt a cell has at most one event.
/// Its offspring number is 0, 1 or 2 with P(2)/P(0) = birth/loss, so extinction of n cells has
/// exactly the probability (loss/birth)^n of the continuous process, at any step (Harris 1963, The
/// Theory of Branching Processes, I.5).
PoolStep step_pool(std::uint64_t cells, const PoolRates&, Time dt, Stream&);

/// One row a clone that has cells here: mutants of one phenotype and descent share it.
struct MinorityPool : cells::Table {
    cells::Column<std::uint32_t> clone = column<std::uint32_t>("clone", "1", "Clone");
    cells::Column<std::uint64_t> cells = column<std::uint64_t>("cells", "1", "Live cells");

    /// The row of a clone, made if there is none.
    std::size_t entry(std::uint32_t of_clone);
    /// Rows without cells are gone.
    void tidy();
    std::uint64_t total() const;
};

/// Running averages of what happens to the block's tumour cells: events and cell-hours fade with
/// the same memory, so their ratio is an unbiased rate.
struct BlockRates : cells::State {
    cells::Scalar<double> births = scalar<double>("births", "1", "Fading count of divisions");
    cells::Scalar<double> deaths = scalar<double>("deaths", "1", "Fading count of natural deaths");
    cells::Scalar<double> kills = scalar<double>("kills", "1", "Fading count of killings");
    cells::Scalar<double> failed =
        scalar<double>("failed", "1", "Fading count of divisions that drugs let end in death");
    cells::Scalar<double> exposure = scalar<double>("exposure", "min", "Fading cell-minutes");

    void fade(Time dt, Time memory);
    /// All zero before anything was seen; `birth` is the rate of divisions that cells set out for.
    PoolRates rates() const;
};

}  // namespace perforin::tissue

#pragma once
// Where T cells in blood were primed: those of a node that drains an organ prefer that organ.
// METHODS.md.

#include <cstddef>
#include <vector>

#include "cells/table.hpp"
#include "config/block.hpp"
#include "core/time.hpp"
#include "patient/blood.hpp"
#include "patient/lymph_nodes.hpp"

namespace perforin::patient {

/// `[imprint]`
struct ImprintParams : config::Block {
    using Block::Block;
    double preference =
        param("preference", 1, fraction, {0, 1000},
              "How readily a T cell enters a lesion of the organ whose node primed it, relative to "
              "others",
              setting("1: no imprint. Nodes of gut and skin give T cells α4β7 and CCR9, or CLA; in "
                      "mice such cells enter the gut 2 to 10 times as readily (Mora 2003, "
                      "recalled); for tumours there is no figure"));

    bool wanted() const { return preference < 1.0 || preference > 1.0; }
};

/// One row a node and antigen, antigens running faster.
struct Imprints : cells::Table {
    cells::Column<double> effectors = column<double>(
        "effectors", "1", "Share of the effectors in blood that this node has primed");
    cells::Column<double> memory = column<double>(
        "memory", "1", "Share of the memory cells in blood that this node has primed");
};

class Imprint {
public:
    explicit Imprint(const config::Section& root) : params_{root.child("imprint")} {}

    bool wanted() const { return params_.wanted(); }
    /// Once nodes and antigens are known.
    void form(const LymphNodes&);

    /// Before blood goes round.
    void look(const Blood&, const LymphNodes&);
    /// After it: what nodes gave has mixed with what was there.
    void mix(const Blood&, const LymphNodes&, const Tick&);
    /// Cells of a class have come into blood that no node of hers has primed.
    void dilute(std::size_t cell_class, double there, double come, const LymphNodes&);

    /// How readily cells of a class enter a lesion whose organ these nodes drain, relative to
    /// others.
    double ease(std::size_t cell_class, const std::vector<std::size_t>& nodes,
                const LymphNodes&) const;

    Imprints& shares() { return shares_; }
    const Imprints& shares() const { return shares_; }

private:
    ImprintParams params_;
    Imprints shares_;
    std::vector<double> there_, left_;  ///< of the last `look`: by class in blood, by node
};

}  // namespace perforin::patient

#pragma once
// What small molecules do in a tumour cell: poisons of the mitotic spindle let divisions fail, and
// inhibitors of a growth signal take away what a cell divides and lives by.

#include "config/block.hpp"
#include "core/units.hpp"
#include "tissue/kind.hpp"

namespace perforin::biology {

/// `[cytotoxic]`
struct CytotoxicParams : config::Block {
    using Block::Block;
    double failed_mitosis = param(
        "failed_mitosis", 0.9, fraction, {0, 1},
        "Share of a sensitive cell's divisions that end in its death where a drug holds all of "
        "its microtubules",
        recalled(assumed("Gascoigne & Taylor 2008: cells die in mitosis or after they slip out "
                         "of it, lines differ; 0.5–1")));
    bool off = ablation("mitotic_poison", "Drugs that bind microtubules let no division fail");
};

/// `[growth_signal]`
struct GrowthSignalParams : config::Block {
    using Block::Block;
    double dependence = param(
        "dependence", 0.95, fraction, {0, 1},
        "Share of its divisions that a dependent cell does not set out for without the signal",
        recalled(assumed("arrest in G1 of nearly all cells with EGFR or BRAF mutations; "
                         "0.8–1")));
    Rate deprivation = param(
        "deprivation", 0.05, per_day, {0, 10},
        "Hazard of death of a dependent cell without the signal, beside spontaneous apoptosis",
        assumed("20–60 % of addicted cells in three days in vitro, tumours that shrink by half "
                "in one to two months; 0–0.3"));
    bool off = ablation("growth_signal", "No cell needs the signal that targeted drugs block");
};

/// What a drug that holds a share of the microtubules, 0…1, and one that blocks a share of the
/// signal do to a cell with these traits.
tissue::Pressure drug_pressure(const CytotoxicParams&, const GrowthSignalParams&, double poisoned,
                               double blocked, double resistance, bool independent);

}  // namespace perforin::biology

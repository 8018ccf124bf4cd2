#pragma once
// Mutation at division: which phenotypes a cell's daughter may have, and how many of many divisions
// give one.

#include <cstdint>
#include <vector>

#include "config/block.hpp"
#include "core/random.hpp"
#include "tissue/clones.hpp"

namespace perforin::tissue {

struct MutationParams : config::Block {
    using Block::Block;
    double antigen_loss =
        param("antigen_loss", 0, fraction, {0, 0.01},
              "Chance per division and neoantigen that a daughter has lost it",
              recalled(assumed("1e-7 to 1e-5, about 1e-6; 0 leaves mutation out")));
    double antigen_gain =
        param("antigen_gain", 0, fraction, {0, 0.01},
              "Chance per division that a daughter has a new neoantigen",
              recalled(assumed("1e-9 per base and division times 3e7 coding bases, of which one in "
                               "ten is presented: up to 3e-3; 0 leaves it out")));
    double mhc1_reduction =
        param("mhc1_reduction", 0, fraction, {0, 0.01},
              "Chance per division that a daughter has lost part of its MHC-I",
              recalled(assumed("loss of one HLA haplotype: 1e-7 to 1e-5; 0 leaves it out")));
    double mhc1_reduced = param("mhc1_reduced", 0.5, fraction, {0.01, 1},
                                "MHC-I that is then left, relative to an unmutated cell",
                                assumed("one of two haplotypes"));
    double mhc1_loss =
        param("mhc1_loss", 0, fraction, {0, 0.01},
              "Chance per division that a daughter has lost all MHC-I (as without B2M)",
              recalled(assumed("1e-9 to 1e-6, both copies of a gene; 0 leaves it out")));
    double interferon_loss =
        param("interferon_loss", 0, fraction, {0, 0.01},
              "Chance per division that a daughter does not respond to IFN-γ (as without JAK1/2)",
              recalled(assumed("1e-9 to 1e-6, both copies of a gene; 0 leaves it out")));
    double growth_change = param("growth_change", 0, fraction, {0, 0.01},
                                 "Chance per division that a daughter divides faster",
                                 recalled(assumed("drivers: about 3e-5 (Bozic 2010); 0 leaves it "
                                                  "out")));
    double growth_gain = param("growth_gain", 0.004, fraction, {-0.9, 1},
                               "By how much faster it then divides; negative: slower",
                               recalled(fitted("selective advantage of a driver, 0.4 % (Bozic "
                                               "2010)")));
    double drug_resistance =
        param("drug_resistance", 0, fraction, {0, 0.01},
              "Chance per division that a daughter is resistant to cytotoxic drugs",
              recalled(assumed("1e-8 to 1e-5: amplified efflux pumps come more often than point "
                               "mutations; 0 leaves it out")));
    double drug_resistance_gained =
        param("drug_resistance_gained", 0.9, fraction, {0, 1},
              "Share of the sensitivity to cytotoxic drugs that it then has lost",
              assumed("resistant lines need ten times the dose"));
    double target_independence = param(
        "target_independence", 0, fraction, {0, 0.01},
        "Chance per division that a daughter no longer needs the signal that a targeted drug "
        "blocks",
        recalled(assumed("1e-9 per base times a few bases: 1e-9 to 1e-7 (Diaz 2012: resistant "
                         "cells are there before therapy); 0 leaves it out")));
    double radiation_resistance =
        param("radiation_resistance", 0, fraction, {0, 0.01},
              "Chance per division that a daughter survives radiation better",
              recalled(assumed("loss of one gene such as KEAP1: 1e-7 to 1e-6; 0 leaves it out")));
    double radiation_resistance_gained = param(
        "radiation_resistance_gained", 0.3, fraction, {0, 1},
        "Share by which its α and β are then less",
        recalled(assumed("surviving fractions at 2 Gy of sensitive and resistant lines of one "
                         "tissue: 0.4 and 0.55")));
    double invasion = param("invasion", 0, fraction, {0, 0.01},
                            "Chance per division that a daughter sheds more cells that can seed",
                            recalled(assumed("no measured rate; 1e-8 to 1e-6 for a loss of one "
                                             "gene; 0 leaves it out")));
    double invasion_gain =
        param("invasion_gain", 1, fraction, {-1, 1000},
              "By how much more it then sheds, relative to what its mother did; 1: twice as much",
              assumed("no measured value"));
};

/// A phenotype that a daughter may have, and the chance per division.
struct Variant {
    Traits traits;
    double chance;
};

/// What one mutation makes of a cell. A new antigen takes the highest bit that is not in `used`;
/// where all 64 are used none is gained. Nothing that would change nothing is listed.
std::vector<Variant> variants(const MutationParams&, const Traits& cell, std::uint64_t used);

/// How many of so many divisions give each of the variants; a division gives one at most.
std::vector<std::uint64_t> draw_mutants(std::uint64_t divisions, const std::vector<Variant>&,
                                        Stream&);

}  // namespace perforin::tissue

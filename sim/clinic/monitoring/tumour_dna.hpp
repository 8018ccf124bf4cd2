#pragma once
// Tumour DNA in plasma: how much is shed and cleared, and what sequencing shows of it. Knows no
// patient. METHODS.md.

#include <cstdint>

#include "clinic/monitoring/assay.hpp"
#include "config/block.hpp"
#include "core/random.hpp"
#include "core/units.hpp"

namespace perforin::clinic {

/// Shedding and clearance.
struct SheddingParams : config::Block {
    using Block::Block;
    double per_death =
        param("per_death", 3.7e-5, fraction, {0, 1},
              "Genomes (of two copies) that come into plasma for each tumour cell that dies",
              fitted("Avanzini 2020: 0.014 % at a half-life of 30 min; levels tell their product, "
                     "which is the same here"));
    Rate basal =
        param("basal", 3.7e-7, per_day, {0, 1}, "Genomes that each live tumour cell sheds besides",
              assumed("a tenth of what one death in ten days brings"));
    Time half_life = param(
        "half_life", 1.9, hour, {0.05, 24}, "Half-life of tumour DNA in plasma",
        recalled(measured("Diehl 2008: 114 min; 16 (fetal, Lo 1999) to 139 min (viral, To 2003)")));
    Volume plasma = param("plasma", 3, litre, {0.1, 10}, "Volume of plasma",
                          recalled(measured("ICRP 89: 3 L, reference adult male")));
    MassDensity normal = param("normal", 5, ng_per_ml, {0, 1000}, "DNA of normal cells in plasma",
                               recalled(measured("1–10 ng/mL in the healthy")));
    double normal_variation =
        param("normal_variation", 0.3, fraction, {0, 2},
              "Coefficient of variation of that from visit to visit",
              recalled(assumed("exercise, inflammation, handling of blood; 0.2–0.6")));
};

/// The draw, the library and its sequencing.
struct SequencingParams : config::Block {
    using Block::Block;
    Volume drawn = param("drawn", 4, ml, {0.1, 50}, "Plasma that a sample gives",
                         setting("a tube of 10 mL of blood"));
    double conversion = param("conversion", 0.5, fraction, {0, 1},
                              "Share of the molecules drawn that is sequenced in the end",
                              recalled(assumed("about a half by ligation; 0.3–0.7")));
    std::int64_t variants =
        count("variants", 16, {1, 10000}, "Variants of all tumour cells that are followed together",
              setting("a panel made from the tumour, as is usual"));
    double error =
        param("error", 1e-6, fraction, {0, 0.1},
              "Chance that a molecule without a variant is read as one with it",
              recalled(assumed("1.5e-5 with molecular barcodes and polishing (Newman 2016), under "
                               "1e-6 where both strands must agree")));
};

inline constexpr Mass haploid_genome = 3.3 * pg;

/// Genomes shed a minute, by so many deaths a minute and so many live cells.
double shedding(const SheddingParams&, double deaths, double live);

/// Genomes in plasma after dt at that rate.
double cleared(const SheddingParams&, double genomes, double shed, Time dt);
/// Genomes in plasma where that rate has long held.
double settled(const SheddingParams&, double shed);

/// Copies of one place of the genome in a mL of plasma. A variant is on one of the two copies of
/// a tumour cell.
struct Copies {
    double mutant = 0.0, all = 0.0;
    double share() const { return all > 0.0 ? mutant / all : 0.0; }
};

/// `carrying`: genomes in plasma with the variant, of `tumour` in all; `usual`: normal DNA at this
/// visit relative to usual.
Copies copies(const SheddingParams&, double carrying, double tumour, double usual);

struct Molecules {
    std::uint64_t mutant = 0;  ///< read as with the variant
    std::uint64_t all = 0;
    double share() const {
        return all == 0 ? 0.0 : static_cast<double>(mutant) / static_cast<double>(all);
    }
};

/// So many variants with these copies are sequenced; `yield`: conversion relative to usual.
Molecules sequence(const SequencingParams&, const Copies&, double variants, double yield,
                   Stream& random);

/// What differs from visit to visit beside chance: normal DNA and the yield of the laboratory,
/// relative to usual.
struct Circumstances {
    double normal = 1.0, yield = 1.0;
};

/// A sample of plasma with so many genomes that carry the variants, of `tumour` in all.
struct PlasmaSample {
    Copies there;
    Molecules found;
};
PlasmaSample sample(const SheddingParams&, const SequencingParams&, double carrying, double tumour,
                    double variants, const Circumstances&, Stream& random);

/// Limits and errors of the share of molecules with a variant.
AssayFacts<scalar> share_of_variants();

/// Copies in a mL that such a count stands for, if conversion was as usual.
double copies_per_ml(const SequencingParams&, const Molecules&, double variants);

}  // namespace perforin::clinic

#pragma once
// What pathologists report of sections: scores of PD-L1, densities and what they amount to, and how
// far readers are apart. METHODS.md.

#include <array>
#include <cstdint>

#include "clinic/monitoring/specimen.hpp"
#include "config/block.hpp"

namespace perforin::clinic {

/// Limits of scores and classes.
struct ScoreParams : config::Block {
    using Block::Block;
    std::int64_t enough =
        count("viable_cells", 100, {0, 100000},
              "Viable tumour cells that the sections must show for scores of PD-L1",
              recalled(measured("PD-L1 IHC 22C3 pharmDx: 100")));
    PerArea infiltrated =
        param("infiltrated", 100, per_mm2, {0, 10000},
              "CD8 cells per area from which on core or margin counts as infiltrated",
              assumed("inflamed, excluded, desert are agreed upon, their limits are not"));
    PerArea cd3_core = param("cd3_core", 500, per_mm2, {0, 1e5},
                             "CD3 cells per area in the core above which they are many",
                             recalled(assumed("near the median of colon cancers; percentiles of "
                                              "cohorts do not apply to one patient")));
    PerArea cd3_margin = param("cd3_margin", 1000, per_mm2, {0, 1e5}, "The same in the margin",
                               recalled(assumed("as in the core")));
    PerArea cd8_core = param("cd8_core", 150, per_mm2, {0, 1e5},
                             "CD8 cells per area in the core above which they are many",
                             recalled(assumed("as of CD3")));
    PerArea cd8_margin = param("cd8_margin", 350, per_mm2, {0, 1e5}, "The same in the margin",
                               recalled(assumed("as of CD3")));
};

/// `reader_…` and errors of the laboratory.
struct PathologistParams : config::Block {
    using Block::Block;
    std::int64_t readers =
        count("readers", 1, {1, 9}, "Pathologists who read each slide", setting("one"));
    double between =
        param("reader_between", 0.77, fraction, {0, 5},
              "Spread between readers of one slide, of a score as a log-odds; it persists",
              fitted("81.9 % of pairs of readers agree on 50 % (Cooper 2017), slides whose "
                     "log-odds have a standard deviation of 2 around it"));
    double within = param("reader_within", 0.39, fraction, {0, 5},
                          "Spread of one reader from reading to reading, of the same",
                          fitted("91.3 % of a reader's pairs agree on 50 % (Cooper 2017)"));
    double counting = param("counting", 0.1, fraction, {0, 1},
                            "Scatter of counts of leukocytes from run to run of an assay, as a "
                            "natural logarithm, beside that of chance",
                            recalled(assumed("image analysis: some 10 %")));
    double recounting = param("recounting", 0.05, fraction, {0, 1},
                              "Scatter of such counts within a run, as a natural logarithm",
                              recalled(assumed("the same slide counted again: a few per cent")));
    double staining = param("staining", 0.15, fraction, {0, 2},
                            "Scatter of the limit of PD-L1's stain from run to run, as a natural "
                            "logarithm",
                            assumed("controls keep runs alike"));
};

/// TPS and CPS, per cent; NaN if there are too few viable tumour cells.
struct Pdl1Scores {
    double tps = 0.0, cps = 0.0;
};
Pdl1Scores pdl1_scores(const Census&, double enough);

/// What a pathologist writes down of a score whose log-odds is off by `error`: whole per cent to
/// 10, above that multiples of 5, and 0 for less than 1.
double read_score(double percent, double error);
/// That error: what persists of a reader, and what is of the reading alone.
double reading_error(const PathologistParams&, const BiopsyKey&, std::uint64_t reader);

/// T cells per mm²; NaN where a zone is missing.
struct Densities {
    double cd8_core = 0.0, cd8_margin = 0.0, cd3_core = 0.0, cd3_margin = 0.0;
};
/// CD8, CD4 and regulatory T cells have CD3.
Densities densities(const Census&);
/// How many of the four are above their limits: 0 … 4; NaN if core or margin are missing.
double immunoscore(const ScoreParams&, const Densities&);
/// 0 desert, 1 excluded, 2 inflamed; NaN if core or margin are missing.
double phenotype(const ScoreParams&, double cd8_core, double cd8_margin);

}  // namespace perforin::clinic

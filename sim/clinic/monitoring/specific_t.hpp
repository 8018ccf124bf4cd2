#pragma once
// Counting rare T cells: with tetramers in a flow cytometer, and by the spots of interferon-γ that
// they leave on a plate (ELISpot). Knows no patient. METHODS.md.

#include <cstdint>

#include "config/block.hpp"
#include "core/random.hpp"

namespace perforin::clinic {

struct TetramerParams : config::Block {
    using Block::Block;
    std::int64_t gated = count("gated", 200000, {100, 100000000}, "CD8 cells that are looked at",
                               setting("from 10 mL of blood or less"));
    double background = param("background", 5e-5, fraction, {0, 0.1},
                              "Share of other CD8 cells that binds a tetramer by chance",
                              recalled(assumed("0.005–0.02 % with a tetramer of no antigen")));
};

struct ElispotParams : config::Block {
    using Block::Block;
    std::int64_t cells = count("cells", 250000, {1000, 10000000}, "Mononuclear cells in a well",
                               setting("usual: 2–4e5"));
    std::int64_t wells =
        count("wells", 3, {1, 96}, "Wells with the antigen", setting("triplicates"));
    std::int64_t controls = count("controls", 6, {1, 96}, "Wells without it",
                                  setting("six, as Moodie 2010 recommends"));
    double spots = param("spots", 0.5, fraction, {0, 1},
                         "Share of specific effector and memory cells that makes a spot",
                         assumed("not all secrete in a day; thawing costs some"));
    double background =
        param("background", 25, fraction, {0, 1e5}, "Spots in a million cells without antigen",
              fitted("95 % of control samples below 60 in a million, the limit of detection of a "
                     "validated assay (Mol Ther Methods Clin Dev 2021, 22:183)"));
    double scatter = param("scatter", 0.5, fraction, {0, 3},
                           "Coefficient of variation of that background from sample to sample",
                           fitted("the same limit of 60"));
    double ratio =
        param("ratio", 2, fraction, {1, 100},
              "Spots relative to the controls' from which a sample is positive",
              recalled(measured("the usual empirical rule, twofold; validated ones to 3")));
    double least = param("least", 50, fraction, {0, 1e6},
                         "Spots in a million cells, controls' taken off, from which it is",
                         recalled(measured("the usual empirical rule: 10 to 50 and more")));
};

/// Share of CD8 cells that a cytometer finds; `share`: of specific ones.
double tetramer_share(const TetramerParams&, double share, Stream& random);

struct Spots {
    double antigen = 0.0, control = 0.0;  ///< in a million cells
    double net() const { return antigen > control ? antigen - control : 0.0; }
};

/// `specific`: in a million mononuclear cells; `yield`: spots of one relative to usual;
/// `background`: of this sample, in a million.
Spots elispot(const ElispotParams&, double specific, double yield, double background,
              Stream& random);
bool positive(const ElispotParams&, const Spots&);

}  // namespace perforin::clinic

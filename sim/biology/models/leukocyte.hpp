#pragma once
// What leukocytes have in common: a body, and the way from blood; and the parameters of those that
// only stroll. Values and sources are each kind's own.

#include <utility>

#include "biology/models/motility.hpp"
#include "config/block.hpp"
#include "core/units.hpp"
#include "tissue/geometry.hpp"
#include "tissue/kind.hpp"

namespace perforin::biology {

/// How cells of a kind come from blood, as its parameters say.
template <class Params>
tissue::Recruitment recruitment_of(const Params& p, tissue::Lure lure) {
    return {.in_blood = p.in_blood,
            .loss = p.loss,
            .extravasation = p.extravasation,
            .lure = std::move(lure)};
}

/// A new leukocyte's body. An agent that stands for fewer cells than a tumour agent takes as much
/// less room.
template <class Params>
void show_leukocyte(const Params& p, tissue::Row row, tissue::Surface& cells) {
    cells.radius[row] = tissue::agent_radius(p.radius.in(um), cells.weight[row]);
    cells.repulsion[row] = static_cast<float>(p.repulsion.in(um_per_minute));
    cells.adhesion[row] = 0.0f;
    cells.mhc1[row] = 1.0f;
}

/// A kind's own standard of a parameter that all have.
struct Standard {
    double value;
    config::Evidence evidence;
};

struct LeukocyteStandards {
    Standard weight;
    Standard loss;           ///< in blood, 1/d
    Standard extravasation;  ///< chance a passage
    Standard radius;         ///< µm
    Standard speed;          ///< µm/min
};

struct LeukocyteParams : config::Block {
    LeukocyteParams(const config::Section& section, LeukocyteStandards standards)
        : Block{section}, own{std::move(standards)} {}

    LeukocyteStandards own;

    double weight = param("weight", own.weight.value, fraction, {1e-4, 1},
                          "Cells an agent stands for, relative to the lesion's cells per agent",
                          own.weight.evidence);
    PerVolume density = param("density", 0, per_ml, {0, 1e10}, "Cells in the tumour at the start",
                              setting("a tumour without them, unless its preset has some"));
    PerVolume in_blood = param("in_blood", 0, per_ml, {0, 1e9}, "Cells that circulate",
                               setting("none comes, unless a preset says how many"));
    Rate loss = param("loss", own.loss.value, per_day, {0, 100},
                      "Loss of circulating ones: death, other tissue", own.loss.evidence);
    double extravasation =
        param("extravasation", own.extravasation.value, fraction, {0, 1},
              "Chance that one which passes a fully inflamed vessel enters tissue",
              own.extravasation.evidence);
    Length radius =
        param("radius", own.radius.value, um, {2, 15}, "Radius of a cell", own.radius.evidence);
    Speed repulsion = param("repulsion", 0.5, um_per_minute, {0, 100},
                            "Strength of its repulsion; small: it squeezes between other cells",
                            assumed("amoeboid cells deform their bodies, tumour cells hardly"));
    Speed speed = param("speed", own.speed.value, um_per_minute, {0, 30}, "Speed while it strolls",
                        own.speed.evidence);
    Time persistence = param("persistence", 10, minute, {0.1, 240}, "Mean time between turns",
                             assumed("twice that of T cells"));
    double chemotaxis = param("chemotaxis", 0.3, fraction, {0, 1},
                              "Largest weight of what lures it in a new heading",
                              assumed("below the 0.5 of T cells"));
    double gradient_half =
        param("gradient_half", 0.02, fraction, {1e-5, 10},
              "Relative difference of the lure across a cell that gives half of that weight",
              recalled(measured("leukocytes sense 1–2 % (Zigmond 1977)")));
    double matrix_slowing =
        param("matrix_slowing", 3, fraction, {1, 20}, "Times slower in dense matrix",
              recalled(measured("2–5 fold for T cells in dense stroma (Salmon 2012)")));
    Rate oxygen_uptake = param("oxygen_uptake", 1, per_minute, {0, 1000},
                               "Oxygen taken up by a cell per its own volume",
                               measured("PhysiCell 1.14, cancer-immune sample: a tenth of a tumour "
                                        "cell's"));
};

/// One cell's own volume, however many an agent stands for, µm³.
double cell_um3(const LeukocyteParams&);

/// All cells of a kind take up oxygen.
void breathe(const LeukocyteParams&, const tissue::Population&, tissue::Level oxygen,
             tissue::Exchange&);

/// Live cells that a kind's agents stand for.
double cells_of(const tissue::Surface&, const tissue::Population&, double cells_per_agent);

}  // namespace perforin::biology

#pragma once
// How leukocytes get about: a persistent random walk that leans up the gradient of what lures them.
// Dense matrix slows them, turns them along its fibres, and shows them the chemokine that it holds,
// which keeps them there. Fast kinds walk leg by leg in their sub-steps (killer.hpp),
// slow ones stroll once a biology step.

#include <optional>

#include "config/block.hpp"
#include "core/units.hpp"
#include "tissue/handles.hpp"
#include "tissue/world.hpp"

namespace perforin::biology {

/// How cells of a kind walk while they search.
struct Gait {
    Length radius{};             ///< of one cell, however many an agent stands for
    Speed speed{};               ///< in loose tissue
    Time persistence{};          ///< mean time between turns
    double chemotaxis = 0.0;     ///< largest weight of the gradient in a new heading, 0…1
    double gradient_half = 1.0;  ///< relative difference across the cell that gives half of it
    std::optional<tissue::Level> attractant{};  ///< what it climbs
    double retention = 0.0;  ///< the same weight for what the matrix holds, where it is dense
    std::optional<tissue::Level> retainer{};  ///< that chemokine
    double matrix_slowing = 1.0;              ///< times slower where the matrix is dense
    double matrix_guidance = 0.0;           ///< share of a heading across dense fibres that is lost
    std::optional<tissue::Level> matrix{};  ///< its density: 0 loose, 1 dense
    Length shortest{};                      ///< leg of a stroll; 0: as short as six make it
};

/// `[search]`
struct SearchParams : config::Block {
    using Block::Block;
    double leg = param(
        "leg", 1, fraction, {0.1, 4},
        "Longest straight leg of a T or NK cell that searches, in its radii: between two it may "
        "turn, or bump into another; targets it looks for once a radius",
        setting("a numerical step; sim/PERFORMANCE.md says what a longer one changes"));
    double shortest =
        param("shortest", 0, fraction, {0, 4},
              "Shortest leg of a fibroblast that strolls, in its radii: it takes six a biology "
              "step, or fewer if its way is so short; 0: always six",
              setting("a numerical step: its way in an hour is a micrometre"));
};

/// The gait that a kind's parameters say, in tissue that may have matrix; `attractant`: what it
/// climbs, if the model has it. Kinds that CXCL12 on matrix holds have `retention`, those that walk
/// leg by leg `matrix_guidance`.
template <class Params>
Gait gait_of(const Params& p, std::optional<tissue::Level> attractant) {
    Gait gait{.radius = p.radius,
              .speed = p.speed,
              .persistence = p.persistence,
              .chemotaxis = p.chemotaxis,
              .gradient_half = p.gradient_half,
              .attractant = attractant,
              .matrix_slowing = p.matrix_slowing,
              .matrix = tissue::known_substance("matrix")};
    if constexpr (requires { p.matrix_guidance; }) gait.matrix_guidance = p.matrix_guidance;
    if constexpr (requires { p.retention; }) {
        gait.retention = p.retention;
        gait.retainer = tissue::known_substance("cxcl12");
    }
    return gait;
}

/// Weight of a gradient in a new heading, at most `strongest`: `difference` is the relative
/// difference of the substance across the cell.
double chemotactic_bias(const Gait&, double strongest, double difference);

/// Speed where the matrix is so dense (1: dense stroma), in µm/min:
/// v/(1 + (slowing − 1)·density).
double speed_in(const Gait&, double matrix);

/// Chance that a leg which leads into denser matrix is refused, and the cell turns along it:
/// (1 − 1/slowing)·(rise of the density along the leg), 0…1.
double turn_back_chance(const Gait&, double matrix_here, double matrix_there);

/// Density of the matrix at a place; 0 in a model without.
double matrix_at(const tissue::World&, const Gait&, Vec3 at);

/// A heading in matrix of this density whose gradient points along `across`: fibres run along the
/// border of dense matrix, so h − guidance·min(density, 1)·(h·n)·n, made a direction again.
Vec3 along_fibres(const Gait&, Vec3 heading, Vec3 across, double matrix);

/// What turns a cell that searches, at its place.
struct Pull {
    double matrix = 0.0;  ///< its density
    Vec3 draw{};          ///< direction and weight of the gradients that it climbs
    Vec3 across{};        ///< gradient of the matrix: fibres run across it
};
Pull pull_at(const tissue::World&, const Gait&, tissue::Row, double matrix);

/// A new heading: random, leaning up the gradients, turned along the fibres.
Vec3 new_heading(const Gait&, const Pull&, int dimensions, Stream&);

/// In how many legs a cell strolls for so long: six, or fewer, so that none is shorter than need
/// be.
int stroll_legs(const Gait&, Time);

/// How often a killer looks for targets on a straight leg: once a radius.
int looks_on(Length leg, Length radius);

/// A place on a straight leg, `look` of `looks` shares of it from where it began.
Vec3 on_the_way(const Box&, Vec3 from, Vec3 to, int look, int looks);

/// Where a cell that searches for a whole biology step ends up: its walk in the diffusive limit, in
/// legs of mean square length 2·d·D·t, D = v²·P/d, plus a drift of bias × speed up the
/// gradient, each leg held back by walls and matrix. `share` of the step is spent walking.
Vec3 stroll(const tissue::World&, const Gait&, tissue::Row, double share, Stream&);

}  // namespace perforin::biology

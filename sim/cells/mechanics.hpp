#pragma once
// Cells push and pull one another through a medium so viscous that speed, not acceleration, follows
// force: dx/dt = Σ speeds along lines of centres. The motion is integrated, never assumed to be at
// rest: pressure takes hours to relax through a tissue.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "cells/interaction.hpp"
#include "cells/neighbours.hpp"
#include "cells/population.hpp"
#include "cells/rkc.hpp"
#include "cells/walls.hpp"
#include "config/block.hpp"
#include "core/geometry.hpp"
#include "core/time.hpp"

namespace perforin::cells {

struct MechanicsParams : config::Block {
    using Block::Block;
    Time step = param("step", 60.0, minute, {0.01, 1440}, "Longest step of the motion of cells",
                      setting("errors by step stand in sim/cells/METHODS.md"));
    double ramp = param("ramp", 4.0, fraction, {1, 10},
                        "A step may be so many times longer than the one before it; a tick begins "
                        "with one that follows the stiffest contact",
                        setting("newborn cells part within minutes, the rest moves for hours"));
    double stride =
        param("stride", 1.0, fraction, {0.01, 20},
              "Farthest a cell may move in one step, in its radii, else it is shortened",
              setting("contacts must not change faster than they are looked up"));
    Length skin = param("skin", 4.0, um, {0.01, 50},
                        "Extra reach of neighbour lists, which then last until a cell has moved "
                        "half of it",
                        setting("speed only: results differ by rounding"));
    double limited = param("limited", 0.005, fraction, {0, 0.1},
                           "Share of the cells, the stiffest, that are slowed in a step so that "
                           "they do not set its cost",
                           setting("the effect stands in sim/cells/METHODS.md"));
    Length rest = param("rest", 0.01, um, {0, 1},
                        "Cells rest for a tick in which none would move farther than this",
                        setting("a thousandth of a cell"));
    double pace = param("pace", 1.0, fraction, {0.001, 1},
                        "Share of the time for which contacts act: below 1 they relax more slowly "
                        "than their law says, for fewer sweeps",
                        setting("speeds of contacts are model values, and tissues grow for days; "
                                "the effect stands in sim/cells/METHODS.md"));
    Length doze = param("doze", 0.05, um, {0, 1},
                        "Cells that would move less than this until the biology step ends, like "
                        "their neighbours, wait until then and make up for it",
                        setting("cost and error stand in sim/cells/METHODS.md"));
};

/// What moves cells in a tick beside their neighbours, and what is known of it beforehand.
struct Motion {
    std::span<const Bond> bonds{};
    std::span<const Drive> drives{};
    /// Nothing but drives and strengths changed since the last tick: no cell was born, moved or
    /// grew, so that no fresh overlap calls for short steps at the start.
    bool settled = false;
    /// What of the biology step follows this tick. If none, cells that waited make up for it, and
    /// crowding and overlap are measured; until then rows stay as they are.
    Time later{};
};

/// What one `advance` took and saw.
struct MechanicsReport {
    int sweeps = 0;             ///< evaluations of forces
    double effort = 0.0;        ///< the same, each by the share of the cells that it was for
    int lists = 0;              ///< times neighbour lists were made
    int latecomers = 0;         ///< cells that left them, and were listed by themselves
    int steps = 0;              ///< taken
    int rejected = 0;           ///< tried and shortened, since something moved too far
    int stages = 0;             ///< most in one step
    double displacement = 0.0;  ///< µm; no cell moved farther
    double overlap = 0.0;       ///< largest 1 − distance / sum of radii, at the end
    double stiffness = 0.0;     ///< largest bound of the spectral radius met, 1/min
    bool asleep = false;        ///< nothing moved: one sweep was enough
};

/// Moves the cells of one block. It has buffers but, between biology steps, no state: a restart
/// needs nothing of it.
class Mechanics {
public:
    /// `interaction` outlives it.
    Mechanics(const Interaction& interaction, const Box& box, const Walls& walls,
              const MechanicsParams& params = config::standard<MechanicsParams>());

    /// Moves cells by one tick; rows are best sorted by Order. `crowding` (one a row, or empty)
    /// receives the sum of the speeds (µm/min) at which others and walls push each cell in the end.
    /// What `motion` says holds for the whole tick.
    /// Positions come back inside periodic axes. Throws Broken if a position, radius or speed is
    /// not finite.
    MechanicsReport advance(Population& cells, std::span<float> crowding, const Tick& tick,
                            const Motion& motion = {});

private:
    /// Squares of how far bodies are from where they were: the largest.
    struct Moved {
        float since_list = 0;  ///< when neighbours were listed, in slacks
        float in_radii = 0;    ///< when the step began, in radii
        float in_um = 0;       ///< the same in µm²
        Moved& operator+=(const Moved& other);
    };

    /// Where a cell was when neighbours were listed, and how far from there the lists hold.
    struct Listed {
        Vec3 at;
        float slack;  ///< µm
    };

    /// Two rows.
    struct Pair {
        std::uint32_t first, second;
    };

    void load(Population& cells);
    void foresee(double minutes);
    void list_neighbours(MechanicsReport& report);
    Crowd crowd() const;
    Measures measure(std::span<float> crowding, MechanicsReport& report);
    void limit_stiffest(Measures& now) const;
    double mobilise(double stiffness, double h, bool making_up);
    void count_sweep(MechanicsReport& report) const;
    void pull(std::span<Vec3> velocity) const;
    void walk(std::span<Vec3> velocity) const;
    void stiffen(Measures& now);
    double first_step(const Measures& now) const;
    double step(double h, double stiffness, MechanicsReport& report);
    Moved take_stage(const RkcStage& stage, double h);
    void place(Body& body, Vec3 at) const;

    // Who has left the lists (latecomers.cpp).
    void catch_up(MechanicsReport& report);
    bool has_left(std::uint32_t row) const;
    void meet(std::uint32_t row);
    void push_late(std::span<Vec3> velocity) const;
    void measure_late(Measures& now, std::span<float> crowding);
    template <class Visit>
    void for_late(Visit&& visit) const;

    // Who moves (wakefulness.cpp).
    bool all_awake() const { return awake_.size() == ids_.size(); }
    void wake_all();
    void wake_stirred();
    void wake_for(const Motion& motion);
    void doze_off(double left);
    std::size_t stir(double minutes);
    void stir_neighbours();
    void keep_account(double h);

    const Interaction* interaction_;
    Box box_;
    Walls walls_;
    double longest_step_, ramp_, stride_;         ///< min, 1, radii
    float half_skin_;                             ///< µm
    double rest_;                                 ///< µm
    double limited_share_;                        ///< of cells
    double doze_;                                 ///< µm
    double pace_;                                 ///< of the time
    std::vector<std::vector<RkcStage>> methods_;  ///< by number of stages

    Motion motion_;
    std::span<const std::uint64_t> ids_;
    std::span<Vec3> start_;  ///< positions at the step's start: those of the population
    Neighbours neighbours_;
    std::vector<Body> bodies_;
    std::vector<Strength> strength_roots_;
    std::vector<float> reach_;  ///< of a cell alone, with its slack
    std::vector<Listed> listed_;
    std::vector<Vec3> moved_, moved_before_;  ///< since the start, after the last two stages
    std::vector<Vec3> velocity_, first_velocity_;
    std::vector<float> stiffness_;  ///< 1/min, when the step began
    std::vector<float> mobility_;   ///< below 1: the stiffest; above 1: those that make up
    std::vector<float> crowding_;
    std::vector<Moved> chunks_;

    std::vector<std::uint32_t> left_;      ///< rows of those that left the lists, as they did
    std::vector<Pair> late_;               ///< that lists do not hold
    std::vector<std::uint32_t> known_to_;  ///< by row: who was the last to be asked about it

    std::vector<std::uint32_t> awake_;    ///< rows of those that have lists and move, ascending
    std::vector<std::uint8_t> is_awake_;  ///< by row
    std::vector<std::uint8_t> stirred_;   ///< by row: to be awake in the next step
    std::vector<float> owed_;             ///< min that a cell has waited
    bool owing_ = false;                  ///< some have waited
};

}  // namespace perforin::cells

// The tumour cell of the case: divides where oxygen reaches it, the faster the more of an
// oncoprotein it has, by which immune cells know it.

#include <cmath>

#include "cases/cancer_immune/sources.hpp"
#include "cases/cancer_immune/volume.hpp"
#include "core/maths.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"
#include "tissue/geometry.hpp"
#include "tissue/kind.hpp"

namespace perforin::cases::cancer_immune {

namespace {

using tissue::Cause, tissue::Condition, tissue::Intents, tissue::Population, tissue::Row,
    tissue::Surface, tissue::World;

struct TumourParams : config::Block {
    using Block::Block;
    Length founding = param("founding_radius", 8.412710547954228, um, {1, 50},
                            "Half the spacing of the first cells along a row", peer());
    double oncoprotein = param("oncoprotein", 1.0, fraction, {0, 10},
                               "Oncoprotein of the first cells, mean", peer());
    double spread = param("spread", 0.25, fraction, {0, 10}, "Its standard deviation", peer());
    Rate division = param("division", 0.00072, per_minute, {0, 1},
                          "Hazard of division in ample oxygen at an oncoprotein of 1", peer());
    Pressure arrest = param("oxygen_arrest", 5, mmhg, {0, 160},
                            "Tension below which cells do not divide and die", peer());
    Pressure ample = param("oxygen_ample", 38, mmhg, {0, 160},
                           "Tension above which oxygen does not limit division", peer());
    Rate uptake = param("oxygen_uptake", 10, per_minute, {0, 1000},
                        "Oxygen taken up per volume of a live cell", peer());
    double dead_uptake =
        param("dead_uptake", 0.1, fraction, {0, 1}, "The same of a dead cell, relative", peer());
    Rate secretion = param("secretion", 10, per_minute, {0, 1000},
                           "Factor secreted per volume, times 1 minus its level", peer());
    Time splitting =
        param("splitting", 0, minute, {0, 1},
              "Experiment: cells see oxygen as it is when those in their voxel have just taken up "
              "for so long what diffusion brings",
              config::setting("0.01 min is the peer's step; 0: no error of splitting"));
    Time apoptosis =
        param("apoptosis", 516, minute, {1, 1e5}, "How long a killed cell stays", peer());
    Time necrosis = param("necrosis", 60, day, {0.01, 1000}, "How long a starved one does", peer());
};

struct TumourCells : Population {
    tissue::Column<std::array<double, 3>> volume = column<std::array<double, 3>>(
        "volume", "um^3", "Fluid, solid of the nucleus, solid of the cytoplasm");
    tissue::Column<std::int64_t> died_at = column<std::int64_t>("died_at", "s", "When it died");
    tissue::Column<std::uint8_t> burst =
        column<std::uint8_t>("burst", "1", "1 once a swelling corpse has burst");
};

Volumes volume_of(const TumourCells& mine, std::size_t i) {
    const auto& v = mine.volume[i];
    return {v[0], v[1], v[2]};
}

void set_volume(const Volumes& v, Row row, Surface& cells, TumourCells& mine) {
    mine.volume[cells.own[row]] = {v.fluid, v.nucleus, v.cytoplasm};
    cells.radius[row] = static_cast<float>(radius(v));
}

class Tumour final : public tissue::Kind {
public:
    explicit Tumour(config::Section& section) : params_{section} {}

    std::unique_ptr<Population> populate() const override {
        return std::make_unique<TumourCells>();
    }
    std::uint16_t roles() const override {
        return tissue::role::tumour | tissue::role::target | tissue::role::debris;
    }
    double founding_radius() const override { return params_.founding.in(um); }
    bool leaves_corpse() const override { return true; }

    /// What immune cells see of it stands in the column for MHC-I.
    void found(const tissue::Founder& founder, Row row, Surface& cells,
               Population& population) const override {
        Stream random{founder.seed, "cancer_immune.oncoprotein"_draw, {founder.id, 0}, 0};
        const double oncoprotein = params_.oncoprotein + params_.spread * normal(random);
        cells.mhc1[row] = static_cast<float>(std::max(0.0, oncoprotein));
        cells.roles[row] = tissue::role::tumour | tissue::role::target;
        set_volume(grown, row, cells, own(population));
    }

    void decide(const World& world, Population& population, Intents& intents) const override {
        const auto& mine = own(population);
        intents += parallel::gather_into<Intents>(mine.size(), [&](std::size_t i, Intents& bag) {
            const Row row = mine.row[i];
            if (alive(world.surface(), row)) {
                live(world, row, bag);
            } else if (gone(world, row, mine.died_at[i])) {
                bag.engulfed.push_back({row});
            }
        });
    }

    void update(const World& world, Surface& cells, Population& population) const override {
        auto& mine = own(population);
        const double minutes = world.now().dt().in(minute);
        parallel::for_each(mine.size(), [&](std::size_t i) {
            const Row row = mine.row[i];
            const Volumes before = volume_of(mine, i);
            if (alive(cells, row)) {
                set_volume(after(before, growth, minutes), row, cells, mine);
            } else if (cells.condition[row] == code(Condition::apoptotic)) {
                set_volume(after(before, apoptosis, minutes), row, cells, mine);
            } else {
                if (mine.died_at[i] == 0) mine.died_at[i] = world.now().start;
                const bool burst = mine.burst[i] != 0;
                set_volume(after(before, burst ? lysis : swelling, minutes), row, cells, mine);
                if (volume_of(mine, i).total() >= 2.0 * grown.total()) mine.burst[i] = 1;
            }
        });
    }

    void perish(Row row, Cause cause, Surface& cells, Population& population) const override {
        const bool killed = cause == Cause::cytotoxicity;
        cells.condition[row] = code(killed ? Condition::apoptotic : Condition::necrotic);
        cells.roles[row] = tissue::role::debris;
        if (killed) own(population).died_at[cells.own[row]] = cells.hit_at[row];
    }

    void part(Row mother, Row daughter, Surface& cells, Population& population,
              Stream&) const override {
        auto& mine = own(population);
        const Volumes half = volume_of(mine, cells.own[mother]).halved();
        for (const Row row : {mother, daughter}) set_volume(half, row, cells, mine);
    }

    void exchange(const World& world, const Population& population,
                  tissue::Exchange& with) const override {
        const Surface& cells = world.surface();
        const auto& mine = static_cast<const TumourCells&>(population);
        const double uptake = params_.uptake.in(per_minute),
                     secretion = params_.secretion.in(per_minute);
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const Row row = mine.row[i];
            const double volume = volume_of(mine, i).total();
            with.take(oxygen_, row,
                      volume * uptake * (alive(cells, row) ? 1.0 : params_.dead_uptake));
            with.secrete(factor_, row, volume * secretion);
            with.take(factor_, row, volume * secretion);
        }
    }

    void tally(const Surface& cells, const Population& population, double cells_per_agent,
               tissue::Tally& tally) const override {
        const auto& mine = static_cast<const TumourCells&>(population);
        double live = 0.0, dead = 0.0, volume = 0.0;
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const bool lives = alive(cells, mine.row[i]);
            (lives ? live : dead) += cells_per_agent;
            if (lives) volume += cells_per_agent * volume_of(mine, i).total();
        }
        tally.add({"live_tumour", "cells", "Live tumour cells"}, live);
        tally.add({"dead", "cells", "Corpses of tumour cells"}, dead);
        tally.add({"live_tumour_volume", "um^3", "Volumes of the live ones"}, volume);
    }

private:
    static TumourCells& own(Population& p) { return static_cast<TumourCells&>(p); }
    static constexpr std::uint8_t code(Condition c) { return static_cast<std::uint8_t>(c); }
    /// The chance is the mean number of divisions in the step, e^(h dt) − 1: daughters may divide
    /// again within it, which is counted to their mother.
    void live(const World& world, Row row, Intents& bag) const {
        const Pressure oxygen = seen(world, row);
        if (oxygen < params_.arrest) return bag.deaths.push_back({row, Cause::necrosis});
        const double air =
            std::min(1.0, (oxygen - params_.arrest) / (params_.ample - params_.arrest));
        const Rate hazard = air * world.surface().mhc1[row] * params_.division;
        Stream random = world.random("cancer_immune.division"_draw, {world.surface().id[row]});
        if (uniform(random) >= maths::expm1(hazard * world.now().dt())) return;
        const Vec3 axis = tissue::random_direction(3, random);
        bag.divisions.push_back({row, 1.5f * axis});
    }

    /// c / (1 + Δt Σ U V/V_voxel) over the live cells of its voxel: the peer takes up after it
    /// diffuses, and tells cells what is left.
    Pressure seen(const World& world, Row row) const {
        const Pressure level = world.level(oxygen_, row) * mmhg;
        if (!(params_.splitting > Time{})) return level;
        constexpr float edge = 20.0f;  // µm, of a voxel
        const auto voxel = [](Vec3 at) {
            return Vec3{std::floor(at.x / edge), std::floor(at.y / edge), std::floor(at.z / edge)};
        };
        const Surface& cells = world.surface();
        const Vec3 here = voxel(cells.position[row]);
        double volume = 0.0;
        world.for_near(edge * here + Vec3{0.5f * edge, 0.5f * edge, 0.5f * edge}, edge,
                       tissue::role::tumour, 0.0f, [&](Row other, Vec3, float) {
                           if (!(voxel(cells.position[other]) == here)) return;
                           volume += tissue::sphere_um3(static_cast<double>(cells.radius[other]));
                       });
        return level / (1.0 + params_.splitting * params_.uptake * (volume / (edge * edge * edge)));
    }

    bool gone(const World& world, Row row, Seconds died_at) const {
        const bool killed = world.surface().condition[row] == code(Condition::apoptotic);
        const Time stays = killed ? params_.apoptosis : params_.necrosis;
        return static_cast<double>(world.now().end() - died_at) >= stays.in(second);
    }

    TumourParams params_;
    tissue::Level oxygen_ = tissue::substance("oxygen"), factor_ = tissue::substance("factor");
};

const Registered<tissue::Kind> here{"tumour", "Tumour cell: divides, starves, is killed",
                                    make<tissue::Kind, Tumour>, model};

}  // namespace

}  // namespace perforin::cases::cancer_immune

// One V-cycle of the multigrid, which every dissolved substance takes a few times an hour.

#include <cmath>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "bench/session.hpp"
#include "bench/tumour_block.hpp"
#include "core/parallel.hpp"
#include "fields/level.hpp"

namespace perforin::bench {

namespace {

/// A level small enough for a first cache, with rows as long as vectors like them.
struct SmallLevel {
    SmallLevel() {
        level.set_coupling(1e5, {20.0, 20.0, 20.0});
        std::fill(level.s.begin(), level.s.end(), 0.1f);
        std::fill(level.b.begin(), level.b.end(), 1.0f);
        for (std::size_t plane = 0; plane != level.n[2]; ++plane) level.invert(plane);
    }
    void relax() {
        for (std::size_t colour = 0; colour != 2; ++colour) {
            for (std::size_t plane = 0; plane != level.n[2]; ++plane) level.relax(plane, colour);
        }
    }
    void residual() {
        for (std::size_t plane = 0; plane != level.n[2]; ++plane) level.residual(plane);
    }
    fields::Level level{{30, 12, 4}, {}};
};

/// Work on a level of its own; it counts voxels.
Work small_work(void (SmallLevel::*once)()) {
    const auto own = std::make_shared<SmallLevel>();
    return {[=] { (own.get()->*once)(); }, static_cast<double>(own->level.voxels()), "voxel"};
}

/// V(2,2): four relaxations of both colours and one residual; coarser levels add a seventh.
/// Transfers between levels are left out.
Limit loops_alone(Session& session) {
    const auto seconds = [&](void (SmallLevel::*once)()) {
        return 1.0 / session.rate_in_cache([=] { return small_work(once); });
    };
    const double levels = 8.0 / 7.0;
    return {1e9 * levels * (4.0 * seconds(&SmallLevel::relax) + seconds(&SmallLevel::residual)),
            "loops in L1 cache"};
}

/// Floats that must pass for a voxel of the finest level: down, c b 1/(s + k) s are read, c and r
/// written; r is read again; up, c is corrected, then c b 1/(s + k) read and c written.
constexpr double bytes = 8.0 / 7.0 * (6.0 + 1.0 + 2.0 + 4.0) * sizeof(float);

/// The factor by which a cycle cuts the residual, over the first two of a fresh solve: later, float
/// holds no more.
double convergence(TumourBlock& block) {
    block.forget();
    const double before = block.cycle(0).residual;
    block.forget();
    return std::sqrt(before / block.cycle(2).residual);
}

/// Of two numbers of cycles, so that what begins and ends a solve is left out.
Timing time_of_cycle(Session& session, TumourBlock& block) {
    constexpr int few = 1, more = 5;
    const auto solve = [&](int cycles) {
        return [&block, cycles] { return seconds_of([&] { block.cycle(cycles); }); };
    };
    const std::vector<Timing> timings = session.time_in_turn({solve(few), solve(more)});
    const auto a_cycle = [&](double Timing::*seconds) {
        return (timings[1].*seconds - timings[0].*seconds) / (more - few);
    };
    return {a_cycle(&Timing::median), a_cycle(&Timing::least), timings[1].repetitions};
}

class VCycle final : public Benchmark {
public:
    using Benchmark::Benchmark;

    void run(Session& session) const override {
        const Limit loops = loops_alone(session);
        struct Case {
            std::size_t n;
            double target;  // ns a voxel; 0: none
        };
        for (const Case one : {Case{75, 4.0}, Case{128, 0.0}, Case{256, 8.0}}) {
            TumourBlock block{one.n};
            const double factor = convergence(block);
            const Timing timing = time_of_cycle(session, block);
            Figure figure = Session::per_item(fmt::format("{}³ voxels", one.n), timing,
                                              block.voxels(), "voxel");
            figure.limit = roofline(session, loops, bytes, block.voxels());
            if (one.target > 0.0) figure.target = Target{one.target};
            figure.remark = fmt::format("residual ÷ {:.0f} a cycle", factor);
            session.add(std::move(figure));
        }
    }

    Work counted() const override {
        constexpr int cycles = 4;
        const auto block = std::make_shared<TumourBlock>(std::size_t{30});
        return {[block] { block->cycle(cycles); }, cycles * block->voxels(), "voxel and cycle"};
    }
};

const Registered<Benchmark> here{"v_cycle", "One V-cycle of the solver of dissolved substances",
                                 make<Benchmark, VCycle>};

}  // namespace

}  // namespace perforin::bench

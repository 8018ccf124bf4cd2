// What oxygen costs an hour: the steady state of a tumour that has grown a little, from the last
// hour's levels.

#include <memory>

#include <fmt/format.h>

#include "bench/session.hpp"
#include "bench/tumour_block.hpp"

namespace perforin::bench {

namespace {

/// Hour after hour: the tumour is a little larger, then a little smaller again.
class Hours {
public:
    explicit Hours(std::size_t n) : block_{n} {}

    /// Of the relaxation alone, in s.
    double pass() {
        larger_ = !larger_;
        block_.fill(0.5f * block_.half_edge() + (larger_ ? 0.5f : 0.0f));
        return seconds_of([this] { cycles_ = block_.relax().cycles; });
    }
    int cycles() const { return cycles_; }
    double voxels() const { return block_.voxels(); }

private:
    TumourBlock block_;
    bool larger_ = false;
    int cycles_ = 0;
};

class Oxygen final : public Benchmark {
public:
    using Benchmark::Benchmark;

    void run(Session& session) const override {
        for (const std::size_t n : {std::size_t{75}, std::size_t{128}}) {
            Hours hours{n};
            const Timing timing = session.time_by([&] { return hours.pass(); });
            Figure figure =
                Session::per_item(fmt::format("{}³ voxels", n), timing, hours.voxels(), "voxel");
            figure.remark = fmt::format("{:.3g} ms, {} cycles", 1e3 * timing.least, hours.cycles());
            session.add(std::move(figure));
        }
    }

    Work counted() const override {
        const auto hours = std::make_shared<Hours>(std::size_t{30});
        return {[hours] { hours->pass(), hours->pass(); }, 2.0 * hours->voxels(), "voxel"};
    }
};

const Registered<Benchmark> here{"oxygen", "An hour of oxygen, from the last hour's levels",
                                 make<Benchmark, Oxygen>};

}  // namespace

}  // namespace perforin::bench

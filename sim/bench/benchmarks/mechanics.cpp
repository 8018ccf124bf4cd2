// An hour of mechanics of a growing ball, and how its cost grows with the number of cells.

#include <map>
#include <vector>

#include <fmt/format.h>

#include "bench/growing_ball.hpp"
#include "bench/session.hpp"

namespace perforin::bench {

namespace {

std::vector<std::size_t> sizes(const Session& session) {
    std::vector<std::size_t> all{10'000, 30'000, 100'000, 300'000, 1'000'000};
    if (session.full()) all.insert(all.end(), {3'000'000, 10'000'000});
    return all;
}

/// Of the hour's sweeps alone, in ns a cell.
double sweeps_alone(Session& session, std::size_t cells, int sweeps) {
    Bodies bodies{session.packing(cells)};
    const Timing timing = session.time([&] { bodies.sweep(); });
    return 1e9 * sweeps * timing.least / static_cast<double>(bodies.size());
}

/// Adds the figure of an hour; gives the seconds it took.
Timing hour_of(Session& session, std::size_t cells) {
    GrowingBall ball{session.packing(cells)};
    cells::MechanicsReport report;
    const Timing timing = session.time_by([&] {
        ball.rewind();
        return seconds_of([&] { report = ball.hour(); });
    });
    Figure figure = Session::per_item(count_of(cells, "cells"), timing,
                                      static_cast<double>(ball.size()), "cell");
    figure.limit = Limit{sweeps_alone(session, cells, report.sweeps), "its sweeps alone"};
    figure.remark =
        fmt::format("{} sweeps, {} lists, {} steps", report.sweeps, report.lists, report.steps);
    session.add(std::move(figure));
    return timing;
}

class MechanicsHour final : public Benchmark {
public:
    using Benchmark::Benchmark;

    void run(Session& session) const override {
        std::map<double, double> all, large;
        for (const std::size_t cells : sizes(session)) {
            const Timing timing = hour_of(session, cells);
            all[static_cast<double>(cells)] = timing.least;
            if (cells >= 100'000) large[static_cast<double>(cells)] = timing.least;
        }
        const char* most = session.full() ? "10⁷" : "10⁶";
        add_growth(session, fmt::format("growth of cost, 10⁴ … {}", most), all, 1.10);
        add_growth(session, fmt::format("growth of cost, 10⁵ … {}", most), large, 1.05);
    }

    Work counted() const override {
        struct Ball {
            Packing packing{3000};
            GrowingBall ball{packing};
        };
        const auto own = std::make_shared<Ball>();
        return {[own] {
                    own->ball.rewind();
                    own->ball.hour();
                },
                static_cast<double>(own->ball.size()), "cell"};
    }

private:
    static void add_growth(Session& session, std::string name,
                           const std::map<double, double>& costs, double target) {
        Figure figure;
        figure.name = std::move(name);
        figure.value = growth_exponent(costs);
        figure.unit = "exponent";
        figure.target = Target{target};
        figure.remark = fmt::format("over {} sizes", costs.size());
        session.add(std::move(figure));
    }
};

const Registered<Benchmark> here{"mechanics", "An hour of mechanics of a growing ball",
                                 make<Benchmark, MechanicsHour>};

}  // namespace

}  // namespace perforin::bench

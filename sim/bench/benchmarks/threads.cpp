// How much of every further thread is gained.

#include <functional>
#include <vector>

#include <fmt/format.h>

#include "bench/session.hpp"
#include "bench/tumour_block.hpp"
#include "core/parallel.hpp"

namespace perforin::bench {

namespace {

class Threads final : public Benchmark {
public:
    using Benchmark::Benchmark;

    void run(Session& session) const override {
        std::vector<std::size_t> sizes{100'000, 1'000'000};
        if (session.full()) sizes.push_back(10'000'000);
        for (const std::size_t cells : sizes) {
            Bodies bodies{session.packing(cells)};
            compare(session, "sweep, " + count_of(cells, "cells"), Target{0.9, true},
                    [&] { bodies.sweep(); });
        }
        for (const std::size_t n : {std::size_t{75}, std::size_t{128}}) {
            TumourBlock block{n};
            compare(session, fmt::format("solver, {}³ voxels", n), {}, [&] { block.cycle(4); });
        }
    }

private:
    /// 1, 2, 4, 8 … and all there are.
    static std::vector<int> numbers(int most) {
        std::vector<int> all;
        for (int threads = 1; threads < most; threads *= 2) all.push_back(threads);
        all.push_back(most);
        return all;
    }

    static void compare(Session& session, const std::string& what, std::optional<Target> target,
                        const std::function<void()>& once) {
        const int most = session.threads();
        const std::vector<int> threads = numbers(most);
        std::vector<std::function<double()>> measured;
        measured.reserve(threads.size());
        for (const int n : threads) {
            measured.emplace_back([n, &once] {
                parallel::use_threads(n);
                once();  // wakes the threads
                return seconds_of(once);
            });
        }
        const std::vector<Timing> timings = session.time_in_turn(measured);
        parallel::use_threads(most);
        const double alone = timings.front().least;
        for (std::size_t i = most > 1 ? 1 : 0; i != threads.size(); ++i) {
            Figure figure;
            figure.name = fmt::format("{}, {} threads", what, threads[i]);
            figure.value = alone / (threads[i] * timings[i].least);
            figure.unit = "efficiency";
            figure.target = target;
            figure.remark =
                fmt::format("{:.3g} ms, alone {:.3g} ms, {} rounds", 1e3 * timings[i].least,
                            1e3 * alone, timings[i].repetitions);
            session.add(std::move(figure));
        }
    }
};

const Registered<Benchmark> here{"threads", "Parallel efficiency: 1 if threads double the speed",
                                 make<Benchmark, Threads>};

}  // namespace

}  // namespace perforin::bench

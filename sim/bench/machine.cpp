#include "bench/machine.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <memory>
#include <thread>

#include "cells/lanes.hpp"
#include "core/instructions.hpp"
#include "core/parallel.hpp"
#include "io/build_info.hpp"

namespace perforin::bench {

namespace {

/// What the system says of `key` in a file of lines "key : value".
std::string value_of(const char* file, const std::string& key) {
    std::ifstream in{file};
    for (std::string line; std::getline(in, line);) {
        if (line.rfind(key, 0) != 0) continue;
        const std::size_t begin = line.find_first_not_of(" \t", line.find(':') + 1);
        if (begin != std::string::npos) return line.substr(begin);
    }
    return "unknown";
}

/// Bytes of the largest cache; a guess where the system does not tell.
double last_cache() {
    double largest = 0.0;
    for (int index = 0; index != 8; ++index) {
        std::ifstream in{"/sys/devices/system/cpu/cpu0/cache/index" + std::to_string(index) +
                         "/size"};
        double size = 0.0;
        char unit = 'K';
        if (in >> size) in >> unit;
        largest = std::max(largest, size * (unit == 'M' ? 1048576.0 : 1024.0));
    }
    return largest > 0.0 ? largest : 32.0 * 1048576.0;
}

using cells::Lanes, cells::every, cells::width;

constexpr int chains = 14;  // as many registers as there are, two for the constants apart

/// Runs `step` on each of the chains so many times, in the vectors in use.
template <class Step>
double arithmetic(int rounds, float start, Step&& step) {
    double lanes = 0.0;
    vectorised([&](auto wide) {
        using Real = Lanes<decltype(wide)::value>;
        Real x[chains];  // NOLINT: an array that lives in registers
        for (int i = 0; i != chains; ++i) x[i] = every<Real>(start + static_cast<float>(i));
        for (int round = 0; round != rounds; ++round) {
#pragma GCC unroll 14
            for (int i = 0; i != chains; ++i) x[i] = step(x[i]);
        }
        Real sum{};
        for (int i = 0; i != chains; ++i) sum += x[i];
        keep(double{sum[0]});
        lanes = width<Real>;
    });
    return lanes * chains * rounds;
}

/// `make` a work of arithmetic; `each`: operations of a step.
template <class Step>
double arithmetic_rate(const Patience& patience, double each, Step step) {
    return rate_in_cache(
        [=] {
            constexpr int rounds = 2000;
            const double steps = arithmetic(1, 2.0f, step) * rounds;
            return Work{[=] { arithmetic(rounds, 2.0f, step); }, each * steps, "operation"};
        },
        patience);
}

double multiply_add_rate(const Patience& patience) {
    return arithmetic_rate(patience, 2.0, [](auto x) { return x * 0.999f + 0.001f; });
}

double triad_rate(std::size_t count, const Patience& patience) {
    // Not std::vector: the thread that works on a page is the first to touch it.
    const auto array = [&] { return std::unique_ptr<float[]>{new float[count]}; };  // NOLINT
    const auto a = array(), b = array(), c = array();
    const auto threads = static_cast<std::size_t>(parallel::threads());
    const std::size_t share = (count + threads - 1) / threads;
    const auto over = [&](auto&& body) {
        parallel::for_chunks(
            count, [&](std::size_t, std::size_t first, std::size_t last) { body(first, last); },
            share);
    };
    over([&](std::size_t first, std::size_t last) {
        std::fill(a.get() + first, a.get() + last, 0.0f);
        std::fill(b.get() + first, b.get() + last, 1.0f);
        std::fill(c.get() + first, c.get() + last, 2.0f);
    });
    const Timing timing = repeat(
        [&] {
            return seconds_of([&] {
                over([&](std::size_t first, std::size_t last) {
                    float* to = a.get();
                    const float *from = b.get(), *scaled = c.get();
                    vectorised([=](auto) {
#pragma omp simd
                        for (std::size_t i = first; i < last; ++i) {
                            to[i] = from[i] + 3.0f * scaled[i];
                        }
                    });
                });
            });
        },
        patience);
    keep(double{a[count / 2]});
    return 3.0 * sizeof(float) * static_cast<double>(count) / timing.least;
}

}  // namespace

Machine Machine::here() {
    Machine machine;
    machine.processor = value_of("/proc/cpuinfo", "model name");
    machine.processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    machine.threads = parallel::threads();
    machine.last_cache = bench::last_cache();
    machine.instructions = name(perforin::instructions());
    machine.program = build::version;
    machine.commit = build::commit;
    machine.compiler = build::compiler;
    machine.build = build::type;
    return machine;
}

double processors_had(const Patience& patience) {
    const std::clock_t begin = std::clock();
    const double wall = seconds_of([&] { multiply_add_rate(patience); });
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / wall;
}

Limits measure_limits(const Machine& machine, const Patience& patience, std::size_t most_bytes) {
    Limits limits;
    limits.triad_bytes = std::min(most_bytes, static_cast<std::size_t>(4.0 * machine.last_cache));
    limits.triad = triad_rate(limits.triad_bytes / sizeof(float), patience);
    limits.flops = multiply_add_rate(patience);
    limits.processors = processors_had(patience);
    limits.roots = arithmetic_rate(patience, 1.0, [](auto x) { return cells::root(x); });
    limits.quotients = arithmetic_rate(patience, 1.0, [](auto x) { return 3.0f / x; });
    return limits;
}

double rate_in_cache(const std::function<Work()>& make, const Patience& patience) {
    const auto threads = static_cast<std::size_t>(parallel::threads());
    std::vector<Work> works(threads);
    for (Work& work : works) work = make();
    // Long enough that starting the threads does not count.
    const double once = std::max(
        repeat([&] { return seconds_of(works.front().once); }, {.seconds = 0.0, .repetitions = 1})
            .least,
        1e-8);
    const auto times = static_cast<std::size_t>(std::clamp(2e-3 / once, 1.0, 1e6));
    const Timing timing = repeat(
        [&] {
            return seconds_of([&] {
                parallel::for_each(
                    threads,
                    [&](std::size_t thread) {
                        for (std::size_t n = 0; n != times; ++n) works[thread].once();
                    },
                    1);
            });
        },
        patience);
    return works.front().items * static_cast<double>(threads * times) / timing.least;
}

}  // namespace perforin::bench

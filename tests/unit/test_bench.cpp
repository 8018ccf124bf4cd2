#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/packing.hpp"
#include "bench/report.hpp"
#include "bench/session.hpp"
#include "cells/order.hpp"
#include "config/plugins.hpp"

using namespace perforin;
using namespace perforin::bench;
using doctest::Approx;

namespace {

Figure timed(double median, double least) {
    Figure figure;
    figure.name = "100,000 cells";
    figure.value = median;
    figure.best = least;
    figure.unit = "ns/cell";
    figure.repetitions = 7;
    return figure;
}

Machine machine() {
    Machine machine;
    machine.processor = "Abacus \"9\"";
    machine.threads = 2;
    machine.last_cache = 1e6;
    machine.instructions = "v3";
    machine.program = "1.2.3";
    machine.commit = "abc";
    machine.compiler = "g++ 12";
    machine.build = "Release";
    return machine;
}

Limits limits() {
    return {.triad = 1e10,
            .flops = 2e11,
            .roots = 5e9,
            .quotients = 2e10,
            .processors = 1.9,
            .triad_bytes = 4000};
}

/// The place of a word in a line of the table, in letters: all that counts for alignment.
std::size_t letters_before(const std::string& line, const std::string& word) {
    const std::string before = line.substr(0, line.find(word));
    return static_cast<std::size_t>(std::count_if(before.begin(), before.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
    }));
}

struct Nothing final : Benchmark {
    using Benchmark::Benchmark;
    void run(Session& session) const override { session.add({.name = "nothing", .value = 1.0}); }
};
const Registered<Benchmark> here{"test_nothing", "Measures nothing", make<Benchmark, Nothing>};

}  // namespace

TEST_CASE("the program holds exactly these benchmarks") {
    std::vector<std::string> names = config::registered_names<Benchmark>();
    std::erase_if(names, [](const std::string& name) { return name.rfind("test_", 0) == 0; });
    CHECK(names == std::vector<std::string>{"cancer_immune", "draws", "ecosystem", "lesions",
                                            "measure", "mechanics", "memory", "neighbours", "order",
                                            "oxygen", "spatial_grid", "sweep", "threads", "v_cycle",
                                            "virtual_patient"});
}

TEST_CASE("a timing warms up once, then keeps the median and the least") {
    int calls = 0;
    const auto measured = [&] {
        constexpr double seconds[] = {3.0, 1.0, 2.0};
        return calls++ == 0 ? 0.5 : seconds[calls % 3];  // the first is left out
    };
    const Timing timing = repeat(measured, {.seconds = 1e-3, .repetitions = 5});
    CHECK(timing.median == 2.0);
    CHECK(timing.least == 1.0);
    CHECK(timing.repetitions == calls - 1);
    CHECK(timing.repetitions >= 1);
    calls = 0;
    CHECK(repeat(measured, {.seconds = 0.0, .repetitions = 5}).repetitions == 1);
}

TEST_CASE("works that are timed in turn are timed equally often") {
    std::string order;
    const auto work = [&](char name) {
        return [&order, name] {
            order += name;
            return name == 'a' ? 1.0 : 2.0;
        };
    };
    const auto timings = repeat_in_turn({work('a'), work('b')}, {.seconds = 0.0});
    CHECK(order == "abab");
    CHECK(timings.at(0).least == 1.0);
    CHECK(timings.at(1).least == 2.0);
}

TEST_CASE("share, target and factor are those of the least time, or of what was not timed") {
    Figure figure = timed(40.0, 20.0);
    CHECK(figure.share() == 0.0);
    CHECK(figure.met());
    figure.limit = Limit{10.0, "memory"};
    CHECK(figure.share() == Approx(0.5));
    figure.target = Target{25.0};
    CHECK(figure.met());
    CHECK(figure.factor() == Approx(1.25));
    figure.target = Target{10.0};
    CHECK(!figure.met());
    CHECK(figure.factor() == Approx(2.0));
    figure.repetitions = 0;
    CHECK(figure.share() == Approx(0.25));
    CHECK(figure.factor() == Approx(4.0));
    figure.value = 0.8;
    figure.target = Target{0.9, true};
    CHECK(!figure.met());
    CHECK(figure.factor() == Approx(1.125));
    figure.value = 0.95;
    CHECK(figure.met());
}

TEST_CASE(
    "what limits is the loop or memory, whichever takes longer, memory only beyond the cache") {
    const Session session{machine(), limits(), {}, {}};
    const Limit loop{3.0, "loop"};
    CHECK(roofline(session, loop, 100.0, 1e5).name == "memory");  // 100 B at 10 GB/s: 10 ns
    CHECK(roofline(session, loop, 100.0, 1e5).value == Approx(10.0));
    CHECK(roofline(session, loop, 100.0, 1e3).name == "loop");  // 100 kB fit
    CHECK(roofline(session, loop, 20.0, 1e6).value == Approx(3.0));
}

TEST_CASE("cost that grows like size to the power 1.3 has that exponent") {
    std::map<double, double> costs;
    for (const double size : {1e4, 3e4, 1e5, 1e6}) costs[size] = 7.0 * std::pow(size, 1.3);
    CHECK(growth_exponent(costs) == Approx(1.3));
}

TEST_CASE("numbers of things are told with their thousands apart") {
    CHECK(count_of(1, "lesion") == "1 lesion");
    CHECK(count_of(999, "cells") == "999 cells");
    CHECK(count_of(10'000, "cells") == "10,000 cells");
    CHECK(count_of(1'234'567, "cells") == "1,234,567 cells");
}

TEST_CASE("cells to measure with have about thirteen others in reach, and lie in canonical order") {
    const Packing cube{Packing::Periodic{3}};
    CHECK(cube.size() == 108);
    const Bodies inside{cube};
    CHECK(inside.near() == Approx(13.0).epsilon(0.05));
    CHECK(inside.listed() > inside.near());

    const Packing ball{std::size_t{1000}};
    CHECK(static_cast<double>(ball.size()) == Approx(1000).epsilon(0.1));
    const Bodies bodies{ball};
    CHECK(bodies.near() < inside.near());  // those at the surface have fewer
    cells::Order order;
    const auto rows = order(ball.cells.position.span(), ball.cells.id.span());
    CHECK(std::is_sorted(rows.begin(), rows.end()));
}

TEST_CASE("a session hears of figures as they come, under the name of their benchmark") {
    std::vector<std::string> heard;
    Session session{machine(), limits(), {}, [&](const Measured& one) {
                        heard.push_back(one.benchmark + ": " + one.figure.name);
                    }};
    session.run("test_nothing");
    session.run("test_nothing");
    CHECK(heard == std::vector<std::string>{"test_nothing: nothing", "test_nothing: nothing"});
    CHECK(session.measured().size() == 2);
    CHECK_THROWS_AS(session.run("no such"), std::logic_error);
    CHECK(session.sizes() == std::vector<std::size_t>{10'000, 100'000, 1'000'000});
}

TEST_CASE("the columns of the table stand under their names, whatever letters are in them") {
    Figure figure = timed(1234.5, 0.01234);
    figure.limit = Limit{0.005, "memory"};
    figure.target = Target{0.01};
    figure.remark = "so ³ it is";
    const std::string head = columns_text(), row = row_text(figure);
    CHECK(letters_before(row, "1234 ") + 4 == letters_before(head, "median") + 6);
    CHECK(letters_before(row, "0.0123") + 6 == letters_before(head, "least") + 5);
    CHECK(letters_before(row, "41 %") + 4 == letters_before(head, "share") + 5);
    CHECK(letters_before(row, "memory") == letters_before(head, "of the limit"));
    CHECK(letters_before(row, "≤ 0.0100: missed 1.23 ×") == letters_before(head, "target"));
    figure.name = "75³ voxels";
    CHECK(letters_before(row_text(figure), "memory") == letters_before(head, "of the limit"));
    figure.target.reset(), figure.limit.reset(), figure.remark.clear();
    CHECK(row_text(figure).back() == '\n');
    CHECK(row_text(figure).find(" \n") == std::string::npos);
}

TEST_CASE("the head names machine and limits, the end the targets that were missed") {
    const std::string head = head_text(machine(), limits());
    for (const char* part : {"perforin 1.2.3 (commit abc, g++ 12, Release)", "Abacus \"9\"",
                             "instructions v3", "10.0  GB/s", "200  Gflop/s"}) {
        CHECK_MESSAGE(head.find(part) != std::string::npos, head);
    }
    CHECK(head.find("to themselves") == std::string::npos);
    Limits busy = limits();
    busy.processors = 1.04;
    CHECK(head_text(machine(), busy).find("2 threads had 1.0 processors to themselves") !=
          std::string::npos);
    CHECK(summary_text({{"sweep", timed(3, 2)}}).empty());
    Figure good = timed(3, 2), bad = good;
    good.target = Target{2.5};
    bad.target = Target{1.0};
    CHECK(summary_text({{"a", good}, {"b", bad}}) ==
          "1 of 2 targets met\n  b, 100,000 cells: missed 2.00 ×\n");
}

TEST_CASE("the report for programs is JSON, with all that the table says") {
    Figure figure = timed(40.0, 20.0);
    figure.limit = Limit{10.0, "memory"};
    figure.target = Target{25.0};
    figure.remark = "a \"quote\"\n";
    Figure plain;
    plain.name = "plain";
    plain.value = std::numeric_limits<double>::infinity();
    CHECK(json_text(machine(), limits(), {{"sweep", figure}, {"memory", plain}}) == R"({
  "machine": {"processor": "Abacus \"9\"", "processors": 1, "threads": 2, "instructions": "v3", "largest_cache_bytes": 1000000, "program": "1.2.3", "commit": "abc", "compiler": "g++ 12", "build": "Release"},
  "limits": {"triad_bytes_per_second": 10000000000, "triad_array_bytes": 4000, "flops_per_second": 200000000000, "roots_per_second": 5000000000, "divisions_per_second": 20000000000, "processors_had": 1.9},
  "figures": [
    {"benchmark": "sweep", "name": "100,000 cells", "value": 40, "least": 20, "repetitions": 7, "unit": "ns/cell", "limit": 10, "limit_name": "memory", "share": 0.5, "target": 25, "target_is": "at most", "met": true, "factor": 1.25, "remark": "a \"quote\"\u000a"},
    {"benchmark": "memory", "name": "plain", "value": null, "unit": ""}
  ]
}
)");
}

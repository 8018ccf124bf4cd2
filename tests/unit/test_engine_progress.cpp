#include <doctest/doctest.h>

#include <chrono>
#include <string_view>
#include <thread>

#include "core/stopwatch.hpp"
#include "engine/progress.hpp"

using namespace perforin;
using engine::duration_text, engine::Moment, engine::Pace, engine::progress_text;

namespace {

Moment at(std::int64_t days, double seconds) {
    return {.days = days, .of = 100, .agents = 1234, .wall_seconds = seconds};
}

double seconds_of(const Stopwatch& stopwatch, std::string_view name) {
    for (const auto& activity : stopwatch.activities()) {
        if (activity.name == name) return activity.seconds;
    }
    return -1.0;
}

void wait() {
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
}

}  // namespace

TEST_CASE("durations are told as people tell them") {
    CHECK(duration_text(0.04) == "0.0 s");
    CHECK(duration_text(9.94) == "9.9 s");
    CHECK(duration_text(9.96) == "10 s");
    CHECK(duration_text(119.4) == "119 s");
    CHECK(duration_text(120) == "2 min");
    CHECK(duration_text(3 * 3600 + 5 * 60) == "3 h 05 min");
    CHECK(duration_text(50 * 3600) == "2 d 2 h");
    CHECK(duration_text(-1) == "0.0 s");
}

TEST_CASE("progress tells the day, the agents, and when there is something to tell, the speed") {
    Pace pace;
    pace.add(at(0, 0.0));
    CHECK(progress_text(at(0, 0.0), pace) == "day 0 of 100, 1234 agents");
    pace.add(at(10, 5.0));
    CHECK(progress_text(at(10, 5.0), pace) == "day 10 of 100, 1234 agents, 2 days/s, 45 s left");
}

TEST_CASE("progress tells the burn-in from the run, and takes its pace for itself") {
    Pace pace;
    Moment moment = at(20, 0.0);
    moment.burn_in = true;
    pace.add(moment);
    CHECK(progress_text(moment, pace) == "burn-in: day 20 of at most 100, 1234 agents");
    moment.days = 40;
    moment.wall_seconds = 5.0;
    pace.add(moment);
    CHECK(progress_text(moment, pace) ==
          "burn-in: day 40 of at most 100, 1234 agents, 4 days/s, at most 15 s left");
    pace.add(at(0, 0.0));
    CHECK(progress_text(at(0, 0.0), pace) == "day 0 of 100, 1234 agents");
}

TEST_CASE("the pace forgets what is long ago") {
    Pace pace;
    for (int second = 0; second <= 100; ++second) pace.add(at(second, second));
    for (int i = 1; i <= 50; ++i) pace.add(at(100 + i, 100.0 + 10.0 * i));
    CHECK(pace.days_per_second() == doctest::Approx(0.1));
    Pace slow;
    slow.add(at(0, 0.0));
    slow.add(at(1, 1000.0));
    CHECK(slow.days_per_second() == doctest::Approx(0.001));
}

TEST_CASE("time counts for the innermost activity, so seconds add up") {
    Stopwatch stopwatch;
    const auto start = std::chrono::steady_clock::now();
    {
        const Stopwatch::Scope outer{stopwatch, "outer"};
        for (int i = 0; i != 2; ++i) {
            const Stopwatch::Scope inner{stopwatch, "inner"};
            wait();
        }
        wait();
    }
    const std::chrono::duration<double> all = std::chrono::steady_clock::now() - start;
    const double outer = seconds_of(stopwatch, "outer"), inner = seconds_of(stopwatch, "inner");
    CHECK(inner >= 0.010);
    CHECK(outer >= 0.005);
    CHECK(outer + inner <= all.count());
    REQUIRE(stopwatch.activities().size() == 2);
    CHECK(stopwatch.activities()[1].times == 2);
}

TEST_CASE("time outside of activities counts for none, and stopwatches add up by name") {
    Stopwatch one, other;
    { const Stopwatch::Scope scope{one, "a"}; }
    wait();
    CHECK(seconds_of(one, "a") < 0.005);
    {
        const Stopwatch::Scope a{other, "a"};
        wait();
        const Stopwatch::Scope b{other, "b"};
    }
    one.add(other);
    CHECK(seconds_of(one, "a") >= 0.005);
    CHECK(seconds_of(one, "b") >= 0.0);
    CHECK(one.activities().front().times == 2);
}

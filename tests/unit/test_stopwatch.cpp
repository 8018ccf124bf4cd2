#include <doctest/doctest.h>

#include <chrono>
#include <string_view>
#include <thread>
#include <vector>

#include "core/stopwatch.hpp"

using namespace perforin;

namespace {

void spend(Stopwatch& stopwatch, std::string_view name, int milliseconds) {
    const Stopwatch::Scope timing{stopwatch, name};
    std::this_thread::sleep_for(std::chrono::milliseconds{milliseconds});
}

double seconds(const Stopwatch& stopwatch, std::string_view name) {
    for (const auto& activity : stopwatch.activities()) {
        if (activity.name == name) return activity.seconds;
    }
    return 0.0;
}

}  // namespace

TEST_CASE("the time of what ran side by side is shared out in proportion, and none is lost") {
    Stopwatch all;
    spend(all, "together", 8);
    const double wall = seconds(all, "together");
    std::vector<Stopwatch> parts(2);
    spend(parts[0], "fields", 2);
    spend(parts[1], "fields", 2);
    spend(parts[1], "mechanics", 4);
    const double fields = seconds(parts[0], "fields") + seconds(parts[1], "fields");
    const double part = fields / (fields + seconds(parts[1], "mechanics"));
    all.split("together", parts);
    CHECK(seconds(all, "together") == 0.0);
    CHECK(seconds(all, "fields") == doctest::Approx(part * wall));
    CHECK(seconds(all, "fields") + seconds(all, "mechanics") == doctest::Approx(wall));
}

TEST_CASE("parts that took no time leave it where it is") {
    Stopwatch all;
    spend(all, "together", 1);
    const double wall = seconds(all, "together");
    all.split("together", {});
    CHECK(seconds(all, "together") == wall);
}

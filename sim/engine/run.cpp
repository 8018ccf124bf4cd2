#include "engine/run.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

#include <fmt/format.h>

#include "core/printable.hpp"
#include "engine/course.hpp"
#include "engine/earlier.hpp"

namespace perforin::engine {

namespace fs = std::filesystem;

namespace {

/// Replacing is meant for older results: a scenario, say, is not one, and would be gone.
void spare_others(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::array<char, 4> front{};
    file.read(front.data(), front.size());
    if (file.gcount() != 0 && std::string_view{front.data(), front.size()} != "\x89HDF") {
        throw Unavailable{
            fmt::format("{} is no result of perforin; choose another name, it will not "
                        "be replaced.",
                        printable(path.string()))};
    }
}

/// To the last day, or until the watch stops it.
RunReport live(const Scenario& scenario, const RunRequest& request, Prepared& prepared,
               bool resumed, Watch& watch) {
    try {
        return Course{scenario, request, prepared, resumed, watch}.live();
    } catch (const StoppedInBurnIn& early) {
        return {.in_burn_in = true,
                .days = early.day - 1,
                .of = BurnInParams::days(prepared.burn_in->longest),
                .result = prepared.result(scenario, request)};
    }
}

}  // namespace

RunReport run(const Scenario& scenario, const RunRequest& request, Watch& watch) {
    Prepared prepared{scenario, request.settings};
    must_be_free(scenario, request, prepared);
    return run(scenario, request, prepared, watch);
}

void must_be_free(const Scenario& scenario, const RunRequest& request, const Prepared& prepared) {
    const fs::path result = prepared.result(scenario, request);
    const Earlier earlier = look_at(result);
    if (request.force) spare_others(result);
    if (earlier.there && !request.force && !request.resume) {
        throw Unavailable{refusal(result, earlier, Checkpoints::exist(result))};
    }
}

RunReport run(const Scenario& scenario, const RunRequest& request, Prepared& prepared,
              Watch& watch) {
    const fs::path result = prepared.result(scenario, request);
    const Earlier earlier = look_at(result);
    if (!request.resume) return live(scenario, request, prepared, false, watch);

    if (!earlier.there) watch.tell("there is nothing to resume yet: the run begins");
    if (earlier.whole(prepared.run.days)) {
        const io::Provenance provenance = prepared.provenance(scenario, request);
        must_be_the_same(result, provenance);
        Checkpoints{result, provenance}.remove();  // if it was killed in its very last moment
        return {.completed = true,
                .was_complete = true,
                .died = earlier.died,
                .days = earlier.days(),
                .of = prepared.run.days,
                .result = result};
    }
    return live(scenario, request, prepared, earlier.there, watch);
}

std::string profile_text(const RunReport& report) {
    std::vector<Stopwatch::Activity> activities = report.profile.activities();
    std::sort(activities.begin(), activities.end(),
              [](const auto& a, const auto& b) { return a.seconds > b.seconds; });
    double sum = 0.0;
    for (const Stopwatch::Activity& activity : activities) sum += activity.seconds;
    std::string text{"where the time went\n"};
    for (const Stopwatch::Activity& activity : activities) {
        text += fmt::format("{:<26} {:5.1f} %  {:9.2f} s  {} times\n", activity.name,
                            sum > 0.0 ? 100.0 * activity.seconds / sum : 0.0, activity.seconds,
                            activity.times);
    }
    return text;
}

}  // namespace perforin::engine

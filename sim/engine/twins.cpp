#include "engine/twins.hpp"

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/printable.hpp"
#include "engine/checkpoints.hpp"
#include "engine/earlier.hpp"
#include "engine/prepared.hpp"
#include "io/files.hpp"

namespace perforin::engine {

namespace fs = std::filesystem;

namespace {

using Lines = std::vector<std::string>;

/// One of the two, or nothing and what is wrong with her input, one problem a line.
struct Attempt {
    std::unique_ptr<Prepared> prepared{};
    Lines problems{};
};

Attempt attempt(const Scenario& scenario, const Lines& settings, Who who) {
    Attempt made;
    try {
        made.prepared = std::make_unique<Prepared>(scenario, settings, who);
    } catch (const BadInput& bad) {
        std::istringstream lines{bad.what()};
        for (std::string line; std::getline(lines, line);) made.problems.push_back(line);
    }
    return made;
}

/// Whether a twin is asked for; not if the input cannot be read at all.
bool wants_twin(const Scenario& scenario, const Lines& settings) {
    try {
        return !changes_of_twin(scenario.input(settings).root().child("run")).empty();
    } catch (const BadInput&) {
        return false;
    }
}

/// Both, ready to begin. The twin is there to be asked what only her input tells.
struct Two {
    std::unique_ptr<Prepared> patient, twin;
};

/// Throws BadInput with the problems of both.
Two prepare(const Scenario& scenario, const Lines& settings) {
    Attempt patient = attempt(scenario, settings, Who::patient), twin;
    if (wants_twin(scenario, settings)) twin = attempt(scenario, settings, Who::twin);
    Lines all = patient.problems;
    for (const std::string& line : twin.problems) {
        const auto& known = patient.problems;
        if (std::find(known.begin(), known.end(), line) == known.end()) {
            all.push_back(line + " (of the twin)");
        }
    }
    if (!all.empty()) throw BadInput{fmt::format("{}", fmt::join(all, "\n"))};
    return {std::move(patient.prepared), std::move(twin.prepared)};
}

/// Whether a result is there that another run may not touch; the pair goes on where it is not
/// whole.
void must_be_free(const Scenario& scenario, const RunRequest& request, const Two& two) {
    const fs::path hers = two.patient->result(scenario, request),
                   twins = two.twin->result(scenario, request);
    const Earlier earlier = look_at(twins);
    if (!request.force && !request.resume && look_at(hers).completed() && !earlier.completed()) {
        throw Unavailable{fmt::format(
            "{} is complete, but the result of the twin, {}, is not. --resume goes on with the "
            "twin; --force begins both anew and replaces what is there.",
            printable(hers.string()), printable(twins.string()))};
    }
    must_be_free(scenario, request, *two.patient);
    must_be_free(scenario, request, *two.twin);
    if (request.resume && earlier.there) {
        must_be_the_same(twins, two.twin->provenance(scenario, request));
    } else {
        const io::Writing writing = two.twin->writing(request);
        io::check_output(twins, request.force || request.resume, writing.expected_bytes);
    }
}

/// What is left of an older twin would be taken for that of the new patient.
void remove_older(const Prepared& twin, const Scenario& scenario, const RunRequest& request) {
    const fs::path result = twin.result(scenario, request);
    std::error_code ignored;
    fs::remove(result, ignored);
    Checkpoints{result, twin.provenance(scenario, request)}.remove();
}

/// Where the two share a burn-in if no other run is to: a folder beside the result, for as long as
/// both are run.
class OwnCache {
public:
    OwnCache(const Scenario& scenario, RunRequest& request, const Prepared& patient) {
        if (request.cache || !patient.burn_in) return;
        folder_ = patient.result(scenario, request).string() + ".burn_in";
        request.cache = folder_;
    }
    ~OwnCache() {
        std::error_code ignored;
        if (!folder_.empty()) fs::remove_all(folder_, ignored);
    }
    OwnCache(const OwnCache&) = delete;
    OwnCache& operator=(const OwnCache&) = delete;

private:
    fs::path folder_;
};

/// The effect, kept in the patient's result unless it is there already.
TwinEffect effect_of(const TwinsReport& report) {
    TwinEffect effect = compare_twins(report.patient.result, report.twin->result);
    const bool nothing_new = report.patient.was_complete && report.twin->was_complete;
    if (!nothing_new || !io::open_trajectory(report.patient.result).root().has("twin")) {
        keep(effect, report.patient.result);
    }
    return effect;
}

}  // namespace

TwinsReport run_with_twin(const Scenario& scenario, const RunRequest& wish, Watch& watch) {
    RunRequest request = wish;
    Two two = prepare(scenario, request.settings);
    if (!two.twin) {
        must_be_free(scenario, request, *two.patient);
        return {.patient = run(scenario, request, *two.patient, watch)};
    }
    must_be_free(scenario, request, two);
    if (request.force) remove_older(*two.twin, scenario, request);
    const OwnCache shared{scenario, request, *two.patient};
    two.twin.reset();  // there may be no room for the lives of two
    TwinsReport report{.patient = run(scenario, request, *two.patient, watch)};
    two.patient.reset();
    if (!report.patient.completed) return report;
    watch.tell(
        fmt::format("{} is complete; now her twin", printable(report.patient.result.string())));
    Prepared twin{scenario, request.settings, Who::twin};
    report.twin = run(scenario, request, twin, watch);
    if (report.twin->completed) report.effect = effect_of(report);
    return report;
}

void check(const Scenario& scenario) {
    static_cast<void>(prepare(scenario, {}));
}

}  // namespace perforin::engine

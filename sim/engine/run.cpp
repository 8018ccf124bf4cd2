#include "engine/run.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <fstream>
#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/parallel.hpp"
#include "core/printable.hpp"
#include "engine/journal.hpp"
#include "engine/limits.hpp"
#include "engine/provenance.hpp"
#include "engine/settings.hpp"
#include "io/files.hpp"
#include "io/trajectory.hpp"
#include "patient/patient.hpp"

namespace perforin::engine {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A name of a lesion is also the name of tables, columns and files.
void check_names(const config::Section& top) {
    constexpr std::size_t longest = 64;
    constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    for (const config::Section& section : top.elements("lesion")) {
        if (!section.has("name")) continue;
        const std::string name = tissue::LesionParams{section}.name;
        if (name.empty() || name.size() > longest ||
            name.find_first_not_of(letters) != std::string::npos) {
            section.problem("name", fmt::format("'{}' is no name for a lesion: up to {} letters "
                                                "(a to z), digits, - and _",
                                                printable(name), longest));
        }
    }
}

/// Everything that an input asks for, ready to begin.
struct Prepared {
    Prepared(const Scenario& scenario, const std::vector<std::string>& settings)
        : input{scenario.input(settings)},
          run{input.root().child("run")},
          output{input.root().child("output")} {
        if (run.threads) parallel::use_threads(static_cast<int>(*run.threads));
        check_threads(parallel::threads());
        patient =
            std::make_unique<patient::Patient>(input.root(), static_cast<std::uint64_t>(run.seed));
        check_names(input.root());
        Journal::check(input.root().child("output"), output, *patient);
        input.finish();
    }

    config::Input input;
    RunParams run;
    OutputParams output;
    std::unique_ptr<patient::Patient> patient;
};

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

/// Room that a result may take: frames and fields at about half their size in memory.
std::uint64_t expected_bytes(const patient::Patient& patient, const OutputParams& output,
                             std::int64_t days) {
    constexpr double bytes_an_agent = 40, bytes_a_voxel = 2, least = 1e7;
    const auto moments = [days](Time every) {
        return 1.0 + static_cast<double>(days) / every.in(day);
    };
    double bytes = least;
    for (const auto& lesion : patient.lesions()) {
        const tissue::Dissolved& dissolved = lesion->dissolved();
        const double fields =
            static_cast<double>(dissolved.substances() + dissolved.drugs().size());
        bytes +=
            moments(output.frames) * static_cast<double>(lesion->cells().size()) * bytes_an_agent +
            moments(output.fields) * static_cast<double>(dissolved.grid().size()) * fields *
                bytes_a_voxel;
    }
    return static_cast<std::uint64_t>(bytes);
}

std::size_t agents(const patient::Patient& patient) {
    std::size_t sum = 0;
    for (const auto& lesion : patient.lesions()) sum += lesion->cells().size();
    return sum;
}

/// The figure of that name, summed over the lesions.
double tallied(const patient::Patient& patient, std::string_view name) {
    double sum = 0.0;
    for (const auto& lesion : patient.lesions()) {
        tissue::Tally tally;
        lesion->tally(tally);
        for (std::size_t i = 0; i != tally.labels().size(); ++i) {
            if (tally.labels()[i].name == name) sum += tally.values()[i];
        }
    }
    return sum;
}

/// A run that has begun: the patient lives, the journal writes.
class Course {
public:
    Course(const Scenario& scenario, const RunRequest& request, Prepared& prepared)
        : patient_{*prepared.patient},
          trajectory_{create(scenario, request, prepared, report_)},
          journal_{trajectory_, patient_, prepared.output} {
        report_.of = prepared.run.days;
        report_.burden_at_start = patient_.burden();
    }

    RunReport live(Watch& watch) {
        try {
            go_on(watch);
        } catch (const Unavailable& trouble) {
            if (!trajectory_.is_sound()) throw;
            throw Unavailable{fmt::format("{} The result {} is complete up to day {}.",
                                          trouble.what(), report_.result.string(), committed_)};
        } catch (const std::exception& fault) {
            note_failure(fault.what());
            throw;
        }
        return std::move(report_);
    }

private:
    static io::Trajectory create(const Scenario& scenario, const RunRequest& request,
                                 const Prepared& prepared, RunReport& report) {
        report.result = request.output         ? *request.output
                        : prepared.output.file ? fs::path{*prepared.output.file}
                                               : fs::path{scenario.title + ".h5"};
        if (request.force) spare_others(report.result);
        io::Writing writing{
            .force = request.force,
            .expected_bytes = expected_bytes(*prepared.patient, prepared.output, prepared.run.days),
            .level = static_cast<int>(prepared.output.compression)};
        writing.precisions["position"] = {.step = prepared.output.position_step.in(um), .bits = 0};
        for (const auto& [name, bits] : prepared.output.significant_bits) {
            writing.precisions[name].bits = static_cast<int>(bits);
        }
        return io::Trajectory::create(
            report.result,
            provenance(scenario, prepared.input, static_cast<std::uint64_t>(prepared.run.seed),
                       io::Manifest::here(request.command_line, parallel::threads())),
            writing);
    }

    void go_on(Watch& watch) {
        started_ = Clock::now();
        patient_.time_by(stopwatch_);
        write(0);
        watch.see(moment());
        while (report_.days != report_.of && !watch.stop()) {
            const Day today{report_.days};
            {
                const Stopwatch::Scope timing{stopwatch_, "the rest of the simulation"};
                patient_.live(today);
            }
            ++report_.days;
            write(today.end());
            watch.see(moment());
        }
        report_.completed = report_.days == report_.of;
        finish(report_.completed ? "completed" : "stopped by the user",
               fmt::format("day {} of {}", report_.days, report_.of));
    }

    void write(Seconds at) {
        const Stopwatch::Scope timing{stopwatch_, "output"};
        journal_.write(at, patient_);
        trajectory_.commit();
        committed_ = report_.days;
    }

    /// Whatever ended the run stands in the file, with what it cost.
    void finish(const std::string& status, const std::string& why) {
        report_.wall_seconds = since(started_);
        report_.burden = patient_.burden();
        report_.killed = tallied(patient_, "killed");
        report_.profile = stopwatch_;
        trajectory_.note("profile", profile_text(report_));
        trajectory_.finish(status, why);
    }

    /// The state may be broken, so nothing more is asked of it.
    void note_failure(const std::string& why) {
        try {
            trajectory_.finish("failed: " + why,
                               fmt::format("after day {} of {}", committed_, report_.of));
        } catch (const Unavailable&) {  // the fault itself matters more
        }
    }

    Moment moment() const {
        return {.days = report_.days,
                .of = report_.of,
                .agents = agents(patient_),
                .wall_seconds = since(started_)};
    }

    RunReport report_;
    patient::Patient& patient_;
    io::Trajectory trajectory_;
    Journal journal_;
    Stopwatch stopwatch_;
    Clock::time_point started_{};
    std::int64_t committed_ = 0;
};

}  // namespace

RunReport run(const Scenario& scenario, const RunRequest& request, Watch& watch) {
    Prepared prepared{scenario, request.settings};
    return Course{scenario, request, prepared}.live(watch);
}

void check(const Scenario& scenario) {
    static_cast<void>(Prepared{scenario, {}});
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

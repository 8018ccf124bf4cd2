#include "engine/prepared.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "clinic/verdicts.hpp"
#include "core/parallel.hpp"
#include "core/printable.hpp"
#include "engine/journal.hpp"
#include "engine/limits.hpp"
#include "engine/provenance.hpp"

namespace perforin::engine {

namespace fs = std::filesystem;

namespace {

/// A name that the user gave is also the name of tables, columns and files.
void check_name(const config::Section& section, const std::string& name, std::string_view what) {
    constexpr std::size_t longest = 64;
    constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    if (name.empty() || name.size() > longest ||
        name.find_first_not_of(letters) != std::string::npos) {
        section.problem("name", fmt::format("'{}' is no name for {}: up to {} letters "
                                            "(a to z), digits, - and _",
                                            printable(name), what, longest));
    }
}

void check_names(const config::Section& top) {
    for (const config::Section& section : top.elements("lesion")) {
        if (!section.has("name")) continue;
        check_name(section, tissue::LesionParams{section}.name, "a lesion");
    }
    for (const config::Section& section : top.elements("examination")) {
        const auto name = clinic::ExaminationName{section}.name;
        if (name) check_name(section, *name, "an examination");
    }
}

/// Who is to tell responses must be there, and measure lesions.
void check_judge(const config::Section& section, const patient::Patient& patient,
                 const clinic::Examinations& examinations) {
    const auto& judge = patient.follow_up().judged_by();
    if (!judge) return;
    const std::vector<std::string> names = clinic::measuring(examinations);
    if (std::find(names.begin(), names.end(), *judge) != names.end()) return;
    section.problem(
        "judged_by",
        fmt::format("no examination '{}' measures lesions; {}", printable(*judge),
                    names.empty() ? "there is none that does, as [[examination]] of "
                                    "type ct would"
                                  : fmt::format("there is {}", fmt::join(names, ", "))));
}

/// A lesion can be held at its size only where that is a number apart from its block.
void check_burn_in(const config::Section& section, const patient::Patient& patient) {
    for (const auto& lesion : patient.lesions()) {
        if (lesion->sample()) continue;
        section.problem(
            "longest",
            fmt::format(
                "lesion '{}' is a nodule, of which every cell is simulated: its size is its "
                "state and cannot be held. A burn-in is for samples (layout slab); leave "
                "[burn_in] out",
                printable(lesion->name())));
    }
}

/// A run without the table is recorded as one that knows none.
std::optional<BurnInParams> read_burn_in(const config::Section& section) {
    if (!section.given()) return std::nullopt;
    BurnInParams params{section};
    return params.wanted() ? std::optional{params} : std::nullopt;
}

/// With what makes the input that of a twin, if it is hers.
std::vector<config::PlacedText> all_changes(const Scenario& scenario,
                                            const std::vector<std::string>& settings, Who who,
                                            std::vector<config::PlacedText> changes) {
    if (who == Who::patient) return changes;
    const auto hers = changes_of_twin(scenario.input(settings, changes).root().child("run"));
    changes.insert(changes.end(), hers.begin(), hers.end());
    return changes;
}

fs::path beside(const fs::path& result) {
    fs::path twin = result;
    return twin.replace_filename(result.stem().string() + ".twin" + result.extension().string());
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

}  // namespace

Prepared::Prepared(const Scenario& scenario, const std::vector<std::string>& settings, Who whose,
                   const std::vector<config::PlacedText>& changes)
    : who{whose},
      input{scenario.input(settings, all_changes(scenario, settings, whose, changes))},
      run{input.root().child("run")},
      burn_in{read_burn_in(input.root().child("burn_in"))},
      output{input.root().child("output")},
      examinations{input.root(), static_cast<std::uint64_t>(run.seed)} {
    if (run.threads) parallel::use_threads(static_cast<int>(*run.threads));
    check_threads(parallel::threads());
    patient =
        std::make_unique<patient::Patient>(input.root(), static_cast<std::uint64_t>(run.seed));
    check_names(input.root());
    check_judge(input.root().child("follow_up"), *patient, examinations);
    if (burn_in) check_burn_in(input.root().child("burn_in"), *patient);
    Journal::check(
        input.root().child("output"), output, *patient,
        who == Who::twin ? config::registered_names<patient::Drug>() : std::vector<std::string>{});
    input.finish();
}

cells::Tables Prepared::tables() {
    cells::Tables all = patient->tables();
    cells::add(all, "", examinations.tables());
    return all;
}

fs::path Prepared::result_of(Who whose, const Scenario& scenario, const RunRequest& request) const {
    const fs::path named = output.file ? fs::path{*output.file} : fs::path{scenario.title + ".h5"};
    const fs::path of_patient = request.output.value_or(named);
    return whose == Who::twin ? beside(of_patient) : of_patient;
}

io::Provenance Prepared::provenance(const Scenario& scenario, const RunRequest& request) const {
    return engine::provenance(scenario, input, static_cast<std::uint64_t>(run.seed),
                              io::Manifest::here(request.command_line, parallel::threads()));
}

io::Writing Prepared::writing(const RunRequest& request) const {
    io::Writing writing{.force = request.force,
                        .expected_bytes = expected_bytes(*patient, output, run.days),
                        .level = static_cast<int>(output.compression)};
    writing.precisions["position"] = {.step = output.position_step.in(um), .bits = 0};
    for (const auto& [name, bits] : output.significant_bits) {
        writing.precisions[name].bits = static_cast<int>(bits);
    }
    return writing;
}

}  // namespace perforin::engine

#include "study/table.hpp"

#include <cmath>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "io/files.hpp"
#include "io/hdf5.hpp"
#include "io/manifest.hpp"
#include "study/csv_text.hpp"
#include "study/outcome.hpp"
#include "study/sweep.hpp"

namespace perforin::study {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view first_columns = "point,replicate,seed,hash,state,reason";
constexpr Format format{"perforin study", "1.0"};

void write_manifest(io::Group manifest, const std::string& command_line) {
    const io::Manifest now = io::Manifest::here(command_line, 1);
    manifest.annotate("program_version", now.program_version);
    manifest.annotate("git_commit", now.git_commit);
    manifest.annotate("compiler", now.compiler);
    manifest.annotate("build_type", now.build_type);
    manifest.annotate("command_line", now.command_line);
    manifest.annotate("host_os", now.host_os);
    manifest.annotate("written", now.started);
}

/// What is there may go if it is a table of results, or nothing.
bool begins_with(const fs::path& path, std::string_view what) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return true;
    std::string front(what.size(), '\0');
    file.read(front.data(), static_cast<std::streamsize>(front.size()));
    return file.gcount() == 0 || front == what;
}

}  // namespace

namespace {

/// What a run that is done has to each of the outcomes.
std::vector<Found> read_outcomes(const Plan& plan, const PlannedRun& run, const Store& store) {
    const io::File patient = io::open_trajectory(store.result(run.hash));
    std::optional<io::File> twin;
    if (run.twin) twin.emplace(io::open_trajectory(store.twin(run.hash)));
    std::vector<Found> all;
    for (const OutcomeParams& asked : plan.outcomes) {
        all.push_back(outcome(asked, patient.root(), twin ? &twin->root() : nullptr));
    }
    return all;
}

}  // namespace

Table collect(const Plan& plan, const Store& store) {
    Table table;
    const std::map<std::string, Standing> standings = look(plan, store);
    const std::size_t outcomes = plan.outcomes.size();
    std::vector<Found> known(outcomes);
    bool any_done = false;
    table.outcomes.resize(outcomes);
    for (const PlannedRun& run : plan.runs) {
        table.standings.push_back(standings.at(run.hash));
        std::vector<Found> found(outcomes);
        if (table.standings.back().state == State::done) {
            any_done = true;
            found = read_outcomes(plan, run, store);
        }
        for (std::size_t o = 0; o != outcomes; ++o) {
            table.outcomes[o].values.push_back(found[o].value);
            if (known[o].doc.empty()) known[o] = found[o];
        }
    }
    for (std::size_t o = 0; o != outcomes; ++o) {
        const OutcomeParams& asked = plan.outcomes[o];
        const bool at_start = !plan.outcome_docs[o].empty();
        table.outcomes[o].name = asked.name;
        table.outcomes[o].unit = unit_of(asked, at_start ? plan.outcome_units[o] : known[o].unit);
        table.outcomes[o].doc = meaning_of(asked, at_start ? plan.outcome_docs[o] : known[o].doc);
        if (!any_done || !known[o].doc.empty()) continue;
        table.missing.push_back(fmt::format("{}: no run has a column {} in series {}", asked.name,
                                            printable(asked.column), printable(asked.series)));
    }
    return table;
}

std::string csv(const Plan& plan, const Table& table) {
    std::string text{first_columns};
    for (const Varied& one : plan.varied) text += ',' + titled(one.key, one.unit);
    for (const OutcomeColumn& one : table.outcomes) text += ',' + titled(one.name, one.unit);
    text += '\n';
    for (std::size_t r = 0; r != plan.runs.size(); ++r) {
        const PlannedRun& run = plan.runs[r];
        const Standing& now = table.standings[r];
        text += fmt::format("{},{},{},{},{},{}", run.point + 1, run.replicate + 1, run.seed,
                            run.hash, name_of(now.state), quoted(now.reason));
        for (const Cell& cell : run.varied) text += ',' + quoted(cell.text);
        for (const OutcomeColumn& one : table.outcomes) {
            const double value = one.values[r];
            text += std::isnan(value) ? "," : ',' + config::number_text(value);
        }
        text += '\n';
    }
    return text;
}

void check_tables(const fs::path& csv_file, const fs::path& h5_file) {
    for (const auto& [file, front] :
         {std::pair{csv_file, first_columns}, std::pair{h5_file, std::string_view{"\x89HDF"}}}) {
        if (begins_with(file, front)) continue;
        throw Unavailable{fmt::format(
            "{} is no table of results and will not be replaced; choose another name (-o).",
            printable(file.string()))};
    }
    std::error_code error;
    if (!fs::exists(h5_file, error)) return;
    if (is_of(format, io::File::read(h5_file))) return;
    throw Unavailable{
        fmt::format("{} is no table of a study and will not be replaced; choose another name (-o).",
                    printable(h5_file.string()))};
}

bool is_of(const Format& format, const io::File& file) {
    return file.root().has_attribute("format") && file.root().text("format") == format.name;
}

void write_layers(io::Group group, const std::vector<io::InputLayer>& layers) {
    std::vector<std::string> names, texts;
    for (const io::InputLayer& layer : layers) {
        names.push_back(layer.name);
        texts.push_back(layer.text);
    }
    group.put_text({"name", "", "Files; a later one overrides an earlier one"}, names);
    group.put_text({"text", "", "What the file says, word for word (TOML)"}, texts);
}

namespace {

void write_runs(io::Group runs, const Plan& plan, const Table& table) {
    std::vector<std::uint64_t> points, replicates, seeds;
    std::vector<std::string> hashes, states, reasons;
    for (std::size_t r = 0; r != plan.runs.size(); ++r) {
        points.push_back(plan.runs[r].point + 1);
        replicates.push_back(plan.runs[r].replicate + 1);
        seeds.push_back(plan.runs[r].seed);
        hashes.push_back(plan.runs[r].hash);
        states.emplace_back(name_of(table.standings[r].state));
        reasons.push_back(table.standings[r].reason);
    }
    runs.put({"point", "1", "Point of the design, from 1"}, points);
    runs.put({"replicate", "1", "Run at the point, from 1"}, replicates);
    runs.put({"seed", "", "run.seed"}, seeds);
    runs.put_text({"hash", "", "The run's name in the folder of runs"}, hashes);
    runs.put_text({"state", "", "waiting, running, done or failed"}, states);
    runs.put_text({"reason", "", "Why it failed"}, reasons);
}

void write_varied(io::Group varied, const Plan& plan) {
    for (std::size_t v = 0; v != plan.varied.size(); ++v) {
        const Varied& one = plan.varied[v];
        std::vector<double> numbers;
        std::vector<std::string> words;
        for (const PlannedRun& run : plan.runs) {
            numbers.push_back(run.varied[v].number);
            words.push_back(run.varied[v].text);
        }
        if (one.number) {
            varied.put({one.key, one.unit, one.meaning}, numbers);
        } else {
            varied.put_text({one.key, "", one.meaning}, words);
        }
    }
}

}  // namespace

void replace_h5(const fs::path& file, const Format& format, const std::string& command_line,
                const std::function<void(io::Group& root)>& fill) {
    const fs::path part = file.string() + ".part";
    std::error_code error;
    fs::remove(part, error);
    io::File out = io::File::create(part);
    io::Group& root = out.root();
    root.annotate("format", format.name);
    root.annotate("version", format.version);
    write_manifest(root.group("manifest"), command_line);
    fill(root);
    out.close();
    fs::rename(part, file, error);
    if (error) {
        throw Unavailable{
            fmt::format("Cannot write {}: {}.", printable(file.string()), error.message())};
    }
}

void write_h5(const fs::path& file, const Plan& plan, const Table& table,
              const std::string& command_line) {
    replace_h5(file, format, command_line, [&](io::Group& root) {
        write_layers(root.group("study"), plan.layers);
        write_runs(root.group("runs"), plan, table);
        write_varied(root.group("varied"), plan);
        io::Group outcomes = root.group("outcomes");
        for (const OutcomeColumn& one : table.outcomes) {
            outcomes.put({one.name, one.unit, one.doc}, one.values);
        }
    });
}

}  // namespace perforin::study

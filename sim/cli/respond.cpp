// `respond`: judges measurement tables by the response criteria.

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "clinic/criteria/criteria.hpp"
#include "clinic/criteria/results.hpp"
#include "clinic/measurements/measurement_table.hpp"
#include "config/input.hpp"
#include "core/error.hpp"
#include "core/printable.hpp"
#include "io/disk.hpp"
#include "io/files.hpp"

namespace perforin::cli {

namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& file) {
    std::error_code error;
    const std::string name = printable(file.string());
    const fs::file_status there = fs::status(file, error);
    if (!fs::exists(there)) throw Unavailable{fmt::format("{} does not exist.", name)};
    if (fs::is_directory(there)) {
        throw Unavailable{fmt::format("{} is a folder; expected a table (.csv).", name)};
    }
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in) {
        throw Unavailable{
            fmt::format("Cannot read {}: {}.", name, std::generic_category().message(errno))};
    }
    return text;
}

/// The intervals of `--set confirmation_days=…`.
clinic::ResponseParams params_of(const std::vector<std::string>& settings) {
    const config::Input input{"response", "", {}, settings};
    clinic::ResponseParams params{input.root()};
    input.finish();
    return params;
}

}  // namespace

int respond(const RespondOptions& options) {
    const clinic::ResponseParams params = params_of(options.settings);
    const fs::path table{options.table};
    const std::string text = read(table);
    const fs::path folder = options.output ? fs::path{*options.output} : table.parent_path();
    const fs::path visits = folder / (table.stem().string() + ".visits.csv");
    const fs::path patients = folder / (table.stem().string() + ".patients.csv");
    for (const fs::path& file : {visits, patients}) io::check_output(file, options.force, 0);

    clinic::Results results;
    for (const clinic::Record& record :
         clinic::read_measurements(text, printable(table.string()))) {
        results.add(record, clinic::judge(record, params));
    }
    io::write_whole(visits, results.visits_csv());
    io::write_whole(patients, results.patients_csv());
    if (options.quiet) return done;
    fmt::print("{}\n{}: each visit\n{}: each patient\n", results.summary(),
               printable(visits.string()), printable(patients.string()));
    return done;
}

}  // namespace perforin::cli

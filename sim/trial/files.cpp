// The files of a trial's tables. Part of tables.

#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "io/disk.hpp"
#include "study/table.hpp"
#include "trial/tables.hpp"

namespace perforin::trial {

namespace fs = std::filesystem;

namespace {

constexpr study::Format format{"perforin trial", "1.0"};

/// Whether what is there are tables of a trial, or there is nothing.
bool ours(const fs::path& h5) {
    std::error_code error;
    if (!fs::exists(h5, error)) return true;
    try {
        return study::is_of(format, io::File::read(h5));
    } catch (const Unavailable&) {
        return false;
    }
}

}  // namespace

void Files::prepare() const {
    std::error_code error;
    fs::create_directories(folder_, error);
    const std::string name = printable(folder_.string());
    if (!fs::is_directory(folder_, error)) {
        throw Unavailable{fmt::format("There is no folder {}, and it cannot be made.", name)};
    }
    const bool stranger = fs::exists(folder_ / "patients.csv", error) && !fs::exists(h5(), error);
    if (ours(h5()) && !stranger) return;
    throw Unavailable{fmt::format(
        "{} holds something else than tables of a trial, which will not be replaced; choose "
        "another folder (-o).",
        name)};
}

/// The HDF5 file comes first: who finds it knows that the others may be replaced.
void Files::write(const Trial& trial, const Sheets& sheets, const std::string& command_line) const {
    study::replace_h5(h5(), format, command_line, [&](io::Group& root) {
        study::write_layers(root.group("trial"), trial.layers);
        sheets.patients.write(root.group("patients"));
        sheets.visits.write(root.group("visits"));
        sheets.doses.write(root.group("doses"));
        sheets.looks.write(root.group("looks"));
    });
    io::write_whole(folder_ / "trial.toml", trial.layers.back().text);
    io::write_whole(folder_ / "patients.csv", sheets.patients.csv());
    io::write_whole(folder_ / "visits.csv", sheets.visits.csv());
    io::write_whole(folder_ / "doses.csv", sheets.doses.csv());
    io::write_whole(folder_ / "looks.csv", sheets.looks.csv());
}

}  // namespace perforin::trial

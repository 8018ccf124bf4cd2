// `new`: a scenario to start from.

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "core/error.hpp"
#include "core/printable.hpp"
#include "engine/catalogue.hpp"

namespace perforin::cli {

namespace {

namespace fs = std::filesystem;

std::string readme(const std::string& title) {
    return fmt::format(
        "# {}\n\n"
        "**Question.** What do you want to know?\n\n"
        "**Expected.** What should come out, and why? With how much scatter between seeds?\n\n"
        "**Run.** `perforin run` this folder; it takes … minutes on … cores.\n",
        title);
}

void write(const fs::path& file, const std::string& text) {
    std::ofstream out{file, std::ios::binary};
    out << text;
    out.close();
    if (!out) {
        throw Unavailable{fmt::format("cannot write '{}': {}", printable(file.string()),
                                      std::generic_category().message(errno))};
    }
}

}  // namespace

int make_new(const std::string& name) {
    const fs::path folder = fs::path{name}.lexically_normal();
    const fs::path last =
        folder.filename().empty() ? folder.parent_path().filename() : folder.filename();
    if (last.empty() || last == "." || last == "..") {
        throw BadInput{fmt::format("'{}' is no name for a new folder", printable(name))};
    }
    std::error_code error;
    if (fs::exists(fs::symlink_status(folder, error))) {
        throw BadInput{fmt::format("'{}' exists already; nothing was changed", printable(name))};
    }
    const std::string title = printable(last.string());
    const std::string scenario = engine::scenario_template(title);
    if (!fs::create_directory(folder, error)) {
        throw Unavailable{
            fmt::format("cannot make the folder '{}': {}", printable(name), error.message())};
    }
    write(folder / "scenario.toml", scenario);
    write(folder / "README.md", readme(title));
    fmt::print("{}\n", (folder / "scenario.toml").string());
    return done;
}

}  // namespace perforin::cli

#include "engine/scenario.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/nearest.hpp"
#include "core/printable.hpp"

namespace perforin::engine {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t longest_text = 64'000'000;  // bytes; far beyond any scenario

std::string shown(const fs::path& path) {
    return printable(path.string());
}

bool is_root(const fs::path& folder) {
    std::error_code error;
    return fs::is_directory(folder / "configs", error) &&
           fs::is_directory(folder / "scenarios", error);
}

/// The nearest folder from here upwards that is a project; empty if there is none.
fs::path root_above(const fs::path& here) {
    std::error_code error;
    for (fs::path folder = fs::weakly_canonical(here, error); !error;
         folder = folder.parent_path()) {
        if (is_root(folder)) return folder;
        if (folder == folder.parent_path()) break;
    }
    return {};
}

/// The folder that this program's file lies in; empty if the system does not tell.
fs::path program_folder() {
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error).parent_path();
}

/// `inner` relative to `outer` if it lies in there.
std::optional<std::string> within(const fs::path& outer, const fs::path& inner) {
    if (outer.empty()) return std::nullopt;
    std::error_code error;
    const fs::path relative = fs::relative(inner, outer, error);
    if (error || relative.empty() || *relative.begin() == "..") return std::nullopt;
    return relative.generic_string();
}

[[noreturn]] void no_such(const fs::path& given) {
    std::vector<std::string> names;
    for (const ListedScenario& known : known_scenarios(project_root({}))) {
        names.push_back(known.name);
    }
    std::string text = fmt::format("there is no scenario '{}'", shown(given));
    const std::string near = nearest(given.filename().string(), names);
    if (!near.empty()) text += fmt::format("; did you mean scenarios/{}?", printable(near));
    throw BadInput{text};
}

/// The scenario's file that `given` means.
fs::path file_of(const fs::path& given) {
    std::error_code error;
    const fs::file_status there = fs::status(given, error);
    if (given.empty() || !fs::exists(there)) {
        if (there.type() == fs::file_type::not_found || given.empty()) no_such(given);
        throw BadInput{fmt::format("cannot look at '{}': {}", shown(given), error.message())};
    }
    if (!fs::is_directory(there)) return given;
    fs::path inside = given / "scenario.toml";
    if (!fs::exists(inside, error)) {
        throw BadInput{
            fmt::format("the folder '{}' is no scenario: it holds no scenario.toml", shown(given))};
    }
    return inside;
}

/// What a scenario in this file is called: its folder, unless the file has a name of its own.
std::string title_of(const fs::path& file) {
    std::error_code error;
    const fs::path whole = fs::weakly_canonical(fs::absolute(file, error), error);
    const fs::path title =
        file.filename() == "scenario.toml" ? whole.parent_path().filename() : file.stem();
    return title.empty() ? "scenario" : title.string();
}

/// The same text, unless it is not UTF-8 (as names of files need not be).
std::string storable(const std::string& text) {
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t length = letter_length(rest);
        if (length == 0) return printable(text);
        rest.remove_prefix(length);
    }
    return text;
}

/// The first heading or line of a text, without its marks.
std::string first_line(const std::string& text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, end - at);
        line.erase(0, std::min(line.find_first_not_of("# \t\r"), line.size()));
        if (!line.empty()) return printable(line);
        at = end + 1;
    }
    return {};
}

}  // namespace

std::optional<std::string> read_text(const std::string& path) {
    std::error_code error;
    const fs::file_status there = fs::status(path, error);
    if (there.type() == fs::file_type::not_found) return std::nullopt;
    const auto refuse = [&](const std::string& why) -> BadInput {
        return BadInput{fmt::format("cannot read '{}': {}", printable(path), why)};
    };
    if (error) throw refuse(error.message());
    if (fs::is_directory(there)) throw refuse("it is a folder");
    if (!fs::is_regular_file(there)) throw refuse("it is no ordinary file");
    if (fs::file_size(path, error) > longest_text) throw refuse("it is too large for a text");
    std::ifstream file{path, std::ios::binary};
    if (!file) throw refuse(std::generic_category().message(errno));
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (file.bad()) throw refuse("the disk does not give it");
    if (text.compare(0, 4, "\x89HDF") == 0) {
        throw refuse("it is a result, not a scenario; `perforin info` shows what is in it");
    }
    return text;
}

fs::path locate(const config::Places& places, const std::string& given) {
    std::error_code error;
    for (const std::string& folder : {places.root, places.folder}) {
        if (fs::path here = fs::path{folder} / given; fs::exists(here, error)) return here;
    }
    return fs::path{places.root} / given;
}

fs::path project_root(const fs::path& from) {
    if (const char* said = std::getenv("PERFORIN_ROOT"); said && *said != '\0') {
        std::error_code error;
        if (!fs::is_directory(said, error)) {
            throw BadInput{
                fmt::format("PERFORIN_ROOT names '{}', which is no folder", printable(said))};
        }
        return said;
    }
    const fs::path program = program_folder();
    if (!program.empty()) {
        if (fs::path root = root_above(program); !root.empty()) return root;
        if (fs::path root = program.parent_path() / "share" / "perforin"; is_root(root)) {
            return root;
        }
    }
    return from.empty() ? fs::path{} : root_above(from);
}

std::vector<ListedScenario> known_scenarios(const fs::path& root) {
    std::vector<ListedScenario> known;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator{root / "scenarios", error}) {
        const fs::path scenario = entry.path() / "scenario.toml";
        if (!fs::is_regular_file(scenario, error)) continue;
        std::optional<std::string> text;
        try {
            text = read_text((entry.path() / "README.md").string());
            if (!text) text = read_text(scenario.string());
        } catch (const BadInput&) {
            text.reset();  // a list is no place to complain about one of its entries
        }
        known.push_back({entry.path().filename().string(), text ? first_line(*text) : ""});
    }
    std::sort(known.begin(), known.end(),
              [](const ListedScenario& a, const ListedScenario& b) { return a.name < b.name; });
    return known;
}

Scenario find_scenario(const fs::path& given) {
    const fs::path file = file_of(given);
    std::optional<std::string> text = read_text(file.string());
    if (!text) no_such(file);
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path{"."};
    return {
        .name = file.lexically_normal().string(),
        .text = std::move(*text),
        .title = title_of(file),
        .places = {
            .root = project_root(folder).string(), .folder = folder.string(), .read = read_text}};
}

config::Input Scenario::input(std::vector<std::string> settings,
                              const std::vector<config::PlacedText>& changes) const {
    return {name, text, places, std::move(settings), changes};
}

std::string Scenario::recorded(const std::string& layer) const {
    const std::string folder = name.substr(0, name.rfind('/') + 1);  // "" or ending with a slash
    if (layer.compare(0, folder.size(), folder) != 0) return layer;  // a base under the root
    if (folder.empty() && layer != name) return layer;
    const std::string inside = layer.substr(folder.size());
    if (places.folder.empty()) return storable(layer);  // there is no file
    std::error_code error;
    const fs::path here = fs::absolute(places.folder, error);
    return storable(within(places.root, here / inside).value_or(inside));
}

}  // namespace perforin::engine

#include "io/info.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "io/clock.hpp"
#include "io/contents.hpp"
#include "io/files.hpp"
#include "io/recovery.hpp"

namespace perforin::io {

namespace {

/// "1,234,567"
std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t i = text.size(); i > 3;) text.insert(i -= 3, ",");
    return text;
}

std::string counted(std::uint64_t number, const std::string& one, const std::string& many) {
    return grouped(number) + " " + (number == 1 ? one : many);
}

std::string line(int depth, const std::string& name, const std::string& text) {
    return fmt::format("{:{}}{:<{}} {}\n", "", 2 * depth, name, 18 - 2 * depth, text);
}

std::string with_unit(const Dataset& dataset, const std::string& name) {
    const std::string unit = dataset.text("unit");
    return unit.empty() || unit == "1" ? name : name + " (" + unit + ")";
}

/// Names of a group's datasets with their units.
std::string columns(const Group& group) {
    std::string text;
    for (const auto& child : group.children()) {
        if (child.is_group || child.name == "time" || child.name == "time_s") continue;
        text += (text.empty() ? "" : ", ") + with_unit(group.dataset(child.name), child.name);
    }
    return text;
}

/// First and last moment of a group with a `time_s`; nothing if it has no rows.
struct Span {
    Seconds first, last;
    std::string text() const { return day_text(first) + " to " + day_text(last); }
};

std::optional<Span> span_of(const Group& group) {
    if (!group.has("time_s")) return std::nullopt;
    const Dataset times = group.dataset("time_s");
    const std::uint64_t rows = times.rows();
    if (rows == 0) return std::nullopt;
    return Span{times.read_as<std::int64_t>(0, 1).front(),
                times.read_as<std::int64_t>(rows - 1, 1).front()};
}

/// Over everything in the file that has times.
std::string simulated(const Group& root) {
    std::optional<Span> all;
    for (const Item& item : contents(root)) {
        if (!item.is_group || item.path.empty()) continue;
        const auto span = span_of(root.open(item.path));
        if (!span) continue;
        all =
            all ? Span{std::min(all->first, span->first), std::max(all->last, span->last)} : *span;
    }
    return all ? all->text() : "nothing yet";
}

std::string ending(const Group& manifest, const std::filesystem::path& path) {
    const std::string status = manifest.text("status"), why = manifest.text("why");
    if (status != "running") return status + (why.empty() ? "" : ": " + why);
    return being_written(path)
               ? "running, this file is being written"
               : "interrupted: killed, or its machine or its disk failed; complete up to the last "
                 "commit";
}

std::string origin_text(const Group& root) {
    const Group manifest = root.open("manifest");
    const std::string ended = manifest.text("ended");
    const std::string burn_in =
        manifest.has_attribute("burn_in") ? manifest.text("burn_in") : std::string{};
    return line(1, "program",
                fmt::format("perforin {}, commit {}, {}, {}", manifest.text("program_version"),
                            manifest.text("git_commit"), manifest.text("compiler"),
                            manifest.text("build_type"))) +
           line(1, "on",
                fmt::format("{}, {}", manifest.text("host_os"),
                            counted(static_cast<std::uint64_t>(manifest.number("threads")),
                                    "thread", "threads"))) +
           line(1, "command", manifest.text("command_line")) +
           line(1, "started", manifest.text("started")) +
           (ended.empty() ? "" : line(1, "ended", ended)) +
           line(1, "took", fmt::format("{:.1f} s", manifest.number("wall_seconds"))) +
           line(1, "seed", root.attribute("seed").shown(0, 1)) +
           (burn_in.empty() ? "" : line(1, "burn-in", burn_in)) +
           line(1, "simulated", simulated(root));
}

/// Of a result that is one of two: which the other is, and from when on they differ.
std::string twin_text(const Group& root) {
    const Group manifest = root.open("manifest");
    if (manifest.has_attribute("twin_of")) {
        return line(1, "twin", "this is the twin of " + manifest.text("twin_of"));
    }
    if (!manifest.has_attribute("twin")) return {};
    std::string text = manifest.text("twin");
    if (!root.has("twin")) return line(1, "twin", text + ", which is not complete yet");
    const auto second = [twin = root.open("twin")](const char* name) {
        return static_cast<Seconds>(twin.number(name));
    };
    const Seconds last = second("last_same_s"), first = second("first_difference_s");
    if (first < 0) {
        text += ", the same from the first day to the last";
    } else if (last < 0) {
        text += ", another from the start";
    } else {
        text += ", the same until " + day_text(last) + ", another at " + day_text(first);
    }
    return line(1, "twin", text);
}

std::string input_text(const Group& root) {
    std::string text = "input\n";
    for (const std::string& name : root.dataset("scenario/name").read().text) {
        text += line(1, "layer", name);
    }
    const auto origins = root.dataset("parameters/origin").read().text;
    const auto standard = std::count(origins.begin(), origins.end(), "default");
    const auto chosen = static_cast<std::uint64_t>(std::ssize(origins) - standard);
    return text + line(1, "parameters",
                       fmt::format("{}, {} of them not the default", grouped(origins.size()),
                                   grouped(chosen)));
}

std::string kinds_text(const Group& lesion) {
    std::string text;
    for (const auto& kind : lesion.open("frames/rows").children()) {
        const Dataset index = lesion.dataset("frames/rows/" + kind.name);
        const std::uint64_t frames = index.rows();
        const auto cells = [&](std::uint64_t frame) {
            return grouped(index.read_as<std::array<std::uint64_t, 2>>(frame, 1).front()[1]);
        };
        if (frames == 0) continue;
        text += line(2, kind.name,
                     fmt::format("{} cells in the first frame, {} in the last: {}", cells(0),
                                 cells(frames - 1), columns(lesion.open("cells/" + kind.name))));
    }
    return text;
}

std::string fields_text(const Group& lesion) {
    std::string text;
    if (!lesion.has("fields")) return text;
    for (const auto& field : lesion.open("fields").children()) {
        const Dataset values = lesion.dataset("fields/" + field.name + "/values");
        const auto shape = values.shape();
        text +=
            line(2, field.name,
                 fmt::format("field, {} of {} x {} x {} voxels (z, y, x) of {} um, in {}",
                             counted(shape[0], "moment", "moments"), shape[1], shape[2], shape[3],
                             values.attribute("spacing_um").shown(0, 3), values.text("unit")));
    }
    return text;
}

std::string lesions_text(const Group& root) {
    std::string text = "lesions\n";
    for (const auto& child : root.open("lesions").children()) {
        const Group lesion = root.open("lesions/" + child.name);
        const auto span = span_of(lesion.open("frames"));
        const std::uint64_t frames = lesion.dataset("frames/time_s").rows();
        text +=
            line(1, child.name,
                 fmt::format("{}; {}{}", lesion.text("description"),
                             counted(frames, "frame", "frames"), span ? ", " + span->text() : "")) +
            kinds_text(lesion) + fields_text(lesion);
    }
    return text;
}

std::string series_text(const Group& root) {
    std::string text = "series\n";
    for (const Item& item : contents(root)) {
        if (!item.is_group || item.path.rfind("series/", 0) != 0) continue;
        const Group table = root.open(item.path);
        if (!table.has("time_s")) continue;
        text += line(
            1, item.path.substr(7),
            fmt::format("{}: {}", counted(table.rows("time_s"), "row", "rows"), columns(table)));
    }
    return text;
}

std::string events_text(const Group& root) {
    const auto names = root.dataset("events/kinds/name").read().text;
    const auto kinds = root.dataset("events/kind").read_as<std::uint16_t>();
    std::vector<std::uint64_t> counts(names.size(), 0);
    for (const std::uint16_t kind : kinds) {
        if (kind < counts.size()) ++counts[kind];
    }
    std::string text = "events\n";
    for (std::size_t i = 0; i != names.size(); ++i) text += line(1, names[i], grouped(counts[i]));
    return text;
}

/// Bytes by the groups at the root, compressed; the rest are HDF5's own indices and headers.
std::string size_text(const Group& root, std::uint64_t total) {
    std::map<std::string, std::uint64_t> sizes;
    std::uint64_t data = 0;
    for (const Item& item : contents(root)) {
        if (item.is_group) continue;
        const std::uint64_t bytes = root.dataset(item.path).stored_bytes();
        sizes[item.path.substr(0, item.path.find('/'))] += bytes;
        data += bytes;
    }
    const auto kilobytes = [](std::uint64_t bytes) {
        return grouped((bytes + 500) / 1000) + " kB";
    };
    std::string text = "size\n" + line(1, "file", kilobytes(total));
    for (const auto& [name, bytes] : sizes) text += line(1, name, kilobytes(bytes));
    return text + line(1, "structure", kilobytes(total - std::min(total, data)));
}

std::string describe(const std::filesystem::path& path) {
    const File file = open_trajectory(path);
    const Group& root = file.root();
    return fmt::format("{}: {} {}\n", path.string(), root.text("format"), root.text("version")) +
           line(1, "status", ending(root.open("manifest"), path)) + origin_text(root) +
           twin_text(root) + input_text(root) + lesions_text(root) + series_text(root) +
           events_text(root) + size_text(root, std::filesystem::file_size(path));
}

}  // namespace

std::string info(const std::filesystem::path& path) {
    return describe(path);
}

}  // namespace perforin::io

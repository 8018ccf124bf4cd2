#include "io/clock.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

namespace perforin::io {

namespace {

std::vector<std::string> split(const std::string& path) {
    std::vector<std::string> parts{""};
    for (const char c : path) {
        if (c == '/') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
}

std::optional<Seconds> time_at(const Group& root, const std::string& times, std::uint64_t row) {
    if (!root.has(times)) return std::nullopt;
    const Dataset seconds = root.dataset(times);
    if (row >= seconds.rows()) return std::nullopt;
    return seconds.read_as<std::int64_t>(row, 1).front();
}

/// lesions/<lesion>/cells/<kind>/<column>, taken apart.
struct CellColumn {
    std::string lesion, kind;
};

std::optional<CellColumn> cell_column(const std::string& path) {
    const auto parts = split(path);
    if (parts.size() != 5 || parts[0] != "lesions" || parts[2] != "cells") return std::nullopt;
    return CellColumn{parts[0] + "/" + parts[1], parts[3]};
}

/// The frame that holds a row of cells.
std::optional<std::uint64_t> frame_of(const Group& root, const CellColumn& column,
                                      std::uint64_t row) {
    const std::string index = column.lesion + "/frames/rows/" + column.kind;
    if (!root.has(index)) return std::nullopt;
    const auto frames = root.dataset(index).read_as<std::array<std::uint64_t, 2>>();
    const auto found = std::find_if(frames.begin(), frames.end(), [&](const auto& frame) {
        return frame[0] <= row && row < frame[0] + frame[1];
    });
    if (found == frames.end()) return std::nullopt;
    return static_cast<std::uint64_t>(found - frames.begin());
}

/// The event to which a row of events/parties belongs.
std::optional<std::uint64_t> event_of(const Group& root, std::uint64_t row) {
    if (!root.has("events/first_party")) return std::nullopt;
    const auto first = root.dataset("events/first_party").read_as<std::uint64_t>();
    const auto after = std::upper_bound(first.begin(), first.end(), row);
    if (after == first.begin()) return std::nullopt;
    return static_cast<std::uint64_t>(after - first.begin() - 1);
}

}  // namespace

std::optional<Seconds> time_of(const Group& root, const std::string& path, std::uint64_t row) {
    const std::string folder = folder_of(path);
    if (const auto column = cell_column(path)) {
        const auto frame = frame_of(root, *column, row);
        if (!frame) return std::nullopt;
        return time_at(root, column->lesion + "/frames/time_s", *frame);
    }
    if (folder == "events/parties") {
        const auto event = event_of(root, row);
        return event ? time_at(root, "events/time_s", *event) : std::nullopt;
    }
    const std::string last = folder.substr(folder.rfind('/') + 1);
    if (last == "rows") return time_at(root, folder_of(folder) + "/time_s", row);
    return time_at(root, folder + "/time_s", row);
}

std::string place_of(const Group& root, const std::string& path, std::uint64_t row) {
    const std::string folder = folder_of(path);
    std::string details;
    const auto add = [&](const std::string& detail) {
        details += (details.empty() ? "" : ", ") + detail;
    };
    const auto column = cell_column(path);
    if (column) {
        if (const auto frame = frame_of(root, *column, row)) add(fmt::format("frame {}", *frame));
    }
    if (const auto at = time_of(root, path, row)) add(day_text(*at));
    if (column && root.has(folder + "/id") && row < root.rows(folder + "/id")) {
        const auto id = root.dataset(folder + "/id").read(row, 1);
        add("cell " + id.shown(0, 1));
    }
    for (const char* const key : {"parameters/path", "scenario/name"}) {
        if (folder == folder_of(key) && root.has(key) && row < root.rows(key)) {
            add(root.dataset(key).read(row, 1).shown(0, 1));
        }
    }
    return fmt::format("row {}", row) + (details.empty() ? "" : " (" + details + ")");
}

std::string day_text(Seconds at) {
    return fmt::format("day {:.6g}", static_cast<double>(at) / seconds_per_day);
}

}  // namespace perforin::io

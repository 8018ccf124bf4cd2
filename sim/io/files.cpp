#include "io/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

#include "core/error.hpp"
#include "io/page_journal.hpp"

namespace perforin::io {

namespace fs = std::filesystem;

namespace {

std::string megabytes(std::uint64_t bytes) {
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

void check_folder(const fs::path& folder) {
    std::error_code error;
    if (!fs::exists(folder, error)) {
        throw Unavailable{fmt::format("Folder {} does not exist; make it first: mkdir -p '{}'",
                                      folder.string(), folder.string())};
    }
    if (!fs::is_directory(folder, error)) {
        throw Unavailable{fmt::format("{} is not a folder.", folder.string())};
    }
    if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
        throw Unavailable{fmt::format("Cannot write in folder {}: {}.", folder.string(),
                                      std::generic_category().message(errno))};
    }
}

/// "1.0" → {1, 0}; {-1, -1} for anything else.
FormatVersion parse(const std::string& text) {
    FormatVersion version{-1, -1};
    const char* const end = text.data() + text.size();
    const auto major = std::from_chars(text.data(), end, version.major);
    if (major.ec != std::errc{} || major.ptr == end || *major.ptr != '.') return {-1, -1};
    const auto minor = std::from_chars(major.ptr + 1, end, version.minor);
    if (minor.ec != std::errc{} || minor.ptr != end) return {-1, -1};
    return version;
}

/// Every HDF5 file begins with the same eight bytes.
bool has_signature(const fs::path& path) {
    constexpr std::string_view signature{"\x89HDF\r\n\x1a\n"};
    std::array<char, signature.size()> front{};
    std::ifstream{path, std::ios::binary}.read(front.data(), front.size());
    return std::string_view{front.data(), front.size()} == signature;
}

File read_or_explain(const fs::path& path) {
    try {
        return File::read(path);
    } catch (const Unavailable& trouble) {
        const std::string why = trouble.what();
        if (why.find("HDF5 cannot") != 0) throw;
        throw Unavailable{fmt::format("{} is damaged or cut short. {}", path.string(), why)};
    }
}

/// Up to format 1.1 a commit was noted in another way; only a program of that time can finish one.
void check_old_note(const fs::path& path) {
    const fs::path note = path.string() + ".pending";
    std::array<char, 8> front{};
    std::ifstream{note, std::ios::binary}.read(front.data(), front.size());
    if (std::string_view{front.data(), front.size()} != "pfnote01") return;
    throw Unavailable{
        fmt::format("{} is torn: an older perforin was killed while it wrote, and its note {} "
                    "holds the rest. `info` of that version finishes it.",
                    path.string(), note.string())};
}

void check_format(const File& file, const std::string& name) {
    const Group& root = file.root();
    if (!root.has_attribute("format") || !root.has_attribute("version") ||
        root.text("format") != trajectory_format) {
        throw Unavailable{
            fmt::format("{} is an HDF5 file, but not a {}.", name, trajectory_format)};
    }
    const std::string text = root.text("version");
    const FormatVersion version = parse(text);
    if (version.major != trajectory_version.major) {
        throw Unavailable{fmt::format("{} has format version {}; this program reads versions {}.x.",
                                      name, text, trajectory_version.major)};
    }
    if (version.minor >= first_sealed_version.minor && !file.checked()) {
        throw Unavailable{
            fmt::format("{} cannot be trusted: it has neither its checksums at the end nor a "
                        "journal beside it. It was cut short, changed by another program, or "
                        "separated from {}.",
                        name, journal_of(name).string())};
    }
}

}  // namespace

std::string FormatVersion::text() const {
    return fmt::format("{}.{}", major, minor);
}

void check_output(const fs::path& path, bool force, std::uint64_t expected_bytes) {
    const std::string name = path.string();
    if (name.empty()) throw Unavailable{"The result needs a file name."};
    std::error_code error;
    const fs::file_status there = fs::status(path, error);
    if (fs::is_directory(there)) {
        throw Unavailable{fmt::format("{} is a folder; the result needs a file name.", name)};
    }
    if (fs::exists(there)) {
        if (!fs::is_regular_file(there)) {
            throw Unavailable{fmt::format("{} is not an ordinary file.", name)};
        }
        if (!force) {
            throw Unavailable{fmt::format(
                "{} exists already; choose another name, or --force to replace it.", name)};
        }
    }
    const fs::path folder = fs::absolute(path).parent_path();
    check_folder(folder);
    const fs::space_info room = fs::space(folder, error);
    if (!error && room.available < expected_bytes) {
        throw Unavailable{
            fmt::format("The disk of folder {} has {} left; the result needs about {}.",
                        folder.string(), megabytes(room.available), megabytes(expected_bytes))};
    }
}

File open_trajectory(const fs::path& path) {
    const std::string name = path.string();
    std::error_code error;
    const fs::file_status there = fs::status(path, error);
    if (!fs::exists(there)) throw Unavailable{fmt::format("{} does not exist.", name)};
    if (!fs::is_regular_file(there)) {
        throw Unavailable{fmt::format("{} is not an ordinary file.", name)};
    }
    if (::faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) != 0) {
        throw Unavailable{
            fmt::format("Cannot read {}: {}.", name, std::generic_category().message(errno))};
    }
    if (fs::file_size(path, error) == 0 && !fs::exists(journal_of(path), error)) {
        throw Unavailable{fmt::format("{} is empty: its run ended before it began.", name)};
    }
    check_old_note(path);
    if (!has_signature(path)) throw Unavailable{fmt::format("{} is not an HDF5 file.", name)};
    File file = read_or_explain(path);
    check_format(file, name);
    return file;
}

}  // namespace perforin::io

#pragma once
// What becomes of a file whose writer is still at it, or died: it is made whole from its journal.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

namespace perforin::io {

/// Brings a file up to the last commit in its journal, seals it and removes the journal; true if
/// there was one. Does nothing while the writer lives, where files may not be changed, and for a
/// journal that belongs to another file. Throws Unavailable where content is lost.
bool recover(const std::filesystem::path& path);

/// The content of a file as of the last commit, if it has a journal that could not be removed by
/// recover(): its run goes on, or the folder is read-only. Throws Unavailable where content is
/// lost.
std::optional<std::vector<std::byte>> journalled_image(const std::filesystem::path& path);

/// Whether a file without a journal has its seal. Throws Unavailable if it is not as it was sealed.
bool check_seal(const std::filesystem::path& path);

/// Whether a living process has this file open for writing.
bool being_written(const std::filesystem::path& path);

}  // namespace perforin::io

#include "study/store.hpp"

#include <fcntl.h>

#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "engine/earlier.hpp"
#include "engine/scenario.hpp"

namespace perforin::study {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view lasting_mark = "failed: ", passing_mark = "broken off: ";

bool complete(const fs::path& result) {
    return engine::look_at(result).completed();
}

}  // namespace

std::string_view name_of(State state) {
    switch (state) {
        case State::waiting:
            return "waiting";
        case State::running:
            return "running";
        case State::done:
            return "done";
        case State::failed:
            return "failed";
    }
    return "";
}

Store::Store(fs::path folder) : folder_{std::move(folder)} {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (!fs::is_directory(folder_)) {
        throw Unavailable{fmt::format("There is no folder of runs {}, and it cannot be made: {}.",
                                      printable(folder_.string()), error.message())};
    }
    folder_ = fs::absolute(folder_).lexically_normal();
}

fs::path Store::file(const std::string& hash, const char* suffix) const {
    return folder_ / (hash + suffix);
}

fs::path Store::result(const std::string& hash) const {
    return file(hash, ".h5");
}

fs::path Store::twin(const std::string& hash) const {
    return file(hash, ".twin.h5");
}

fs::path Store::log(const std::string& hash) const {
    return file(hash, ".log");
}

Standing Store::look(const std::string& hash, bool twin) const {
    if (complete(result(hash)) && (!twin || complete(this->twin(hash)))) {
        clean(hash);
        return {State::done};
    }
    if (auto lock = take(hash)) {
        leave(std::move(*lock));
    } else {
        return {State::running};
    }
    const auto note = engine::read_text(file(hash, ".failed").string());
    if (!note) return {State::waiting};
    const std::size_t mark = note->find(": ");
    return {State::failed, mark == std::string::npos ? *note : note->substr(mark + 2)};
}

/// What a sweep leaves that dies just after its run was done.
void Store::clean(const std::string& hash) const {
    std::error_code ignored;
    if (!fs::exists(file(hash, ".lock"), ignored)) return;
    auto lock = take(hash);
    if (!lock) return;
    for (const char* const left : {".log", ".failed"}) fs::remove(file(hash, left), ignored);
    leave(std::move(*lock));
}

/// A lock is of use only while its name leads to it: whoever had it last may have removed it.
std::optional<io::DiskFile> Store::take(const std::string& hash) const {
    for (;;) {
        io::DiskFile lock = io::DiskFile::open(file(hash, ".lock"), O_CREAT | O_RDWR);
        if (!lock.lock()) return std::nullopt;
        if (lock.where() == io::DiskFile::Path::leads_here) return lock;
    }
}

void Store::leave(io::DiskFile&& lock) {
    const io::DiskFile mine = std::move(lock);
    std::error_code ignored;
    fs::remove(mine.path(), ignored);
}

void Store::note_failure(const std::string& hash, const std::string& reason, bool lasting) const {
    io::write_whole(file(hash, ".failed"),
                    fmt::format("{}{}", lasting ? lasting_mark : passing_mark, reason));
}

void Store::forget_failure(const std::string& hash) const {
    std::error_code ignored;
    fs::remove(file(hash, ".failed"), ignored);
}

bool Store::may_be_tried_again(const std::string& hash) const {
    const auto note = engine::read_text(file(hash, ".failed").string());
    return note && note->starts_with(passing_mark);
}

}  // namespace perforin::study

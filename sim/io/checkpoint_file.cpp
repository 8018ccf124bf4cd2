#include "io/checkpoint_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "core/error.hpp"
#include "io/values.hpp"

namespace perforin::io {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view mark{"perforin checkpoint\n"};
constexpr std::size_t digest_length = 64;

/// What comes next in the file.
enum Record : std::uint64_t { no_more, a_table, a_column };

void must_have_room(const fs::path& path, std::uint64_t bytes) {
    constexpr std::uint64_t spare = 1'000'000;
    std::error_code error;
    const fs::space_info room = fs::space(fs::absolute(path).parent_path(), error);
    if (error || room.available >= bytes + spare) return;
    throw Unavailable{fmt::format("The disk has {:.1f} MB left; the checkpoint {} needs {:.1f} MB.",
                                  static_cast<double>(room.available) / 1e6, path.string(),
                                  static_cast<double>(bytes) / 1e6)};
}

}  // namespace

fs::path previous_of(const fs::path& checkpoint) {
    return checkpoint.string() + ".previous";
}

fs::path new_of(const fs::path& checkpoint) {
    return checkpoint.string() + ".new";
}

CheckpointWriter::CheckpointWriter(const fs::path& path, const CheckpointHead& head,
                                   std::uint64_t expected_bytes)
    : path_{fs::absolute(path)} {
    must_have_room(path_, expected_bytes);
    file_ = DiskFile::open(new_of(path_), O_WRONLY | O_CREAT | O_TRUNC);
    add(mark.data(), mark.size());
    add_number(checkpoint_version);
    add_text(head.program_version);
    add_text(head.git_commit);
    add_text(head.input);
    add_number(head.seed);
    add_number(static_cast<std::uint64_t>(head.at));
}

CheckpointWriter::~CheckpointWriter() {
    if (!finished_) ::unlink(new_of(path_).c_str());
}

Sink& CheckpointWriter::table(const std::string& name) {
    add_number(a_table);
    add_text(name);
    return columns_;
}

void CheckpointWriter::Columns::put(const Label& label, const Rows& rows) {
    to_.add_number(a_column);
    to_.add_text(label.name);
    to_.add_text(label.unit);
    to_.add_number(static_cast<std::uint64_t>(rows.type));
    to_.add_number(rows.width);
    to_.add_number(rows.rows);
    to_.add(rows.data, rows.rows * rows.width * bytes_of(rows.type));
}

void CheckpointWriter::finish() {
    add_number(no_more);
    const std::string digest = sha_.hex();
    to_.add(digest.data(), digest.size());
    to_.flush();
    file_.sync();
    // Whatever ends the program in between, one of the two names leads to a whole checkpoint.
    if (::rename(path_.c_str(), previous_of(path_).c_str()) != 0 && errno != ENOENT) {
        cannot_write(path_, errno);
    }
    file_.rename(path_);
    finished_ = true;
    sync_folder_of(path_);
}

void CheckpointWriter::add(const void* data, std::size_t bytes) {
    if (bytes == 0) return;
    sha_.add(data, bytes);
    to_.add(data, bytes);
}

void CheckpointWriter::add_text(const std::string& text) {
    add_number(text.size());
    add(text.data(), text.size());
}

/// Goes through the bytes; what does not fit in them is damage.
class Checkpoint::Reader {
public:
    Reader(const std::vector<char>& bytes, std::string name)
        : next_{bytes.data()}, end_{bytes.data() + bytes.size()}, name_{std::move(name)} {}

    const char* take(std::uint64_t bytes) {
        if (bytes > static_cast<std::uint64_t>(end_ - next_)) damaged();
        return std::exchange(next_, next_ + bytes);
    }
    std::uint64_t number() {
        std::uint64_t number = 0;
        std::memcpy(&number, take(sizeof number), sizeof number);
        return number;
    }
    std::string text() {
        const std::uint64_t length = number();
        const char* const first = take(length);
        return {first, first + length};
    }
    Column column() {
        constexpr std::uint64_t most = std::uint64_t{1} << 40;  // so that products cannot overflow
        static_cast<void>(text());                              // the unit, for other readers
        const std::uint64_t type = number(), width = number(), rows = number();
        if (type > static_cast<std::uint64_t>(Scalar::f64) || width > 1024 || rows > most) {
            damaged();
        }
        const auto scalar = static_cast<Scalar>(type);
        return {scalar, width, rows, take(rows * width * bytes_of(scalar))};
    }
    [[noreturn]] void damaged() const {
        throw Unavailable{fmt::format("{} is damaged or cut short.", name_)};
    }

private:
    const char *next_, *end_;
    std::string name_;
};

namespace {

std::vector<char> contents_of(const fs::path& path) {
    const DiskFile file = DiskFile::open(path, O_RDONLY);
    std::vector<char> bytes(static_cast<std::size_t>(file.size()));
    bytes.resize(file.read(0, bytes.data(), bytes.size()));
    return bytes;
}

bool is_sound(const std::vector<char>& bytes) {
    if (bytes.size() < digest_length) return false;
    const std::size_t length = bytes.size() - digest_length;
    Sha256 sha;
    sha.add(bytes.data(), length);
    return sha.hex() == std::string_view{bytes.data() + length, digest_length};
}

}  // namespace

Checkpoint Checkpoint::read(const fs::path& path) {
    Checkpoint all;
    all.bytes_ = std::make_unique<std::vector<char>>(contents_of(path));
    Reader reader{*all.bytes_, path.string()};
    if (std::string_view{reader.take(mark.size()), mark.size()} != mark) reader.damaged();
    if (const std::uint64_t version = reader.number(); version != checkpoint_version) {
        throw Unavailable{
            fmt::format("{} has version {} of the checkpoint's format; this program "
                        "reads version {}.",
                        path.string(), version, checkpoint_version)};
    }
    if (!is_sound(*all.bytes_)) reader.damaged();
    all.head_.program_version = reader.text();
    all.head_.git_commit = reader.text();
    all.head_.input = reader.text();
    all.head_.seed = reader.number();
    all.head_.at = static_cast<Seconds>(reader.number());
    Table* table = nullptr;
    for (std::uint64_t record = reader.number(); record != no_more; record = reader.number()) {
        const std::string name = reader.text();
        if (record == a_table) {
            table = &all.tables_[name];
        } else if (record == a_column && table) {
            table->columns.emplace(name, reader.column());
        } else {
            reader.damaged();
        }
    }
    return all;
}

const Source& Checkpoint::table(const std::string& name) const {
    const auto found = tables_.find(name);
    if (found == tables_.end()) throw Broken{"the checkpoint has no such table"};
    return found->second;
}

std::vector<std::string> Checkpoint::names() const {
    std::vector<std::string> all;
    for (const auto& [name, table] : tables_) all.push_back(name);
    return all;
}

const Checkpoint::Column& Checkpoint::Table::column(const std::string& name) const {
    const auto found = columns.find(name);
    if (found == columns.end()) throw Broken{"the checkpoint has no column " + name};
    return found->second;
}

std::size_t Checkpoint::Table::rows(const std::string& name) const {
    return column(name).rows;
}

void Checkpoint::Table::take(const Label& label, void* into, std::size_t rows, std::size_t width,
                             Scalar type) const {
    const Column& from = column(label.name);
    if (from.rows != rows || from.width != width || from.type != type) {
        throw Broken{"the checkpoint's column " + label.name + " holds something else"};
    }
    if (rows != 0) std::memcpy(into, from.data, rows * width * bytes_of(type));
}

}  // namespace perforin::io

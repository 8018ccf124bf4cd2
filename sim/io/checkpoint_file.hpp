#pragma once
// One moment of a run in a file of its own: everything that is needed to go on from there, bit for
// bit. FORMAT.md says how it lies in the file.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/sink.hpp"
#include "core/time.hpp"
#include "io/disk.hpp"
#include "io/sha256.hpp"

namespace perforin::io {

/// Of the checkpoint's own format. It is for the same program on the same machine, so that only
/// one version is ever read.
inline constexpr std::uint64_t checkpoint_version = 1;

/// What a checkpoint is of.
struct CheckpointHead {
    std::string program_version, git_commit;
    std::string input;  ///< digest of all that makes the result
    std::uint64_t seed = 0;
    Seconds at = 0;  ///< simulated time
};

/// The two that are kept, and the one that is being written.
std::filesystem::path previous_of(const std::filesystem::path& checkpoint);
std::filesystem::path new_of(const std::filesystem::path& checkpoint);

/// Writes one. It takes the place of the last one, which becomes the previous one, when all of it
/// is on the disk; without finish() nothing has changed.
class CheckpointWriter {
public:
    /// Throws Unavailable if the disk has less room than `expected_bytes` and some to spare.
    CheckpointWriter(const std::filesystem::path& path, const CheckpointHead& head,
                     std::uint64_t expected_bytes);
    CheckpointWriter(const CheckpointWriter&) = delete;
    CheckpointWriter& operator=(const CheckpointWriter&) = delete;
    /// Takes away what was not finished.
    ~CheckpointWriter();

    /// Begins a table; takes its columns until the next one begins.
    Sink& table(const std::string& name);
    void finish();

private:
    class Columns final : public Sink {
    public:
        explicit Columns(CheckpointWriter& to) : to_{to} {}
        void put(const Label& label, const Rows& rows) override;

    private:
        CheckpointWriter& to_;
    };

    void add(const void* data, std::size_t bytes);
    void add_number(std::uint64_t number) { add(&number, sizeof number); }
    void add_text(const std::string& text);

    std::filesystem::path path_;
    DiskFile file_;
    Appender to_{file_, 0};
    Sha256 sha_;
    Columns columns_{*this};
    bool finished_ = false;
};

/// One that was read, whole and sound.
class Checkpoint {
public:
    /// Throws Unavailable, with a sentence, for one that is missing, cut short, damaged or of
    /// another version of the format.
    static Checkpoint read(const std::filesystem::path& path);

    const CheckpointHead& head() const { return head_; }
    /// Throws Broken if there is none of this name.
    const Source& table(const std::string& name) const;
    std::vector<std::string> names() const;  ///< of the tables, sorted

private:
    struct Column {
        Scalar type;
        std::uint64_t width, rows;
        const char* data;
    };
    class Table final : public Source {
    public:
        std::size_t rows(const std::string& name) const override;
        void take(const Label&, void* into, std::size_t rows, std::size_t width,
                  Scalar type) const override;
        std::map<std::string, Column> columns;

    private:
        const Column& column(const std::string& name) const;
    };
    class Reader;

    CheckpointHead head_;
    std::unique_ptr<std::vector<char>> bytes_;  ///< of the whole file; columns point into it
    std::map<std::string, Table> tables_;
};

}  // namespace perforin::io

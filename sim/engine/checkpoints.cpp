#include "engine/checkpoints.hpp"

#include <system_error>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "engine/provenance.hpp"
#include "io/clock.hpp"

namespace perforin::engine {

namespace fs = std::filesystem;

namespace {

fs::path beside(const fs::path& result) {
    return result.string() + ".checkpoint";
}

/// Bytes that tables take in a file, names and all, about.
std::uint64_t bytes_of(const cells::Tables& tables) {
    constexpr std::size_t a_column = 128;
    std::uint64_t bytes = 4096;
    for (const cells::NamedTable& one : tables) {
        bytes += one.table->size() * one.table->row_bytes() +
                 (1 + one.table->columns().size()) * a_column;
    }
    return bytes;
}

}  // namespace

Checkpoints::Checkpoints(const fs::path& result, const io::Provenance& provenance)
    : path_{beside(result)},
      head_{.program_version = provenance.manifest.program_version,
            .git_commit = provenance.manifest.git_commit,
            .input = digest_of(provenance),
            .seed = provenance.seed} {}

bool Checkpoints::exist(const fs::path& result) {
    std::error_code error;
    const fs::path last = beside(result);
    return fs::exists(last, error) || fs::exists(io::previous_of(last), error);
}

void Checkpoints::save(Seconds at, Prepared& run) {
    const cells::Tables tables = run.tables();
    head_.at = at;
    io::CheckpointWriter writer{path_, head_, bytes_of(tables)};
    for (const cells::NamedTable& one : tables) one.table->write(writer.table(one.name));
    writer.finish();
    last_ = at;
}

/// One that can be used, or nothing.
std::optional<io::Checkpoint> Checkpoints::read(const fs::path& path, Seconds reached,
                                                Watch& watch) const {
    std::error_code error;
    if (!fs::exists(path, error)) return std::nullopt;
    std::optional<io::Checkpoint> found;
    try {
        found = io::Checkpoint::read(path);
    } catch (const Unavailable& trouble) {
        watch.warn(trouble.what());
        return std::nullopt;
    }
    const io::CheckpointHead& head = found->head();
    const std::string name = printable(path.string());
    if (head.program_version != head_.program_version || head.git_commit != head_.git_commit) {
        throw Unavailable{fmt::format(
            "{} was written by perforin {} (commit {}), and this is {} (commit {}). Go on with "
            "that "
            "program, or begin anew: --force.",
            name, head.program_version, head.git_commit, head_.program_version, head_.git_commit)};
    }
    if (head.input != head_.input || head.seed != head_.seed) {
        throw Unavailable{fmt::format(
            "{} is of another input. If it does not belong here, remove it; --force begins anew.",
            name)};
    }
    if (head.at / seconds_per_day * seconds_per_day > reached) {
        watch.warn(fmt::format("{} is of {}, but the result ends before; it is left alone.", name,
                               io::day_text(head.at)));
        return std::nullopt;
    }
    return found;
}

std::optional<Seconds> Checkpoints::restore(Prepared& run, Seconds reached, Watch& watch) {
    for (const fs::path& path : {path_, io::previous_of(path_)}) {
        const auto found = read(path, reached, watch);
        if (!found) continue;
        const cells::Saved saved = [&](const std::string& name) -> const Source& {
            return found->table(name);
        };
        run.patient->restore(saved);
        cells::restore(run.examinations.tables(), saved);
        if (found->names().size() != run.tables().size()) {
            throw Broken{"the checkpoint holds tables that nobody knows"};
        }
        last_ = found->head().at;
        return last_;
    }
    return std::nullopt;
}

void Checkpoints::remove() const {
    std::error_code ignored;
    for (const fs::path& path : {path_, io::previous_of(path_), io::new_of(path_)}) {
        fs::remove(path, ignored);
    }
}

}  // namespace perforin::engine

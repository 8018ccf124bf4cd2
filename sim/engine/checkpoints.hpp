#pragma once
// The checkpoints of one run, beside its result: the last and the one before it.

#include <filesystem>
#include <optional>

#include "core/time.hpp"
#include "engine/prepared.hpp"
#include "engine/watch.hpp"
#include "io/checkpoint_file.hpp"
#include "io/manifest.hpp"

namespace perforin::engine {

class Checkpoints {
public:
    Checkpoints(const std::filesystem::path& result, const io::Provenance& provenance);

    /// Whether a result has left any.
    static bool exist(const std::filesystem::path& result);

    /// Saves a patient and her examinations between two steps; the last one becomes the one before.
    /// Throws Unavailable, for one when the disk has no room for it: then the older ones are as
    /// they were.
    void save(Seconds at, Prepared& run);

    /// Makes a patient from the same input go on as the one that was saved last. `reached`: what
    /// the trajectory holds; a later checkpoint, whose events would be missing, is left alone.
    /// Warns of those that are damaged. Gives the moment; nothing if none can be used, and then the
    /// patient is as she was. Throws Unavailable for one of another input or program.
    std::optional<Seconds> restore(Prepared& run, Seconds reached, Watch& watch);

    void remove() const;

    /// What the last one holds; nothing before the first.
    std::optional<Seconds> last() const { return last_; }
    const std::filesystem::path& path() const { return path_; }

private:
    std::optional<io::Checkpoint> read(const std::filesystem::path& path, Seconds reached,
                                       Watch& watch) const;

    std::filesystem::path path_;
    io::CheckpointHead head_;
    std::optional<Seconds> last_;
};

}  // namespace perforin::engine

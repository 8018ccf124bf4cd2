#pragma once
// Burn-ins that were lived once, kept in a folder by a digest of all that makes them.

#include <filesystem>
#include <optional>
#include <string>

#include "engine/watch.hpp"
#include "io/checkpoint_file.hpp"
#include "io/manifest.hpp"
#include "patient/patient.hpp"

namespace perforin::engine {

/// Digest of all that makes a burn-in: the program, the seed, and the parameters in force but for
/// those of the run, its output, therapies and drugs. So patients who differ in their treatment
/// alone share it.
std::string burn_in_key(const io::Provenance& provenance, const patient::Patient& patient);

/// $PERFORIN_CACHE, else $XDG_CACHE_HOME/perforin, else ~/.cache/perforin; nothing if none of these
/// is set.
std::optional<std::filesystem::path> usual_cache();

/// The entry of one input. Trouble with it costs a warning, and the time to live the burn-in again.
class BurnInCache {
public:
    BurnInCache(const std::filesystem::path& folder, const io::Provenance& provenance,
                const patient::Patient& patient);

    /// Takes a patient made from the same input, and what is told about her burn-in, to its end.
    /// False, and both are as they were, if there is no entry that can be used.
    bool take(patient::Patient& patient, cells::Table& account, Watch& watch) const;
    /// Puts her there, all at once: whoever reads meanwhile finds a whole entry or none.
    void put(patient::Patient& patient, const cells::Table& account, Watch& watch) const;

    const std::filesystem::path& path() const { return path_; }

private:
    std::optional<io::Checkpoint> read(patient::Patient& patient, Watch& watch) const;
    void write(patient::Patient& patient, const cells::Table& account) const;

    std::filesystem::path path_;
    io::CheckpointHead head_;
};

}  // namespace perforin::engine

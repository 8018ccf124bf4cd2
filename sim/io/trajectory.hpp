#pragma once
// The record of one run, an HDF5 file that grows as the run goes on. FORMAT.md says what is in it.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/geometry.hpp"
#include "core/sink.hpp"
#include "core/time.hpp"
#include "io/event_log.hpp"
#include "io/hdf5.hpp"
#include "io/image_log.hpp"
#include "io/lesion_log.hpp"
#include "io/manifest.hpp"
#include "io/precision.hpp"
#include "io/series.hpp"

namespace perforin::io {

/// How a trajectory is written.
struct Writing {
    bool force = false;                             ///< replaces an older file
    std::uint64_t expected_bytes = 10'000'000;      ///< room the disk must have at the start
    int level = default_level;                      ///< of compression, 0 … 9
    Precisions precisions = standard_precisions();  ///< of cell columns and fields, by name
};

/// A frame that is open for writing.
class Frame {
public:
    explicit Frame(LesionLog& lesion) : lesion_{&lesion} {}
    /// Takes the columns of one kind of cell; a kind without cells may be left out.
    Sink& cells(const std::string& kind) { return lesion_->cells(kind); }

private:
    LesionLog* lesion_;
};

/// The writer. Everything waits in memory until commit(); a process killed at any moment leaves a
/// readable file that ends with the last commit. Mistakes in its use are logic_error, trouble with
/// the disk is Unavailable. Not for use from several threads at once.
class Trajectory {
public:
    /// Makes the file. Throws Unavailable when it cannot be there (see check_output); a failure
    /// afterwards removes it.
    static Trajectory create(const std::filesystem::path& path, const Provenance& provenance,
                             const Writing& writing = {});
    /// Opens the file of a run that was interrupted, or that is to be longer, to go on where its
    /// last commit ended. `provenance` takes the place of what the file says of its input. Throws
    /// Unavailable as open_trajectory does, and where another process writes it.
    static Trajectory reopen(const std::filesystem::path& path, const Provenance& provenance,
                             const Writing& writing = {});
    Trajectory(Trajectory&&) = default;

    /// The table /series/<name>, made when first asked for. Names may be nested: "lesions/primary".
    Series& series(const std::string& name, const std::string& doc,
                   const std::vector<SeriesColumn>& columns);
    Series& series(const std::string& name, const std::string& doc,
                   const std::vector<Label>& columns);

    /// Makes a lesion known, once; gives its index, as events name it. `block` is its tissue. A
    /// lesion of a file that was opened again stays as it was described, and goes on in its sample
    /// if it has one. Throws BadInput for a name that cannot be part of a path.
    std::uint16_t lesion(const std::string& name, const std::string& doc, const Box& block);
    /// From now on frames and fields of the lesion are of another block, in its group `sample`;
    /// once.
    void sample(const std::string& lesion, const std::string& doc, const Box& block);
    bool sampled(const std::string& lesion) const {
        return file_.root().has("lesions/" + lesion + "/sample");
    }
    /// Opens the next frame of a lesion's cells and ends the one before it.
    Frame frame(const std::string& lesion, Seconds at);
    /// Takes the clones of a lesion at one moment, one a row.
    Sink& clones(const std::string& lesion, Seconds at) { return known(lesion).clones(at); }
    /// One moment of a field; values with x fastest, then y.
    void field(const std::string& lesion, Seconds at, const Label& label, const FieldGrid& grid,
               std::span<const float> values);

    /// A picture; names may be nested, as those of series.
    void image(const std::string& name, Seconds at, const std::string& doc, Image image) {
        images_.add(name, at, doc, std::move(image));
    }

    /// Code of a kind of event. The label's unit is that of the event's value ("" for none), its
    /// doc says what happened and who, whom, value and parties are.
    std::uint16_t event_kind(const Label& label) { return events_->kind(label); }
    void event(const Event& event) { events_->add(event); }

    /// Says that everything up to this moment is in the next commit.
    void reach(Seconds at) { reached_ = at; }
    Seconds reached() const { return reached_; }
    /// The moment up to which everything is in the file; negative: not even the start is.
    Seconds safe() const { return safe_; }
    /// Brings everything since the last commit into the file, all or nothing.
    void commit();
    /// Brings all commits to the disk, for safety against power cuts (before a checkpoint).
    void sync() { file_.sync(); }
    /// False once somebody else was seen to have removed, replaced or changed the file.
    bool is_sound() const { return file_.is_sound(); }
    /// Adds a circumstance to /manifest, or changes one.
    void note(const std::string& name, const std::string& text);
    /// Adds a line to a circumstance.
    void note_more(const std::string& name, const std::string& line);
    /// Commits, notes how it ended ("completed", "stopped by the user", "failed: …") and why, and
    /// closes the file. Without it the file goes on saying "running".
    void finish(const std::string& status, const std::string& why);
    /// The same without what waits for a commit, which may be half of a moment.
    void abandon(const std::string& status, const std::string& why);

private:
    Trajectory(File file, const Writing& writing);
    void close();
    LesionLog& known(const std::string& lesion);
    double wall_seconds() const;

    File file_;  // first: it outlives the datasets below
    int level_;
    std::unique_ptr<const Precisions> precisions_;
    std::chrono::steady_clock::time_point started_;
    double seconds_before_ = 0.0;  ///< that the run had taken when it was interrupted
    Seconds reached_ = -1, safe_ = -1;
    std::map<std::string, std::unique_ptr<Series>> series_;
    std::map<std::string, std::unique_ptr<LesionLog>> lesions_;
    std::unique_ptr<EventLog> events_;
    ImageLog images_;
};

}  // namespace perforin::io

#pragma once
// What a trajectory keeps of one lesion: its cells in frames, and its fields, at their own pace.

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/geometry.hpp"
#include "core/sink.hpp"
#include "core/time.hpp"
#include "io/column.hpp"

namespace perforin::io {

/// A field's voxels: how many along x, y, z, their edges, and the centre of the first, in µm.
struct FieldGrid {
    std::array<std::size_t, 3> n{1, 1, 1};
    Vec3 spacing{}, origin{};
};

/// The cells of one kind: rows of all frames one after the other, and which belong to which frame.
/// As a Sink it takes the columns of the frame that is open.
class KindLog : public Sink {
public:
    /// `rows`: what says where each frame's rows are. `frames`: frames before the kind was first
    /// heard of; they get no rows. Goes on where the columns end, if there are any.
    KindLog(Group columns, Group& index, const Label& rows, std::uint64_t frames,
            const Precisions& precisions, int level);

    /// The first frame fixes the columns; afterwards each must come once a frame, with as many rows
    /// as the others, or none at all. Throws logic_error.
    void put(const Label& label, const Rows& rows) override;
    void end_frame();
    void flush();

private:
    Column& column(const Label& label, const Rows& rows);

    Group group_;
    std::string kind_;
    const Precisions& precisions_;
    int level_;
    Column index_;
    std::vector<Column> columns_;
    bool columns_known_ = false;
    std::vector<std::string> put_;  // columns that came in this frame
    std::uint64_t rows_ = 0;        // of this frame
    std::uint64_t first_ = 0;       // of this frame, among all rows
};

class LesionLog {
public:
    /// Goes on where the log ends, if there is one.
    LesionLog(Group group, const Precisions& precisions, int level);

    /// Frames come in order of time, one a moment; opening one ends the one before.
    void begin_frame(Seconds at);
    Sink& cells(const std::string& kind);
    /// Values with x fastest, then y; the grid of a field stays the same. Throws logic_error.
    void field(Seconds at, const Label& label, const FieldGrid& grid,
               std::span<const float> values);
    /// The clones of a moment, one a row: takes their columns.
    Sink& clones(Seconds at);
    /// Ends the open frame and writes.
    void flush();

private:
    struct Field {
        Group group;
        TimeColumns times;
        Column values;
        FieldGrid grid;
    };
    /// Clones, each moment's behind those of the one before; made when first heard of.
    struct Clones {
        Group group;
        TimeColumns times;
        KindLog rows;
        bool open = false;
    };
    void end_frame();
    void end_clones();
    KindLog& kind_log(const std::string& kind, std::uint64_t frames);
    Field& field_log(const Label& label, const FieldGrid& grid);

    Group group_, frames_, index_;
    const Precisions& precisions_;
    int level_;
    TimeColumns times_;
    bool open_ = false;
    std::map<std::string, std::unique_ptr<KindLog>> kinds_;
    std::map<std::string, Field> fields_;
    std::unique_ptr<Clones> clones_;
};

}  // namespace perforin::io

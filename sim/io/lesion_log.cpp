#include "io/lesion_log.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace perforin::io {

namespace {

Precision precision_of(const Precisions& precisions, const std::string& name) {
    const auto found = precisions.find(name);
    return found == precisions.end() ? Precision{} : found->second;
}

/// A frame of thousands of cells fills a few chunks, so rewriting the last one costs little.
Layout cell_layout(const Rows& rows, int level) {
    Layout layout{.scalar = rows.type, .row = {}, .chunk = {4096}, .level = level};
    if (rows.width != 1) layout.row = {rows.width};
    return layout;
}

/// One frame a chunk; a large frame is cut into slabs of z of at most 1 MiB.
Layout field_layout(const FieldGrid& grid, int level) {
    const std::uint64_t nx = grid.n[0], ny = grid.n[1], nz = grid.n[2];
    const std::uint64_t slab = std::max<std::uint64_t>(1, (1u << 20) / (nx * ny * sizeof(float)));
    return {.scalar = Scalar::f32,
            .row = {nz, ny, nx},
            .chunk = {1, std::min(nz, slab)},
            .level = level};
}

/// Attributes follow the order of the array: z, y, x.
std::vector<double> zyx(Vec3 v) {
    return {double{v.z}, double{v.y}, double{v.x}};
}

}  // namespace

KindLog::KindLog(Group columns, Group& index, const Label& rows, std::uint64_t frames,
                 const Precisions& precisions, int level)
    : group_{std::move(columns)},
      kind_{rows.name},
      precisions_{precisions},
      level_{level},
      index_{index, rows, slow_table(Scalar::u64, {2})} {
    if (const std::uint64_t known = index_.rows(); known != 0) {
        using Frame = std::array<std::uint64_t, 2>;
        const Frame last = index_.dataset().read_as<Frame>(known - 1, 1).front();
        first_ = last[0] + last[1];
        columns_known_ = !group_.children().empty();
        return;
    }
    const std::vector<std::array<std::uint64_t, 2>> none(frames, {0, 0});
    index_.add(Rows{none});
}

Column& KindLog::column(const Label& label, const Rows& rows) {
    const auto found = std::find_if(columns_.begin(), columns_.end(),
                                    [&](const Column& c) { return c.name() == label.name; });
    if (found != columns_.end()) return *found;
    if (columns_known_ && !group_.has(label.name)) {
        throw std::logic_error{
            fmt::format("column {} of {} came after the first frame", label.name, kind_)};
    }
    columns_.emplace_back(group_, label, cell_layout(rows, level_),
                          precision_of(precisions_, label.name));
    return columns_.back();
}

void KindLog::put(const Label& label, const Rows& rows) {
    if (std::find(put_.begin(), put_.end(), label.name) != put_.end()) {
        throw std::logic_error{fmt::format("column {} of {} came twice", label.name, kind_)};
    }
    if (!put_.empty() && rows.rows != rows_) {
        throw std::logic_error{fmt::format("column {} of {} has {} rows, others have {}",
                                           label.name, kind_, rows.rows, rows_)};
    }
    column(label, rows).add(rows);
    rows_ = rows.rows;
    put_.push_back(label.name);
}

void KindLog::end_frame() {
    if (!put_.empty() && put_.size() != columns_.size()) {
        throw std::logic_error{fmt::format("a frame of {} lacks columns", kind_)};
    }
    columns_known_ = columns_known_ || !put_.empty();
    index_.add(std::array{first_, rows_});
    first_ += rows_;
    rows_ = 0;
    put_.clear();
}

void KindLog::flush() {
    for (Column& column : columns_) column.flush();
    index_.flush();
}

LesionLog::LesionLog(Group group, const Precisions& precisions, int level)
    : group_{std::move(group)},
      frames_{group_.group("frames")},
      index_{frames_.group("rows")},
      precisions_{precisions},
      level_{level},
      times_{frames_, slow_table(Scalar::i64)} {
    for (const Group::Child& kind : index_.children()) kind_log(kind.name, times_.rows());
}

void LesionLog::begin_frame(Seconds at) {
    end_frame();
    if (times_.rows() != 0 && at == times_.last()) {
        throw std::logic_error{"two frames of a lesion at the same time"};
    }
    times_.add(at);
    open_ = true;
}

Sink& LesionLog::cells(const std::string& kind) {
    if (!open_) throw std::logic_error{"cells outside a frame"};
    const auto found = kinds_.find(kind);
    return found != kinds_.end() ? *found->second : kind_log(kind, times_.rows() - 1);
}

KindLog& LesionLog::kind_log(const std::string& kind, std::uint64_t frames) {
    const Label rows{kind, "1", "First row and number of rows of each frame in cells/" + kind};
    auto log = std::make_unique<KindLog>(group_.group("cells/" + kind), index_, rows, frames,
                                         precisions_, level_);
    return *kinds_.emplace(kind, std::move(log)).first->second;
}

void LesionLog::end_frame() {
    if (!std::exchange(open_, false)) return;
    for (auto& [kind, log] : kinds_) log->end_frame();
}

LesionLog::Field& LesionLog::field_log(const Label& label, const FieldGrid& grid) {
    const auto found = fields_.find(label.name);
    if (found != fields_.end()) return found->second;
    Group group = group_.group("fields/" + label.name);
    TimeColumns times{group, slow_table(Scalar::i64)};
    Column values{group,
                  {"values", label.unit, label.doc},
                  field_layout(grid, level_),
                  precision_of(precisions_, label.name)};
    values.dataset().annotate("spacing_um", Rows{zyx(grid.spacing)});
    values.dataset().annotate("origin_um", Rows{zyx(grid.origin)});
    return fields_
        .emplace(label.name, Field{std::move(group), std::move(times), std::move(values), grid})
        .first->second;
}

void LesionLog::field(Seconds at, const Label& label, const FieldGrid& grid,
                      std::span<const float> values) {
    Field& log = field_log(label, grid);
    if (grid.n != log.grid.n || values.size() != grid.n[0] * grid.n[1] * grid.n[2]) {
        throw std::logic_error{"field " + label.name + " does not fit its grid"};
    }
    log.times.add(at);
    log.values.add(Rows{values});
}

Sink& LesionLog::clones(Seconds at) {
    if (!clones_) {
        Group group = group_.group("clones");
        Group columns = group.group("columns");
        TimeColumns times{group, slow_table(Scalar::i64)};
        const Label label{"rows", "1", "First row and number of rows of each moment in columns"};
        KindLog rows{std::move(columns), group, label, 0, precisions_, level_};
        clones_ =
            std::make_unique<Clones>(Clones{std::move(group), std::move(times), std::move(rows)});
    }
    end_clones();
    clones_->times.add(at);
    clones_->open = true;
    return clones_->rows;
}

void LesionLog::end_clones() {
    if (clones_ && std::exchange(clones_->open, false)) clones_->rows.end_frame();
}

void LesionLog::flush() {
    end_frame();
    if (clones_) {
        end_clones();
        clones_->times.flush();
        clones_->rows.flush();
    }
    times_.flush();
    for (auto& [kind, log] : kinds_) log->flush();
    for (auto& [name, field] : fields_) {
        field.times.flush();
        field.values.flush();
    }
}

}  // namespace perforin::io

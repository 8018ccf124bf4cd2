#include "io/trajectory.hpp"

#include <stdexcept>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "io/files.hpp"

namespace perforin::io {

namespace {

/// Names become parts of paths in the file.
void check_name(const std::string& name) {
    if (name.empty() || name == "." || name.find('/') != std::string::npos) {
        throw BadInput{
            fmt::format("\"{}\" cannot be a name in a trajectory: it is empty, a dot, "
                        "or has a slash.",
                        name)};
    }
}

/// The tissue that positions and fields in a group refer to.
void describe(Group& group, const std::string& doc, const Box& block) {
    group.annotate("description", doc);
    group.annotate("block_um", Rows{std::vector{block.size.x, block.size.y, block.size.z}});
    std::vector<std::uint8_t> periodic;
    for (const bool yes : block.periodic) periodic.push_back(yes ? 1 : 0);
    group.annotate("periodic", Rows{periodic});
    group.annotate("dimensions", static_cast<std::uint8_t>(block.dimensions));
}

}  // namespace

Trajectory::Trajectory(File file, const Writing& writing)
    : file_{std::move(file)},
      level_{writing.level},
      precisions_{std::make_unique<const Precisions>(writing.precisions)},
      started_{std::chrono::steady_clock::now()},
      events_{std::make_unique<EventLog>(file_.root().group("events"), *precisions_, level_)} {}

Trajectory Trajectory::create(const std::filesystem::path& path, const Provenance& provenance,
                              const Writing& writing) {
    check_output(path, writing.force, writing.expected_bytes);
    File file = File::create(path);
    try {
        Group& root = file.root();
        root.annotate("format", trajectory_format);
        root.annotate("version", trajectory_version.text());
        write_provenance(root, provenance);
        root.group("series");
        root.group("lesions");
        Trajectory trajectory{std::move(file), writing};
        trajectory.commit();
        return trajectory;
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
        throw;
    }
}

Trajectory Trajectory::reopen(const std::filesystem::path& path, const Provenance& provenance,
                              const Writing& writing) {
    static_cast<void>(open_trajectory(path));  // says what is wrong with it
    File file = File::edit(path);
    Group& root = file.root();
    Group manifest = root.open("manifest");
    const double before = manifest.number("wall_seconds");
    const auto reached = static_cast<Seconds>(manifest.number("reached_s"));
    write_input(root, provenance);
    if (root.has("twin")) root.remove("twin");  // it was of a shorter run
    manifest.annotate("status", "running");
    manifest.annotate("why", "");
    manifest.annotate("ended", "");
    Trajectory trajectory{std::move(file), writing};
    trajectory.seconds_before_ = before;
    trajectory.reached_ = trajectory.safe_ = reached;
    return trajectory;
}

Series& Trajectory::series(const std::string& name, const std::string& doc,
                           const std::vector<SeriesColumn>& columns) {
    const auto found = series_.find(name);
    if (found != series_.end()) {
        found->second->must_have(columns);
        return *found->second;
    }
    auto table = std::make_unique<Series>(file_.root().group("series/" + name), name, doc, columns);
    return *series_.emplace(name, std::move(table)).first->second;
}

Series& Trajectory::series(const std::string& name, const std::string& doc,
                           const std::vector<Label>& columns) {
    std::vector<SeriesColumn> all;
    all.reserve(columns.size());
    for (const Label& label : columns) all.push_back({.label = label});
    return series(name, doc, all);
}

std::uint16_t Trajectory::lesion(const std::string& name, const std::string& doc,
                                 const Box& block) {
    check_name(name);
    const auto index = static_cast<std::uint16_t>(lesions_.size());
    if (lesions_.count(name) != 0) throw std::logic_error{"lesion " + name + " is known already"};
    const bool there = file_.root().has("lesions/" + name);
    Group group = file_.root().group("lesions/" + name + (there && sampled(name) ? "/sample" : ""));
    if (!there) {
        group.annotate("index", index);
        describe(group, doc, block);
    }
    lesions_[name] = std::make_unique<LesionLog>(std::move(group), *precisions_, level_);
    return index;
}

void Trajectory::sample(const std::string& lesion, const std::string& doc, const Box& block) {
    known(lesion).flush();
    Group group = file_.root().group("lesions/" + lesion + "/sample");
    describe(group, doc, block);
    lesions_[lesion] = std::make_unique<LesionLog>(std::move(group), *precisions_, level_);
}

LesionLog& Trajectory::known(const std::string& lesion) {
    const auto found = lesions_.find(lesion);
    if (found == lesions_.end()) throw std::logic_error{"lesion " + lesion + " is not known"};
    return *found->second;
}

Frame Trajectory::frame(const std::string& lesion, Seconds at) {
    LesionLog& log = known(lesion);
    log.begin_frame(at);
    return Frame{log};
}

void Trajectory::field(const std::string& lesion, Seconds at, const Label& label,
                       const FieldGrid& grid, std::span<const float> values) {
    known(lesion).field(at, label, grid, values);
}

void Trajectory::commit() {
    for (auto& [name, table] : series_) table->flush();
    for (auto& [name, log] : lesions_) log->flush();
    events_->flush();
    images_.flush(file_.root(), level_);
    Group manifest = file_.root().open("manifest");
    manifest.annotate("reached_s", std::int64_t{reached_});
    manifest.annotate("wall_seconds", wall_seconds());
    file_.commit();
    safe_ = reached_;
}

void Trajectory::note(const std::string& name, const std::string& text) {
    file_.root().open("manifest").annotate(name, text);
}

void Trajectory::note_more(const std::string& name, const std::string& line) {
    const Group manifest = file_.root().open("manifest");
    note(name, manifest.has_attribute(name) ? manifest.text(name) + "\n" + line : line);
}

void Trajectory::finish(const std::string& status, const std::string& why) {
    Group manifest = file_.root().open("manifest");
    manifest.annotate("status", status);
    manifest.annotate("why", why);
    manifest.annotate("ended", now_utc());
    commit();
    close();
}

void Trajectory::abandon(const std::string& status, const std::string& why) {
    reached_ = safe_;
    series_.clear();
    lesions_.clear();
    images_.forget();
    events_ = std::make_unique<EventLog>(file_.root().group("events"), *precisions_, level_);
    finish(status, why);
}

void Trajectory::close() {
    series_.clear();
    lesions_.clear();
    events_.reset();
    file_.close();
}

double Trajectory::wall_seconds() const {
    return seconds_before_ +
           std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
}

}  // namespace perforin::io

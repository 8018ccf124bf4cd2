#include "study/known_series.hpp"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "core/error.hpp"
#include "engine/journal.hpp"
#include "io/files.hpp"
#include "io/trajectory.hpp"

namespace perforin::study {

namespace fs = std::filesystem;

namespace {

/// A folder that goes when it is no longer needed.
class Scratch {
public:
    Scratch() {
        std::string name = (fs::temp_directory_path() / "perforin-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw Unavailable{"There is no room for a scratch file in " +
                              fs::temp_directory_path().string() + "."};
        }
        path_ = name;
    }
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    fs::path file() const { return path_ / "start.h5"; }

private:
    fs::path path_;
};

void add(std::vector<KnownColumn>& known, const io::Group& group, const std::string& series) {
    for (const io::Group::Child& child : group.children()) {
        if (child.is_group) {
            add(known, group.open(child.name),
                series.empty() ? child.name : series + '/' + child.name);
        } else {
            const io::Dataset column = group.dataset(child.name);
            known.push_back({series, child.name, column.text("unit"), column.text("description")});
        }
    }
}

}  // namespace

std::vector<KnownColumn> known_series(const engine::Scenario& scenario, engine::Prepared& run) {
    const Scratch scratch;
    const engine::RunRequest request;
    {
        auto trajectory = io::Trajectory::create(scratch.file(), run.provenance(scenario, request),
                                                 run.writing(request));
        engine::Journal journal{trajectory, *run.patient, run.output};
        journal.write(0, run.examinations.look(0, *run.patient));
        journal.write(0, *run.patient);
        trajectory.finish("completed", "the start");
    }
    std::vector<KnownColumn> known;
    const io::File file = io::open_trajectory(scratch.file());
    if (file.root().has("series")) add(known, file.root().open("series"), "");
    return known;
}

bool may_come(const std::string& series) {
    return series.starts_with("examinations/") || series.starts_with("lesions/metastasis_") ||
           series.starts_with("nodes/metastasis_");
}

}  // namespace perforin::study

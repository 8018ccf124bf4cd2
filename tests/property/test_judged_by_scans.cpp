// Therapies that end by what the reader of scans says, in results.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "../support/impatient.hpp"
#include "../support/patients.hpp"
#include "../support/program.hpp"
#include "../support/scratch_folder.hpp"
#include "engine/run.hpp"
#include "io/digest.hpp"
#include "io/files.hpp"

using namespace perforin;
using support::call;

namespace {

constexpr double progression = 2.0;  // a code of the series

/// A lesion that hardly grows in these days, doses each day, and a scan each second day of which
/// the reader makes what she will.
std::string scenario(const std::string& more) {
    return test::small_slab(
        "[run]\ndays = 30\n[tissue]\nstep = '4 h'\nsub_step = '20 min'\n"
        "[[examination]]\ntype = 'ct'\nfirst = '2 d'\nevery = '2 d'\njitter = '0 d'\n"
        "reader_spread = 0.2\nreader_persistence = 0\nreader_most = 0.5\n"
        "[[therapy]]\ntype = 'nivolumab'\nfirst = '2 d'\nevery = '1 d'\n"
        "stop_at = ['progression']\n" +
        more);
}

struct Result {
    explicit Result(const std::filesystem::path& path) : file{io::open_trajectory(path)} {}
    std::vector<double> column(const std::string& table, const std::string& name) const {
        return file.root().dataset("series/" + table + "/" + name).read_as<double>();
    }
    /// The first day on which a column is this, or -1.
    double first(const std::string& table, const std::string& name, double value) const {
        const auto values = column(table, name), days = column(table, "time");
        const auto found = std::find(values.begin(), values.end(), value);
        return found == values.end() ? -1.0
                                     : days[static_cast<std::size_t>(found - values.begin())];
    }
    double doses() const { return column("therapies/nivolumab", "given").back(); }

    io::File file;
};

}  // namespace

TEST_CASE("a therapy ends on the day whose scan is read as progression, not by true sizes") {
    const support::ScratchFolder folder;
    std::ofstream{folder / "read.toml"} << scenario("[follow_up]\njudged_by = 'ct'\n");
    std::ofstream{folder / "true.toml"} << scenario("[follow_up]\nevery = '1 d'\n");
    for (const std::string name : {"read", "true"}) {
        REQUIRE(call(folder.path(),
                     {"run", name + ".toml", "-o", name + ".h5", "--quiet", "--threads", "1"})
                    .code == 0);
    }
    const Result read{folder / "read.h5"}, truth{folder / "true.h5"};
    const double seen = read.first("examinations/ct/response", "recist", progression);
    REQUIRE(seen > 4.0);
    REQUIRE(seen < 28.0);
    CHECK(read.first("examinations/ct/response", "recist_true", progression) < 0.0);
    CHECK(read.first("therapies/nivolumab", "stopped", 1.0) == seen + 1.0);
    CHECK(read.doses() == seen - 2.0);  // from day 2 to the day before
    CHECK(truth.first("therapies/nivolumab", "stopped", 1.0) < 0.0);
    CHECK(truth.doses() == 28.0);
}

TEST_CASE("each therapy is judged from its own baseline") {
    const support::ScratchFolder folder;
    std::ofstream{folder / "a.toml"} << scenario(
        "[[therapy]]\ntype = 'atezolizumab'\nfirst = '13 d'\nevery = '1 d'\n"
        "stop_at = ['progression']\n[follow_up]\njudged_by = 'ct'\n");
    int told_apart = 0;  // in seed 2 a scan shows progression on the day after a first dose
    for (const std::string seed : {"2", "3"}) {
        CAPTURE(seed);
        REQUIRE(call(folder.path(), {"run", "a.toml", "--days", "40", "--seed", seed, "-o", "a.h5",
                                     "--quiet", "--force", "--threads", "1"})
                    .code == 0);
        const Result result{folder / "a.h5"};
        const auto sizes = result.column("examinations/ct/lesions/primary", "long_1");
        const auto days = result.column("examinations/ct/lesions/primary", "time");
        // RECIST 1.1 of one target: the first scan after `from` that is progression, against the
        // last one on or before `begun` and those since.
        const auto progression = [&](double begun, double from) {
            double nadir = 0.0;
            for (std::size_t i = 0; i != days.size(); ++i) {
                const double now = std::round(10.0 * sizes[i]) / 10.0;
                if (days[i] <= begun) {
                    nadir = now;
                    continue;
                }
                if (days[i] > from && now >= 1.2 * nadir && now >= nadir + 5.0) return days[i];
                nadir = std::min(nadir, now);
            }
            return -2.0;
        };
        const double first = progression(2.0, 2.0), second = progression(13.0, 13.0);
        CHECK(result.first("therapies/nivolumab", "stopped", 1.0) == first + 1.0);
        CHECK(result.first("therapies/atezolizumab", "stopped", 1.0) == second + 1.0);
        told_apart += second != progression(2.0, 13.0) ? 1 : 0;
    }
    CHECK(told_apart > 0);  // by the first baseline it would be another day
}

TEST_CASE("a run that is stopped again and again hears the same of its scans") {
    const support::ScratchFolder folder;
    std::ofstream{folder / "a.toml"} << scenario("[follow_up]\njudged_by = 'ct'\n");
    const engine::Scenario patient = engine::find_scenario(folder / "a.toml");
    support::Impatient waits{support::for_ever};
    engine::run(patient, {.output = folder / "whole.h5"}, waits);
    engine::RunReport report;
    for (bool resume = false; !report.completed; resume = true) {
        support::Impatient some_steps{7};  // of six a day
        report =
            engine::run(patient, {.output = folder / "parts.h5", .resume = resume}, some_steps);
    }
    CHECK(Result{folder / "whole.h5"}.doses() < 28.0);
    CHECK(io::digest(folder / "parts.h5") == io::digest(folder / "whole.h5"));
}

TEST_CASE("who is to judge must be there and measure lesions") {
    const support::ScratchFolder folder;
    std::ofstream{folder / "wrong.toml"} << scenario("[follow_up]\njudged_by = 'mri'\n");
    const auto done = call(folder.path(), {"check", "wrong.toml"});
    CHECK(done.code == 2);
    CHECK(done.says("no examination 'mri' measures lesions; there is ct"));
    std::ofstream{folder / "none.toml"} << test::small_slab("[follow_up]\njudged_by = 'ct'\n");
    const auto none = call(folder.path(), {"check", "none.toml"});
    CHECK(none.code == 2);
    CHECK(none.says("there is none that does"));
}

// The table of measured lesions in a result, and what `respond` makes of it.

#include <doctest/doctest.h>

#include <cstddef>
#include <fstream>
#include <string>

#include "../support/patients.hpp"
#include "../support/program.hpp"
#include "../support/scratch_folder.hpp"
#include "clinic/measurements/measurement_table.hpp"
#include "io/files.hpp"
#include "io/trajectory.hpp"

using namespace perforin;
using support::call;

TEST_CASE("a result holds the table of its measurements, and respond judges it") {
    const support::ScratchFolder folder;
    std::ofstream{folder / "short.toml"} << test::small_slab(
        "[run]\ndays = 8\n[tissue]\nstep = '2 h'\nsub_step = '20 min'\n"
        "[[examination]]\ntype = 'ct'\nfirst = '3 d'\nevery = '3 d'\njitter = '0 d'\n"
        "[[examination]]\ntype = 'fdg_pet'\n");
    REQUIRE(call(folder.path(), {"run", "short.toml", "-o", "a.h5", "--quiet", "--threads", "1"})
                .code == 0);
    const io::File file = io::open_trajectory(folder / "a.h5");
    const io::Group manifest = file.root().open("manifest");
    CHECK_FALSE(manifest.has_attribute("measurements_fdg_pet"));
    const std::string table = manifest.text("measurements_ct");
    const auto records = clinic::read_measurements(table, "a.csv");
    REQUIRE(records.size() == 1);
    REQUIRE(records[0].visits.size() == 3);
    CHECK(records[0].visits[0].day == 0);
    CHECK(records[0].visits[2].day == 6);
    const auto read = file.root().dataset("series/examinations/ct/lesions/primary/long_1");
    const auto axes = read.read_as<double>();
    for (std::size_t visit = 0; visit != 3; ++visit) {
        const auto& findings = records[0].visits[visit].findings;
        REQUIRE(findings.size() == 1);
        REQUIRE(findings[0].long_axis);
        CHECK(static_cast<double>(*findings[0].long_axis) / 10.0 == doctest::Approx(axes[visit]));
    }
    std::ofstream{folder / "a.csv"} << table;
    CHECK(call(folder.path(), {"respond", "a.csv"}).code == 0);
}

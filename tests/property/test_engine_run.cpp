#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "../support/scratch_folder.hpp"
#include "core/error.hpp"
#include "core/registry.hpp"
#include "engine/run.hpp"
#include "io/digest.hpp"
#include "io/files.hpp"
#include "tissue/kind.hpp"

using namespace perforin;
using engine::Moment, engine::RunReport, engine::RunRequest, engine::Scenario;

namespace {

constexpr const char* inflamed = R"([output]
events = "all"
frames = "2 d"
[tissue]
step = "2 h"
sub_step = "20 min"
[[lesion]]
diameter = "20 mm"
[lesion.slab]
width = "100 um"
depth = "120 um"
cap = "160 um"
[[therapy]]
type = "nivolumab"
)";

/// Looks on, and ends the run after some days.
struct Onlooker final : engine::Watch {
    explicit Onlooker(std::int64_t patience) : days{patience} {}
    void see(const Moment& moment) override { seen.push_back(moment); }
    bool stop() const override { return seen.back().days == days; }
    std::int64_t days;
    std::vector<Moment> seen;
};

RunReport run(const std::string& text, const std::filesystem::path& result, engine::Watch& watch) {
    const Scenario scenario{.name = "test.toml", .text = text, .title = "test", .places = {}};
    return engine::run(scenario, {.settings = {"run.days=3"}, .output = result}, watch);
}

std::vector<double> column(const io::File& file, const std::string& path) {
    return file.root().dataset(path).read_as<double>();
}

std::set<std::string> names(const io::File& file, const std::string& group) {
    std::set<std::string> all;
    for (const auto& child : file.root().open(group).children()) all.insert(child.name);
    return all;
}

}  // namespace

TEST_CASE("a run writes the start and each day of patient, lesion, drug and blood") {
    const support::ScratchFolder folder;
    Onlooker nobody{-1};
    const RunReport report = run(inflamed, folder / "a.h5", nobody);
    CHECK(report.completed);
    CHECK(report.days == 3);
    const io::File file = io::open_trajectory(folder / "a.h5");
    CHECK(column(file, "series/patient/time") == std::vector<double>{0, 1, 2, 3});
    const auto burden = column(file, "series/patient/burden");
    CHECK(burden.front() == doctest::Approx(report.burden_at_start.in(mm3)));
    CHECK(burden.back() == doctest::Approx(report.burden.in(mm3)));
    CHECK(column(file, "series/lesions/primary/killed").back() == doctest::Approx(report.killed));

    CHECK(column(file, "series/drugs/nivolumab/infused") == std::vector<double>{0, 240, 240, 240});
    CHECK(column(file, "series/therapies/nivolumab/given") == std::vector<double>{0, 1, 1, 1});
    CHECK(column(file, "series/therapies/nivolumab/mass") == std::vector<double>{0, 240, 240, 240});
    CHECK(column(file, "series/therapies/nivolumab/stopped") == std::vector<double>{0, 0, 0, 0});
    const auto plasma = column(file, "series/drugs/nivolumab/plasma");
    CHECK(plasma[0] == 0);
    CHECK(plasma[1] > 30);  // 240 mg into 3.6 L, before the rest of the body takes its share
    CHECK(plasma[1] < 240 / 3.6);
    CHECK(column(file, "series/drugs/nivolumab/occupancy").back() > 0.9);
    CHECK(column(file, "series/drugs/nivolumab/occupancy_primary").back() > 0.5);
    CHECK(column(file, "series/drugs/nivolumab/tissue_primary").back() > 1);
    CHECK(column(file, "series/blood/cytotoxic_t_0/cells").back() > 0);
    CHECK(column(file, "series/blood/cytotoxic_t_0/entered").back() > 0);
}

TEST_CASE("frames hold the cells and leave out what only leads through memory") {
    const support::ScratchFolder folder;
    Onlooker nobody{-1};
    run(inflamed, folder / "a.h5", nobody);
    const io::File file = io::open_trajectory(folder / "a.h5");
    CHECK(column(file, "lesions/primary/frames/time") == std::vector<double>{0, 2});
    std::set<std::string> kinds;
    for (const auto& kind : registry<tissue::Kind>()) kinds.insert(kind.first);
    CHECK(names(file, "lesions/primary/cells") == kinds);
    const auto columns = names(file, "lesions/primary/cells/cytotoxic_t");
    CHECK(columns.count("position") == 1);
    CHECK(columns.count("phenotype") == 1);
    for (const char* hidden : {"row", "own", "partner_row"}) CHECK(columns.count(hidden) == 0);
    CHECK(names(file, "lesions/primary/fields") ==
          std::set<std::string>{"cxcl12", "cxcl9_10", "damps", "fluid", "ifn_1", "ifn_gamma",
                                "il10", "il2", "matrix", "nivolumab", "oxygen", "prednisone",
                                "tgf_beta", "vegf", "vessels", "virus"});
}

TEST_CASE("every event that is asked for is written with its kind, place and parties") {
    const support::ScratchFolder folder;
    Onlooker nobody{-1};
    run(std::string{inflamed} + "[biology.tumour]\nhits_to_kill = 1\n", folder / "a.h5", nobody);
    const io::File file = io::open_trajectory(folder / "a.h5");
    const auto kinds = file.root().dataset("events/kinds/name").read().text;
    REQUIRE(kinds.at(3) == "killed_by_t_cells");
    const auto kind = file.root().dataset("events/kind").read_as<std::uint16_t>();
    const auto hits = column(file, "events/value");
    const auto x = column(file, "events/x");
    const auto parties = file.root().dataset("events/party_count").read_as<std::uint32_t>();
    std::vector<int> counts(kinds.size());
    for (std::size_t i = 0; i != kind.size(); ++i) {
        ++counts.at(kind[i]);
        if (kinds[kind[i]] != "killed_by_t_cells") continue;
        CHECK(hits[i] >= 1);
        CHECK(x[i] >= 0);
        CHECK(parties[i] >= 1);
    }
    CHECK(counts[0] > 0);  // births
    CHECK(counts[3] > 0);
}

TEST_CASE("a run that is stopped keeps its days, which are those of the whole run") {
    const support::ScratchFolder folder;
    Onlooker impatient{2};
    const RunReport report = run(inflamed, folder / "a.h5", impatient);
    CHECK(!report.completed);
    CHECK(report.days == 2);
    REQUIRE(impatient.seen.size() == 3);
    CHECK(impatient.seen.front().days == 0);
    CHECK(impatient.seen.front().agents > 100);
    CHECK(impatient.seen.back().of == 3);
    const io::File part = io::open_trajectory(folder / "a.h5");
    CHECK(part.root().open("manifest").text("status") == "stopped by the user");
    CHECK(part.root().open("manifest").text("why") == "day 2 of 3");
    CHECK(part.root().open("manifest").text("profile").find("output") != std::string::npos);
    Onlooker patient{-1};
    run(inflamed, folder / "b.h5", patient);
    const io::File whole = io::open_trajectory(folder / "b.h5");
    auto burden = column(whole, "series/patient/burden");
    burden.pop_back();
    CHECK(column(part, "series/patient/burden") == burden);
}

TEST_CASE("what is wrong with the input is told before a file is made") {
    const support::ScratchFolder folder;
    Onlooker nobody{-1};
    CHECK_THROWS_WITH_AS(run("[[lesion]]\nname = 'a b'\ndiametre = 3\n", folder / "a.h5", nobody),
                         doctest::Contains("'a b' is no name for a lesion"), BadInput);
    CHECK_THROWS_WITH_AS(run(std::string{inflamed} + "[[examination]]\ntype = 'ct'\nname = 'a/b'\n",
                             folder / "a.h5", nobody),
                         doctest::Contains("'a/b' is no name for an examination"), BadInput);
    CHECK_THROWS_WITH_AS(run("", folder / "a.h5", nobody), doctest::Contains("[[lesion]]"),
                         BadInput);
    CHECK(!std::filesystem::exists(folder / "a.h5"));
    CHECK(nobody.seen.empty());
}

TEST_CASE("a run with examinations writes what they find, and else is the run without them") {
    const support::ScratchFolder folder;
    Onlooker nobody{-1};
    run(inflamed, folder / "alone.h5", nobody);
    const std::string daily = "first = '1 d'\nevery = '1 d'\nlater = '1 d'\njitter = '0 d'\n";
    run(std::string{inflamed} + "[[examination]]\ntype = 'ct'\nname = 'chest'\n" + daily +
            "[[examination]]\ntype = 'fdg_pet'\n" + daily,
        folder / "a.h5", nobody);
    const io::File alone = io::open_trajectory(folder / "alone.h5"),
                   file = io::open_trajectory(folder / "a.h5");
    for (const char* same : {"series/patient", "series/lesions", "series/blood", "series/drugs",
                             "series/nodes", "lesions", "events"}) {
        CAPTURE(same);
        CHECK(io::digest(file.root().open(same)) == io::digest(alone.root().open(same)));
    }
    CHECK(!alone.root().has("series/examinations"));
    CHECK(names(file, "series/examinations") == std::set<std::string>{"chest", "fdg_pet"});
    const std::string scans = "series/examinations/chest/";
    CHECK(column(file, scans + "visits/time") == std::vector<double>{0, 1, 2, 3});
    CHECK(column(file, scans + "visits/baseline") == std::vector<double>{1, 0, 0, 0});
    CHECK(column(file, scans + "visits/first_dose") == std::vector<double>{-1, 0, 0, 0});
    const auto truth = column(file, scans + "lesions/primary/volume"),
               volume = column(file, "series/lesions/primary/volume");
    REQUIRE(truth.size() == volume.size());
    for (std::size_t i = 0; i != truth.size(); ++i) {
        CHECK(truth[i] == doctest::Approx(volume[i]).epsilon(1e-5));
    }
    CHECK(column(file, scans + "lesions/primary/long_1").front() > 15.0);
    CHECK(column(file, "series/examinations/fdg_pet/lesions/primary/suv").front() > 5.0);
}

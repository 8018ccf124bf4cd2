// The digest of a result: the same for the same result, another for any other; and where two
// results part.

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/geometry.hpp"
#include "io/diff.hpp"
#include "io/digest.hpp"
#include "io/files.hpp"
#include "io/sha256.hpp"
#include "io/trajectory.hpp"
#include "support/scratch_folder.hpp"

using namespace perforin;
using namespace perforin::io;
using support::ScratchFolder;

namespace {

/// Everything a small run writes; a test changes one thing of it.
struct Sample {
    Provenance provenance;
    Writing writing;
    std::string table = "patient", lesion = "primary", kind = "tumour", substance = "oxygen";
    Label column{"burden", "mm^3", "Volume of all lesions"};
    Label radius{"radius", "um", "Radius"};
    std::vector<double> burden{0, 20, 30};
    std::vector<float> radii{5, 6, 7, 8, 9, 10};
    std::vector<std::size_t> cells{3, 1, 2};
    std::array<float, 24> oxygen{};
    Event event{.at = 40000,
                .kind = 0,
                .lesion = 0,
                .who = 7,
                .where = {1, 2, 3},
                .value = 0.5,
                .parties = {{8, 2}, {9, 1}}};
    FieldGrid grid{{4, 3, 2}, {10, 10, 10}, {5, 5, 5}};
    Seconds last = 2 * seconds_per_day;
    std::string status = "completed";

    Sample() {
        provenance.seed = 1;
        provenance.scenario = {{"scenario.toml", "[patient]\nmass = \"70 kg\"\nsex = \"f\"\n"}};
        provenance.parameters = {{"patient.mass", "70", "kg", "70", "30", "200", "Body mass", "",
                                  "assumed", false, "scenario.toml:2:1"},
                                 {"tumour.cycle", "24", "h", "24", "1", "100", "Cycle",
                                  "Somebody 2001", "measured", false, "default"}};
        writing.force = true;
    }

    void write(const std::filesystem::path& path) const {
        Trajectory run = Trajectory::create(path, provenance, writing);
        run.lesion(lesion, "A lesion", Box{{40, 30, 20}});
        run.event_kind({"killed_by_t_cells", "1", "Killers and their hits"});
        std::size_t first = 0;
        for (std::size_t i = 0; i != burden.size(); ++i) {
            const Seconds at = i == 2 ? last : static_cast<Seconds>(i) * seconds_per_day;
            run.series(table, "The patient", std::vector{column}).append(at, {burden[i]});
            run.frame(lesion, at)
                .cells(kind)
                .put(radius, Rows{std::span{radii}.subspan(first, cells[i])});
            first += cells[i];
            run.field(lesion, at, {substance, "mmHg", "Oxygen"}, grid, oxygen);
            if (i == 1) run.event(event);
            run.commit();
        }
        run.finish(status, "");
    }
};

struct Change {
    std::string name;
    std::function<void(Sample&)> make;
    std::string told;  ///< what the comparison says
};

std::vector<Change> changes() {
    return {
        {"seed", [](Sample& s) { s.provenance.seed = 2; }, "/, attribute seed: 1 against 2"},
        {"parameter", [](Sample& s) { s.provenance.parameters[1].value = "25"; },
         "/parameters/value, row 1 (tumour.cycle): 24 against 25"},
        {"flag", [](Sample& s) { s.provenance.parameters[1].recalled = true; },
         "/parameters/recalled, row 1 (tumour.cycle): 0 against 1"},
        {"scenario", [](Sample& s) { s.provenance.scenario[0].text.replace(18, 2, "80"); },
         "/scenario/text, row 0 (scenario.toml): line 2: mass = \"70 kg\" against mass = \"80 "
         "kg\""},
        {"table's name", [](Sample& s) { s.table = "blood"; },
         "/series/blood: only in the second file"},
        {"column's name", [](Sample& s) { s.column.name = "load"; },
         "/series/patient/burden: only in the first file"},
        {"unit", [](Sample& s) { s.column.unit = "cm^3"; },
         "/series/patient/burden, attribute unit: mm^3 against cm^3"},
        {"description", [](Sample& s) { s.column.doc = "Volume"; },
         "attribute description: Volume of all lesions against Volume"},
        {"value of a series", [](Sample& s) { s.burden[1] = 20.0000001; },
         "/series/patient/burden, row 1 (day 1): 20 mm^3 against 20.0000001 mm^3"},
        {"sign of zero", [](Sample& s) { s.burden[0] = -0.0; },
         "/series/patient/burden, row 0 (day 0): 0 mm^3 against -0 mm^3"},
        {"time", [](Sample& s) { s.last += 1; },
         "/series/patient/time_s, row 2 (day 2): 172800 s against 172801 s"},
        {"lesion's name", [](Sample& s) { s.lesion = "liver"; },
         "/lesions/liver: only in the second file"},
        {"cell", [](Sample& s) { s.radii[3] = 8.5f; },
         "/lesions/primary/cells/tumour/radius, row 3 (frame 1, day 1): 8 um against 8.5 um"},
        {"number of cells",
         [](Sample& s) {
             s.cells = {3, 2, 1};
         },
         "/lesions/primary/frames/rows/tumour, row 1 (day 1): (3, 1) against (3, 2)"},
        {"voxel", [](Sample& s) { s.oxygen[17] = 3; },
         "/lesions/primary/fields/oxygen/values, row 0 (day 0): [1, 1, 1] 0 mmHg against 3 mmHg"},
        {"grid", [](Sample& s) { s.grid.spacing.x = 20; },
         "attribute spacing_um: (10, 10, 10) against (10, 10, 20)"},
        {"killer", [](Sample& s) { s.event.parties[1].id = 10; },
         "/events/parties/id, row 1 (day 0.462963): 9 against 10"},
        {"hits", [](Sample& s) { s.event.parties[0].amount = 3; },
         "/events/parties/amount, row 0 (day 0.462963): 2 against 3"},
        {"place", [](Sample& s) { s.event.where.z = 4; }, "/events/z, row 0 (day 0.462963): 3 um"},
    };
}

}  // namespace

TEST_CASE("SHA-256 gives the published digests") {
    const auto of = [](const std::string& text) {
        Sha256 sha;
        sha.add(text.data(), text.size());
        return sha.hex();
    };
    // FIPS 180-4 examples; the empty message and a million a's from NIST's example values.
    CHECK(of("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(of(std::string(1'000'000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 does not care in which pieces a message comes") {
    std::string message(1000, '\0');
    for (std::size_t i = 0; i != message.size(); ++i) message[i] = static_cast<char>(i * 37);
    Sha256 whole_message;
    whole_message.add(message.data(), message.size());
    const std::string expected = whole_message.hex();
    for (const std::size_t piece : {1u, 3u, 55u, 63u, 64u, 65u, 130u}) {
        Sha256 sha;
        for (std::size_t at = 0; at < message.size(); at += piece) {
            sha.add(message.data() + at, std::min(piece, message.size() - at));
        }
        CHECK(sha.hex() == expected);
    }
}

TEST_CASE("the same result has the same digest, however and by whomever it was written") {
    const ScratchFolder folder;
    Sample sample;
    sample.write(folder / "a.h5");
    const std::string expected = digest(folder / "a.h5");
    for (const int level : {0, 1, 9}) {
        sample.writing.level = level;
        sample.provenance.manifest = Manifest::here("another command", 8);
        sample.status = "stopped by the user";
        sample.write(folder / "b.h5");
        CHECK(digest(folder / "b.h5") == expected);
        const Comparison comparison = compare(folder / "a.h5", folder / "b.h5");
        CHECK(comparison.identical);
        CHECK(comparison.text.find("identical: digest " + expected) != std::string::npos);
    }
}

TEST_CASE("chunks, compression and room to grow do not enter a digest") {
    const ScratchFolder folder;
    std::vector<double> values(1000);
    for (std::size_t i = 0; i != values.size(); ++i) values[i] = static_cast<double>(i % 17);
    const Label label{"x", "1", "Numbers"};
    File fixed = File::create(folder / "fixed.h5");
    fixed.root().put(label, values);
    const std::string expected = digest(fixed.root());
    for (const std::uint64_t chunk : {3u, 64u, 5000u}) {
        File file = File::create(folder / "chunked.h5");
        file.root()
            .extendable(label, {.scalar = Scalar::f64,
                                .row = {},
                                .chunk = {chunk},
                                .level = static_cast<int>(chunk % 4)})
            .append(values.data(), values.size());
        CHECK(digest(file.root()) == expected);
        file.close();
    }
}

TEST_CASE("names, types and shapes count as well as values") {
    const ScratchFolder folder;
    const auto digest_of = [&](const std::function<void(Group&)>& fill) {
        File file = File::create(folder / "one.h5");
        fill(file.root());
        return digest(file.root());
    };
    const std::vector<std::array<float, 2>> three{{1, 2}, {3, 4}, {5, 6}};
    const std::vector<std::array<float, 3>> two{{1, 2, 3}, {4, 5, 6}};
    const std::set<std::string> digests{
        digest_of([](Group&) {}),
        digest_of([](Group& root) { root.group("x"); }),
        digest_of([](Group& root) { root.group("y"); }),
        digest_of([](Group& root) { root.annotate("x", 1.0); }),
        digest_of([](Group& root) { root.annotate("y", 1.0); }),
        digest_of([](Group& root) { root.annotate("y", 1.0f); }),
        digest_of([](Group& root) { root.annotate("y", "1"); }),
        digest_of([](Group& root) { root.annotate("y", std::vector<std::string>{"1"}); }),
        digest_of([&](Group& root) {
            root.put({"x", "", ""}, three);
        }),
        digest_of([&](Group& root) {
            root.put({"x", "", ""}, two);
        }),
        digest_of([](Group& root) {
            root.put_text({"x", "", ""}, {"ab", "c"});
        }),
        digest_of([](Group& root) {
            root.put_text({"x", "", ""}, {"a", "bc"});
        }),
    };
    CHECK(digests.size() == 12);
}

TEST_CASE("any single change of a result changes its digest and is told by a comparison") {
    const ScratchFolder folder;
    Sample{}.write(folder / "a.h5");
    const std::string before = digest(folder / "a.h5");
    for (const Change& change : changes()) {
        CAPTURE(change.name);
        Sample sample;
        change.make(sample);
        sample.write(folder / "b.h5");
        CHECK(digest(folder / "b.h5") != before);
        const Comparison comparison = compare(folder / "a.h5", folder / "b.h5");
        CHECK_FALSE(comparison.identical);
        CHECK_MESSAGE(comparison.text.find(change.told) != std::string::npos, comparison.text);
    }
}

TEST_CASE("a comparison names what comes first in time, and parameters before everything") {
    const ScratchFolder folder;
    Sample sample;
    sample.write(folder / "a.h5");
    const auto told = [&] {
        sample.write(folder / "b.h5");
        return compare(folder / "a.h5", folder / "b.h5").text;
    };
    sample.radii = {5, 6, 7, 8, 9.5f, 10};  // frame 2
    sample.event.who = 70;
    CHECK(told().find("/cells/tumour/radius, row 4 (frame 2") != std::string::npos);
    sample.burden = {0, 20.5, 30.5};
    CHECK(told().find("/series/patient/burden, row 1 (day 1)") != std::string::npos);
    sample.provenance.parameters[0].value = "80";
    sample.provenance.parameters[0].origin = "--set patient.mass";
    CHECK(told().find("/parameters/value, row 0 (patient.mass): 70 against 80") !=
          std::string::npos);
}

TEST_CASE("a shorter run differs from a longer one by the first row it lacks") {
    const ScratchFolder folder;
    Sample sample;
    sample.write(folder / "a.h5");
    sample.burden.pop_back();
    sample.write(folder / "b.h5");
    const Comparison comparison = compare(folder / "a.h5", folder / "b.h5");
    CHECK_FALSE(comparison.identical);
    CHECK_MESSAGE(comparison.text.find("/series/patient/time_s: 3 rows against 2; row 2 (day 2) is "
                                       "only in the first file") != std::string::npos,
                  comparison.text);
}

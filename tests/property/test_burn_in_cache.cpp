// Burn-ins that are kept for further runs.

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "../support/burn_ins.hpp"
#include "../support/program.hpp"
#include "../support/scratch_folder.hpp"
#include "engine/run.hpp"
#include "io/digest.hpp"

using namespace perforin;
using support::ScratchFolder;
namespace fs = std::filesystem;
using namespace perforin::test::burn_in;

namespace {

void spoil(const fs::path& file, std::int64_t at) {
    std::fstream stream{file, std::ios::in | std::ios::out | std::ios::binary};
    stream.seekg(at);
    const char byte = static_cast<char>(stream.get());
    stream.seekp(at);
    stream.put(static_cast<char>(byte ^ 1));
}

}  // namespace

TEST_CASE("a cached burn-in gives the bits of a fresh one, and twins share it") {
    Desk desk;
    const Onlooker first = desk.run(sample, "first.h5");
    CHECK(first.before.size() == 3);
    REQUIRE(desk.entries().size() == 1);
    const Onlooker second = desk.run(sample, "second.h5");
    CHECK(second.before.empty());
    CHECK(second.said.find("taken from the cache") != std::string::npos);
    CHECK(desk.digest("second.h5") == desk.digest("first.h5"));
    const Onlooker treated = desk.run(sample + nivolumab, "treated.h5");
    CHECK(treated.before.empty());
    const Onlooker other = desk.run(sample + "[drug.nivolumab]\nKd = '1 nM'\n", "other.h5");
    CHECK(other.before.empty());
    CHECK(desk.entries().size() == 1);

    desk.cache.reset();
    CHECK(desk.run(sample + nivolumab, "fresh.h5").before.size() == 3);
    CHECK(desk.digest("fresh.h5") == desk.digest("treated.h5"));
    CHECK(desk.digest("fresh.h5") != desk.digest("first.h5"));
}

TEST_CASE("a burn-in lived with a drug at hand serves a twin without") {
    Desk desk;
    desk.run(sample + nivolumab, "treated.h5");
    const Onlooker untreated = desk.run(sample, "untreated.h5");
    CHECK(untreated.before.empty());
    desk.cache.reset();
    desk.run(sample, "fresh.h5");
    CHECK(desk.digest("fresh.h5") == desk.digest("untreated.h5"));
}

TEST_CASE("what changes the days before the first has a burn-in of its own") {
    const Desk desk;
    desk.run(sample);
    for (const std::string setting : {"run.seed=2", "tissue.packing=0.99", "burn_in.window=2 d"}) {
        CAPTURE(setting);
        Onlooker watch;
        std::vector<std::string> settings{setting};
        if (setting == "burn_in.window=2 d") settings.emplace_back("burn_in.longest=4 d");
        CHECK(desk.run(sample, watch, "a.h5", settings).completed);
        CHECK(watch.before.size() >= 3);
    }
    CHECK(desk.entries().size() == 4);
    Onlooker longer;
    desk.run(sample, longer, "a.h5", {"run.days=2", "output.frames=1 d", "run.checkpoint=0 min"});
    CHECK(longer.before.empty());
}

TEST_CASE("two runs at once share a cache without harm") {
    const ScratchFolder folder;
    std::ofstream{folder / "a.toml"} << sample;
    const auto words = [](const std::string& result) {
        return std::vector<std::string>{"run",   "a.toml", "--days", "1",         "--cache",
                                        "cache", "-o",     result,   "--threads", "1"};
    };
    support::Call one{folder.path(), words("one.h5")}, two{folder.path(), words("two.h5")};
    CHECK(one.wait().code == 0);
    CHECK(two.wait().code == 0);
    CHECK(io::digest(folder / "one.h5") == io::digest(folder / "two.h5"));
    const auto entries = fs::directory_iterator{folder / "cache"};
    CHECK(std::distance(begin(entries), end(entries)) == 1);
    CHECK(support::call(folder.path(), words("three.h5")).says("taken from the cache"));
    CHECK(support::call(folder.path(), {"info", "three.h5"}).prints("then the tissue was at rest"));
}

TEST_CASE("a damaged or foreign entry is told, made anew and replaced") {
    const Desk desk;
    desk.run(sample, "first.h5");
    const fs::path entry = desk.entries().front();
    const auto lives_again = [&](const std::string& why) {
        const Onlooker again = desk.run(sample, "again.h5");
        CHECK(again.before.size() == 3);
        REQUIRE(again.warned.size() == 1);
        CHECK(again.warned.front().find(why) != std::string::npos);
        CHECK(desk.digest("again.h5") == desk.digest("first.h5"));
        const Onlooker after = desk.run(sample, "after.h5");
        CHECK(after.before.empty());
        CHECK(after.warned.empty());
        CHECK(desk.entries() == std::vector<fs::path>{entry});
    };
    spoil(entry, 5000);
    lives_again("is damaged or cut short");
    fs::resize_file(entry, 1000);
    lives_again("is damaged or cut short");

    Desk elsewhere;
    Onlooker watch;
    elsewhere.run(sample, watch, "a.h5", {"run.seed=2"});
    fs::copy_file(elsewhere.entries().front(), entry, fs::copy_options::overwrite_existing);
    lives_again("is of another input");
}

TEST_CASE("a cache that cannot be written costs a warning") {
    Desk desk;
    std::ofstream{desk.folder / "file"} << "no folder";
    desk.cache = desk.folder / "file" / "cache";
    const Onlooker watch = desk.run(sample);
    REQUIRE(watch.warned.size() == 1);
    CHECK(watch.warned.front().find("is not kept for other runs") != std::string::npos);
}

TEST_CASE("burn-ins are kept where the user says, or not at all") {
    const ScratchFolder folder;
    std::ofstream{folder / "a.toml"} << sample;
    const auto run = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"run", "a.toml", "--force", "--days", "1", "--threads", "1"});
        const support::Answer answer = support::call(folder.path(), more);
        CHECK(answer.code == 0);
        return answer.says("taken from the cache");
    };
    ::setenv("PERFORIN_CACHE", (folder / "mine").c_str(), 1);
    CHECK(!run({"--no-cache"}));
    CHECK(!fs::exists(folder / "mine"));
    CHECK(!run({}));
    CHECK(run({}));
    CHECK(!run({"--cache", "other"}));
    CHECK(fs::exists(folder / "other"));
    CHECK(!run({"--no-cache"}));
    ::unsetenv("PERFORIN_CACHE");
}

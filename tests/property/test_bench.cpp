#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/program.hpp"
#include "support/scratch_folder.hpp"

using support::Answer;

namespace {

struct Desk {
    Answer operator()(std::vector<std::string> words) const {
        words.insert(words.begin(), "bench");
        return support::call(folder.path(), words);
    }
    support::ScratchFolder folder;
};

}  // namespace

TEST_CASE("benchmarks are chosen by name, printed as a table and written as JSON") {
    const Desk desk;
    const Answer answer =
        desk({"draws", "--seconds", "0.001", "--threads", "1", "--json", "figures.json"});
    CHECK_MESSAGE(answer.code == 0, answer.err);
    CHECK(answer.err.empty());
    for (const char* part : {"1 of ", "memory: triad", "GB/s", "median", "draws: ", "three normals",
                             "ns/stream", "one block of Philox"}) {
        CHECK_MESSAGE(answer.prints(part), part);
    }
    CHECK(!answer.prints("sweep"));
    const std::string json = support::text_of(desk.folder / "figures.json");
    for (const char* part :
         {"\"threads\": 1,", "\"figures\": [", "\"benchmark\": \"draws\"", "\"share\": "}) {
        CHECK_MESSAGE(json.find(part) != std::string::npos, part);
    }
}

TEST_CASE("there is a list of benchmarks, and one of those whose instructions can be counted") {
    const Desk desk;
    const Answer all = desk({"--list"}), counted = desk({"--list", "--count"});
    CHECK(all.code == 0);
    CHECK(all.prints("sweep "));
    CHECK(all.prints("memory "));
    CHECK(counted.code == 0);
    CHECK(counted.prints("sweep "));
    CHECK(!counted.prints("memory "));
    const Answer one = desk({"--count", "order", "--repeat", "3"});
    CHECK(one.code == 0);
    CHECK(one.out.rfind("order ", 0) == 0);
    CHECK(one.prints(" cell\n"));
}

TEST_CASE("mistakes in a call of the benchmarks are named before anything is measured") {
    const Desk desk;
    const auto refused = [&](const std::vector<std::string>& words, const std::string& sentence) {
        const Answer answer = desk(words);
        CHECK(answer.code == 2);
        CHECK(answer.out.empty());
        CHECK_MESSAGE(answer.says(sentence), answer.err);
    };
    refused({"swep"}, "there is no benchmark 'swep'; did you mean 'sweep'?");
    refused({"draws", "neighbors", "xyz"}, "did you mean 'neighbours'?");
    refused({"draws", "neighbors", "xyz"},
            "there is no benchmark 'xyz' (see perforin bench --list)");
    refused({"draws", "--threads", "0"}, "--threads");
    refused({"draws", "--seconds", "-1"}, "--seconds");
    refused({"draws", "--jsn", "a"}, "did you mean '--json'?");
    refused({"draws", "--json", "nowhere/figures.json"}, "cannot be written");
    refused({"--count"}, "--count takes one benchmark");
    refused({"--count", "memory"}, "memory has no work to count");
}

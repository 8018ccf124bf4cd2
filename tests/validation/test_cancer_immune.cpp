// PhysiCell's cancer-immune sample in this engine, against curves that were measured on the peer.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "cases/cancer_immune/case.hpp"

using namespace perforin;
using namespace perforin::cases::cancer_immune;

namespace {

using Curves = std::map<int, std::array<double, 3>>;  ///< by hour: live, dead, attached

/// The peer's curves by run.
std::map<std::string, Curves> peer_curves() {
    const char* root = std::getenv("PERFORIN_ROOT");
    REQUIRE(root != nullptr);
    std::ifstream file{std::string{root} + "/sim/cases/cancer_immune/peer_48h.csv"};
    std::map<std::string, Curves> runs;
    std::string line;
    std::getline(file, line);
    REQUIRE(line.rfind("seed_run,hour,live_tumour,dead,immune,immune_attached", 0) == 0);
    while (std::getline(file, line)) {
        std::istringstream words{line};
        std::array<std::string, 6> word;
        for (std::string& one : word) std::getline(words, one, ',');
        runs[word[0]][std::stoi(word[1])] = {std::stod(word[2]), std::stod(word[3]),
                                             std::stod(word[5])};
    }
    return runs;
}

Curves run(std::uint64_t seed, Time splitting, int hours) {
    Case small{{.radius = 150 * um,
                .extent = 600 * um,
                .immune = 2000,
                .immune_at = 6 * hour,
                .splitting = splitting,
                .seed = seed}};
    Curves curves;
    for (int h = 0; h <= hours; ++h) {
        if (h > 0) small.advance();
        const Counts now = small.counts();
        curves[h] = {now.live, now.dead, now.attached};
    }
    return curves;
}

/// How far, in cells, the peer's curves lie outside the spread of ours.
std::array<double, 3> worst_distance(const std::vector<Curves>& ours) {
    std::array<double, 3> worst{};
    for (const auto& [name, curves] : peer_curves()) {
        for (const auto& [hours, peer] : curves) {
            if (ours.front().count(hours) == 0) continue;
            for (std::size_t k = 0; k != worst.size(); ++k) {
                double least = 1e9, most = 0.0;
                for (const Curves& one : ours) {
                    least = std::min(least, one.at(hours)[k]);
                    most = std::max(most, one.at(hours)[k]);
                }
                worst[k] = std::max({worst[k], least - peer[k], peer[k] - most});
            }
        }
    }
    return worst;
}

constexpr double band = 0.03 * 3963;  ///< cells: 3 % of the first

}  // namespace

TEST_CASE("after an hour oxygen and factor in the middle of a ball of 250 um are the peer's") {
    Case alone{{.radius = 250 * um, .extent = 1500 * um, .seed = 1}};
    alone.advance();
    CHECK(alone.counts().oxygen == doctest::Approx(10.1).epsilon(0.03));
    CHECK(alone.counts().factor == doctest::Approx(0.997).epsilon(0.03));
}

TEST_CASE("the peer's curves over 16 hours lie near three seeds, with its oxygen and without") {
    for (const Time splitting : {0.0 * minute, 0.01 * minute}) {
        std::vector<Curves> ours;
        for (std::uint64_t seed = 1; seed != 4; ++seed) ours.push_back(run(seed, splitting, 16));
        const auto worst = worst_distance(ours);
        // Three seeds spread less than ten, and without the peer's error of splitting cells divide
        // faster (README of the case).
        const double allowed = splitting > Time{} ? band : 2.0 * band;
        for (const double distance : worst) CHECK(distance < allowed);
    }
}

TEST_CASE("with the peer's oxygen its curves over 48 hours lie in the band of ten seeds" *
          doctest::test_suite("full")) {
    std::vector<Curves> ours;
    for (std::uint64_t seed = 1; seed != 11; ++seed) ours.push_back(run(seed, 0.01 * minute, 48));
    const auto worst = worst_distance(ours);
    for (const double distance : worst) CHECK(distance < band);
    MESSAGE("outside the spread by (cells): live " << worst[0] << ", dead " << worst[1]
                                                   << ", attached " << worst[2]);
}

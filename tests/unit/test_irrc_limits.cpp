// irRC (Wolchok 2009): which new lesions enter the burden (sim/clinic/METHODS.md, irRC).
#include <doctest/doctest.h>

#include <cstddef>
#include <string>

#include "../support/series.hpp"

using namespace perforin;
using namespace support;

TEST_CASE("irRC: five new lesions an organ enter the burden, ten visceral and five of the skin") {
    const auto burden = [](const std::string& organs) {
        Series series = Series{0, 84}.target({50, 50});
        for (const char organ : organs) {
            series.fresh(organ == 's' ? "skin" : std::string{organ}, {gone, 10});
        }
        return *irrc(series).visits[0].burden / clinic::hundredths_per_mm2 - 2500;
    };
    CHECK(burden("aaaaa") == 500);
    CHECK(burden("aaaaaa") == 500);
    CHECK(burden("aaaabbbbcc") == 1000);
    CHECK(burden("aaaabbbbccc") == 1000);
    CHECK(burden("aaaabbbbcccsssss") == 1500);
    CHECK(burden("ssssss") == 500);
}

TEST_CASE("irRC: the largest new lesions of a visit come first, and no place is given back") {
    const auto burden = [](double sixth, double of_first) {
        Series series = Series{0, 84, 126}.target({50, 50, 50});
        series.fresh("lung", {gone, 8, of_first});
        for (int i = 0; i != 4; ++i) series.fresh("lung", {gone, 10, 10});
        series.fresh("lung", {gone, sixth, sixth});
        return *irrc(series).visits[1].burden / clinic::hundredths_per_mm2 - 2500;
    };
    CHECK(burden(7, 8) == 464);
    CHECK(burden(20, 8) == 800);
    CHECK(burden(7, gone) == 400);
    // Wherever they are, nodes are one organ, and none of them is skin.
    clinic::Record record = Series{0, 84}
                                .target({50, 50})
                                .fresh("skin", {gone, 10})
                                .fresh("a", {gone, 10})
                                .fresh("b", {gone, 10})
                                .fresh("c", {gone, 10})
                                .fresh("d", {gone, 10})
                                .fresh("e", {gone, 10})
                                .record();
    for (std::size_t i = 1; i != record.lesions.size(); ++i) record.lesions[i].node = true;
    CHECK(clinic::judge_irrc(record, usual_response).visits[0].burden == 300000);
}

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "../support/patients.hpp"
#include "../unit/memory_store.hpp"
#include "core/error.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

/// What stops the first day of a small patient; empty if nothing does.
std::string reason_to_stop(const std::string& more) {
    auto patient = make_patient(small_slab(more));
    try {
        live(*patient, 1);
    } catch (const Broken& broken) {
        return broken.what();
    }
    return {};
}

}  // namespace

TEST_CASE("a run stops where a substance's level is not found, and says which, where and when") {
    CHECK(reason_to_stop("").empty());
    const std::string why =
        reason_to_stop("[tissue]\nsolver_cycles = 1\nsolver_tolerance = 1e-7\n");
    INFO(why);
    const auto says = [&](const char* part) { return why.find(part) != std::string::npos; };
    CHECK(says("lesion primary, day 0."));
    CHECK(says("the level of oxygen was not found: after 1 cycles"));
    CHECK(says("relative residual"));
    CHECK(says("tissue.solver_tolerance: 1e-07"));
}

TEST_CASE("a tolerance that float cannot hold does not stop a run") {
    CHECK(reason_to_stop("[tissue]\nsolver_tolerance = 1e-7\n").empty());
}

TEST_CASE("what is dissolved is all in its tables: read back, it goes on bit by bit") {
    // Grown fast, so that the core is cut, and with drug.
    const std::string scenario = small_slab(
        "[biology.tumour]\napoptosis = '0 1/d'\ncycle = '12 h'\ngrowth_fraction = 1\n"
        "[[therapy]]\ntype = 'nivolumab'\n");
    auto lived = make_patient(scenario), fresh = make_patient(scenario);
    live(*lived, 3);
    REQUIRE(figures(*lived->lesions().front()).at("layers_cut") > 0.0);
    const auto dissolved = [](const auto& patient) -> tissue::Dissolved& {
        return const_cast<tissue::Dissolved&>(patient->lesions().front()->dissolved());
    };
    tissue::Dissolved &one = dissolved(lived), &other = dissolved(fresh);
    const auto from = one.tables(), to = other.tables();
    REQUIRE(from.size() == to.size());
    for (std::size_t i = 0; i != from.size(); ++i) {
        MemoryStore store;
        from[i].table->write(store);
        to[i].table->read(store);
    }
    other.renew();

    const auto same = [](auto a, auto b) { return std::equal(a.begin(), a.end(), b.begin()); };
    CHECK(same(one.vessels(), other.vessels()));
    const auto receptor = one.drugs()[0].receptor;
    CHECK(one.occupancy(receptor, {50, 50, 50}) > 0.0);
    for (int step = 0; step != 2; ++step) {
        for (std::uint16_t rank = 0; rank != one.substances(); ++rank) {
            const tissue::Level what{tissue::Level::Of::substance, rank};
            CHECK(same(one.field(what).levels(), other.field(what).levels()));
        }
        CHECK(same(one.drug(0).levels(), other.drug(0).levels()));
        CHECK(one.occupancy(receptor, {50, 50, 50}) == other.occupancy(receptor, {50, 50, 50}));
        for (tissue::Dissolved* each : {&one, &other}) {
            each->begin();
            each->relax({step * seconds_per_hour, seconds_per_hour}, {.least = 0.0f});
        }
    }
}

TEST_CASE("levels of another block are refused") {
    auto slab = make_patient(small_slab()), small = make_patient(
                                                "[[lesion]]\n[lesion.slab]\n"
                                                "width = '100 um'\n");
    const auto dissolved = [](const auto& patient) -> tissue::Dissolved& {
        return const_cast<tissue::Dissolved&>(patient->lesions().front()->dissolved());
    };
    MemoryStore store;
    dissolved(slab).tables().front().table->write(store);
    dissolved(small).tables().front().table->read(store);
    CHECK_THROWS_AS(dissolved(small).renew(), Broken);
}

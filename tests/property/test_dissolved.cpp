#include <doctest/doctest.h>

#include <string>

#include "../support/patients.hpp"
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

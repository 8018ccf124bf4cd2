// A tumour-directed antibody marks tumour cells for NK cells.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "../support/dishes.hpp"

using namespace perforin;
using namespace perforin::test;

TEST_CASE("an antibody against the tumour marks it for NK cells, and does nothing without them") {
    const std::string antibody = "[[therapy]]\ntype = 'tumour_antibody'\n";
    const auto killed = [](const std::string& more, const std::vector<std::string>& settings) {
        double sum = 0.0;
        for (std::uint64_t seed = 1; seed != 4; ++seed) {
            auto patient = make_dish(settings, more, seed);
            live_hours(*patient, 24);
            sum += kills(*patient);
        }
        return sum;
    };
    const std::vector<std::string> nk{one_per(10, "natural_killer")};
    std::vector<std::string> no_adcc = nk;
    no_adcc.emplace_back("ablation.adcc=true");
    const double none = killed("", nk), marked = killed(antibody, nk);
    CHECK(marked > 1.5 * none);
    CHECK(killed(antibody, no_adcc) == none);
    CHECK(killed(antibody, {}) == 0.0);
    MESSAGE("killed by NK cells in a day: " << none << ", with the antibody " << marked);
}

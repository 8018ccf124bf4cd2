#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "patient/blood.hpp"
#include "unit/memory_store.hpp"

using namespace perforin;
using patient::Arrival, patient::Blood, patient::CellClass;

namespace {

CellClass specific(std::uint32_t antigen, double baseline = 1e7) {
    const auto p = config::standard<patient::SpecificTParams>();
    CellClass cells = p.effectors(antigen, baseline);
    return cells;
}

/// Nobody is primed.
void pass(Blood& blood, std::int64_t h) {
    const config::Section none;
    patient::LymphNodes nodes{none};
    blood.advance({h * seconds_per_hour, seconds_per_hour}, nodes);
}

const std::vector<double> weights{1e4, 1e4};

/// Two classes, two lesions; one lesion far more inviting than real ones are.
void fill(Blood& blood) {
    blood.add(specific(0));
    blood.add(specific(1, 3e5));
    blood.open(101, weights);
    blood.open(102, weights);
    blood.entry(0, 0, 0.03 * per_day);
    blood.entry(1, 0, 2.0 * per_day);
    blood.entry(1, 1, 0.5 * per_day);
}

/// Runs some hours and returns the agents handed over, by bank; agents that left come back.
std::vector<std::uint64_t> run(Blood& blood, std::int64_t from, std::int64_t to,
                               std::vector<Arrival>* all = nullptr) {
    std::vector<std::uint64_t> agents(blood.lesions() * blood.classes(), 0);
    for (std::int64_t h = from; h != to; ++h) {
        pass(blood, h);
        for (std::size_t l = 0; l != blood.lesions(); ++l) {
            for (const Arrival& arrival : blood.arrivals(l, weights)) {
                ++agents[blood.bank(l, arrival.cell_class)];
                if (all) all->push_back(arrival);
            }
        }
        if (h % 50 == 7) blood.receive(1, weights[1]);
    }
    return agents;
}

}  // namespace

TEST_CASE("without a lesion blood keeps its baseline") {
    Blood blood{1};
    blood.add(specific(0));
    for (std::int64_t h = 0; h != 2400; ++h) {
        pass(blood, h);
    }
    CHECK(blood.cells(0) == doctest::Approx(1e7).epsilon(1e-12));
}

TEST_CASE("a class returns to its baseline at its own rate of loss") {
    Blood blood{1};
    blood.add(specific(0));
    blood.receive(0, 5e6);
    for (std::int64_t h = 0; h != 240; ++h) {
        pass(blood, h);
    }
    const double excess = 5e6 * std::exp(-0.15 * 10);
    CHECK(blood.cells(0) == doctest::Approx(1e7 + excess).epsilon(1e-10));
}

TEST_CASE("with frozen rates blood and flow are the exact exponentials") {
    Blood blood{1};
    CellClass cells = specific(0);
    cells.baseline = 0.0;
    blood.add(cells);
    blood.open(101, std::vector<double>{1e9});
    const double remainder = blood.banks().cells[0];
    blood.receive(0, 1e6);
    blood.entry(0, 0, 0.35 * per_day);
    for (std::int64_t h = 0; h != 48; ++h) {
        pass(blood, h);
    }
    const double left = 1e6 * std::exp(-0.5 * 2);
    CHECK(blood.cells(0) == doctest::Approx(left).epsilon(1e-11));
    CHECK(blood.banks().entered[0] == doctest::Approx(0.7 * (1e6 - left)).epsilon(1e-11));
    CHECK(blood.banks().lent[0] == remainder);  // blood was empty when the way was opened
    CHECK(blood.banks().advanced[0] == 0.0);
}

TEST_CASE("cells that wait in organs make up for those that enter a lesion") {
    const auto after = [](double circulating) {
        Blood blood{1};
        CellClass cells = specific(0);
        cells.loss = {};
        cells.circulating = circulating;
        blood.add(cells);
        blood.open(101, std::vector<double>{1.0});
        blood.entry(0, 0, 0.5 * per_day);
        for (std::int64_t h = 0; h != 48; ++h) pass(blood, h);
        const auto& pools = blood.pools();
        const auto& banks = blood.banks();
        const double first = 1e7 / circulating;  // in blood and organs
        CHECK(pools.cells[0] + banks.entered[0] + banks.advanced[0] ==
              doctest::Approx(first).epsilon(1e-12));
        CHECK(banks.entered[0] ==
              doctest::Approx(first * -std::expm1(-0.5 * 2 * circulating)).epsilon(1e-6));
        return blood.cells(0) / 1e7;
    };
    CHECK(after(1.0) == doctest::Approx(std::exp(-1.0)).epsilon(1e-6));
    CHECK(after(0.02) == doctest::Approx(std::exp(-0.02)).epsilon(1e-6));
}

TEST_CASE("therapies that kill a share of a class reach those in organs too") {
    Blood blood{1};
    CellClass cells = specific(0);
    cells.circulating = 0.02;
    blood.add(cells);
    blood.deplete(0, 0.25);
    CHECK(blood.cells(0) == doctest::Approx(2.5e6));
    CHECK(blood.pools().depleted[0] == doctest::Approx(0.75 * 1e7 / 0.02));
    for (std::int64_t h = 0; h != 240; ++h) pass(blood, h);
    // of blood's loss of 0.15/d, 2 % of the cells bear all: back in 1/(0.02 × 0.15/d) = 333 days
    const double missing = 7.5e6 * std::exp(-0.02 * 0.15 * 10);
    CHECK(blood.cells(0) / (1e7 - missing) == doctest::Approx(1.0).epsilon(1e-9));
}

TEST_CASE("every cell is in the books") {
    Blood blood{3};
    fill(blood);
    const auto agents = run(blood, 0, 1440);
    const auto& pools = blood.pools();
    const auto& banks = blood.banks();
    for (std::size_t c = 0; c != 2; ++c) {
        double out = pools.lost[c], in = c == 0 ? 1e7 : 3e5;
        in += pools.supplied[c] + pools.received[c];
        for (std::size_t l = 0; l != 2; ++l) {
            const std::size_t b = blood.bank(l, c);
            out += banks.entered[b] + banks.advanced[b];
            const double handed = weights[c] * static_cast<double>(agents[b]);
            CHECK(agents[b] == banks.released[b]);
            CHECK(std::abs(banks.advanced[b] + banks.lent[b] + banks.entered[b] - handed -
                           banks.cells[b]) <= 1e-12 * (banks.entered[b] + 1e4));
            CHECK(banks.cells[b] < weights[c]);
        }
        CHECK(std::abs(in - out - pools.cells[c]) <= 1e-12 * in);
    }
    CHECK(agents[blood.bank(1, 0)] > 1000);
    CHECK(agents[blood.bank(0, 1)] == 0);  // no entry rate
}

TEST_CASE("however inviting a lesion is, blood is not overdrawn") {
    Blood blood{3};
    blood.add(specific(0));
    blood.open(101, std::vector<double>{1.0});
    blood.entry(0, 0, 1000.0 * per_hour);
    pass(blood, 0);
    CHECK(blood.cells(0) > 0.0);
    CHECK(blood.cells(0) == doctest::Approx(1e7 * 0.15 / 24 / 1000).epsilon(1e-4));
    CHECK_THROWS_AS(blood.entry(0, 0, std::nan("") * per_hour), std::logic_error);
    CHECK_THROWS_AS(blood.entry(0, 0, -1.0 * per_hour), std::logic_error);
}

TEST_CASE("arrivals carry identities that a further class of cells does not change") {
    const auto identities = [](bool further) {
        Blood blood{3};
        if (further) blood.add(specific(9));
        const std::size_t row = blood.add(specific(0));
        blood.open(101, weights);
        blood.entry(0, row, 0.1 * per_day);
        std::vector<std::uint64_t> ids;
        std::size_t progenitors = 0;
        for (std::int64_t h = 0; h != 480; ++h) {
            pass(blood, h);
            for (const Arrival& arrival : blood.arrivals(0, weights)) {
                ids.push_back(arrival.id);
                progenitors += arrival.progenitor ? 1 : 0;
            }
        }
        const double share = static_cast<double>(progenitors) / static_cast<double>(ids.size());
        CHECK(share == doctest::Approx(0.1).epsilon(0.3));
        return ids;
    };
    const auto ids = identities(false);
    CHECK(ids.size() > 1000);
    CHECK(ids == identities(true));
}

TEST_CASE("blood goes on after a restart as if it had never stopped") {
    Blood straight{3}, saved{3}, resumed{3};
    fill(straight);
    fill(saved);
    fill(resumed);
    std::vector<Arrival> as_one, early, late;
    run(straight, 0, 400, &as_one);
    run(saved, 0, 133, &early);
    test::MemoryStore pools, banks;
    saved.pools().write(pools);
    saved.banks().write(banks);
    resumed.pools().read(pools);
    resumed.banks().read(banks);
    run(resumed, 133, 400, &late);
    CHECK(early.size() + late.size() == as_one.size());
    CHECK(late.back().id == as_one.back().id);
    CHECK(resumed.cells(0) == straight.cells(0));
    CHECK(resumed.banks().cells[2] == straight.banks().cells[2]);
}

TEST_CASE("two classes are told apart by kind, specificity and phenotype") {
    Blood blood{1};
    CellClass memory = specific(0);
    memory.phenotype = "memory";
    blood.add(specific(0));
    blood.add(specific(1));
    blood.add(memory);
    CHECK_THROWS_AS(blood.add(specific(1)), std::logic_error);
    blood.open(101, std::vector<double>{1e4, 1e4, 1e4});
    CHECK_THROWS_AS(blood.add(specific(7)), std::logic_error);
}

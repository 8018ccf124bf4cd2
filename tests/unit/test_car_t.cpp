// CAR T cells: formulas of the kind, and their kinetics in blood against those of patients.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "biology/car_t.hpp"
#include "config/input.hpp"
#include "config/plugins.hpp"
#include "patient/body.hpp"
#include "patient/therapy.hpp"

using namespace perforin;

namespace {

const auto p = config::standard<biology::CarTParams>();

/// Blood and nodes without any lesion, and one therapy.
struct Blood {
    explicit Blood(const std::string& more)
        : input{"test.toml", "[[therapy]]\ntype = 'car_t'\nrest = '0 d'\n" + more},
          body{input.root(), 1},
          therapy{config::make_elements<patient::Therapy>(input.root(), "therapy")} {
        patient::CellClass cells{
            .kind = "car_t", .phenotype = "effector", .loss = p.loss, .lymphoid = true};
        body.blood().add(cells);
        cells.phenotype = "memory";
        cells.loss = p.memory_loss;
        body.blood().add(cells);
        body.nodes().form({"node"}, {});
        input.finish();
    }

    /// Cells in blood at the end of each day.
    std::vector<double> live(int days) {
        std::vector<double> cells;
        for (std::int64_t d = 0; d != days; ++d) {
            const Day today{d};
            therapy.front().plugin->administer(today, body);
            for (const Tick& tick : today.ticks(seconds_per_hour)) {
                body.circulate(tick);
                therapy.front().plugin->go_on(tick, body);
                body.deliver(tick);
            }
            cells.push_back(body.blood().cells(0) + body.blood().cells(1));
        }
        return cells;
    }

    config::Input input;
    patient::Body body;
    std::vector<config::Made<patient::Therapy>> therapy;
};

std::size_t peak(const std::vector<double>& cells) {
    return static_cast<std::size_t>(std::max_element(cells.begin(), cells.end()) - cells.begin());
}

}  // namespace

TEST_CASE("a CAR T cell hits less where it is inhibited, and when it is exhausted") {
    using biology::CarState;
    CHECK(car_hit_hazard(p, CarState::effector, 0.0) == p.hit_rate);
    CHECK(car_hit_hazard(p, CarState::effector, 1.0) == Rate{});
    CHECK(car_hit_hazard(p, CarState::exhausted, 0.0) / p.hit_rate ==
          doctest::Approx(p.exhausted_potency));
    CHECK(car_division_hazard(p, 1.0, 0.5) * p.division == doctest::Approx(0.5));
    CHECK(car_division_hazard(p, 0.0, 0.0) == Rate{});
}

// Stein 2019 (tisagenlecleucel in children with leukaemia): fold 3,900, peak at 9.3 d, contraction
// 0.16 1/d, memory share 0.0079, decay of memory 0.0032 1/d.
TEST_CASE("with leukaemia's antigen CAR T cells expand, contract and stay as in patients") {
    const auto cells = Blood{"targets = 4e11\n"}.live(420);
    const std::size_t top = peak(cells);
    const double fold = cells[top] / 1e8;
    CHECK(fold > 2000.0);
    CHECK(fold < 8000.0);
    CHECK(std::abs(static_cast<double>(top) + 1.0 - 9.3) < 2.0);
    const double contraction = std::log(cells[top + 3] / cells[top + 13]) / 10.0;
    CHECK(contraction == doctest::Approx(0.16).epsilon(0.1));
    const double decay = std::log(cells[350] / cells[400]) / 50.0;
    CHECK(decay == doctest::Approx(0.0032).epsilon(0.05));
    const double memory = cells[350] * std::exp(decay * (350.0 - static_cast<double>(top)));
    CHECK(memory / cells[top] == doctest::Approx(0.0079).epsilon(0.3));
}

TEST_CASE("antigen sets the peak, dose hardly; without antigen or lymphopenia there is little") {
    const auto most = [](const std::string& more) {
        const auto cells = Blood{more}.live(60);
        return cells[peak(cells)];
    };
    const double usual = most("targets = 4e11\n");
    CHECK(most("targets = 4e10\n") < 0.2 * usual);
    CHECK(most("targets = 4e11\ncells = 1e9\n") < 1.5 * usual);
    CHECK(most("targets = 0\n") < 1.01e8);
    const auto slow = Blood{"targets = 4e11\nsurviving = 1\n"}.live(60);
    const auto fast = Blood{"targets = 4e11\n"}.live(60);
    CHECK(peak(slow) > peak(fast) + 4);
    CHECK(most("targets = 4e11\ncells = 0\n") == 0.0);
}

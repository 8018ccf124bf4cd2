#include "patient/arrivals.hpp"

#include <cmath>
#include <stdexcept>

#include "core/random.hpp"

namespace perforin::patient {

namespace {

bool is_one_cell(double weight) {
    if (!(weight >= 1.0)) throw std::logic_error{"an agent stands for less than one cell"};
    return weight == 1.0;  // exact: weights are set, not computed
}

/// The k-th exponential of a way.
double interval(const Way& way, std::uint64_t k) {
    const std::uint64_t from = descend(way.lesion, way.cell_class);
    Stream random{way.seed, "blood.arrival"_draw, {from, k}, 0};
    return exponential(random);
}

}  // namespace

std::uint64_t Way::arrival(std::uint64_t k) const {
    return descend(descend(lesion, cell_class), k);
}

Bank open_bank(const Way& way, double weight) {
    if (is_one_cell(weight)) return {.wait = interval(way, 0)};
    Stream random{way.seed, "blood.bank"_draw, {way.lesion, way.cell_class}, 0};
    return {.cells = weight * uniform(random), .wait = interval(way, 0)};
}

std::uint64_t release(const Way& way, double weight, double flow, Bank& bank) {
    const bool one_cell = is_one_cell(weight);
    const std::uint64_t before = bank.released;
    bank.cells += flow;
    if (one_cell) {
        bank.wait -= flow;
        while (bank.wait <= 0.0) {
            ++bank.released;
            bank.cells -= 1.0;
            bank.wait += interval(way, bank.released);
        }
    } else if (bank.cells >= weight) {
        const double rest = std::fmod(bank.cells, weight);  // exact, so nothing is lost
        bank.released += static_cast<std::uint64_t>(std::llround((bank.cells - rest) / weight));
        bank.cells = rest;
    }
    return bank.released - before;
}

}  // namespace perforin::patient

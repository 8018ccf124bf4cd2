#include "patient/blood.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/random.hpp"
#include "patient/ode.hpp"

namespace perforin::patient {

std::uint64_t CellClass::identity() const {
    const auto follow = [](std::uint64_t id, const std::string& text) {
        for (const char c : text) id = descend(id, static_cast<unsigned char>(c));
        return descend(id, text.size());  // so that "ab" + "c" is not "a" + "bc"
    };
    return descend(follow(follow(0, kind), phenotype), specificity);
}

std::size_t Blood::add(CellClass cells) {
    if (lesions() != 0) throw std::logic_error{"a class of cells comes after a lesion"};
    const std::uint64_t identity = cells.identity();
    if (std::find(identities_.begin(), identities_.end(), identity) != identities_.end()) {
        throw std::logic_error{"two classes of circulating " + cells.kind + " are the same"};
    }
    const std::size_t row = classes_.size();
    pools_.resize(row + 1);
    pools_.cells[row] = cells.baseline / cells.circulating;
    pools_.supply[row] = (cells.baseline * cells.loss).raw();
    classes_.push_back(std::move(cells));
    identities_.push_back(identity);
    stir_.push_back(1.0);
    return row;
}

std::size_t Blood::find(std::string_view kind, std::uint32_t specificity,
                        std::string_view phenotype) const {
    std::size_t row = 0;
    while (row != classes() &&
           !(classes_[row].kind == kind && classes_[row].specificity == specificity &&
             classes_[row].phenotype == phenotype)) {
        ++row;
    }
    return row;
}

std::size_t Blood::open(std::uint64_t lesion, std::span<const double> weights) {
    const std::size_t row = lesions();
    banks_.resize(banks_.size() + classes());
    for (std::size_t c = 0; c != classes(); ++c) {
        const std::size_t b = bank(row, c);
        banks_.lesion[b] = lesion;
        const Bank fresh = open_bank(way(b), weights[c]);
        banks_.cells[b] = fresh.cells;
        banks_.wait[b] = fresh.wait;
        banks_.advanced[b] = std::min(fresh.cells, std::max(0.0, pools_.cells[c]));
        banks_.lent[b] = fresh.cells - banks_.advanced[b];
        pools_.cells[c] -= banks_.advanced[b];
    }
    return row;
}

void Blood::entry(std::size_t lesion, std::size_t cell_class, Rate rate) {
    if (!(rate >= Rate{}) || !std::isfinite(rate.raw())) {
        throw std::logic_error{"cells enter a lesion at a rate that is none"};
    }
    banks_.entry[bank(lesion, cell_class)] = rate.raw();
}

void Blood::supply(std::size_t cell_class, double cells_per_minute) {
    pools_.supply[cell_class] = cells_per_minute;
}

void Blood::receive(std::size_t cell_class, double cells) {
    pools_.cells[cell_class] += cells;
    pools_.received[cell_class] += cells;
}

void Blood::deplete(std::size_t cell_class, double surviving) {
    pools_.depleted[cell_class] += (1.0 - surviving) * pools_.cells[cell_class];
    pools_.cells[cell_class] *= surviving;
}

/// Everything that leaves blood is integrated beside it. Runge–Kutta keeps linear sums, so the
/// books close to rounding whatever the step.
void Blood::advance(const Tick& tick, LymphNodes& nodes) {
    const std::size_t n = classes(), own = 2 * n + banks_.size();
    std::vector<double> x(own + nodes.states(), 0.0);  // cells, lost, flow by lesion and class
    for (std::size_t c = 0; c != n; ++c) x[c] = pools_.cells[c];
    nodes.give(std::span{x}.subspan(own));

    const auto slope = [&](const std::vector<double>& now, std::vector<double>& change, double) {
        for (std::size_t c = 0; c != n; ++c) {
            change[n + c] = classes_[c].loss.raw() * classes_[c].circulating * now[c];
            change[c] = pools_.supply[c] - change[n + c];
        }
        std::size_t b = 0;
        for (std::size_t l = 0; l != lesions(); ++l) {
            for (std::size_t c = 0; c != n; ++c, ++b) {
                change[2 * n + b] = stir_[c] * banks_.entry[b] * classes_[c].circulating * now[c];
                change[c] -= change[2 * n + b];
            }
        }
        nodes.slope(std::span{now}.subspan(own), std::span{now}.first(n),
                    std::span{change}.subspan(own), std::span{change}.first(n));
    };
    const double dt = tick.dt().raw();
    integrate(slope, x, 0.0, dt, steps_for(std::max(fastest_rate(), nodes.fastest_rate()), dt));

    for (std::size_t c = 0; c != n; ++c) {
        pools_.cells[c] = x[c];
        pools_.lost[c] += x[n + c];
        pools_.supplied[c] += pools_.supply[c] * dt;
    }
    for (std::size_t b = 0; b != banks_.size(); ++b) {
        banks_.flow[b] += x[2 * n + b];
        banks_.entered[b] += x[2 * n + b];
    }
    nodes.take(std::span<const double>{x}.subspan(own));
    for (std::size_t a = 0; a != nodes.antigens().size(); ++a) {
        const LymphNodes::Antigen& antigen = nodes.antigens()[a];
        const LymphNodes::Turnover& turnover = nodes.turnover()[a];
        pools_.from_nodes[antigen.effectors] += turnover.effectors;
        pools_.from_nodes[antigen.memory] += turnover.memory;
        pools_.recalled[antigen.memory] += turnover.recalled;
    }
}

double Blood::fastest_rate() const {
    double fastest = 0.0;
    for (std::size_t c = 0; c != classes(); ++c) {
        double rate = classes_[c].loss.raw();
        for (std::size_t l = 0; l != lesions(); ++l) rate += stir_[c] * banks_.entry[bank(l, c)];
        fastest = std::max(fastest, classes_[c].circulating * rate);
    }
    return fastest;
}

std::vector<Arrival> Blood::arrivals(std::size_t lesion, std::span<const double> weights) {
    std::vector<Arrival> coming;
    for (std::size_t c = 0; c != classes(); ++c) {
        const std::size_t b = bank(lesion, c);
        const Way from = way(b);
        Bank open{banks_.cells[b], banks_.wait[b], banks_.released[b]};
        std::uint64_t k = open.released;
        release(from, weights[c], banks_.flow[b], open);
        banks_.flow[b] = 0.0;
        banks_.cells[b] = open.cells;
        banks_.wait[b] = open.wait;
        banks_.released[b] = open.released;
        for (; k != open.released; ++k) {
            const std::uint64_t id = from.arrival(k);
            Stream random{seed_, "blood.progenitor"_draw, {id, 0}, 0};
            coming.push_back({c, id, uniform(random) < classes_[c].progenitors});
        }
    }
    return coming;
}

void Blood::open_books() {
    for (std::size_t c = 0; c != classes(); ++c) {
        pools_.supplied[c] = pools_.received[c] = pools_.lost[c] = 0.0;
        pools_.from_nodes[c] = pools_.recalled[c] = pools_.depleted[c] = 0.0;
    }
    for (std::size_t b = 0; b != banks_.size(); ++b) {
        banks_.entered[b] = banks_.lent[b] = 0.0;
        banks_.advanced[b] = banks_.cells[b];
    }
}

Way Blood::way(std::size_t bank) const {
    return {seed_, banks_.lesion[bank], identities_[bank % classes()]};
}

}  // namespace perforin::patient

#include "patient/imprint.hpp"

#include <algorithm>

namespace perforin::patient {

namespace {

/// Calls visit(antigen, column of shares) where a class of blood is one that nodes fill.
template <class Table, class Visit>
void of_class(Table& shares, std::size_t cell_class, const LymphNodes& nodes, Visit&& visit) {
    for (std::size_t a = 0; a != nodes.antigens().size(); ++a) {
        if (nodes.antigens()[a].effectors == cell_class) visit(a, shares.effectors);
        if (nodes.antigens()[a].memory == cell_class) visit(a, shares.memory);
    }
}

}  // namespace

void Imprint::form(const LymphNodes& nodes) {
    if (wanted()) shares_.resize(nodes.pools().size());
}

void Imprint::look(const Blood& blood, const LymphNodes& nodes) {
    if (!wanted()) return;
    there_.clear();
    for (std::size_t c = 0; c != blood.classes(); ++c) {
        there_.push_back(std::max(0.0, blood.cells(c)));
    }
    const auto left = nodes.pools().left.span();
    left_.assign(left.begin(), left.end());
}

/// s ← (s B + in)/(B + all that came in). What leaves blood leaves it whatever primed it, so shares
/// do not change by that.
void Imprint::mix(const Blood& blood, const LymphNodes& nodes, const Tick& tick) {
    if (!wanted()) return;
    const double to_memory = nodes.params().memory_share;
    const auto mix_class = [&](std::size_t a, std::size_t c, double share,
                               cells::Column<double>& column) {
        const double supplied = blood.pools().supply[c] * tick.dt().raw();
        double all = there_[c] + supplied;
        for (std::size_t n = 0; n != nodes.names().size(); ++n) {
            all += share * (nodes.pools().left[nodes.row(n, a)] - left_[nodes.row(n, a)]);
        }
        if (!(all > 0.0)) return;
        for (std::size_t n = 0; n != nodes.names().size(); ++n) {
            const std::size_t at = nodes.row(n, a);
            const double in = share * (nodes.pools().left[at] - left_[at]);
            column[at] = (column[at] * there_[c] + in) / all;
        }
    };
    for (std::size_t a = 0; a != nodes.antigens().size(); ++a) {
        const LymphNodes::Antigen& antigen = nodes.antigens()[a];
        mix_class(a, antigen.effectors, 1.0 - to_memory, shares_.effectors);
        mix_class(a, antigen.memory, to_memory, shares_.memory);
    }
}

void Imprint::dilute(std::size_t cell_class, double there, double come, const LymphNodes& nodes) {
    if (!wanted() || !(come > 0.0)) return;
    const double keep = std::max(0.0, there) / (std::max(0.0, there) + come);
    of_class(shares_, cell_class, nodes, [&](std::size_t a, cells::Column<double>& column) {
        for (std::size_t n = 0; n != nodes.names().size(); ++n) column[nodes.row(n, a)] *= keep;
    });
}

double Imprint::ease(std::size_t cell_class, const std::vector<std::size_t>& drained,
                     const LymphNodes& nodes) const {
    if (!wanted()) return 1.0;
    double share = 0.0;
    of_class(shares_, cell_class, nodes, [&](std::size_t a, const cells::Column<double>& column) {
        for (const std::size_t node : drained) share += column[nodes.row(node, a)];
    });
    return 1.0 + (params_.preference - 1.0) * share;
}

}  // namespace perforin::patient

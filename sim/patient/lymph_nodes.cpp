#include "patient/lymph_nodes.hpp"

#include <algorithm>
#include <array>
#include <numbers>
#include <stdexcept>
#include <utility>

#include "core/maths.hpp"

namespace perforin::patient {

double surplus(const NodeParams& p, double lymphocytes, double specific) {
    const double eaters = lymphocytes + specific / p.lymphocytes;
    return eaters > 0.0 ? std::min(p.most_surplus, 1.0 / eaters) : p.most_surplus;
}

double divisions(const NodeParams& p, const PrimingSignals& signals, double surplus,
                 double costimulation) {
    const double cd28 = signals.costimulation * costimulation *
                        (p.cd28_floor + (1.0 - p.cd28_floor) * signals.ctla4);
    const double usual = 1.0 + p.treg_competition;
    const double il2 = std::min(
        p.most_surplus, (1.0 + signals.il2) * usual / (1.0 + p.treg_competition * signals.treg));
    const double all = p.divisions + p.cd28_divisions * cd28 +
                       p.interleukin_divisions * (surplus - 1.0) + p.pd1_divisions * signals.pd1 +
                       p.il2_divisions * (il2 - 1.0);
    return std::clamp(all, 0.0, p.most_divisions);
}

double primed_share(const NodeParams& p, double dendritic, double there) {
    if (!(dendritic > 0.0)) return 0.0;
    return dendritic / (dendritic + p.half + there / p.sites);
}

namespace {

/// Places of one node and antigen in the state vector.
enum NodeState : std::size_t {
    transit,
    bright_transit,
    dendritic,
    bright,
    stage,  // four of them
    ended = stage + 4,
    primed,
    left,
    node_states
};
/// Places of one antigen.
enum AntigenState : std::size_t {
    naive_cells,
    made,
    lost,
    activated,
    to_effectors,
    to_memory,
    recalled,
    antigen_states
};

/// Whether nothing happens in a node to T cells of one antigen.
bool idle(const double* of) {
    return of[transit] == 0.0 && of[dendritic] == 0.0 &&
           std::all_of(of + stage, of + stage + 4, [](double cells) { return cells == 0.0; });
}

}  // namespace

void LymphNodes::form(std::vector<std::string> names, std::vector<Antigen> antigens) {
    names_ = std::move(names);
    antigens_ = std::move(antigens);
    naive_.resize(antigens_.size());
    pools_.resize(names_.size() * antigens_.size());
    nodes_.resize(names_.size());
    turnover_.assign(antigens_.size(), {});
    for (std::size_t a = 0; a != antigens_.size(); ++a) naive_.naive[a] = usual_naive_;
    for (std::size_t n = 0; n != names_.size(); ++n) nodes_.function[n] = 1.0;
}

void LymphNodes::receive(std::size_t node, std::uint64_t antigens, double cells,
                         double costimulation) {
    for (std::size_t a = 0; a != antigens_.size(); ++a) {
        if (!antigens_[a].in(antigens)) continue;
        const std::size_t at = row(node, a);
        pools_.transit[at] += cells;
        pools_.bright_transit[at] += cells * costimulation;
        pools_.arrived[at] += cells;
    }
}

void LymphNodes::drain(std::uint64_t lesion, std::size_t node) {
    drained_.emplace_back(lesion, node);
}

std::size_t LymphNodes::of_lesion(std::uint64_t lesion) const {
    for (const auto& [drained, node] : drained_) {
        if (drained == lesion) return node;
    }
    throw std::logic_error{"no node drains that lesion"};
}

void LymphNodes::irradiate(std::size_t node, RadiationDose dose) {
    const double dividing = maths::exp(-(params_.dividing_alpha * dose)),
                 dendritic_share = maths::exp(-(params_.dendritic_alpha * dose));
    nodes_.function[node] *= maths::exp(-(params_.function_alpha * dose));
    for (std::size_t a = 0; a != antigens_.size(); ++a) {
        const std::size_t at = row(node, a);
        pools_.ended[at] += (1.0 - dendritic_share) * pools_.dendritic[at];
        pools_.dendritic[at] *= dendritic_share;
        pools_.bright[at] *= dendritic_share;
        for (cells::Column<double>* column :
             {&pools_.first, &pools_.second, &pools_.third, &pools_.fourth}) {
            (*column)[at] *= dividing;
        }
    }
}

void LymphNodes::deplete(double surviving, double dividing) {
    lymphopenia_.lymphocytes = lymphopenia_.lymphocytes * surviving;
    for (std::size_t a = 0; a != antigens_.size(); ++a) {
        naive_.depleted[a] += (1.0 - surviving) * naive_.naive[a];
        naive_.naive[a] *= surviving;
    }
    for (std::size_t at = 0; at != pools_.size(); ++at) {
        for (cells::Column<double>* column :
             {&pools_.first, &pools_.second, &pools_.third, &pools_.fourth}) {
            (*column)[at] *= dividing;
        }
    }
}

std::size_t LymphNodes::states() const {
    return 1 + nodes_.size() + antigens_.size() * antigen_states + pools_.size() * node_states;
}

void LymphNodes::give(std::span<double> x) const {
    std::fill(x.begin(), x.end(), 0.0);
    x[0] = lymphopenia_.lymphocytes;
    for (std::size_t n = 0; n != nodes_.size(); ++n) x[1 + n] = nodes_.function[n];
    double* of = x.data() + 1 + nodes_.size();
    for (std::size_t a = 0; a != antigens_.size(); ++a, of += antigen_states) {
        of[naive_cells] = naive_.naive[a];
    }
    for (std::size_t at = 0; at != pools_.size(); ++at, of += node_states) {
        of[transit] = pools_.transit[at];
        of[bright_transit] = pools_.bright_transit[at];
        of[dendritic] = pools_.dendritic[at];
        of[bright] = pools_.bright[at];
        of[stage] = pools_.first[at];
        of[stage + 1] = pools_.second[at];
        of[stage + 2] = pools_.third[at];
        of[stage + 3] = pools_.fourth[at];
    }
}

/// Sums were integrated from 0 beside the states.
void LymphNodes::take(std::span<const double> x) {
    lymphopenia_.lymphocytes = x[0];
    for (std::size_t n = 0; n != nodes_.size(); ++n) nodes_.function[n] = x[1 + n];
    const double* of = x.data() + 1 + nodes_.size();
    for (std::size_t a = 0; a != antigens_.size(); ++a, of += antigen_states) {
        naive_.naive[a] = of[naive_cells];
        naive_.made[a] += of[made];
        naive_.lost[a] += of[lost];
        naive_.activated[a] += of[activated];
        turnover_[a] = {of[to_effectors], of[to_memory], of[recalled]};
    }
    for (std::size_t at = 0; at != pools_.size(); ++at, of += node_states) {
        pools_.transit[at] = of[transit];
        pools_.bright_transit[at] = of[bright_transit];
        pools_.dendritic[at] = of[dendritic];
        pools_.bright[at] = of[bright];
        pools_.first[at] = of[stage];
        pools_.second[at] = of[stage + 1];
        pools_.third[at] = of[stage + 2];
        pools_.fourth[at] = of[stage + 3];
        pools_.ended[at] += of[ended];
        pools_.primed[at] += of[primed];
        pools_.left[at] += of[left];
    }
}

/// Dendritic cells: T' = −(arrival + death) T, D' = arrival T − death D. Naive: thymic output and
/// division against loss and priming. Primed cells pass four stages, each a quarter of the
/// divisions; what leaves the last is effectors and memory cells in blood.
void LymphNodes::slope(std::span<const double> x, std::span<const double> blood,
                       std::span<double> change, std::span<double> of_blood) const {
    const NodeParams& p = params_;
    std::fill(change.begin(), change.end(), 0.0);
    const double lymphocytes = x[0];
    change[0] = p.lymphocyte_recovery.raw() * (1.0 - lymphocytes);
    for (std::size_t n = 0; n != nodes_.size(); ++n) {
        change[1 + n] = p.node_recovery.raw() * (1.0 - x[1 + n]);
    }
    double specific = 0.0;
    for (const Antigen& antigen : antigens_) {
        specific += std::max(0.0, blood[antigen.effectors] + blood[antigen.memory]);
    }
    const double more = surplus(p, lymphocytes, specific);
    const double away = p.arrival.raw(), transit_death = p.transit_death.raw(),
                 death = p.dendritic_death.raw();
    const double stage_rate = 4.0 / p.expansion.raw();
    const double passage = p.priming_off ? 0.0 : p.passage / (1.0 * day).raw();
    const std::size_t classes = antigens_.size();

    const std::size_t first_antigen = 1 + nodes_.size(),
                      first_node = first_antigen + classes * antigen_states;
    for (std::size_t a = 0; a != classes; ++a) {
        const double* of = x.data() + first_antigen + a * antigen_states;
        double* d = change.data() + first_antigen + a * antigen_states;
        const double naive = of[naive_cells];
        d[made] = p.renewal.raw() * usual_naive_ +
                  std::max(0.0, more - 1.0) * p.homeostatic.raw() * naive;
        d[lost] = p.renewal.raw() * naive;
        d[naive_cells] = d[made] - d[lost];
    }
    for (std::size_t n = 0; n != nodes_.size(); ++n) {
        const double function = x[1 + n];
        for (std::size_t a = 0; a != classes; ++a) {
            const double* of = x.data() + first_node + row(n, a) * node_states;
            double* d = change.data() + first_node + row(n, a) * node_states;
            double* antigen = change.data() + first_antigen + a * antigen_states;
            if (idle(of)) continue;
            const double naive = x[first_antigen + a * antigen_states + naive_cells];
            const double memory = std::max(0.0, blood[antigens_[a].memory]);

            d[transit] = -(away + transit_death) * of[transit];
            d[dendritic] = away * of[transit] - death * of[dendritic];
            d[bright_transit] = -(away + transit_death) * of[bright_transit];
            d[bright] = away * of[bright_transit] - death * of[bright];
            d[ended] = transit_death * of[transit] + death * of[dendritic];

            const double passing = p.passage * (p.dwell / (1.0 * day)) * (naive + memory);
            const double dividing = of[stage] + of[stage + 1] + of[stage + 2] + of[stage + 3];
            const double share =
                capacity_ * function * primed_share(p, of[dendritic], passing + dividing);
            const double from_naive = passage * share * naive;
            const double from_memory = passage * p.recall * share * memory;
            const double costimulation =
                of[dendritic] > 0.0 ? std::min(1.0, of[bright] / of[dendritic]) : 0.0;
            const double growth =
                maths::exp(0.25 * std::numbers::ln2 * divisions(p, signals_, more, costimulation));

            double into = from_naive + from_memory;
            d[primed] = into;
            for (std::size_t s = 0; s != 4; ++s) {
                const double out = stage_rate * of[stage + s];
                d[stage + s] = into - out;
                into = growth * out;
            }
            d[left] = into;
            antigen[naive_cells] -= from_naive;
            antigen[activated] += from_naive;
            antigen[recalled] += from_memory;
            antigen[to_effectors] += (1.0 - p.memory_share) * into;
            antigen[to_memory] += p.memory_share * into;
            of_blood[antigens_[a].effectors] += (1.0 - p.memory_share) * into;
            of_blood[antigens_[a].memory] += p.memory_share * into - from_memory;
        }
    }
}

double LymphNodes::fastest_rate() const {
    return std::max({(params_.arrival + params_.transit_death).raw(), params_.dendritic_death.raw(),
                     4.0 / params_.expansion.raw()});
}

void LymphNodes::open_books() {
    for (std::size_t a = 0; a != naive_.size(); ++a) {
        naive_.made[a] = naive_.lost[a] = naive_.activated[a] = naive_.depleted[a] = 0.0;
    }
    for (std::size_t at = 0; at != pools_.size(); ++at) {
        pools_.arrived[at] = pools_.transit[at] + pools_.dendritic[at];
        pools_.ended[at] = pools_.primed[at] = pools_.left[at] = 0.0;
    }
}

}  // namespace perforin::patient

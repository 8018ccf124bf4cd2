// Therapeutic vaccine: dendritic cells that show named antigens reach lymph nodes. All forms
// (cells, peptides, RNA) count by how many such cells they bring there. Without an adjuvant these
// costimulate less.

#include <algorithm>

#include "core/registry.hpp"
#include "patient/antigen_targets.hpp"
#include "patient/body.hpp"
#include "patient/schedule.hpp"
#include "patient/therapy.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::measured, config::recalled, config::setting;

struct VaccineParams : config::Block {
    using Block::Block;
    double dendritic = param(
        "dendritic_cells", 2e4, fraction, {0, 1e9},
        "Mature dendritic cells with each of its antigens that set out for nodes, all nodes "
        "together, at each administration",
        recalled(measured("1e6–1e7 injected cells, of which 0.5–4 % come to the node (de Vries "
                          "2003): 5e3–4e5; 1e5 made nine of ten patients of a compartment model "
                          "respond to PD-1 blockade twice as often")));
    bool adjuvant = flag("adjuvant", true, "Whether an adjuvant makes those cells costimulate",
                         setting("as vaccines are given"));
    double without =
        param("without_adjuvant", 0.2, fraction, {0, 1},
              "CD80 and CD86 of those cells without adjuvant, relative to newly mature ones",
              recalled(assumed("immature cells have a tenth to a third of mature ones")));

    double costimulation() const { return adjuvant ? 1.0 : without; }
};

/// How far a course has come.
struct Course : patient::Administrations {
    cells::Scalar<double> cells =
        scalar<double>("cells", "cells", "Dendritic cells so far, of each antigen");
};

class Vaccine final : public patient::Therapy {
public:
    explicit Vaccine(config::Section& section)
        : params_{section},
          antigens_{section, {}},
          nodes_{section},
          schedule_{section,
                    {.every = 3,
                     .number = 9,
                     .evidence = recalled(measured("Weber 2024: individual RNA vaccine, nine "
                                                   "doses every 3 weeks")),
                     .most = 1000}} {}

    void prepare(patient::Body&) const override {}

    void administer(const Day& today, patient::Body& body) override {
        if (!schedule_.due(today)) return;
        std::uint64_t mask = 0;
        for (const std::uint32_t number : antigens_.numbers) mask |= std::uint64_t{1} << number;
        const std::vector<std::size_t> reached = nodes_of(body.nodes());
        for (const std::size_t node : reached) {
            body.nodes().receive(node, mask,
                                 params_.dendritic / static_cast<double>(reached.size()),
                                 params_.costimulation());
        }
        course_.given += 1;
        course_.cells += params_.dendritic;
    }
    patient::Administrations* state() override { return &course_; }

private:
    /// Rows of the nodes that it reaches.
    std::vector<std::size_t> nodes_of(const patient::LymphNodes& nodes) const {
        std::vector<std::size_t> rows;
        for (std::size_t node = 0; node != nodes.names().size(); ++node) {
            const auto& named = nodes_.names;
            const bool meant =
                std::find(named.begin(), named.end(), nodes.names()[node]) != named.end();
            if (named.empty() || meant) rows.push_back(node);
        }
        return rows;
    }

    VaccineParams params_;
    patient::NamedAntigens antigens_;
    patient::NamedNodes nodes_;
    patient::Schedule schedule_;
    Course course_;
};

const Registered<patient::Therapy> here{
    "vaccine", "Vaccine against named antigens, nine doses every 3 weeks, with adjuvant",
    make<patient::Therapy, Vaccine>};

}  // namespace

}  // namespace perforin::therapy

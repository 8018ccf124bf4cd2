#include "engine/composition.hpp"

#include <string>

#include <fmt/format.h>

#include "core/parallel.hpp"

namespace perforin::engine {

namespace {

/// Of a lesion's agents.
struct Census {
    std::vector<double> agents, cells;         ///< live ones, by kind
    double debris = 0.0;                       ///< corpses
    double volume = 0.0, debris_volume = 0.0;  ///< cubes of radii
};

Census count(const tissue::Lesion& lesion) {
    const tissue::Surface& cells = lesion.cells();
    Census census;
    census.agents.resize(lesion.rules().kinds.size());
    census.cells.resize(lesion.rules().kinds.size());
    for (std::size_t row = 0; row != cells.size(); ++row) {
        if (!(cells.weight[row] > 0.0f)) continue;  // probes
        const double radius = cells.radius[row], volume = radius * radius * radius;
        census.volume += volume;
        if (tissue::alive(cells, row)) {
            census.agents[cells.kind[row]] += 1.0;
            census.cells[cells.kind[row]] += static_cast<double>(cells.weight[row]);
        } else {
            census.debris += 1.0;
            census.debris_volume += volume;
        }
    }
    return census;
}

/// Of nothing in nothing there is none.
double ratio(double part, double whole) {
    return whole > 0.0 ? part / whole : 0.0;
}

double mean_level(const tissue::Lesion& lesion, std::uint16_t substance) {
    const auto levels =
        lesion.dissolved().field({tissue::Level::Of::substance, substance}).levels();
    return parallel::sum(levels.size(), [&](std::size_t v) { return double{levels[v]}; }) /
           static_cast<double>(levels.size());
}

}  // namespace

Composition::Composition(const patient::Patient& patient) {
    constexpr double trace = 1e-3;  // of its unit: a level up to that is none
    const tissue::Rules& rules = patient.rules();
    for (const auto& lesion : patient.lesions()) {
        const std::string& where = lesion->name();
        for (const std::string& kind : rules.kind_names) {
            figures_.push_back(
                {.name = fmt::format("the density of {} cells in lesion {}", kind, where)});
        }
        figures_.push_back({.name = fmt::format("the share of debris in lesion {}", where)});
        for (const std::string& substance : rules.substance_names) {
            figures_.push_back(
                {.name = fmt::format("the level of {} in lesion {}", substance, where),
                 .floor = trace});
        }
    }
}

void Composition::see(const patient::Patient& patient) {
    auto next = figures_.begin();
    const auto counted = [&next](double value, double agents) {
        next->values.push_back(value);
        next->agents.push_back(agents);
        ++next;
    };
    for (const auto& lesion : patient.lesions()) {
        const Census census = count(*lesion);
        const double per_agent = lesion->cells_per_agent(lesion->rules().tumour);
        const double represented = lesion->volume().in(ml) / per_agent;
        for (std::size_t kind = 0; kind != census.agents.size(); ++kind) {
            counted(ratio(census.cells[kind], represented), census.agents[kind]);
        }
        counted(ratio(census.debris_volume, census.volume), census.debris);
        for (std::uint16_t s = 0; s != lesion->rules().substances.size(); ++s) {
            next->values.push_back(mean_level(*lesion, s));
            ++next;
        }
    }
}

}  // namespace perforin::engine

#include "biology/models/company.hpp"

#include "tissue/geometry.hpp"

namespace perforin::biology {

using tissue::Row;

Company company(const tissue::World& world, Row row, bool close_by) {
    using namespace tissue::role;
    constexpr float reach = 50.0f, close = 10.0f;  // µm
    constexpr std::uint16_t immune = progenitor | regulatory | suppressive | presenting | helper;
    const tissue::Surface& cells = world.surface();
    const Vec3 here = cells.position[row];
    double progenitors = 0.0, regulators = 0.0, suppressors = 0.0, presenters = 0.0, helpers = 0.0;
    world.for_any_near(here, 0.0f, immune, reach, [&](Row other, Vec3, float) {
        const std::uint16_t is = cells.roles[other];
        const double weight = cells.weight[other];
        if ((is & progenitor) != 0) progenitors += weight;
        if ((is & regulatory) != 0) regulators += weight;
        if ((is & suppressive) != 0) suppressors += weight;
        if ((is & presenting) != 0) presenters += weight;
        if ((is & helper) != 0) helpers += weight;
    });
    double antigenic = 0.0, pdl1 = 0.0, showing = 0.0;
    if (close_by) {
        world.for_any_near(here, cells.radius[row], tumour | presenting, close,
                           [&](Row other, Vec3, float) {
                               const double weight = cells.weight[other];
                               const bool malignant = (cells.roles[other] & tumour) != 0;
                               showing += weight;
                               pdl1 += weight * static_cast<double>(cells.pdl1[other]);
                               if (malignant && cells.antigens[other] != 0) antigenic += weight;
                           });
    }
    const Volume around = tissue::neighbourhood_um3(world.box(), reach) * um3;
    return {.progenitors = progenitors / around,
            .regulatory = regulators / around,
            .suppressive = suppressors / around,
            .presenting = presenters / around,
            .helpers = helpers / around,
            .antigenic = antigenic,
            .pdl1 = showing > 0.0 ? pdl1 / showing : 0.0};
}

}  // namespace perforin::biology

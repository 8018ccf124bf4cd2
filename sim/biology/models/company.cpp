#include "biology/models/company.hpp"

#include "tissue/geometry.hpp"

namespace perforin::biology {

using tissue::Row;

Company company(const tissue::World& world, Row row, bool close_by) {
    using namespace tissue::role;
    constexpr float reach = 50.0f, close = 10.0f;  // µm
    constexpr std::uint16_t immune = progenitor | regulatory | suppressive | presenting | helper;
    const auto wanted = static_cast<std::uint16_t>(close_by ? immune | tumour : immune);
    const tissue::Surface& cells = world.surface();
    const float touch = cells.radius[row] + close;
    double progenitors = 0.0, regulators = 0.0, suppressors = 0.0, presenters = 0.0, helpers = 0.0;
    double antigenic = 0.0, pdl1 = 0.0, showing = 0.0;
    world.for_any_near(
        cells.position[row], 0.0f, wanted, reach, [&](Row other, Vec3, float distance) {
            const std::uint16_t is = cells.roles[other];
            const double weight = cells.weight[other];
            if ((is & progenitor) != 0) progenitors += weight;
            if ((is & regulatory) != 0) regulators += weight;
            if ((is & suppressive) != 0) suppressors += weight;
            if ((is & presenting) != 0) presenters += weight;
            if ((is & helper) != 0) helpers += weight;
            if ((is & (tumour | presenting)) == 0 || distance > touch + cells.radius[other]) return;
            showing += weight;
            pdl1 += weight * static_cast<double>(cells.pdl1[other]);
            if ((is & tumour) != 0 && cells.antigens[other] != 0) antigenic += weight;
        });
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

#include "biology/models/interleukin2.hpp"

#include "biology/models/helper.hpp"
#include "biology/models/hill.hpp"
#include "biology/models/regulatory.hpp"

namespace perforin::biology {

namespace {

/// Whether a model has cells of a kind, in tumour, stroma or blood.
template <class Params>
bool present(const config::Section& biology, std::string_view kind) {
    const Params params{biology.child(kind)};
    return params.density > PerVolume{} || params.stromal_density > PerVolume{} ||
           params.in_blood > PerVolume{};
}

bool makers_or_takers(const config::Section& top) {
    const config::Section biology = top.child("biology");
    const bool helpers = present<HelperTParams>(biology, "helper_t");
    const bool regulators = present<RegulatoryTParams>(biology, "regulatory_t");
    return helpers || regulators;
}

}  // namespace

double interleukin2_response(const Interleukin2Params& p, Molarity level) {
    const auto saturation = [&](Molarity c) { return p.floor + hill(c / p.half, 1.0); };
    return saturation(level) / saturation(p.usual);
}

double interleukin2_clearance(const Interleukin2Params& p, Molarity level, Molarity half) {
    return p.uptake.in(per_minute)*fields::picomolar_per_molecule / (half + level).in(picomolar);
}

Interleukin2::Interleukin2(const config::Section& top)
    : params_{top.child("interleukin2")}, followed_{makers_or_takers(top) && !params_.off} {}

Molarity Interleukin2::level(const tissue::World& world, tissue::Row row) const {
    const double given =
        given_ && !params_.off ? static_cast<double>(world.level(*given_, row)) : 0.0;
    return (followed_ ? world.level(il2_, row) * picomolar : params_.usual) + given * picomolar;
}

double Interleukin2::response(const tissue::World& world, tissue::Row row) const {
    if (params_.off) return 1.0;
    return interleukin2_response(params_, level(world, row));
}

double Interleukin2::regulatory_response(const tissue::World& world, tissue::Row row) const {
    return hill(level(world, row) / params_.half_regulatory, 1.0);
}

void Interleukin2::secrete(tissue::Exchange& with, tissue::Row row,
                           double molecules_per_minute) const {
    if (followed_ && molecules_per_minute > 0.0) with.secrete(il2_, row, molecules_per_minute);
}

void Interleukin2::take(const tissue::World& world, tissue::Exchange& with, tissue::Row row,
                        bool regulatory) const {
    if (!followed_) return;
    const Molarity half = regulatory ? params_.half_regulatory : params_.half;
    with.take(il2_, row, interleukin2_clearance(params_, level(world, row), half));
}

}  // namespace perforin::biology

#include "biology/models/suppression.hpp"

#include "biology/models/hill.hpp"

namespace perforin::biology {

double suppressed(const SuppressionParams& p, Molarity tgf_beta, Molarity il10, const Company& near,
                  double glucocorticoid) {
    const auto brake = [](bool off, double most, double relative) {
        return off ? 0.0 : most * hill(relative, 1.0);
    };
    const double dissolved =
        together(brake(p.tgf_beta_off, p.tgf_beta_most, tgf_beta / p.tgf_beta_half),
                 brake(p.il10_off, p.il10_most, il10 / p.il10_half));
    const double contact = together(
        brake(p.regulatory_off, p.regulatory_most, near.regulatory / p.regulatory_half),
        brake(p.suppressive_off, p.suppressive_most, near.suppressive / p.suppressive_half));
    const double steroids = p.glucocorticoid_off ? 0.0 : p.glucocorticoid_most * glucocorticoid;
    return together(together(dissolved, contact), steroids);
}

double Suppression::of(const tissue::World& world, tissue::Row row, const Company& near) const {
    return suppressed(params_, world.level(tgf_beta_, row) * picomolar,
                      world.level(il10_, row) * picomolar, near,
                      world.occupancy(glucocorticoid_, row));
}

}  // namespace perforin::biology

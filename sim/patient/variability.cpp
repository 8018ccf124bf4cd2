#include "patient/variability.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "core/random.hpp"

namespace perforin::patient {

namespace {

/// Rows of the lower triangle of a correlation matrix's root; `rest`, squared, is what remains for
/// the third quantity, negative if the correlations are impossible.
struct Triangle {
    double second_on_first, second;
    double third_on_first, third_on_second, rest;
};

Triangle triangle(const Spread& s) {
    const double own = std::sqrt(std::max(0.0, 1.0 - s.clearance_central * s.clearance_central));
    const double mixed =
        own > 0.0 ? (s.central_peripheral - s.clearance_central * s.clearance_peripheral) / own
                  : 0.0;
    return {s.clearance_central, own, s.clearance_peripheral, mixed,
            1.0 - s.clearance_peripheral * s.clearance_peripheral - mixed * mixed};
}

std::uint64_t identity(std::string_view name) {
    std::uint64_t id = 0;
    for (const char letter : name) id = descend(id, static_cast<unsigned char>(letter));
    return id;
}

}  // namespace

bool possible(const Spread& spread) {
    return triangle(spread).rest >= 0.0;
}

RandomEffects draw_effects(const Spread& spread, const Lot& lot) {
    Stream random{lot.patient, "patient.pharmacokinetics"_draw, {identity(lot.drug)}, 0};
    const double z1 = normal(random);
    const double z2 = normal(random);
    const double z3 = normal(random);
    const double z4 = normal(random);
    const Triangle t = triangle(spread);
    const double third = std::sqrt(std::max(0.0, t.rest));
    return {.clearance = spread.clearance * z1,
            .central = spread.central * (t.second_on_first * z1 + t.second * z2),
            .peripheral =
                spread.peripheral * (t.third_on_first * z1 + t.third_on_second * z2 + third * z3),
            .change = spread.change * z4};
}

}  // namespace perforin::patient

#include "biology/models/radiation.hpp"

#include <algorithm>
#include <cmath>

#include "biology/models/hill.hpp"
#include "core/maths.hpp"

namespace perforin::biology {

namespace {

/// ∫₀ᵗ exp(−a s) exp(−b (t − s)) ds.
double overlap(double a, double b, double t) {
    const double x = (b - a) * t;
    const double mean = std::abs(x) < 1e-8 ? 1.0 : -maths::expm1(-x) / x;
    return t * maths::exp(-a * t) * mean;
}

double something(double amount) {
    return amount < 1e-6 ? 0.0 : amount;
}

}  // namespace

RadiationDose oxygenated_dose(const RadiationParams& p, RadiationDose dose, Pressure oxygen) {
    const double m = p.oxygen_enhancement;
    return dose * ((m * oxygen + p.oxygen_half) / (m * (oxygen + p.oxygen_half)));
}

double surviving(const RadiationParams& p, RadiationDose d, double resistance) {
    const RadiationDose curved = std::min(d, p.tail_begins);
    const double lethal = p.alpha * curved * (1.0 + curved / p.alpha_beta);
    const PerDose slope = p.alpha * (1.0 + 2.0 * (p.tail_begins / p.alpha_beta));
    return maths::exp(-(1.0 - resistance) * (lethal + slope * (d - curved)));
}

double fragments(const RadiationParams& p, RadiationDose d) {
    const double tracks = d.in(gray) * (1.0 + d / p.yield_alpha_beta);
    return -p.yield_most * maths::expm1(-tracks / p.yield_most);
}

double trex1_induced(const RadiationParams& p, RadiationDose d) {
    return p.trex1_off ? 0.0 : hill(d / p.trex1_half, 1.0, p.trex1_steepness);
}

DnaState hit(const RadiationParams& p, DnaState dna, RadiationDose d) {
    dna.fragments += fragments(p, d);
    dna.trex1 += trex1_induced(p, d);
    return dna;
}

DnaState dna_after(const RadiationParams& p, const DnaState& dna, Time dt) {
    const double leak = p.leak * dt, fades = p.trex1_decay * dt;
    const double trex1 = dna.trex1 * overlap(fades, 0.0, 1.0);  // mean over the step
    const double loss = (p.dna_decay + trex1 * p.trex1_digestion) * dt;
    return {.fragments = something(dna.fragments * maths::exp(-leak)),
            .cytosolic = something(dna.cytosolic * maths::exp(-loss) +
                                   leak * dna.fragments * overlap(leak, loss, 1.0)),
            .trex1 = something(dna.trex1 * maths::exp(-fades))};
}

Rate interferon_1_secretion(const RadiationParams& p, double cytosolic) {
    if (p.interferon_off) return {};
    return hill(cytosolic, p.interferon_half, p.interferon_steepness) * p.interferon_secretion;
}

}  // namespace perforin::biology

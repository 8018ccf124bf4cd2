#include "biology/models/checkpoint.hpp"

#include <algorithm>
#include <cmath>

#include "core/maths.hpp"

namespace perforin::biology {

namespace {

constexpr double molecules_per_amol = 602214.076;

double power(double x, std::int64_t n) {
    double y = x;
    for (std::int64_t i = 1; i < n; ++i) y *= x;
    return y;
}

/// Receptors that one ligand leaves unbound: the root of u² + (L − R + K)·u − R·K, in the form of
/// the two that does not cancel. K > 0, may be infinite.
double unbound(double receptor, double ligand, double kd) {
    const double excess = ligand - receptor + kd;
    if (excess < 0.0) {
        return 0.5 * (std::sqrt(excess * excess + 4.0 * receptor * kd) - excess);
    }
    const double relative = 1.0 + (ligand - receptor) / kd;
    return 2.0 * receptor / (relative + std::sqrt(relative * relative + 4.0 * receptor / kd));
}

/// Receptors that two ligands leave unbound. f(u) = u + Σ L·u/(u + K) − R rises and bends
/// downwards, so from below its root Newton's steps only rise, and end at it; the bracket is for
/// rounding.
double unbound(double receptor, double ligand1, double kd1, double ligand2, double kd2) {
    // As if both ligands had the harmonic mean of the Kd: that binds more than they do (Jensen).
    const double ligand = ligand1 + ligand2;
    const double mean = ligand / (ligand1 / kd1 + ligand2 / kd2);
    const double low = std::min(receptor, unbound(receptor, ligand, mean));
    double u = low;
    for (int i = 0; i != 50; ++i) {
        const double held1 = 1.0 / (u + kd1), held2 = 1.0 / (u + kd2);
        const double f = u * (1.0 + ligand1 * held1 + ligand2 * held2) - receptor;
        const double slope =
            1.0 + ligand1 * held1 * (1.0 - u * held1) + ligand2 * held2 * (1.0 - u * held2);
        const double next = std::clamp(u - f / slope, low, receptor);
        // The relative error squares in each step (|f''|·u ≤ 2f'): 10⁻⁸ now is 10⁻¹⁶ after it.
        const bool settled = std::abs(next - u) <= 1e-8 * u;
        u = next;
        if (settled) break;
    }
    return u;
}

}  // namespace

double two_dimensional(Molarity kd, Length gap) {
    return kd.raw() * molecules_per_amol * gap.in(um);
}

double complexes(double receptor, double ligand, double kd) {
    // 2RL/(S + √(S² − 4RL)), S = R + L + K, with S² − 4RL written as a sum: nothing cancels.
    const double difference = receptor - ligand;
    const double root = std::sqrt(difference * difference + kd * (kd + 2.0 * (receptor + ligand)));
    const double denominator = receptor + ligand + kd + root;
    return denominator > 0.0 ? 2.0 * receptor * (ligand / denominator) : 0.0;
}

SynapseBinding bind(const SynapseDensities& total, double kd_pdl1, double kd_pdl2,
                    const Competition& drugs) {
    // A mobile drug in excess holds c/K of its partner for each free one: seen from the ligand, its
    // Kd is larger by 1 + c/K.
    const double kd1 = kd_pdl1 * drugs.at_pd1 * drugs.at_pdl1;
    const double kd2 = kd_pdl2 * drugs.at_pd1 * drugs.at_pdl2;
    const double u = unbound(total.pd1, total.pdl1, kd1, total.pdl2, kd2);
    SynapseBinding b;
    b.pd1_free = u / drugs.at_pd1;
    b.pd1_drug = u * (1.0 - 1.0 / drugs.at_pd1);
    b.pd1_pdl1 = total.pdl1 * (u / (u + kd1));
    b.pd1_pdl2 = total.pdl2 * (u / (u + kd2));
    b.pdl1_unbound = total.pdl1 / (1.0 + u / kd1);
    b.pdl2_unbound = total.pdl2 / (1.0 + u / kd2);
    return b;
}

Checkpoint::Checkpoint(const CheckpointParams& params)
    : kd_pdl1_{two_dimensional(params.kd_pdl1, params.gap)},
      kd_pdl2_{two_dimensional(params.kd_pdl2, params.gap)},
      pd1_density_{1.0 / params.t_cell_area.in(um2)},
      pdl1_density_{1.0 / params.target_area.in(um2)},
      pdl2_per_pdl1_{params.pdl2_per_pdl1},
      half_{params.half_inhibition.in(per_um2)},
      strongest_{params.strongest},
      hit_power_{params.hit_power},
      hill_{params.hill} {}

double Checkpoint::bound(double pd1_molecules, double pdl1_molecules, double pd1_occupancy,
                         double pdl1_occupancy) const {
    const double receptor = pd1_molecules * pd1_density_;
    const double ligand1 = pdl1_molecules * pdl1_density_;
    const double ligand2 = ligand1 * pdl2_per_pdl1_;
    const double free = 1.0 - pd1_occupancy;  // 1/(1 + Σ c/K): how much looser a ligand binds
    const double kd1 = kd_pdl1_ / (free * (1.0 - pdl1_occupancy));
    if (!(ligand2 > 0.0)) return complexes(receptor, ligand1, kd1);
    const double kd2 = kd_pdl2_ / free;
    const double u = unbound(receptor, ligand1, kd1, ligand2, kd2);
    return ligand1 * (u / (u + kd1)) + ligand2 * (u / (u + kd2));
}

double Checkpoint::inhibition_by(double bound) const {
    if (bound > half_) return strongest_ / (1.0 + power(half_ / bound, hill_));  // no overflow
    const double x = power(bound / half_, hill_);
    return strongest_ * (x / (1.0 + x));
}

double Checkpoint::inhibition(double pd1_molecules, double pdl1_molecules, double pd1_occupancy,
                              double pdl1_occupancy) const {
    return inhibition_by(bound(pd1_molecules, pdl1_molecules, pd1_occupancy, pdl1_occupancy));
}

double Checkpoint::of_hits(double inhibition) const {
    return 1.0 - maths::pow(1.0 - inhibition, hit_power_);
}

}  // namespace perforin::biology

#include "clinic/monitoring/serum.hpp"

#include "clinic/monitoring/sampling.hpp"

namespace perforin::clinic {

/// The active form of TGF-β is left out: what plasma holds is latent, and from platelets.
const std::vector<CytokineFacts>& cytokines() {
    static const std::vector<CytokineFacts> all{
        {"ifn_gamma", "Interferon-gamma", 34.0, 0.5, 2.0, 0.5, 2.0},
        {"il2", "Interleukin-2", 15.5, 1.0, 0.5, 0.1, 0.5},
        {"il10", "Interleukin-10", 37.0, 3.0, 1.0, 0.2, 1.0},
        {"cxcl9_10", "CXCL10 with CXCL9", 8.6, 1.0, 100.0, 5.0, 20.0},
        {"vegf", "Vascular endothelial growth factor", 38.0, 0.6, 30.0, 3.0, 10.0},
    };
    return all;
}

/// A block stands for as many as its tumour agents stand for cells. 1 pM in 1 µm³ is 1e-15 pmol.
double decaying(const patient::Patient& patient, tissue::Level what) {
    double sum = 0.0;
    for (const auto& lesion : patient.lesions()) {
        const auto& field = lesion->dissolved().field(what);
        const double blocks = lesion->cells_per_agent(lesion->rules().tumour);
        sum += blocks * field.transport().decay.in(per_minute)*field.total() * 1e-15;
    }
    return sum;
}

double plasma_level(const SerumParams& p, const CytokineParams& cytokine, double kilodalton,
                    double inflow) {
    const double cleared = loss_of(cytokine.half_life).in(per_minute)*p.plasma.in(litre);
    return cytokine.usual.in(pg_per_ml) + kilodalton * p.cytokine_share * inflow / cleared;
}

double ldh_release(const SerumParams& p, double deaths, double live) {
    return p.ldh_per_death * deaths + p.ldh_leak * live / (1.0 * day).in(minute);
}

double crp_target(const SerumParams& p, double danger, double grades) {
    return p.crp_usual + p.crp_most * danger / (danger + p.crp_half) + p.crp_per_grade * grades;
}

}  // namespace perforin::clinic

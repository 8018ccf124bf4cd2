#pragma once
// What quiets T and NK cells in a tumour apart from checkpoints: TGF-β, interleukin-10, regulatory
// cells and suppressive myeloid cells in contact, steroids. Each is a brake of its own.

#include "biology/models/company.hpp"
#include "config/block.hpp"
#include "core/units.hpp"
#include "tissue/world.hpp"

namespace perforin::biology {

/// `[suppression]`
struct SuppressionParams : config::Block {
    using Block::Block;
    Molarity tgf_beta_half = param(
        "tgf_beta_half", 100, picomolar, {0.1, 1e5}, "TGF-β that inhibits by half of its most",
        measured("QSPIO-TNBC parameters: 0.07 nM, on effectors 0.14 nM"));
    double tgf_beta_most =
        param("tgf_beta_most", 0.8, fraction, {0, 1}, "Share of function lost at saturating TGF-β",
              assumed("QSPIO lets it be all; cytotoxicity is lowered, not abolished"));
    Molarity il10_half =
        param("il10_half", 100, picomolar, {0.1, 1e5},
              "Interleukin-10 that inhibits by half of its most", assumed("receptor Kd 50–200 pM"));
    double il10_most = param("il10_most", 0.2, fraction, {0, 1},
                             "Share of function lost at saturating interleukin-10",
                             assumed("mainly acts through presenting cells; small on CD8 cells"));
    PerVolume regulatory_half =
        param("regulatory_half", 4e6, per_ml, {1e3, 1e10},
              "Regulatory T cells around that inhibit by half of their most",
              fitted("half at 1 per 5 effectors in vitro (recalled), of 2e7 CD8 per mL; QSPIO: 1 "
                     "per 11 tumour-specific ones"));
    double regulatory_most =
        param("regulatory_most", 0.7, fraction, {0, 1},
              "Share of function lost among many regulatory T cells",
              recalled(assumed("assays at 1:1 leave 10–40 % of proliferation; QSPIO: none")));
    PerVolume suppressive_half =
        param("suppressive_half", 2e7, per_ml, {1e3, 1e10},
              "Suppressive myeloid cells around that inhibit by half of their most",
              assumed("arginase and NO act within a few cells' width; 1:1 with all CD8"));
    double suppressive_most = param("suppressive_most", 0.6, fraction, {0, 1},
                                    "Share of function lost among many suppressive myeloid cells",
                                    assumed("arginase and NO; QSPIO lets it be all"));

    double glucocorticoid_most =
        param("glucocorticoid_most", 0.5, fraction, {0, 1},
              "Share of function lost where steroids hold all glucocorticoid receptors",
              assumed("killing by T and NK cells is lowered, not abolished; 0.2–0.8"));

    bool tgf_beta_off = ablation("tgf_beta", "No cell makes TGF-β, and none feels it");
    bool il10_off = ablation("il10", "Interleukin-10 has no effect on T and NK cells");
    bool regulatory_off =
        ablation("treg_suppression", "Regulatory T cells do not suppress by contact");
    bool suppressive_off =
        ablation("myeloid_suppression", "Myeloid cells do not suppress T and NK cells by contact");
    bool glucocorticoid_off =
        ablation("glucocorticoid", "Steroids have no effect on T and NK cells in tissue");
};

/// Share that two brakes, independent of each other, take together.
inline double together(double one, double other) {
    return one + other * (1.0 - one);
}

/// Share of its function that a cell loses, 0…1.
double suppressed(const SuppressionParams&, Molarity tgf_beta, Molarity il10, const Company&,
                  double glucocorticoid = 0.0);

class Suppression {
public:
    explicit Suppression(const config::Section& top) : params_{top.child("suppression")} {}

    double of(const tissue::World&, tissue::Row, const Company&) const;

private:
    SuppressionParams params_;
    tissue::Level tgf_beta_ = tissue::substance("tgf_beta"), il10_ = tissue::substance("il10");
    tissue::ReceptorHandle glucocorticoid_ = tissue::receptor("glucocorticoid");
};

}  // namespace perforin::biology

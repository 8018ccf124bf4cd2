#pragma once
// IDO, which tumour and dendritic cells make under interferon-γ, and tumour cells with an active
// KIT without it: it takes tryptophan from T cells around, which then do not divide.

#include "config/block.hpp"
#include "core/units.hpp"
#include "tissue/world.hpp"

namespace perforin::biology {

/// `[ido]`
struct IdoParams : config::Block {
    using Block::Block;
    double most = param(
        "most", 0, fraction, {0, 1},
        "Share of their divisions that T cells lose where the cells around make all the IDO they "
        "can",
        setting("0: it is part of the fitted rates of division; 0.3 or so (assumed) where it is "
                "studied. Epacadostat beside pembrolizumab did nothing in ECHO-301 (recalled)"));
    double constitutive =
        param("constitutive", 0.1, fraction, {0, 1},
              "Share of it that is there without interferon-γ, kept up by KIT",
              assumed("most tumours have little; up to 1 in gastrointestinal stromal tumours "
                      "(Balachandran 2011)"));
    Molarity half = param("half", 50, picomolar, {1e-3, 1e6},
                          "Interferon-γ at half of what it induces beyond that",
                          recalled(assumed("cells in culture need 1–10 ng/mL for most of it, "
                                           "60–600 pM, more than for PD-L1")));
    bool off = ablation("ido", "No cell makes IDO");
};

/// Share of their divisions that T cells lose; `kit`: share of KIT that drugs block.
double ido_brake(const IdoParams&, Molarity interferon, double kit);

class Ido {
public:
    explicit Ido(const config::Section& top) : params_{top.child("ido")} {}

    /// Share of its divisions that a T cell keeps. Interferon-γ at its place is taken for that of
    /// the cells around it, which it comes from or reaches within a few cells' width.
    double spares(const tissue::World&, tissue::Row) const;

private:
    IdoParams params_;
    tissue::Level interferon_ = tissue::substance("ifn_gamma");
    tissue::ReceptorHandle kit_ = tissue::receptor("kit");
};

}  // namespace perforin::biology

#pragma once
// Small molecules: what was published of one, and what the user may change. What is not bound to
// plasma proteins acts. A therapy's file states the facts. Equations and sources: METHODS.md.

#include <optional>
#include <string>

#include "config/block.hpp"
#include "core/units.hpp"
#include "patient/antibody.hpp"
#include "patient/drug.hpp"

namespace perforin::patient {

inline constexpr Unit<dim::flow> litre_per_hour{1e15 / 60, "L/h"};

/// What tells one small molecule from another. Units as in SmallMoleculeParams. Of a drug that is
/// swallowed, clearance and volumes are those over the share that is absorbed.
struct SmallMoleculeFacts {
    std::string receptor;
    Fact half, molar_mass;
    Fact clearance, central, exchange, peripheral;
    Fact unbound, tissue_exchange;
    Fact omega_clearance;
};

/// `[drug.<name>]`
struct SmallMoleculeParams : config::Block {
    SmallMoleculeParams(const config::Section& section, const SmallMoleculeFacts& facts);

    Molarity half;
    MolarMass molar_mass;
    Flow clearance;
    Volume central;
    Flow exchange;
    Volume peripheral;
    double unbound;
    Rate tissue_exchange;
    double omega_clearance;
    std::optional<double> eta_clearance;
    Diffusivity diffusivity =
        param("diffusivity", 6000, um2_per_minute, {1, 1e6}, "Diffusion in tumour interstitium",
              recalled(measured("molecules of 300–900 Da: 1e-6 cm²/s (0.5–3e-6)")));
};

class SmallMolecule : public Drug {
public:
    SmallMolecule(const config::Section& section, SmallMoleculeFacts facts);

    const std::string& receptor() const override { return facts_.receptor; }
    /// Of whole drug in plasma. Levels in tissue are such levels too: those of plasma at
    /// equilibrium.
    Molarity half_occupancy() const override { return params_.half / params_.unbound; }
    MolarMass molar_mass() const override { return params_.molar_mass; }
    Penetration penetration() const override {
        return {params_.diffusivity, 1.0, params_.tissue_exchange};
    }
    TwoCompartment disposition(const Person& person) const override;

private:
    SmallMoleculeFacts facts_;
    SmallMoleculeParams params_;
};

}  // namespace perforin::patient

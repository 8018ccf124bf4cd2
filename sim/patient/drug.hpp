#pragma once
// The family of drugs: what a dose becomes in plasma, which receptor it occupies, and how it gets
// into tissue. A drug's numbers are in `[drug.<name>]`.

#include <span>
#include <string>

#include "core/units.hpp"
#include "patient/person.hpp"
#include "patient/pharmacokinetics.hpp"

namespace perforin::patient {

/// How a drug spreads in tissue: c' = D∇²c + exchange × vessels × (ratio × plasma − c).
struct Penetration {
    Diffusivity diffusivity;
    double ratio = 0.0;  ///< tissue to plasma at steady state, well-perfused tissue
    Rate exchange;       ///< between plasma and tissue, at normal vessel density
};

class Drug {
public:
    virtual ~Drug() = default;

    /// Name of the registered receptor that it keeps from its ligands; empty if it has none.
    virtual const std::string& receptor() const = 0;
    /// Concentration that occupies half of the receptors on a cell when no ligand competes.
    virtual Molarity half_occupancy() const = 0;
    virtual MolarMass molar_mass() const = 0;
    virtual Penetration penetration() const = 0;
    virtual TwoCompartment disposition(const Person& person) const = 0;
    /// Share of the division of marrow's precursors that this level in plasma takes away.
    virtual double myelosuppression(Molarity /*plasma*/) const { return 0.0; }
};

/// One drug at a receptor.
struct Occupant {
    Molarity concentration, half_occupancy;
};

/// Share of a receptor that several drugs occupy together when they compete for one site and are in
/// excess: Σ(c/K)/(1 + Σ(c/K)), 0…1.
double occupied(std::span<const Occupant> drugs);

}  // namespace perforin::patient

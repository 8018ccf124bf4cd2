#pragma once
// How avid for glucose the cells of a lesion are: what oxygen does to tumour cells, and which
// leukocytes are at work. METHODS.md, FDG-PET.

#include "config/block.hpp"
#include "core/units.hpp"
#include "tissue/lesion.hpp"

namespace perforin::clinic {

/// Uptakes are standardised: relative to that of the body if it were the same everywhere (SUV).
struct GlucoseParams : config::Block {
    using Block::Block;
    double tumour =
        param("tumour_uptake", 9, fraction, {0, 50},
              "Uptake of live tumour tissue with ample oxygen, SUV",
              measured("Weber 2015: SUVpeak 11.6 and 6.9 in two trials of lung cancer"));
    double hypoxic =
        param("hypoxic", 1.6, fraction, {1, 10},
              "Uptake of tumour cells without oxygen, relative to that",
              recalled(measured("1.4 to 2 within a day in cell lines: Clavo 1995, Burgman 2001")));
    Pressure half = param("hypoxic_half", 5, mmhg, {0.1, 100},
                          "Oxygen tension at which that rise is half of its most",
                          recalled(assumed("HIF-1 and glycolysis rise below 10 mmHg")));
    double myeloid =
        param("myeloid_uptake", 9, fraction, {0, 50}, "Uptake of macrophages and their like, SUV",
              recalled(assumed("as much as tumour cells or more (Kubota 1992, Reinfeld 2021)")));
    double active = param("active_uptake", 9, fraction, {0, 50},
                          "Uptake of lymphocytes that hold a target in a synapse, SUV",
                          recalled(assumed("activated T cells turn to glycolysis and take up "
                                           "several times as much: Frauwirth 2002")));
    double resting = param("resting_uptake", 2, fraction, {0, 50}, "Uptake of other lymphocytes",
                           recalled(assumed("normal nodes and spleen show SUV 1 to 2.5")));
    double stroma = param("stroma_uptake", 1.5, fraction, {0, 50}, "Uptake of other cells, SUV",
                          assumed("as what surrounds the lesion"));
};

/// SUV of tumour cells at that oxygen tension: u (1 + (f − 1) K/(K + p)).
double avidity(const GlucoseParams&, Pressure oxygen);

/// mL × SUV. Corpses and fluid take up nothing.
struct Uptake {
    double tumour = 0.0, leukocytes = 0.0, stroma = 0.0;
    double all() const { return tumour + leukocytes + stroma; }
};

/// Of the whole lesion, as its cells are now. A model without oxygen has ample of it.
Uptake uptake(const GlucoseParams&, const tissue::Lesion&);

}  // namespace perforin::clinic

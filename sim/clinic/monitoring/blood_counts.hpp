#pragma once
// Lymphocytes in a patient's blood. The model follows those that see a tumour and what of the
// others changes; here they come together. METHODS.md.

#include <cstddef>

#include "config/block.hpp"
#include "patient/patient.hpp"

namespace perforin::clinic {

/// How many lymphocytes circulate where nothing acts on them.
struct BloodCountParams : config::Block {
    using Block::Block;
    PerVolume lymphocytes =
        param("usual_lymphocytes", 1.8e6, per_ml, {1e3, 1e8}, "Lymphocytes in blood, usually",
              recalled(measured("1–4e6 per mL in adults")));
    double cd8 = param("cd8_share", 0.25, fraction, {0.001, 1}, "Share of them that is CD8 T cells",
                       recalled(measured("0.13–0.40 in adults")));
    double naive = param("naive_in_blood", 0.02, fraction, {0, 1},
                         "Share of the body's naive cells that is in blood",
                         recalled(measured("2 % of all lymphocytes (Westermann & Pabst 1992)")));
};

/// Cells in all of the blood.
struct BloodCounts {
    double litres = 0.0;       ///< of blood
    double circulating = 1.0;  ///< share of the lymphocytes that steroids leave in circulation
    double lymphocytes = 0.0, cd8 = 0.0;
    double per_ml(double cells) const { return cells / (1e3 * litres); }
};

class BloodCounter {
public:
    /// `examination`: its table, in which the usual numbers stand.
    explicit BloodCounter(const config::Section& examination) : params_{examination} {}

    BloodCounts count(const patient::Patient&) const;
    /// Circulating cells of one antigen, by its number among those that nodes follow.
    double effectors(const patient::Patient&, std::size_t antigen) const;
    double memory(const patient::Patient&, std::size_t antigen) const;
    double naive(const patient::Patient&, std::size_t antigen) const;

private:
    BloodCountParams params_;
};

}  // namespace perforin::clinic

#pragma once
// A block that nothing can leave: no-flux walls on all sides, one tumour cell in it.

#include <string>
#include <vector>

#include "known.hpp"
#include "patients.hpp"
#include "tissue/layout.hpp"

namespace perforin::test {

/// A cube of 160 µm.
class ClosedBlock final : public tissue::Layout {
public:
    explicit ClosedBlock(config::Section&) {}
    Box box() const override {
        return {.size = {edge, edge, edge}, .periodic = {false, false, false}, .dimensions = 3};
    }
    tissue::LayoutKey size_key() const override { return {"test_closed", "edge"}; }
    tissue::Side side(std::size_t, bool) const override { return tissue::Side::closed; }
    bool in_tumour(Vec3) const override { return true; }
    double tumour_volume(double) const override { return edge * edge * edge; }
    std::vector<Vec3> sites(double, std::uint64_t, std::uint64_t) const override {
        return {{0.5f * edge, 0.5f * edge, 0.5f * edge}};
    }
    bool sample() const override { return false; }

    static constexpr float edge = 160.0f;
};

using KnownClosedBlock = Known<tissue::Layout, ClosedBlock>;

/// The scenario of a closed block; `more` is appended. T cells are in it only if `more` says so. A
/// KnownClosedBlock called "test_closed" must live as long as its patient.
inline std::string closed_block(const std::string& more = {}) {
    const bool without = more.find("[biology.cytotoxic_t]") == std::string::npos;
    return "[[lesion]]\nlayout = 'test_closed'\n[blood]\nspecific_cd8 = 0\n" + more +
           (without ? "[biology.cytotoxic_t]\ndensity = '0 1/mL'\n" : "");
}

/// A small slab without T cells.
inline std::string quiet_slab(const std::string& more = {}) {
    return small_slab("[blood]\nspecific_cd8 = 0\n[biology.cytotoxic_t]\ndensity = '0 1/mL'\n" +
                      more);
}

/// `[biology.<kind>]` with a density per mL and further lines.
inline std::string some(const std::string& kind, const std::string& density,
                        const std::string& more = {}) {
    return "[biology." + kind + "]\ndensity = '" + density + " 1/mL'\n" + more;
}

inline const fields::Diffusion& field(const patient::Patient& patient, const std::string& name) {
    return patient.lesions().front()->dissolved().field(tissue::substance(name));
}

inline std::map<std::string, double> figures(const patient::Patient& patient) {
    return figures(*patient.lesions().front());
}

}  // namespace perforin::test

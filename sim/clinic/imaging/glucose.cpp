#include "clinic/imaging/glucose.hpp"

#include <cstdint>

#include "tissue/handles.hpp"

namespace perforin::clinic {

namespace {

/// A mean over cells, each by its volume.
class ByVolume {
public:
    void add(double volume, double value) {
        volume_ += volume;
        sum_ += volume * value;
    }
    double mean() const { return volume_ > 0.0 ? sum_ / volume_ : 0.0; }

private:
    double volume_ = 0.0, sum_ = 0.0;
};

double of_leukocyte(const GlucoseParams& p, const tissue::Surface& cells, std::size_t row) {
    if ((cells.roles[row] & tissue::role::lymphocyte) == 0) return p.myeloid;
    return cells.partner[row] != 0 ? p.active : p.resting;
}

}  // namespace

double avidity(const GlucoseParams& p, Pressure oxygen) {
    return p.tumour * (1.0 + (p.hypoxic - 1.0) * (p.half / (p.half + oxygen)));
}

Uptake uptake(const GlucoseParams& p, const tissue::Lesion& lesion) {
    const tissue::Surface& cells = lesion.cells();
    const auto oxygen = tissue::known_substance("oxygen");
    ByVolume tumour, leukocytes;
    for (std::size_t row = 0; row != cells.size(); ++row) {
        if (!(cells.weight[row] > 0.0f)) continue;  // a probe
        const double r = cells.radius[row], volume = r * r * r;
        if ((cells.roles[row] & tissue::role::tumour) != 0) {
            const double there =
                oxygen ? avidity(p, lesion.dissolved().level(*oxygen, cells.position[row]) * mmhg)
                       : p.tumour;
            tumour.add(volume, there);
        } else if ((cells.roles[row] & tissue::role::leukocyte) != 0) {
            leukocytes.add(volume, of_leukocyte(p, cells, row));
        }
    }
    const tissue::Parts parts = lesion.parts();
    return {.tumour = tumour.mean() * parts.tumour.in(ml),
            .leukocytes = leukocytes.mean() * parts.infiltrate.in(ml),
            .stroma = p.stroma * parts.stroma.in(ml)};
}

}  // namespace perforin::clinic

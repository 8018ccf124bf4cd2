#include "cases/cancer_immune/case.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "cases/cancer_immune/sources.hpp"
#include "core/registry.hpp"

namespace perforin::cases::cancer_immune {

namespace {

/// Immune cells push their way in, so all cells are moved every few minutes; fields, growth and
/// divisions are slower, and so is a tumour alone.
std::string scenario(const Setup& setup) {
    std::string text = fmt::format(
        "[mechanics]\ninteraction = \"repulsion\"\n"
        "[[lesion]]\nlayout = \"ball\"\nantigens = 0\nvascularised = false\n"
        "[lesion.ball]\nradius = \"{} um\"\nextent = \"{} um\"\n",
        setup.radius.in(um), setup.extent.in(um));
    if (setup.immune > 0) {
        text += fmt::format(
            "[[therapy]]\ntype = \"insertion\"\ncount = {}\nat = \"{} min\"\n"
            "[tissue]\nsettle = \"{} min\"\nsub_step = \"{} min\"\n",
            setup.immune, setup.immune_at.in(minute), setup.settle.in(minute),
            setup.settle.in(minute));
    }
    return text +
           fmt::format("[biology.tumour]\nsplitting = \"{} min\"\n", setup.splitting.in(minute));
}

}  // namespace

Case::Case(const Setup& setup) : input_{"cancer_immune", scenario(setup)} {
    const Model ours{model};
    patient_ = std::make_unique<patient::Patient>(input_.root(), setup.seed);
    input_.finish();
}

void Case::advance() {
    const Model ours{model};
    for (const Tick& tick : Tick{now_, seconds_per_hour}.split(patient_->rules().step())) {
        patient_->pass(tick);
    }
    now_ += seconds_per_hour;
}

Counts Case::counts() const {
    const Model ours{model};
    const tissue::Surface& cells = lesion().cells();
    const Vec3 middle = 0.5f * lesion().box().size;
    Counts counts{.hour = static_cast<double>(now_) / seconds_per_hour};
    tissue::Tally tally;
    lesion().tally(tally);
    const auto figure = [&](const char* name) {
        for (std::size_t i = 0; i != tally.labels().size(); ++i) {
            if (tally.labels()[i].name == name) return tally.values()[i];
        }
        return 0.0;
    };
    counts.live = figure("live_tumour"), counts.dead = figure("dead");
    counts.immune = figure("immune"), counts.attached = figure("immune_attached");
    counts.live_volume = figure("live_tumour_volume"), counts.sweeps = figure("sweeps");
    std::vector<float> far;
    for (std::size_t row = 0; row != cells.size(); ++row) {
        if (tissue::tumour_agent(cells, row)) far.push_back(norm(cells.position[row] - middle));
    }
    if (!far.empty()) {
        const auto rank = static_cast<std::ptrdiff_t>(0.9 * static_cast<double>(far.size() - 1));
        std::nth_element(far.begin(), far.begin() + rank, far.end());
        counts.radius_p90 = static_cast<double>(far[static_cast<std::size_t>(rank)]);
    }
    const auto level = [&](const char* name) {
        return static_cast<double>(lesion().dissolved().level(tissue::substance(name), middle));
    };
    counts.oxygen = level("oxygen"), counts.factor = level("factor");
    return counts;
}

}  // namespace perforin::cases::cancer_immune

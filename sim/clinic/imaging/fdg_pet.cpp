// Positron emission tomography with FDG, a glucose that stays in cells: how much of it live tumour
// cells and leukocytes of each lesion take up, and what a scanner shows of that. METHODS.md.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "clinic/examination.hpp"
#include "clinic/imaging/glucose.hpp"
#include "clinic/imaging/imaging.hpp"
#include "core/maths.hpp"
#include "core/random.hpp"
#include "core/registry.hpp"

namespace perforin::clinic {

namespace {

struct PetParams : config::Block {
    using Block::Block;
    double background =
        param("background", 1.5, fraction, {0, 50}, "Uptake of what surrounds a lesion, SUV",
              recalled(assumed("blood and muscle 1-2, lung 0.5, liver 2-2.5")));
    Length resolution =
        param("resolution", 6, mm, {0.5, 30}, "Width of the image of a point at half its height",
              recalled(measured("5-7 mm in reconstructed images")));
    double noise =
        param("noise", 0.1, fraction, {0, 1},
              "Scatter of an uptake from scan to scan, as a natural logarithm",
              measured("Lodge 2017: within-subject coefficient of variation about 10 %"));
    double least = param("least", 2.5, fraction, {0, 50}, "Uptake from which a lesion is seen, SUV",
                         recalled(assumed("the usual rule of thumb")));
};

class FdgPet final : public Examination {
public:
    explicit FdgPet(config::Section& section)
        : Examination{section}, params_{section}, glucose_{section} {}

    std::vector<ResultRow> examine(const Encounter& look) override {
        std::vector<ResultRow> findings;
        for (const auto& lesion : look.patient.lesions()) findings.push_back(row(*lesion, look));
        return findings;
    }

private:
    double misjudged(const tissue::Lesion& lesion, const Encounter& look) const {
        Stream random{
            look.seed, "pet.noise"_draw, {lesion.identity(), look.examination}, look.visit.at()};
        return maths::exp(params_.noise * normal(random));
    }

    ResultRow row(const tissue::Lesion& lesion, const Encounter& look) const {
        const tissue::Parts parts = lesion.parts();
        const Uptake taken = uptake(glucose_, lesion);
        const Length diameter = axes_of(parts.all(), 1.0).longest;
        const double volume = parts.all().in(ml), back = params_.background;
        const double suv = volume > 0.0 ? taken.all() / volume : back;
        const double shown = back + (suv - back) * recovery(diameter, params_.resolution);
        const double read = shown * misjudged(lesion, look);
        ResultRow finding{"lesions/" + lesion.name(),
                          "One lesion: its uptake, what is shown, is read"};
        finding.row.add({"uptake", "mL", "Of all of it, in truth, times SUV"}, taken.all());
        finding.row.add({"by_tumour", "1", "Share of that in live tumour cells"},
                        taken.all() > 0.0 ? taken.tumour / taken.all() : 0.0);
        finding.row.add({"by_leukocytes", "1", "Share of that in leukocytes"},
                        taken.all() > 0.0 ? taken.leukocytes / taken.all() : 0.0);
        finding.row.add({"suv_true", "1", "Mean SUV in the lesion, in truth"}, suv);
        finding.row.add({"suv_shown", "1", "SUV in its middle, blurred"}, shown);
        finding.row.add({"suv", "1", "The same as it was measured"}, read);
        finding.row.add({"seen", "1", "1: that is enough to see the lesion"},
                        read >= params_.least ? 1.0 : 0.0);
        return finding;
    }

    PetParams params_;
    GlucoseParams glucose_;
};

const Registered<Examination> here{
    "fdg_pet",
    "Positron emission tomography: glucose that live tumour cells and leukocytes take up",
    make<Examination, FdgPet>};

}  // namespace

}  // namespace perforin::clinic

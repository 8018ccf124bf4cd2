// External radiotherapy: fractions of one dose to whole lesions. What the dose does is written
// where it acts: in tumour cells (biology/models/radiation.hpp), in leukocytes of the field
// (below).

#include <algorithm>

#include "core/maths.hpp"
#include "core/registry.hpp"
#include "patient/body.hpp"
#include "patient/schedule.hpp"
#include "patient/targets.hpp"
#include "patient/therapy.hpp"
#include "tissue/effect.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::measured, config::recalled;

/// Gy that are absorbed in the whole lesion in the present biology step.
const Registered<tissue::Exposure> radiation{"radiation",
                                             "Absorbed dose of ionising radiation, Gy in this step",
                                             make<tissue::Exposure, tissue::Exposure>};

/// `[effect.radiation]`
struct FieldParams : config::Block {
    using Block::Block;
    PerDose lymphocytes = param("lymphocytes", 0.12, per_gray, {0, 10},
                                "Death of T and NK cells in the field per dose",
                                assumed("those in tumours withstand 8–20 Gy, far more than naive "
                                        "ones in blood (Arina 2019)"));
    PerDose others =
        param("others", 0.1, per_gray, {0, 10}, "Death of other leukocytes in the field per dose",
              assumed("dendritic cells and macrophages are resistant"));
};

/// Of leukocytes in the field exp(−a d) live on.
class Field final : public tissue::Effect {
public:
    explicit Field(config::Section& section) : params_{section} {}

    void act(const tissue::World& world, tissue::Intents& intents) const override {
        const RadiationDose dose = static_cast<double>(world.level_at(dose_, {})) * gray;
        if (!(dose > RadiationDose{})) return;
        const tissue::Surface& cells = world.surface();
        for (tissue::Row row = 0; row != cells.size(); ++row) {
            if ((cells.roles[row] & tissue::role::leukocyte) == 0) continue;
            const bool lymphocyte = (cells.roles[row] & tissue::role::lymphocyte) != 0;
            const PerDose alpha = lymphocyte ? params_.lymphocytes : params_.others;
            Stream random = world.random("radiation.leukocyte"_draw, {cells.id[row]});
            if (uniform(random) < maths::exp(-(alpha * dose))) continue;
            intents.deaths.push_back({row, tissue::Cause::radiation});
        }
    }

private:
    FieldParams params_;
    tissue::Level dose_ = tissue::exposure("radiation");
};

struct RadiotherapyParams : config::Block {
    using Block::Block;
    RadiationDose dose = param("dose", 8, gray, {0, 100}, "Absorbed dose of each fraction",
                               measured("Vanpouille-Box 2017: three of 8 Gy"));
    double blood_share =
        param("blood_share", 0.015, fraction, {0, 1},
              "Share of the circulating blood that gets the dose of a fraction",
              assumed("what flows through a lesion of 10 mL and its surroundings in minutes"));
    PerDose blood_alpha =
        param("blood_alpha", 0.7, per_gray, {0, 10}, "Death of circulating leukocytes per dose",
              recalled(measured("lymphocytes 0.4–1.5")));
    double node_share = param("node_share", 0, fraction, {0, 1},
                              "Dose in the draining lymph node relative to the lesion's",
                              setting("0: the node is spared; 1: it lies in the field"));
    bool whole_organ = flag(
        "whole_organ", false,
        "Whether the field takes in the organs that these lesions lie in, with all lesions and "
        "colonies there",
        config::setting("the lesions alone; true: as radiotherapy of the whole brain"));
    RadiationDose late =
        param("alpha_beta_late", 3, gray, {0.1, 100}, "α/β of late reactions of normal tissue",
              recalled(measured("usual in the clinic")));
    RadiationDose early =
        param("alpha_beta_early", 10, gray, {0.1, 100}, "α/β of early reactions of normal tissue",
              recalled(measured("usual in the clinic")));
};

/// How far a course has come, in each lesion of it.
struct Course : patient::Administrations {
    cells::Scalar<double> dose = scalar<double>("dose", "Gy", "Absorbed dose so far");
    cells::Scalar<double> late = scalar<double>(
        "bed_late", "Gy", "Biologically effective dose in normal tissue, late reactions");
    cells::Scalar<double> early = scalar<double>(
        "bed_early", "Gy", "Biologically effective dose in normal tissue, early reactions");
};

/// n d (1 + d/(α/β)), of one fraction (Fowler 1989).
RadiationDose effective_dose(RadiationDose d, RadiationDose alpha_beta) {
    return d * (1.0 + d / alpha_beta);
}

class Radiotherapy final : public patient::Therapy {
public:
    explicit Radiotherapy(config::Section& section)
        : params_{section},
          targets_{section},
          schedule_{section,
                    {.every = 1,
                     .number = 3,
                     .evidence = measured("Vanpouille-Box 2017: daily"),
                     .unit = day,
                     .most = 100}} {
        const auto unknown = std::find(targets_.organs.begin(), targets_.organs.end(), "unknown");
        if (params_.whole_organ && unknown != targets_.organs.end()) {
            section.problem("whole_organ", "not every lesion named says in which `organ` it lies");
        }
    }

    void prepare(patient::Body&) const override {}

    void administer(const Day& today, patient::Body& body) override {
        if (!schedule_.due(today)) return;
        const double dose = params_.dose.in(gray);
        if (params_.whole_organ) {
            for (const std::string& organ : targets_.organs) {
                body.expose_organ("radiation", organ, dose);
            }
        } else {
            for (const std::string& lesion : targets_.lesions) {
                body.expose("radiation", lesion, dose);
            }
        }
        if (params_.node_share > 0.0) {
            body.irradiate_nodes(targets_.lesions, params_.node_share * params_.dose);
        }
        body.irradiate_blood(params_.blood_share, params_.dose, params_.blood_alpha);
        course_.given += 1;
        course_.dose += params_.dose.in(gray);
        course_.late += effective_dose(params_.dose, params_.late).in(gray);
        course_.early += effective_dose(params_.dose, params_.early).in(gray);
    }
    patient::Administrations* state() override { return &course_; }

private:
    RadiotherapyParams params_;
    patient::Targets targets_;
    patient::Schedule schedule_;
    Course course_;
};

const Registered<tissue::Effect> field{
    "radiation", "Radiation kills leukocytes that are in the field", make<tissue::Effect, Field>};
const Registered<patient::Therapy> here{"radiotherapy",
                                        "External radiotherapy of lesions, three fractions of 8 Gy",
                                        make<patient::Therapy, Radiotherapy>};

}  // namespace

}  // namespace perforin::therapy

#pragma once
// When a patient dies, and of what: a hazard of her disease, which follows the live tumour in her
// organs, beside that of everybody of her age. METHODS.md.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "cells/table.hpp"
#include "config/block.hpp"
#include "core/time.hpp"
#include "patient/person.hpp"

namespace perforin::patient {

/// `[patient.mortality]`
struct MortalityParams : config::Block {
    using Block::Block;

private:
    static constexpr const char* cohort =
        "with hazard, exponent, merging, performance: OAK's Cox model of baselines and its median "
        "survival, on 48,000 virtual patients (METHODS.md)";

public:
    bool disease = flag("disease", false, "Whether her disease may kill her",
                        setting("off: courses are followed to their end"));
    bool background = flag("background", false, "Whether she may die of what kills others",
                           setting("off, as for the disease"));
    Rate hazard = param("hazard", 4.3e-4, per_day, {0, 10},
                        "Hazard of death by the disease at the reference burden, ECOG 0, no growth",
                        fitted(cohort));
    Length reference = param("reference", 60, mm, {0.1, 1000}, "Reference burden",
                             setting("near the median sum of diameters in OAK, 66 mm"));
    double exponent = param("exponent", 0.735, fraction, {0, 5},
                            "Power of the burden with which the hazard rises", fitted(cohort));
    double merging =
        param("merging", 0.73, fraction, {0.1, 3},
              "Power p of the norm that joins organs: 1, diameters add up; below 1, the same sum "
              "is worse in more organs",
              fitted(cohort));
    double performance =
        param("performance", 2.02, fraction, {1, 10},
              "Fold of the hazard with each step of ECOG performance status", fitted(cohort));
    double growth =
        param("growth", 0.1, fraction, {0, 10},
              "Rise of the log hazard with the growth of the burden, per unit of log "
              "volume a month; shrinkage lowers nothing",
              assumed("burden alone makes deaths after PD 2.3 times those after SD, and "
                      "OAK has 2.0 to 2.3"));
    Time memory = param("memory", 28, day, {1, 365}, "Time over which growth is felt",
                        assumed("weeks, as symptoms follow a scan"));
    std::optional<Volume> mass =
        optional("mass", litre, {0.01, 1000},
                 "Live tumour with which nobody lives: at so much its mass alone makes the hazard "
                 "one a month, and that rises with its cube; if not given no mass does");
    double liver = param("liver", 3, fraction, {0, 100}, "Weight of tumour in the liver", grave());
    double brain = param("brain", 3, fraction, {0, 100}, "Weight of tumour in the brain", grave());
    double bone = param("bone", 2, fraction, {0, 100}, "Weight of tumour in bone", grave());
    Rate male = param("male", 3.15e-5, per_day, {0, 1}, "Background hazard of a man of 60",
                      recalled(measured("US life tables of 2017: 1.15 % a year")));
    Rate female = param("female", 1.9e-5, per_day, {0, 1}, "Background hazard of a woman of 60",
                        recalled(measured("US life tables of 2017: 0.69 % a year")));
    double doubling = param("doubling", 8.3, fraction, {1, 100},
                            "Years of age in which the background hazard doubles (Gompertz)",
                            recalled(measured("US life tables of 2017, 60 to 80 years")));

private:
    static config::Evidence grave() {
        return recalled(assumed(
            "metastases in liver, brain and bone are adverse in every prognostic model; weights "
            "per volume are not published"));
    }
};

/// In the order of codes in results.
enum class Cause : std::int64_t { none, disease, toxicity, infection, other };
const char* name_of(Cause);

/// Live tumour in one organ; several lesions of it may be rows of their own.
struct TumourOf {
    std::string_view organ;
    Length diameter;
};

/// What of her, beside her disease, mortality depends on.
struct Constitution {
    Sex sex = Sex::as_published;
    double age = 60.0;  ///< years, on the first day
    std::int64_t ecog = 0;
};

/// (Σ_o w_o D_o^p)^(1/p) over organs, D_o the sum of diameters in one.
Length burden_of(const MortalityParams&, const std::vector<TumourOf>&);
/// `growth`: of the logarithm of volume, a month.
Rate disease_hazard(const MortalityParams&, Length burden, double growth, std::int64_t ecog);
/// Of so much live tumour, whatever else it does: (V/mass)³ a month, if a mass is given.
Rate mass_hazard(const MortalityParams&, Volume tumour);
Rate background_hazard(const MortalityParams&, Sex, double age);

struct MortalityState : cells::State {
    cells::Scalar<double> burden =
        scalar<double>("burden", "mm", "Live tumour, organs weighed and joined");
    cells::Scalar<double> lagged =
        scalar<double>("lagged", "1", "Logarithm of that in mm, lagged; growth is told from it");
    cells::Scalar<std::int64_t> days = scalar<std::int64_t>("days", "d", "Days lived so far");
    cells::Scalar<double> growth =
        scalar<double>("growth", "1", "Growth of the logarithm of volume a month");
    cells::Scalar<double> disease = scalar<double>("disease", "1/d", "Hazard of the disease");
    cells::Scalar<double> background = scalar<double>("background", "1/d", "Background hazard");
    cells::Scalar<double> passed_disease =
        scalar<double>("passed_disease", "1", "Integrated hazard of the disease");
    cells::Scalar<double> passed_background =
        scalar<double>("passed_background", "1", "Integrated background hazard");
    cells::Scalar<std::int64_t> died = scalar<std::int64_t>("died", "s", "When; -1: she lives", -1);
    cells::Scalar<std::int64_t> cause = scalar<std::int64_t>(
        "cause", "1", "0 she lives, 1 disease, 2 toxicity, 3 infection, 4 other");
};

class Mortality {
public:
    Mortality(const config::Section& root, std::uint64_t seed);

    const MortalityParams& params() const { return params_; }
    /// Whether deaths are looked after at all.
    bool on() const { return params_.disease || params_.background; }
    /// A day is over that she lived with that tumour.
    void advance(const Tick& day, const std::vector<TumourOf>&, const Constitution&);
    /// A death that something else has brought is noted, if it is the first.
    void note(Cause, Seconds at);
    /// Whether she died of what is drawn here.
    bool fatal() const { return cause() == Cause::disease || cause() == Cause::other; }
    Cause cause() const { return static_cast<Cause>(state_.cause.value()); }
    Seconds died() const { return state_.died; }  ///< −1: she lives

    MortalityState& state() { return state_; }
    const MortalityState& state() const { return state_; }

private:
    void feel(Length burden, Time dt);

    MortalityParams params_;
    double fate_disease_, fate_background_;  ///< integrated hazards at which she dies
    MortalityState state_;
};

}  // namespace perforin::patient

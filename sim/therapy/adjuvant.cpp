// An adjuvant injected into lesions: a TLR agonist, which makes dendritic cells there mature, or
// GM-CSF, which makes them more and greedier but no more mature. What it does is written in
// biology/dendritic_cell.cpp.

#include "core/registry.hpp"
#include "patient/body.hpp"
#include "patient/schedule.hpp"
#include "patient/targets.hpp"
#include "patient/therapy.hpp"
#include "tissue/effect.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::measured, config::recalled, config::setting;

const Registered<tissue::Exposure> adjuvant{
    "adjuvant", "Agonist of toll-like receptors, in half-effective concentrations",
    make<tissue::Exposure, tissue::Exposure>};
const Registered<tissue::Exposure> growth_factor{
    "gm_csf", "GM-CSF, in half-effective concentrations", make<tissue::Exposure, tissue::Exposure>};

enum class Agent { tlr_agonist, gm_csf };

struct AdjuvantParams : config::Block {
    using Block::Block;
    Agent agent = choice("agent", Agent::tlr_agonist,
                         {{"tlr_agonist", Agent::tlr_agonist}, {"gm_csf", Agent::gm_csf}},
                         "What is injected", setting("what matures dendritic cells"));
    double level = param("level", 10, fraction, {0, 1e6},
                         "Level in the lesion right after an injection, in half-effective ones",
                         recalled(assumed("milligrams of CpG into some mL would be a hundred times "
                                          "more; most of it drains at once")));
    Time half_life = param("half_life", 1, day, {0.01, 60}, "Half-life in the lesion",
                           recalled(assumed("phosphorothioate CpG stays for one to two days")));

    const char* exposure() const { return agent == Agent::gm_csf ? "gm_csf" : "adjuvant"; }
};

class Adjuvant final : public patient::Therapy {
public:
    explicit Adjuvant(config::Section& section)
        : params_{section},
          targets_{section},
          schedule_{section,
                    {.every = 1,
                     .number = 5,
                     .evidence = recalled(measured("CpG into melanoma: weekly four times, then "
                                                   "every 3 weeks (Ribas 2018)")),
                     .most = 1000}} {}

    void prepare(patient::Body&) const override {}

    void administer(const Day& today, patient::Body& body) override {
        if (!schedule_.due(today)) return;
        for (const std::string& lesion : targets_.lesions) {
            body.deposit({.exposure = params_.exposure(),
                          .lesion = lesion,
                          .level = params_.level,
                          .half_life = params_.half_life});
        }
        course_.given += 1;
    }
    patient::Administrations* state() override { return &course_; }

private:
    AdjuvantParams params_;
    patient::Targets targets_;
    patient::Schedule schedule_;
    patient::Administrations course_;
};

const Registered<patient::Therapy> here{
    "adjuvant", "TLR agonist or GM-CSF injected into lesions, five times a week apart",
    make<patient::Therapy, Adjuvant>};

}  // namespace

}  // namespace perforin::therapy

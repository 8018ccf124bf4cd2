// Colonies of a patient's lesions, and the lesions that they become. Part of Patient.

#include <algorithm>
#include <cmath>
#include <vector>

#include "patient/patient.hpp"

namespace perforin::patient {

/// The block that a colony will fill is laid out once, to see that it can be.
void Patient::begin_metastases(std::uint64_t seed) {
    const tissue::Lesion pattern{rules_, new_lesion_, {}, drugs_in_tissue(), seed};
    if (pattern.sample()) {
        new_lesion_.problem("layout", "a colony becomes a whole lesion: must be \"nodule\"");
    }
    ripe_at_ = static_cast<std::uint64_t>(std::llround(std::max(1.0, pattern.live())));
    colonised_ = organ_identity(pattern.organ());
    metastases_.await_drugs(body_.drugs().size());
    metastases_.begin(lesions_.front()->clones().traits(0));
}

/// What therapies bring to colonies in this step: to perfused tissue of their organ.
tissue::Reach Patient::reach(const Tick& tick) const {
    return {.occupancy =
                [this](tissue::ReceptorHandle receptor) {
                    std::vector<Occupant> occupants;
                    for (std::size_t i = 0; i != body_.drugs().size(); ++i) {
                        const Drug& drug = *body_.drugs()[i]->drug;
                        if (tissue::receptor(drug.receptor()).rank != receptor.rank) continue;
                        occupants.push_back({metastases_.level(i), drug.half_occupancy()});
                    }
                    return occupied(occupants);
                },
            .exposure =
                [this, dt = tick.dt()](tissue::Level what) {
                    return body_.exposed(what.rank, {.organ = colonised_}, dt);
                }};
}

/// Before lesions live on: what was for this step is gone after it.
void Patient::treat_colonies(const Tick& tick) {
    if (!metastases_.wanted()) return;
    for (std::size_t i = 0; i != body_.drugs().size(); ++i) {
        const Circulating& known = *body_.drugs()[i];
        metastases_.perfuse(i, known.drug->penetration(), known.plasma.concentration(), tick);
    }
    if (body_.exposures().empty()) return;
    const tissue::Reach now = reach(tick);
    const tissue::Kind& tumour = *rules_.kinds[rules_.tumour];
    metastases_.irradiate(
        tick, [&](const tissue::Traits& traits) { return tumour.survival_beyond(traits, now); });
}

void Patient::metastasise(const Tick& tick) {
    if (!metastases_.wanted()) return;
    for (const auto& lesion : lesions_) metastases_.spread(*lesion, tick);
    const auto seen = [&](std::uint64_t antigens) {
        double sum = 0.0;
        for (const LymphNodes::Antigen& antigen : body_.nodes().antigens()) {
            if (!antigen.in(antigens)) continue;
            sum += body_.blood().cells(antigen.effectors) + body_.blood().cells(antigen.memory);
        }
        return sum;
    };
    const tissue::Reach now = reach(tick);
    const tissue::Kind& tumour = *rules_.kinds[rules_.tumour];
    metastases_.grow(tick, seen, [&](const tissue::Traits& traits) {
        return tumour.pressure_beyond(traits, now);
    });
    for (const std::size_t colony : metastases_.ripe(ripe_at_)) {
        metastases_.lay_out(colony);
        raise(colony);
    }
}

/// The lesion that a colony has become.
void Patient::raise(std::size_t colony) {
    const tissue::Traits traits = metastases_.traits(colony);
    contextures_.push_back(nullptr);
    const auto& nodes = body_.nodes().names();
    const auto node = std::find(nodes.begin(), nodes.end(), metastases_.params().node);
    const std::string name = Metastases::name_of(metastases_.colonies().lesion[colony]);
    lesions_.push_back(std::make_unique<tissue::Lesion>(
        rules_, new_lesion_, tissue::LesionAntigens{.clonal = traits.antigens}, drugs_in_tissue(),
        seed_, tissue::Seedling{name, traits}));
    body_.blood().open(lesions_.back()->identity(), weights(*lesions_.back()));
    body_.nodes().drain(lesions_.back()->identity(),
                        static_cast<std::size_t>(node - nodes.begin()));
    open_ways(lesions_.size() - 1);
}

}  // namespace perforin::patient

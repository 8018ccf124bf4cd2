#pragma once
// Writes a patient's course into a trajectory: what is due at a moment, as `[output]` asks for it.

#include <cstdint>
#include <string>
#include <vector>

#include "clinic/examination.hpp"
#include "core/time.hpp"
#include "engine/selection.hpp"
#include "engine/settings.hpp"
#include "io/trajectory.hpp"
#include "patient/patient.hpp"

namespace perforin::engine {

class Journal {
public:
    /// Makes the patient's lesions and the kinds of events known to the trajectory.
    Journal(io::Trajectory& trajectory, const patient::Patient& patient,
            const OutputParams& params);

    /// Notes problems in `[output]` that only this patient shows: names she does not know. Fields
    /// called `others` are none of hers and pass.
    static void check(const config::Section& output, const OutputParams& params,
                      const patient::Patient& patient, const std::vector<std::string>& others = {});

    /// Writes what is due at the end of a day, or at the start; takes the lesions' events with it.
    /// Does not commit.
    void write(Seconds at, patient::Patient& patient);
    /// Instead, for a moment that is in the trajectory already, lived again: what is cheap to
    /// compare must be the same (throws Broken), the lesions' events are dropped.
    void recall(Seconds at, patient::Patient& patient);
    /// What was found at a moment's visits.
    void write(Seconds at, const std::vector<clinic::ResultRow>& findings);

private:
    void write_series(Seconds at, const patient::Patient& patient);
    void write_drugs(Seconds at, const patient::Patient& patient);
    void write_therapies(Seconds at, const patient::Patient& patient);
    void know_lesions(const patient::Patient&);
    void write_colonies(Seconds at, const patient::Metastases&);
    void write_nodes(Seconds at, const patient::LymphNodes&);
    void write_toxicity(Seconds at, const patient::Body&);
    void write_mortality(Seconds at, const patient::Mortality&);
    void know_death();
    void write_death(Seconds at, const patient::Mortality&);
    void write_priming(Seconds at, const patient::LymphNodes&);
    void write_blood(Seconds at, const patient::Body& body);
    void write_frame(Seconds at, const tissue::Lesion& lesion);
    void write_fields(Seconds at, const tissue::Lesion& lesion);
    void write_events(std::size_t lesion, const std::vector<tissue::Event>& events);

    io::Trajectory& trajectory_;
    const OutputParams& params_;
    Selection kinds_, columns_, substances_;
    std::vector<std::uint16_t> lesions_;  ///< their indices in the trajectory
    std::vector<bool> sampled_;           ///< by lesion: whether its block was changed for a sample
    struct EventCode {
        bool kept = false, has_value = false;
        std::uint16_t code = 0;
    };
    std::vector<EventCode> events_;  ///< by tissue::EventKind
    EventCode death_;
};

}  // namespace perforin::engine

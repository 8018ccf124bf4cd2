#pragma once
// How a patient's lesions respond while a therapy is given, as far as it decides whether the
// therapy goes on: by true sizes at visits of its own, or by what the clinic says of its scans.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cells/table.hpp"
#include "config/block.hpp"
#include "core/time.hpp"
#include "patient/schedule.hpp"

namespace perforin::patient {

/// `[follow_up]`
struct FollowUpParams : config::Block {
    explicit FollowUpParams(const config::Section& section);

    std::optional<std::string> judged_by =
        optional_text("judged_by",
                      "Examination by whose readings RECIST 1.1 tells progression and complete "
                      "response; if not given, true sizes do, at visits of their own");
    Time every = param("every", 42, day, {1, 3650}, "Interval between visits, whole days",
                       recalled(measured("every six weeks in most trials")));
    double growth = param("growth", 0.2, fraction, {0, 10},
                          "Growth of the sum of diameters over its least since the first dose that "
                          "is progression",
                          measured("RECIST 1.1: 20 %"));
    Length least = param("least_growth", 5, mm, {0, 100}, "And at least so much",
                         measured("RECIST 1.1: 5 mm"));
    Length new_lesion = param("new_lesion", 10, mm, {0, 300},
                              "Diameter from which a lesion that came later is progression",
                              measured("RECIST 1.1: measurable from 10 mm"));
    Length gone = param("gone", 2, mm, {0, 50}, "Diameter below which a lesion is gone",
                        recalled(assumed("scars of a few mm are not told from tissue")));
};

/// One row a therapy.
struct Responses : cells::Table {
    cells::Column<std::int64_t> begun = column<std::int64_t>(
        "begun", "s", "Beginning of the day of its first dose; negative: not yet");
    cells::Column<double> baseline = column<double>(
        "baseline", "mm", "Sum of diameters on the day after its first dose; negative: not yet");
    cells::Column<double> nadir = column<double>("nadir", "mm", "Least sum since then");
    cells::Column<std::int64_t> progressed =
        column<std::int64_t>("progressed", "s", "When progression was seen; negative: not yet");
    cells::Column<std::int64_t> complete = column<std::int64_t>(
        "complete", "s", "When all lesions were seen to be gone; negative: not yet");
    cells::Column<std::int64_t> stopped =
        column<std::int64_t>("stopped", "s", "When it was ended for good; negative: it was not");
};

/// A patient's lesions on the day of a visit.
struct Seen {
    double sum = 0.0;      ///< of the diameters of her first lesions, mm
    double largest = 0.0;  ///< of her first lesions, mm
    double newest = 0.0;   ///< the largest of those that came later, mm
};

/// What a visit tells of the response to a therapy.
struct Verdict {
    std::size_t therapy = 0;
    bool progression = false, complete = false;
};

class FollowUp {
public:
    explicit FollowUp(const config::Section& top);
    /// One more therapy, with what its table says.
    void add(const config::Section& therapy);

    bool due(const Day& today) const;
    /// Whether the lesions were measured since a therapy began.
    bool measured(std::size_t therapy) const { return responses_.baseline[therapy] >= 0.0; }
    /// The examination by whose readings others tell responses, if so.
    const std::optional<std::string>& judged_by() const { return params_.judged_by; }
    /// It is given on the day that begins then, perhaps not for the first time.
    void begin(Seconds at, std::size_t therapy);
    /// A visit, of a therapy that has begun: sizes, and what they tell unless others do.
    void visit(Seconds at, std::size_t therapy, const Seen&);
    /// What others tell, or visit() finds; the first time of each counts.
    void note(Seconds at, const Verdict&);
    /// Whether a therapy is given today, at that grade of adverse events.
    bool goes_on(std::size_t therapy, Seconds at, std::int64_t grade);

    const Responses& responses() const { return responses_; }
    Responses& responses() { return responses_; }

private:
    FollowUpParams params_;
    std::vector<StopParams> stops_;
    Responses responses_;
};

}  // namespace perforin::patient

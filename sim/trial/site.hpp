#pragma once
// Where a trial's patients are treated: their runs, wave by wave, each once and whoever asked for
// it, and what the results say.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "study/outcome.hpp"
#include "study/plan.hpp"
#include "study/store.hpp"
#include "study/sweep.hpp"
#include "trial/trial.hpp"

namespace perforin::trial {

/// A patient who takes part.
struct Enrolled {
    Person person;
    std::size_t arm = 0;   ///< that she was assigned to
    std::int64_t day = 0;  ///< calendar day of her enrolment
    std::string stratum{};
};

/// One run, as it stands.
struct Treated {
    study::PlannedRun planned;
    study::Standing standing{};
    Course course{};                       ///< if it is done
    std::vector<study::Found> outcomes{};  ///< if it is done
};

class Site {
public:
    /// Carries out the runs of a plan that are not there yet.
    using Carry = std::function<study::SweepReport(const study::Plan&)>;

    /// `scenarios`: a folder for the files that runs are made of.
    Site(const Trial& trial, const study::Store& store, std::filesystem::path scenarios,
         Carry carry);

    /// Treats patients in their arms, with [twins] in the others too. Whether all is done.
    bool treat(const std::vector<Enrolled>& patients);

    /// Nullptr: she was not treated there.
    const Treated* of(const Person& person, std::size_t arm) const;
    /// Of a run that is done; by [dropout] and what cuts her follow-up.
    Endpoints endpoints(const Enrolled& patient, std::size_t arm, std::int64_t cut) const;

    const Trial& trial() const { return trial_; }
    /// All waves together.
    const study::SweepReport& report() const { return report_; }

private:
    void add(study::Plan& plan, const Enrolled& patient, std::size_t arm);
    void read(Treated& treated) const;

    const Trial& trial_;
    const study::Store& store_;
    std::filesystem::path scenarios_;
    Carry carry_;
    std::string program_;
    std::map<std::pair<std::uint64_t, std::size_t>, Treated> all_;
    study::SweepReport report_;
};

/// No day of the calendar.
inline constexpr std::int64_t no_cut = 10'000'000;

/// Up to when she is observed, if data are cut on a day of the calendar.
FollowUp follow_up(const Trial& trial, const Enrolled& patient, std::int64_t cut);

}  // namespace perforin::trial

#pragma once
// Virtual patients: correlated covariates, lesions and settings, each patient a function of the
// cohort and her number. A cohort is a file with a table [cohort].
//
//     const study::Cohort cohort{engine::find_scenario("configs/cohorts/nsclc_second_line.toml")};
//     for (std::uint64_t k = 1; k <= cohort.size(); ++k) {
//         const study::VirtualPatient p = cohort.patient(k);
//         const engine::Scenario arm = study::laid_over(cohort.scenario(p), "arm.toml", arm_text);
//         engine::Prepared run{arm, {"run.days=365"}};
//     }

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/parameter.hpp"
#include "engine/scenario.hpp"

namespace perforin::study {

/// What a covariate is, for the head of a column.
struct CovariateColumn {
    std::string name, unit, meaning;  ///< unit "": a plain number or a text
    bool number = false;
};

/// What it is in one patient.
struct Covariate {
    std::string text;     ///< as a table shows it, without unit
    double number = 0.0;  ///< in the column's unit, if that is one of numbers
};

/// One patient of a cohort: who she is, and how a scenario says so.
struct VirtualPatient {
    std::uint64_t number = 0;           ///< in the cohort, from 1
    std::uint64_t seed = 0;             ///< run.seed of hers, whatever she is given
    std::uint64_t refused = 0;          ///< candidates before her who were not eligible
    std::uint64_t thinned = 0;          ///< eligible candidates before her, left out by acceptance
    double weight = 1.0;                ///< mean 1 over the cohort; 1 where there is no matching
    std::vector<Covariate> values{};    ///< in the order of Cohort::columns()
    std::vector<std::string> layers{};  ///< files under her, weakest first
    std::vector<config::PlacedText>
        settings{};      ///< over them, as --set takes them; her lesions too
    std::string toml{};  ///< layers and settings as a whole scenario's file
};

/// How well a row of the baseline table is met.
struct MatchRow {
    std::string variable, statistic;  ///< "share of tc3", "median", "quantile 0.25"
    std::string unit;
    double wanted = 0.0, unweighted = 0.0, weighted = 0.0;
};

/// What a cohort comes to as a whole.
struct CohortSummary {
    std::size_t patients = 0;
    std::uint64_t refused = 0, thinned = 0;  ///< candidates left out, all told
    double effective = 0.0;                  ///< Kish's effective number of patients
    std::vector<MatchRow> matched{};         ///< in the order of [[cohort.match]]
};

/// Whether a file is a cohort (else it is a scenario or a study).
bool is_cohort(const engine::Scenario& file);

/// May be called by several threads at once.
class Cohort {
public:
    /// Reads and checks the file, and finds the weights if it is to match a baseline table. Throws
    /// BadInput with every problem. `patients` and `seed`, if given, count instead of the file's.
    explicit Cohort(const engine::Scenario& file, std::optional<std::size_t> patients = {},
                    std::optional<std::uint64_t> seed = {});

    const std::string& name() const;   ///< of the file, as messages call it
    const std::string& title() const;  ///< "nsclc_second_line"
    std::size_t size() const;          ///< patients
    std::uint64_t seed() const;
    bool weighted() const;  ///< whether patients count differently
    const std::vector<CovariateColumn>& columns() const;
    /// Place of a covariate among the columns.
    std::optional<std::size_t> column(const std::string& name) const;

    /// The patient of that number, 1 … size(). Of weighted cohorts only the weight depends on the
    /// others. Throws BadInput if no candidate is eligible.
    VirtualPatient patient(std::uint64_t number) const;

    /// Her scenario, in memory: named "FILE, patient 17". Its text is `patient.toml`, a plain
    /// scenario; nothing in it refers to the cohort.
    engine::Scenario scenario(const VirtualPatient& patient) const;

    /// Prepares her as `run` would. Throws BadInput, placed in the cohort's file.
    void check(const VirtualPatient& patient) const;

    /// Draws every patient; nothing is prepared.
    CohortSummary summary() const;
    /// All patients as CSV: patient, refused, seed, weight, and the covariates, `baseline.<name>`.
    std::string csv() const;

    struct Model;  ///< internal

private:
    std::shared_ptr<const Model> model_;
};

/// `text`, TOML of its own (therapies, examinations, days of an arm), laid over a scenario in
/// memory. `text` must not name a `base`. An array of tables such as [[therapy]] replaces that of
/// the scenario below.
engine::Scenario laid_over(const engine::Scenario& below, const std::string& name,
                           const std::string& text);

}  // namespace perforin::study

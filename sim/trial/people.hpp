#pragma once
// Who may take part in a trial: the patients of a cohort, or those of one scenario who differ by
// their seed. And how each becomes a scenario in her arm.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/section.hpp"
#include "engine/scenario.hpp"
#include "study/cohort/cohort.hpp"
#include "trial/settings.hpp"

namespace perforin::trial {

struct Person {
    std::uint64_t number = 0;  ///< from 1
    std::uint64_t seed = 0;    ///< run.seed
    double weight = 1.0;
    std::vector<study::Covariate> values{};  ///< in the order of People::columns()
};

class People {
public:
    /// Throws BadInput where they cannot be found or read. `settings` are laid over all of them.
    People(const engine::Scenario& trial, const TrialParams& params,
           const std::vector<config::PlacedText>& settings);

    std::size_t size() const { return size_; }
    const std::vector<study::CovariateColumn>& columns() const { return columns_; }
    Person person(std::uint64_t number) const;

    /// Her scenario, with a file laid over it if there is one; in memory.
    engine::Scenario scenario(const Person& person, const std::string& config) const;
    /// The same for another process: writes what it needs into a folder, and gives the file. What
    /// is there already is the same, or is replaced.
    std::filesystem::path file(const Person& person, const std::string& arm,
                               const std::string& config,
                               const std::filesystem::path& folder) const;

private:
    void read_cohort(const engine::Scenario& trial, const TrialParams& params);
    void read_scenario(const engine::Scenario& trial, const TrialParams& params,
                       const std::vector<config::PlacedText>& settings);

    config::Places places_;
    std::optional<study::Cohort> cohort_{};
    engine::Scenario scenario_{};  ///< without a cohort
    std::uint64_t first_seed_ = 1;
    std::size_t size_ = 0;
    std::vector<study::CovariateColumn> columns_{};
};

}  // namespace perforin::trial

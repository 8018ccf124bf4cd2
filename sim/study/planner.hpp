#pragma once
// How a study becomes a plan, step by step. Internal to study.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "config/input.hpp"
#include "config/section.hpp"
#include "engine/prepared.hpp"
#include "study/asked.hpp"
#include "study/factor.hpp"
#include "study/plan.hpp"

namespace perforin::study {

class Planner {
public:
    Planner(const engine::Scenario& file, const Checking& checking);
    /// Throws BadInput with every problem.
    Plan make();

private:
    using Point = std::vector<config::PlacedText>;  ///< a setting of each factor

    void find_scenario();
    void read_factors();
    std::string taken(const std::string& name) const;
    void check_design();
    void check_one_value_each(const char* of);
    std::size_t count() const;
    std::vector<Point> points() const;
    std::vector<std::vector<bool>> mechanisms() const;
    void check_points();
    void check_point(std::size_t index, const Point& point);
    void add_runs(std::size_t index, const Point& point, const engine::Prepared& run);
    std::uint64_t seed_of(std::size_t point, std::size_t replicate) const;
    void check_repetitions(const std::vector<Point>& points);
    /// Whether nothing has been found wrong so far.
    bool fine() const { return problems_.none_with(input_); }

    const engine::Scenario& file_;
    const Checking& checking_;
    config::Input input_;
    config::Section top_, design_table_;
    StudyParams study_;
    DesignParams design_;
    std::optional<Asked> asked_;
    std::optional<Common> common_;
    std::vector<Factor> factors_;  ///< what is varied, then mechanisms
    std::size_t mechanisms_ = 0;
    std::size_t problems_of_tables_ = 0;
    bool seed_is_varied_ = false;
    std::uint64_t first_seed_ = 1;
    std::string program_;
    Problems problems_;
    Plan plan_;
};

}  // namespace perforin::study

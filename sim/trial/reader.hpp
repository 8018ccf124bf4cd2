#pragma once
// How a trial's file becomes a trial, step by step. Internal to trial.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/input.hpp"
#include "config/section.hpp"
#include "study/asked.hpp"
#include "study/problems.hpp"
#include "trial/trial.hpp"

namespace perforin::trial {

class Reader {
public:
    Reader(const engine::Scenario& file, const study::Checking& checking);
    /// Throws BadInput with every problem.
    Trial read();

private:
    void find_people();
    void read_arms();
    std::string find_config(const config::Section& table, const ArmParams& params) const;
    void read_control();
    void read_strata();
    void read_stratum(const config::PlacedText& text);
    void read_design();
    void read_block();
    void read_published() const;
    void read_outcomes();
    void complete_arms();
    void complete(Arm& arm);
    bool response_ends_treatment(const config::Input& input) const;
    void end_treatment(Arm& arm, const config::Input& input) const;
    void settle_visits(Arm& arm, const config::Section& examination);
    void check_runs();
    void check_first();
    void check_other(std::uint64_t number);
    /// Whether nothing has been found wrong so far.
    bool fine() const { return problems_.none_with(input_); }

    const engine::Scenario& file_;
    const study::Checking& checking_;
    config::Input input_;
    config::Section top_;
    VisitParams visits_;
    std::string program_;
    std::optional<study::Asked> asked_;
    study::Problems problems_;
    Trial trial_;
};

}  // namespace perforin::trial

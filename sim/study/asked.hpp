#pragma once
// The `[[outcome]]` tables of a file: read, and checked against what runs will have. Internal to
// study and trial.

#include <functional>
#include <string>
#include <vector>

#include "config/section.hpp"
#include "engine/prepared.hpp"
#include "engine/scenario.hpp"
#include "study/settings.hpp"

namespace perforin::study {

class Asked {
public:
    /// Notes what is wrong as problems of the tables. `taken`: why a name is not free; "": it is.
    Asked(const config::Section& top, const std::function<std::string(const std::string&)>& taken);

    /// Days that no run comes to.
    void check_days(const engine::Prepared& run) const;
    /// Names that no run will have, as far as the start of one tells; learns units.
    void check_names(const engine::Scenario& scenario, engine::Prepared& run);

    const std::vector<OutcomeParams>& outcomes() const { return outcomes_; }
    /// As far as known before any run; "" else.
    const std::vector<std::string>& units() const { return units_; }
    const std::vector<std::string>& docs() const { return docs_; }

private:
    std::vector<config::Section> tables_;
    std::vector<OutcomeParams> outcomes_;
    std::vector<std::string> units_, docs_;
};

}  // namespace perforin::study

#pragma once
// What the criteria said, as tables (CSV) and as a summary to read.

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "clinic/criteria/response.hpp"
#include "clinic/endpoints/growth.hpp"

namespace perforin::clinic {

/// Collects the results of patients, one after the other.
class Results {
public:
    Results();
    void add(const Record& record, const std::array<Assessment, 4>& assessments);

    /// One row a patient, visit and criterion.
    const std::string& visits_csv() const { return visits_; }
    /// One row a patient and criterion.
    const std::string& patients_csv() const { return patients_; }
    /// How many patients had which best response; and each patient, if they are few.
    std::string summary() const;

private:
    struct Line {
        std::string patient;
        std::array<std::string, 4> results{};
    };
    std::string visits_, patients_;
    std::size_t count_ = 0;
    std::array<std::map<Response, std::size_t>, 4> best_;
    std::array<std::size_t, 4> events_{};
    std::vector<Line> lines_;
};

}  // namespace perforin::clinic

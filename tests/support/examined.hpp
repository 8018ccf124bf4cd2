#pragma once
// Patients who are examined, for the tests of examinations.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "clinic/examinations.hpp"
#include "config/input.hpp"
#include "patient/patient.hpp"

namespace perforin::test {

/// A patient and those who examine her, at the beginning of each day.
struct Trial {
    explicit Trial(const std::string& text, std::uint64_t seed = 1)
        : input{"test.toml", text}, patient{input.root(), seed}, examinations{input.root(), seed} {
        input.finish();
    }
    std::vector<clinic::ResultRow> look(std::int64_t day) {
        return examinations.look(Day{day}.start(), patient);
    }
    std::vector<clinic::ResultRow> live(std::int64_t days) {
        std::vector<clinic::ResultRow> all = look(0);
        for (std::int64_t day = 0; day != days; ++day) {
            patient.live(Day{day});
            for (clinic::ResultRow& finding : look(day + 1)) all.push_back(std::move(finding));
        }
        return all;
    }

    config::Input input;
    patient::Patient patient;
    clinic::Examinations examinations;
};

}  // namespace perforin::test

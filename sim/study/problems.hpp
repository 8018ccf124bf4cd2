#pragma once
// What is wrong with a study, a cohort or a trial, beside what is wrong with its tables.

#include <cstddef>
#include <string>
#include <vector>

#include "config/input.hpp"

namespace perforin::study {

/// Collects problems, each once.
class Problems {
public:
    void add(const std::string& line);
    /// What a BadInput says, a problem a line.
    void add_lines(const std::string& text);
    bool any() const { return !lines_.empty(); }
    std::size_t size() const { return lines_.size(); }
    std::string text() const;
    /// Whether neither here nor in the input that was read anything is wrong so far.
    bool none_with(const config::Input&) const;
    /// Throws BadInput with those of the input and all of these, if there are any.
    void refuse_with(const config::Input&) const;

private:
    std::vector<std::string> lines_;
};

}  // namespace perforin::study

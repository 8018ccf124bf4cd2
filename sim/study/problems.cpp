#include "study/problems.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/error.hpp"

namespace perforin::study {

void Problems::add(const std::string& line) {
    if (std::find(lines_.begin(), lines_.end(), line) == lines_.end()) lines_.push_back(line);
}

void Problems::add_lines(const std::string& text) {
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) add(line);
}

std::string Problems::text() const {
    return fmt::format("{}", fmt::join(lines_, "\n"));
}

bool Problems::none_with(const config::Input& input) const {
    if (any()) return false;
    try {
        input.finish();
    } catch (const BadInput&) {
        return false;
    }
    return true;
}

void Problems::refuse_with(const config::Input& input) const {
    Problems all;
    try {
        input.finish();
    } catch (const BadInput& bad) {
        all.add_lines(bad.what());
    }
    if (any()) all.add_lines(text());
    if (all.any()) throw BadInput{all.text()};
}

}  // namespace perforin::study

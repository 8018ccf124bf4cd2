// `info` and `diff`: questions about results.

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "core/error.hpp"
#include "io/diff.hpp"
#include "io/info.hpp"

namespace perforin::cli {

int info(const std::string& file) {
    fmt::print("{}", io::info(file));
    return done;
}

int diff(const std::string& a, const std::string& b) {
    const io::Comparison comparison = io::compare(a, b);
    fmt::print("{}", comparison.text);
    return comparison.identical ? done : our_fault;  // 1, as diff(1) has it
}

}  // namespace perforin::cli

#pragma once
// What there is: every parameter that a scenario can set, and every plug-in, gathered by asking the
// program itself.

#include <string>
#include <vector>

#include "config/reference.hpp"

namespace perforin::engine {

/// Every table of a scenario with its parameters. A patient is made to see what she reads, and
/// every plug-in that she could have chosen is asked, so nothing is left out.
std::vector<config::Group> catalogue();

/// What commands other than `run` take by `--set`.
std::vector<config::Group> command_settings();

/// Both as a page of Markdown: sim/PARAMETERS.md.
std::string parameters_page();

/// A scenario to start from: all that can be set, with its default, its range and its meaning.
std::string scenario_template(const std::string& title);

/// A family of things with names.
struct Listing {
    std::string title;
    struct Entry {
        std::string name, doc;
    };
    std::vector<Entry> entries;
};

/// Cells, substances, therapies, drugs, layouts, ablations: all but the scenarios, which are files.
std::vector<Listing> listings();

}  // namespace perforin::engine

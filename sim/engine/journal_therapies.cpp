// What was given of each therapy, in a trajectory. Part of Journal.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "engine/journal.hpp"

namespace perforin::engine {

namespace {

/// By its `name` if that is a plain word, else by its type; where that is taken, `..._2` and on.
std::vector<std::string> names_of(const patient::Patient& patient) {
    std::vector<std::string> names;
    const auto taken = [&](const std::string& name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    for (const auto& therapy : patient.regimen()) {
        const std::string_view named = "therapy.";
        std::string own =
            therapy.path.starts_with(named) ? therapy.path.substr(named.size()) : therapy.type;
        if (own.find_first_of("\"/.") != std::string::npos) own = therapy.type;
        std::string name = own;
        for (int n = 2; taken(name); ++n) name = fmt::format("{}_{}", own, n);
        names.push_back(name);
    }
    return names;
}

}  // namespace

void Journal::write_therapies(Seconds at, const patient::Patient& patient) {
    const std::vector<std::string> names = names_of(patient);
    for (std::size_t i = 0; i != names.size(); ++i) {
        const patient::Administrations* course = patient.regimen()[i].plugin->state();
        if (!course) continue;
        tissue::Tally row;
        course->write(row);
        row.add({"stopped", "1", "1 once it was ended for good"},
                patient.follow_up().responses().stopped[i] >= 0 ? 1.0 : 0.0);
        trajectory_
            .series("therapies/" + names[i], "One therapy, how far its course has come",
                    row.labels())
            .append(at, row.values());
    }
}

}  // namespace perforin::engine

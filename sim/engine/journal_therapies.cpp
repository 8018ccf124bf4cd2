// What was given of each therapy, in a trajectory. Part of Journal.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "engine/journal.hpp"

namespace perforin::engine {

namespace {

/// By its `name` if it has a plain one, else by its type. The second so called is `..._2`.
std::vector<std::string> names_of(const patient::Patient& patient) {
    std::vector<std::string> names, taken;
    for (const auto& therapy : patient.regimen()) {
        const std::string_view named = "therapy.";
        const std::string own =
            therapy.path.starts_with(named) ? therapy.path.substr(named.size()) : therapy.type;
        const std::string name =
            own.find_first_of("\"/.") == std::string::npos ? own : therapy.type;
        const auto before = std::count(taken.begin(), taken.end(), name);
        names.push_back(before == 0 ? name : fmt::format("{}_{}", name, before + 1));
        taken.push_back(name);
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

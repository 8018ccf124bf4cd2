#include "clinic/verdicts.hpp"

#include <cstddef>
#include <cstdint>

#include "clinic/criteria/criteria.hpp"
#include "clinic/imaging/scan_record.hpp"

namespace perforin::clinic {

namespace {

constexpr std::uint8_t first_reader = 0;

bool made_at(const Visits& visits, Seconds at) {
    if (visits.empty()) return false;
    const std::size_t last = visits.size() - 1;
    return visits.day[last] == at / seconds_per_day && visits.missed[last] == 0;
}

}  // namespace

std::vector<patient::Verdict> verdicts(const Examinations& all, const std::string& examination,
                                       Seconds at, const patient::Patient& patient) {
    const auto params = config::standard<ResponseParams>();
    std::vector<patient::Verdict> found;
    const patient::Responses& therapies = patient.follow_up().responses();
    for (std::size_t i = 0; i != all.size(); ++i) {
        const Readings* readings = all.plugin(i).readings();
        if (all.name(i) != examination || !readings || !made_at(all.visits(i), at)) continue;
        Chart chart = all.chart("patient", patient);
        for (std::size_t therapy = 0; therapy != therapies.size(); ++therapy) {
            if (therapies.begun[therapy] < 0) continue;
            chart.treated = therapies.begun[therapy] / seconds_per_day;
            const Record record = record_of(chart, all.visits(i), *readings, first_reader);
            if (record.visits.size() < 2) continue;
            const Response now = judge_recist(record, params).visits.back().response;
            found.push_back({.therapy = therapy,
                             .progression = now == Response::progression,
                             .complete = now == Response::complete});
        }
    }
    return found;
}

std::vector<std::string> measuring(const Examinations& all) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i != all.size(); ++i) {
        if (all.plugin(i).readings() != nullptr) names.push_back(all.name(i));
    }
    return names;
}

}  // namespace perforin::clinic

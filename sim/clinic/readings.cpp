#include "clinic/readings.hpp"

#include <fmt/format.h>

namespace perforin::clinic {

namespace {

constexpr const char* header =
    "patient,day,lesion,role,organ,node,long_mm,short_mm,measurable,grown,nontarget_class,"
    "nontarget_worse,symptoms,missed,death_day\n";

/// Columns after `measurable` are of the visit, or a judgement that no measurement makes.
std::string row_of(const Chart& chart, std::int64_t day, const Readings& all, std::size_t row,
                   const Role& role) {
    const std::uint64_t lesion = all.lesion[row];
    return fmt::format("{},{},{},{},{},{},{:.6g},{:.6g},{},,,,,,\n", chart.patient, day,
                       chart.lesions.at(lesion), all.later[row] != 0 ? "new" : role(lesion),
                       chart.organs.at(lesion), all.node[row], all.longest[row], all.shortest[row],
                       all.measurable[row]);
}

}  // namespace

std::string measurement_table(const Chart& chart, const Visits& visits, const Readings& readings,
                              std::uint8_t reader, const Role& role) {
    std::string table = header;
    const std::string died = chart.died < 0 ? "" : fmt::format("{}", chart.died - chart.treated);
    std::size_t row = 0;
    for (std::size_t visit = 0; visit != visits.size(); ++visit) {
        const std::int64_t day = visits.day[visit] - chart.treated;
        for (; row != readings.size() && readings.day[row] == visits.day[visit]; ++row) {
            if (readings.reader[row] != reader) continue;
            table += row_of(chart, day, readings, row, role);
        }
        table +=
            fmt::format("{},{},,,,,,,,,,,,{},{}\n", chart.patient, day, visits.missed[visit], died);
    }
    return table;
}

}  // namespace perforin::clinic

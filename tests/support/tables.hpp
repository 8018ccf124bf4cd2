#pragma once
// Measurement tables as text, and what is wrong with them.

#include <cstddef>
#include <string>
#include <vector>

#include "clinic/measurements/measurement_table.hpp"
#include "core/error.hpp"

namespace support {

inline const std::string table_header =
    "patient,day,lesion,role,organ,node,long_mm,short_mm,measurable,grown,nontarget_class,"
    "nontarget_worse,symptoms,missed,death_day\n";
inline const std::string good_table = table_header +
                                      "Ada,0,t1,target,lung,0,50,40,1,,,,,,\n"
                                      "Ada,42,t1,target,lung,0,35.5,30,1,,,,,,\n"
                                      "Ada,42,,,,,,,,,nonCRnonPD,1,1,0,100\n";

inline std::vector<perforin::clinic::Record> read(const std::string& text) {
    return perforin::clinic::read_measurements(text, "t.csv");
}

/// Everything that is wrong with a table.
inline std::string problems(const std::string& text) {
    try {
        read(text);
    } catch (const perforin::BadInput& bad) {
        return bad.what();
    }
    return {};
}
/// What is wrong with one row that follows a good table; it is line 5.
inline std::string problem(const std::string& row) {
    return problems(good_table + row + '\n');
}
inline bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}
inline std::size_t lines(const std::string& text) {
    std::size_t count = text.empty() ? 0 : 1;
    for (const char c : text) count += c == '\n' ? 1 : 0;
    return count;
}

}  // namespace support

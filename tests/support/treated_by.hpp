#pragma once
// The table of any therapy that is registered, with what it must be told.

#include <string>

namespace perforin::test {

/// Whether a therapy is given to lesions, which it then has to name.
inline bool is_local(const std::string& therapy) {
    return therapy == "adjuvant" || therapy == "oncolytic_virus" || therapy == "radiotherapy" ||
           therapy == "surgery";
}

/// Lines that a therapy of the lesion `primary` needs, so that it is given on its first day.
inline std::string told(const std::string& therapy) {
    if (is_local(therapy)) return "lesions = ['primary']\n";
    const bool cells = therapy == "adoptive_transfer" || therapy == "car_t";
    return cells ? "rest = '0 d'\n" : "";
}

/// Its table; `more` follows the type.
inline std::string treated_by(const std::string& therapy, const std::string& more = {}) {
    return "[[therapy]]\ntype = '" + therapy + "'\n" + more + told(therapy);
}

}  // namespace perforin::test

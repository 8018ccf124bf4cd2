#pragma once
// The intervals that response criteria leave to the protocol of a trial (`respond --set`). What
// defines a criterion (20 %, 5 mm, 30 %) is not a parameter: it stands where it is used.

#include <cstdint>

#include "config/block.hpp"

namespace perforin::clinic {

struct ResponseParams : config::Block {
    using Block::Block;

    std::int64_t confirmation_days =
        count("confirmation_days", 28, {1, 3650},
              "Days after which a scan can confirm a response or a progression, at least",
              setting("Eisenhauer 2009, Seymour 2017, Wolchok 2009: four weeks"));
    std::int64_t stable_days =
        count("stable_days", 42, {0, 3650},
              "Days from the start of treatment after which disease counts as stable, at least",
              setting("Eisenhauer 2009: by protocol, in general not less than 6 to 8 weeks"));
    std::int64_t missed_visits = count(
        "missed_visits", 2, {1, 1000},
        "Visits missed in a row after which a progression or death is no event any more",
        recalled(setting("FDA 2018, Clinical trial endpoints: two or more missed assessments")));
};

}  // namespace perforin::clinic

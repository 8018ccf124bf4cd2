#pragma once
// Tables by name: what saving and restoring walk over. Whoever has something mutable offers its
// tables, so that neither knows what there is.

#include <functional>
#include <string>
#include <vector>

#include "cells/table.hpp"
#include "core/error.hpp"

namespace perforin::cells {

struct NamedTable {
    std::string name;  ///< unique in the whole; parts are told apart by slashes
    Table* table;
};
using Tables = std::vector<NamedTable>;

/// Gives what was saved of the table of a name. Throws Broken if there is none.
using Saved = std::function<const Source&(const std::string& name)>;

/// Adds tables whose names go on from `prefix`.
inline void add(Tables& all, const std::string& prefix, const Tables& more) {
    for (const NamedTable& one : more) all.push_back({prefix + one.name, one.table});
}

/// What was saved under names that go on from `prefix`; `saved` outlives it.
inline Saved under(const std::string& prefix, const Saved& saved) {
    return
        [prefix, &saved](const std::string& name) -> const Source& { return saved(prefix + name); };
}

/// Takes back all of these tables. Throws Broken, naming the table, as Table::read does.
inline void restore(const Tables& tables, const Saved& saved) {
    for (const NamedTable& one : tables) {
        try {
            one.table->read(saved(one.name));
        } catch (const Broken& broken) {
            throw Broken{"table " + one.name + ": " + broken.what()};
        }
    }
}

}  // namespace perforin::cells

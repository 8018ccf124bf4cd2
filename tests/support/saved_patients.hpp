#pragma once
// Patients that are saved into memory and live on as others made from the same input.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "../unit/memory_store.hpp"
#include "patient/patient.hpp"
#include "patients.hpp"

namespace perforin::test {

using Saving = std::map<std::string, MemoryStore>;

inline Saving save(patient::Patient& patient) {
    Saving saving;
    for (const cells::NamedTable& one : patient.tables()) one.table->write(saving[one.name]);
    return saving;
}

inline void restore(patient::Patient& patient, const Saving& saving) {
    patient.restore([&](const std::string& name) -> const Source& {
        const auto found = saving.find(name);
        if (found == saving.end()) throw Broken{"nothing was saved as " + name};
        return found->second;
    });
}

/// Everything mutable, as bytes by table.
inline std::map<std::string, std::string> bytes_of(patient::Patient& patient) {
    std::map<std::string, std::string> all;
    for (const cells::NamedTable& one : patient.tables()) {
        Bytes sink;
        one.table->write(sink);
        all[one.name] = std::move(sink.bytes);
    }
    return all;
}

/// What of a patient would be there without therapy, as bytes by table and column.
inline std::map<std::string, std::string> without_therapy(patient::Patient& patient) {
    std::map<std::string, std::string> all;
    for (const cells::NamedTable& one : patient.tables()) {
        for (const cells::AnyColumn* column : one.table->columns()) {
            const std::string& name = column->label().name;
            if (!patient.without_therapy(one.name, name)) continue;
            Bytes sink;
            column->write(sink);
            all[one.name + "." + name] = std::move(sink.bytes);
        }
    }
    return all;
}

/// The first table and column of those in which two patients differ; empty if there is none.
inline std::string difference_without_therapy(patient::Patient& one, patient::Patient& other) {
    const auto first = without_therapy(one), second = without_therapy(other);
    for (const auto& [name, bytes] : first) {
        const auto found = second.find(name);
        if (found == second.end() || found->second != bytes) return name;
    }
    return first.size() == second.size() ? "" : "a column that only one of them has";
}

/// The first table in which two patients differ; empty if there is none.
inline std::string difference(patient::Patient& one, patient::Patient& other) {
    const auto first = bytes_of(one), second = bytes_of(other);
    if (first.size() != second.size()) return "the number of tables";
    for (const auto& [name, bytes] : first) {
        const auto found = second.find(name);
        if (found == second.end() || found->second != bytes) return name;
    }
    return {};
}

}  // namespace perforin::test

#pragma once
// The family of examinations: somebody looks at a patient on the days of a calendar, and writes
// down what is found. Nothing of the patient changes by it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cells/tables.hpp"
#include "clinic/calendar.hpp"
#include "clinic/imaging/readings.hpp"
#include "config/block.hpp"
#include "core/image.hpp"
#include "patient/patient.hpp"
#include "tissue/events.hpp"

namespace perforin::clinic {

/// What an element of [[examination]] is called.
struct ExaminationName : config::Block {
    using Block::Block;
    std::optional<std::string> name =
        optional_text("name", "What it is called in results; if not given, its type");
};

/// One row, of one moment, of a table of results, and the picture that it comes with.
struct ResultRow {
    std::string table, doc;
    tissue::Tally row{};
    std::optional<Image> image{};
};

/// Who is looked at, and with which luck.
struct Encounter {
    const patient::Patient& patient;
    DueVisit visit;
    std::uint64_t seed, examination;  ///< the examination's identity keys its draws
};

/// One `[[examination]]` of one patient.
class Examination {
public:
    explicit Examination(const config::Section& section) : name_{section}, calendar_{section} {}
    virtual ~Examination() = default;

    /// At a visit that is made. Sees the patient as she is then; what it has to remember of earlier
    /// visits is in its tables.
    virtual std::vector<ResultRow> examine(const Encounter&) = 0;

    /// At the beginning of every day, before a visit that may be due: what comes and goes faster
    /// than visits come is followed here. Changes its own tables alone.
    virtual void follow(Seconds /*at*/, const patient::Patient&) {}

    /// What has to survive a restart, by name.
    virtual cells::Tables tables() { return {}; }
    /// What lesions measured so far, for criteria of response; nullptr: it measures none.
    virtual const Readings* readings() const { return nullptr; }

    const std::optional<std::string>& name() const { return name_.name; }
    const Calendar& calendar() const { return calendar_; }

private:
    ExaminationName name_;
    Calendar calendar_;
};

}  // namespace perforin::clinic

#include "trial/tables.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace perforin::trial {

namespace {

using clinic::Criterion, clinic::Response;

constexpr std::array<const char*, 4> criteria{"recist", "irecist", "irrc", "imrecist"};

/// A patient in an arm.
struct Stay {
    const Enrolled* patient;
    std::size_t arm;
    const Treated* run;
    std::optional<Endpoints> ends{};  ///< none: the run is not done

    bool assigned() const { return arm == patient->arm; }
};

struct StayVisit {
    const Stay* stay;
    const SeenVisit* visit;
};

struct StayDose {
    const Stay* stay;
    const Dose* dose;
};

struct Numbered {
    std::size_t number;
    const Look* look;
};

template <class Whole>
double number_of(Whole value) {
    return static_cast<double>(value);
}

template <class Number>
std::optional<double> real(const std::optional<Number>& value) {
    if (!value) return std::nullopt;
    return static_cast<double>(*value);
}

std::vector<Stay> stays_of(const Site& site, const Conduct& conduct) {
    std::vector<const Enrolled*> patients;
    for (const Enrolled& one : conduct.enrolled) patients.push_back(&one);
    std::sort(patients.begin(), patients.end(), [](const Enrolled* a, const Enrolled* b) {
        return a->person.number < b->person.number;
    });
    std::vector<Stay> all;
    for (const Enrolled* one : patients) {
        for (std::size_t arm = 0; arm != site.trial().arms.size(); ++arm) {
            const Treated* run = site.of(one->person, arm);
            if (!run) continue;
            Stay stay{one, arm, run};
            if (run->standing.state == study::State::done) {
                stay.ends = site.endpoints(*one, arm, conduct.cut);
            }
            all.push_back(std::move(stay));
        }
    }
    return all;
}

using Patients = Filled<Stay>;

void add_who(Patients& sheet, const Trial& trial) {
    sheet.number("patient", "1", "Number in the cohort, from 1",
                 [](const Stay& s) { return number_of(s.patient->person.number); });
    sheet.text("arm", "Arm that this row is of",
               [&](const Stay& s) { return trial.arms[s.arm].name; });
    sheet.number("assigned", "1", "1: she was assigned to it; 0: her twin",
                 [](const Stay& s) { return s.assigned() ? 1.0 : 0.0; });
    sheet.text("stratum", "Classes within which arms are balanced",
               [](const Stay& s) { return s.patient->stratum; });
    sheet.number("weight", "1", "Weight in the cohort",
                 [](const Stay& s) { return s.patient->person.weight; });
    sheet.number("enrolled", "d", "Day of the calendar on which she was enrolled",
                 [](const Stay& s) { return number_of(s.patient->day); });
    sheet.number("seed", "1", "run.seed",
                 [](const Stay& s) { return number_of(s.run->planned.seed); });
    sheet.text("hash", "Name of her run in the folder of runs",
               [](const Stay& s) { return s.run->planned.hash; });
    sheet.text("state", "waiting, running, done or failed",
               [](const Stay& s) { return std::string{study::name_of(s.run->standing.state)}; });
    sheet.text("reason", "Why it failed", [](const Stay& s) { return s.run->standing.reason; });
    const auto& columns = trial.people->columns();
    for (std::size_t c = 0; c != columns.size(); ++c) {
        const auto& column = columns[c];
        const std::string name = "baseline." + column.name;
        if (column.number) {
            sheet.number(name, column.unit, column.meaning,
                         [c](const Stay& s) { return s.patient->person.values[c].number; });
        } else {
            sheet.text(name, column.meaning,
                       [c](const Stay& s) { return s.patient->person.values[c].text; });
        }
    }
}

/// What one criterion says of a patient; nothing where there is nothing.
template <class Value>
auto by(std::size_t criterion, Value&& value) {
    return [criterion, value](const Stay& s) -> std::optional<double> {
        if (!s.ends || !s.ends->criteria) return std::nullopt;
        return value((*s.ends->criteria)[criterion]);
    };
}

void add_criterion(Patients& sheet, std::size_t c) {
    using E = CriterionEndpoints;
    const std::string name = criteria[c];
    const auto response = [c](Response E::*which) {
        return [c, which](const Stay& s) -> std::string {
            if (!s.ends || !s.ends->criteria) return {};
            return std::string{clinic::text_of((*s.ends->criteria)[c].*which)};
        };
    };
    sheet.text(name + ".best", "Best response, confirmed or not", response(&E::best));
    sheet.text(name + ".confirmed", "Best response, confirmed where the criterion asks for it",
               response(&E::confirmed));
    sheet.number(name + ".change", "%", "Best change of what the criterion sums up",
                 by(c, [](const E& e) { return e.change; }));
    sheet.number(name + ".pfs", "d", "To progression or death",
                 by(c, [](const E& e) { return std::optional{number_of(e.pfs.day)}; }));
    sheet.number(name + ".pfs_event", "1", "0: it was not seen",
                 by(c, [](const E& e) { return std::optional{e.pfs.event ? 1.0 : 0.0}; }));
    sheet.number(name + ".response", "d", "To the first response",
                 by(c, [](const E& e) { return real(e.response); }));
    sheet.number(name + ".duration", "d", "Of a confirmed response",
                 by(c, [](const E& e) { return real(e.duration); }));
    sheet.number(name + ".duration_event", "1", "0: its end was not seen",
                 by(c, [](const E& e) -> std::optional<double> {
                     if (!e.duration) return std::nullopt;
                     return e.pfs.event ? 1.0 : 0.0;
                 }));
}

template <class Value>
auto ends(Value&& value) {
    return [value](const Stay& s) -> std::optional<double> {
        if (!s.ends) return std::nullopt;
        return value(*s.ends);
    };
}

void add_endpoints(Patients& sheet, const Trial& trial) {
    for (std::size_t c = 0; c != criteria.size(); ++c) add_criterion(sheet, c);
    sheet.number("os", "d", "To death",
                 ends([](const Endpoints& e) { return number_of(e.survived); }));
    sheet.number("os_event", "1", "0: it was not seen",
                 ends([](const Endpoints& e) { return e.died ? 1.0 : 0.0; }));
    sheet.text("cause", "Of death: disease, toxicity, infection, other",
               [](const Stay& s) { return s.ends ? s.ends->cause : ""; });
    sheet.number("followed", "d", "Last day of observation",
                 ends([](const Endpoints& e) { return number_of(e.followed.days); }));
    sheet.number("dropped_out", "1", "1: she left observation early",
                 ends([](const Endpoints& e) { return e.followed.dropped_out ? 1.0 : 0.0; }));
    sheet.number("grade", "1", "Highest grade of adverse events",
                 ends([](const Endpoints& e) { return number_of(e.grade); }));
    sheet.number("dlt", "1", "1: an event was dose-limiting",
                 ends([least = trial.dlt.grade](const Endpoints& e) {
                     return e.limiting >= least ? 1.0 : 0.0;
                 }));
    const bool escalates = trial.design.escalates();
    sheet.number("dose_level", "1", "Number of the dose level, from 1",
                 [escalates](const Stay& s) -> std::optional<double> {
                     if (!escalates) return std::nullopt;
                     return number_of(s.arm + 1);
                 });
}

/// What [[outcome]] asks for.
void add_outcomes(Patients& sheet, const Trial& trial, const std::vector<Stay>& stays) {
    for (std::size_t o = 0; o != trial.outcomes.size(); ++o) {
        const study::OutcomeParams& asked = trial.outcomes[o];
        study::Found known{.unit = trial.outcome_units[o], .doc = trial.outcome_docs[o]};
        for (const Stay& s : stays) {
            if (known.doc.empty() && o < s.run->outcomes.size()) known = s.run->outcomes[o];
        }
        sheet.number("outcome." + asked.name, study::unit_of(asked, known.unit),
                     study::meaning_of(asked, known.doc),
                     [o](const Stay& s) -> std::optional<double> {
                         if (!s.ends) return std::nullopt;
                         return s.run->outcomes[o].value;
                     });
    }
}

Sheet patients_sheet(const Trial& trial, const std::vector<Stay>& stays) {
    Patients sheet{stays};
    add_who(sheet, trial);
    add_endpoints(sheet, trial);
    add_outcomes(sheet, trial, stays);
    return sheet.take();
}

/// The columns that say whose a row is.
template <class Row>
void add_stay(Filled<Row>& sheet, const Trial& trial) {
    sheet.number("patient", "1", "Number in the cohort",
                 [](const Row& r) { return number_of(r.stay->patient->person.number); });
    sheet.text("arm", "Arm", [&](const Row& r) { return trial.arms[r.stay->arm].name; });
    sheet.number("assigned", "1", "1: she was assigned to it; 0: her twin",
                 [](const Row& r) { return r.stay->assigned() ? 1.0 : 0.0; });
}

Sheet visits_sheet(const Trial& trial, const std::vector<Stay>& stays) {
    std::vector<StayVisit> rows;
    for (const Stay& stay : stays) {
        if (!stay.ends) continue;
        for (const SeenVisit& visit : stay.ends->visits) rows.push_back({&stay, &visit});
    }
    using Row = StayVisit;
    Filled<Row> sheet{rows};
    add_stay(sheet, trial);
    sheet.number("day", "d", "From the start of treatment",
                 [](const Row& r) { return number_of(r.visit->day); });
    sheet.number("sld", "mm", "Sum of diameters of targets",
                 [](const Row& r) { return r.visit->sum; });
    sheet.number("change", "%", "Against the baseline",
                 [](const Row& r) { return r.visit->change; });
    sheet.number("new_lesions", "1", "New lesions that are seen",
                 [](const Row& r) { return number_of(r.visit->new_lesions); });
    for (std::size_t c = 0; c != criteria.size(); ++c) {
        sheet.text(criteria[c], "Response at the visit", [c](const Row& r) -> std::string {
            const auto& response = r.visit->responses[c];
            if (!response) return {};
            return std::string{clinic::text_of(*response, static_cast<Criterion>(c))};
        });
    }
    sheet.number("burden", "1", "True volume of all lesions, relative to the baseline's day",
                 [](const Row& r) { return r.visit->burden; });
    return sheet.take();
}

Sheet doses_sheet(const Trial& trial, const std::vector<Stay>& stays) {
    std::vector<StayDose> rows;
    for (const Stay& stay : stays) {
        if (!stay.ends) continue;
        for (const Dose& dose : stay.ends->doses) rows.push_back({&stay, &dose});
    }
    Filled<StayDose> sheet{rows};
    add_stay(sheet, trial);
    sheet.number("day", "d", "From the start of treatment",
                 [](const StayDose& r) { return number_of(r.dose->day); });
    sheet.text("therapy", "What was given", [](const StayDose& r) { return r.dose->therapy; });
    return sheet.take();
}

Sheet looks_sheet(const std::vector<Look>& looks) {
    std::vector<Numbered> rows;
    rows.reserve(looks.size());
    for (const Look& look : looks) rows.push_back({rows.size() + 1, &look});
    using Row = Numbered;
    Filled<Row> sheet{rows};
    sheet.number("look", "1", "Number", [](const Row& r) { return number_of(r.number); });
    sheet.number("day", "d", "Of the calendar", [](const Row& r) { return real(r.look->day); });
    sheet.number("patients", "1", "Patients", [](const Row& r) { return r.look->patients; });
    sheet.number("events", "1", "Events, responses, or dose-limiting toxicities",
                 [](const Row& r) { return r.look->events; });
    sheet.number("information", "1", "Share of what was planned",
                 [](const Row& r) { return r.look->information; });
    sheet.number("statistic", "1", "Z of the log-rank test, or a rate",
                 [](const Row& r) { return r.look->statistic; });
    sheet.number("boundary", "1", "What it is compared with",
                 [](const Row& r) { return r.look->boundary; });
    sheet.text("decision", "What was decided", [](const Row& r) { return r.look->decision; });
    return sheet.take();
}

}  // namespace

Sheets sheets_of(const Site& site, const Conduct& conduct) {
    const Trial& trial = site.trial();
    const std::vector<Stay> stays = stays_of(site, conduct);
    Sheets sheets{.patients = patients_sheet(trial, stays),
                  .visits = visits_sheet(trial, stays),
                  .doses = doses_sheet(trial, stays),
                  .looks = looks_sheet(conduct.looks),
                  .runs = stays.size()};
    for (const Stay& stay : stays) {
        sheets.done += stay.ends ? 1 : 0;
        sheets.failed += stay.run->standing.state == study::State::failed ? 1 : 0;
    }
    return sheets;
}

}  // namespace perforin::trial

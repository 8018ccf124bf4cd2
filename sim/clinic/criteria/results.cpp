#include "clinic/criteria/results.hpp"

#include <iterator>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "clinic/measurements/csv.hpp"

namespace perforin::clinic {

namespace {

constexpr std::size_t most_lines = 20;
constexpr std::string_view visits_header =
    "patient,day,criterion,response,target_class,nontarget_class,new_lesion,burden,nadir,unit,"
    "reason\n";
constexpr std::string_view patients_header =
    "patient,criterion,best_response,best_unconfirmed,response_day,confirmed_response_day,"
    "response_duration_days,progression_day,confirmed_progression_day,pfs_day,pfs_event,pfs_reason,"
    "best_after_progression,os_day,os_event,depth_percent,dissociated_day,growth_before,growth_"
    "after,"
    "hyperprogression_champiat,hyperprogression_ferrara\n";

void put(std::string& out, std::optional<int> number) {
    if (number) fmt::format_to(std::back_inserter(out), "{}", *number);
}

void put(std::string& out, std::optional<Response> response, Criterion criterion) {
    if (response) out += text_of(*response, criterion);
}

/// Millimetres with one decimal, or square millimetres with two.
void put_burden(std::string& out, std::optional<Tenths> burden, Criterion criterion) {
    if (!burden) return;
    if (criterion == Criterion::irrc) {
        fmt::format_to(std::back_inserter(out), "{}.{:02}", *burden / hundredths_per_mm2,
                       *burden % hundredths_per_mm2);
    } else {
        fmt::format_to(std::back_inserter(out), "{}.{}", *burden / tenths_per_mm,
                       *burden % tenths_per_mm);
    }
}

void put_visit(std::string& out, std::string_view patient, const Judgement& visit,
               Criterion criterion) {
    put_cell(out, patient);
    fmt::format_to(std::back_inserter(out), ",{},{},", visit.day, title_of(criterion));
    put(out, visit.response, criterion);
    out += ',';
    put(out, visit.target, Criterion::recist);
    out += ',';
    put(out, visit.nontarget, Criterion::recist);
    out += visit.new_lesion ? ",1," : ",0,";
    put_burden(out, visit.burden, criterion);
    out += ',';
    put_burden(out, visit.nadir, criterion);
    out += criterion == Criterion::irrc ? ",mm2," : ",mm,";
    put_cell(out, visit.reason);
    out += '\n';
}

void put_patient(std::string& out, std::string_view patient, const Outcome& outcome,
                 Criterion criterion) {
    put_cell(out, patient);
    fmt::format_to(std::back_inserter(out), ",{},{},{},", title_of(criterion),
                   text_of(outcome.best, criterion), text_of(outcome.unconfirmed, criterion));
    for (const auto& day :
         {outcome.response_day, outcome.confirmed_response_day, outcome.response_duration,
          outcome.progression_day, outcome.confirmed_progression_day}) {
        put(out, day);
        out += ',';
    }
    fmt::format_to(std::back_inserter(out), "{},{},", outcome.pfs.day, outcome.pfs.event ? 1 : 0);
    put_cell(out, outcome.pfs.reason);
    out += ',';
    if (outcome.after_progression != Response::not_evaluable) {
        put(out, outcome.after_progression, criterion);
    }
}

void put_percent(std::string& out, std::optional<double> percent) {
    out += ',';
    if (percent) fmt::format_to(std::back_inserter(out), "{:.1f}", *percent);
}

void put_flag(std::string& out, std::optional<bool> flag) {
    out += !flag ? "," : *flag ? ",1" : ",0";
}

/// What is the patient's whatever the criterion.
std::string endpoints_text(const PatientEndpoints& ends) {
    std::string out = fmt::format(",{},{:d}", ends.survival.day, ends.survival.event);
    put_percent(out, ends.depth);
    out += ',';
    put(out, ends.dissociated_day);
    put_percent(out, ends.growth.before);
    put_percent(out, ends.growth.after);
    put_flag(out, ends.growth.champiat);
    put_flag(out, ends.growth.ferrara);
    return out + '\n';
}

}  // namespace

Results::Results() : visits_{visits_header}, patients_{patients_header} {}

void Results::add(const Record& record, const std::array<Assessment, 4>& assessments) {
    ++count_;
    Line line{.patient = record.patient};
    const std::string ends = endpoints_text(endpoints_of(record, assessments.front()));
    for (std::size_t i = 0; i != assessments.size(); ++i) {
        const Assessment& assessment = assessments[i];
        const Outcome& outcome = assessment.outcome;
        for (const Judgement& visit : assessment.visits) {
            put_visit(visits_, record.patient, visit, assessment.criterion);
        }
        put_patient(patients_, record.patient, outcome, assessment.criterion);
        patients_ += ends;
        ++best_[i][outcome.best];
        events_[i] += outcome.pfs.event ? 1 : 0;
        if (count_ > most_lines) continue;
        line.results[i] = fmt::format("{}, day {}{}", text_of(outcome.best, assessment.criterion),
                                      outcome.pfs.day, outcome.pfs.event ? "" : "+");
    }
    if (count_ <= most_lines) lines_.push_back(std::move(line));
}

std::string Results::summary() const {
    constexpr std::array<Response, 7> order{
        Response::complete,    Response::partial,     Response::stable,       Response::neither,
        Response::progression, Response::unconfirmed, Response::not_evaluable};
    std::string text = fmt::format(
        "Best responses of {} patient{}, and how many progressed or "
        "died\n{:<12}",
        count_, count_ == 1 ? "" : "s", "");
    for (const Response response : order) {
        text +=
            fmt::format("{:>12}", response == Response::unconfirmed ? "iUPD" : text_of(response));
    }
    text += fmt::format("{:>12}\n", "events");
    for (std::size_t i = 0; i != best_.size(); ++i) {
        text += fmt::format("{:<12}", title_of(static_cast<Criterion>(i)));
        for (const Response response : order) {
            const auto found = best_[i].find(response);
            text += fmt::format("{:>12}", found == best_[i].end() ? 0 : found->second);
        }
        text += fmt::format("{:>12}\n", events_[i]);
    }
    if (count_ > most_lines) return text;
    text += "\nBest response, and day of progression or death (+: none until then)\n";
    text += fmt::format("{:<16}", "patient");
    for (std::size_t i = 0; i != 4; ++i) {
        text += fmt::format(" {:<20}", title_of(static_cast<Criterion>(i)));
    }
    while (text.back() == ' ') text.pop_back();
    for (const Line& line : lines_) {
        text += fmt::format("\n{:<16}", line.patient);
        for (const std::string& result : line.results) text += fmt::format(" {:<20}", result);
        while (text.back() == ' ') text.pop_back();
    }
    return text + '\n';
}

}  // namespace perforin::clinic

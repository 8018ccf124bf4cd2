#include "trial/settings.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <system_error>
#include <utility>

#include "clinic/criteria/response_params.hpp"
#include "study/settings.hpp"
#include "trial/design_settings.hpp"

namespace perforin::trial {

std::int64_t days_of(Time time) {
    return std::llround(time.in(day));
}

void demand_whole_days(const config::Section& section, const char* key, Time time) {
    constexpr double hair = 1e-6;
    if (std::abs(time.in(day)-std::round(time.in(day))) > hair) {
        section.problem(key, "must be a whole number of days");
    }
}

TrialParams::TrialParams(const config::Section& section) : Block{section} {
    demand_whole_days(section, "follow_up", follow_up);
    demand_whole_days(section, "accrual", accrual);
    if (data_cut) demand_whole_days(section, "data_cut", *data_cut);
}

namespace {

/// The number that a figure begins with.
std::optional<double> number_of(const std::string& figure) {
    double number = 0.0;
    const char* end = figure.data() + figure.size();
    const auto [rest, error] = std::from_chars(figure.data(), end, number);
    if (error != std::errc{} || rest == figure.data()) return std::nullopt;
    return number;
}

}  // namespace

PublishedParams::PublishedParams(const config::Section& section) : Block{section} {
    const auto figure = number_of(value);
    if (!figure && section.has("value")) section.problem("value", "begins with no number");
    if (low.has_value() != high.has_value()) {
        section.problem(low ? "low" : "high", "is one end of an interval; the other lacks");
    }
    if (!low || !figure) return;
    const auto from = number_of(*low), to = number_of(*high);
    if (!from) section.problem("low", "begins with no number");
    if (!to) section.problem("high", "begins with no number");
    if (from && to && !(*from <= *figure && *figure <= *to)) {
        section.problem("value", "lies outside of `low` and `high`");
    }
}

std::vector<config::Group> reference() {
    using config::reference_of, config::Shape;
    std::vector<config::Group> all{
        reference_of<TrialParams>("trial", "A trial, with virtual patients"),
        reference_of<ArmParams>("arm", "An arm of a trial, or a dose level", Shape::elements),
        reference_of<RandomisationParams>("randomisation", "Who gets into which arm")};
    all.push_back(reference_of<VisitParams>("visits", "When patients of a trial are scanned"));
    all.push_back(reference_of<DropoutParams>("dropout", "Who leaves a trial early"));
    all.push_back(reference_of<TwinParams>("twins", "Every patient in every arm"));
    all.push_back(reference_of<DltParams>("dlt", "Which adverse events are dose-limiting"));
    all.push_back(reference_of<DesignParams>("design", "What a trial decides on, and when"));
    all.push_back(reference_of<clinic::ResponseParams>(
        "response", "Intervals of the response criteria in a trial"));
    all.push_back(reference_of<PublishedParams>(
        "published", "A published result, to be shown beside that of a trial", Shape::elements));
    all.push_back(reference_of<study::OutcomeParams>(
        "outcome", "A column of a trial's results, as of a study's", Shape::elements));
    return all;
}

std::string parameters_page() {
    return "## Trials\n\nNot of a scenario: what a trial says, a file for `./perforin trial`.\n\n" +
           config::markdown(reference());
}

}  // namespace perforin::trial

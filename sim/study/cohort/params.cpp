#include "study/cohort/params.hpp"

#include "core/error.hpp"

namespace perforin::study {

namespace {

/// The unit, or none where it is nonsense, of which its own key complains.
UnitText unit_of(const std::string& text) {
    try {
        return parse_unit(text);
    } catch (const BadInput&) {
        return {};
    }
}

bool known_unit(const std::string& text) {
    try {
        static_cast<void>(parse_unit(text));
        return true;
    } catch (const BadInput&) {
        return false;
    }
}

config::Declaration declaration(std::string_view key, config::Type type, const std::string& unit,
                                std::string_view meaning, config::Range range) {
    const UnitText read = unit_of(unit);
    return {.key = key,
            .type = type,
            .presence = config::Presence::optional,
            .unit = known_unit(unit) ? std::string_view{unit} : std::string_view{"1"},
            .dim = read.dim,
            .factor = read.factor(),
            .range = range,
            .meaning = meaning};
}

}  // namespace

std::optional<double> InUnit::number(std::string_view key, const std::string& unit,
                                     std::string_view meaning, config::Range range) const {
    const config::Value value =
        section().read(declaration(key, config::Type::quantity, unit, meaning, range), {});
    if (const auto* found = std::get_if<double>(&value)) return *found;
    return std::nullopt;
}

std::vector<double> InUnit::numbers(std::string_view key, const std::string& unit,
                                    std::string_view meaning, config::Range range) const {
    const config::Value value =
        section().read(declaration(key, config::Type::quantities, unit, meaning, range), {});
    if (const auto* found = std::get_if<std::vector<double>>(&value)) return *found;
    return {};
}

VariableParams::VariableParams(const config::Section& section) : InUnit{section} {
    if (!known_unit(unit)) {
        try {
            static_cast<void>(parse_unit(unit));
        } catch (const BadInput& bad) {
            section.problem("unit", bad.what());
        }
    }
    from = number("from", unit, "Least value, in its unit; what lies below is left out");
    to = number("to", unit, "Greatest value, in its unit; what lies above is left out");
    mean = number("mean", unit, "Mean of a normal or Poisson distribution, in its unit");
    sd = number("sd", unit, "Standard deviation of a normal distribution, in its unit");
    median = number("median", unit, "Median of a log-normal or logit-normal one, in its unit");
    round = number("round", unit,
                   "Values are rounded to multiples of this; if not given, to six digits");
    values = numbers("values", unit, "The values it takes, rising, in its unit");
    shares = numbers("shares", "1", "Their shares, which add up to 1", {0, 1});
}

EligibleParams::EligibleParams(const config::Section& section, const std::string& unit)
    : InUnit{section},
      at_least{number("at_least", unit, "Least value that is eligible, in the covariate's unit")},
      at_most{number("at_most", unit, "Greatest value that is eligible, in its unit")} {}

MatchParams::MatchParams(const config::Section& section, const std::string& unit)
    : InUnit{section} {
    value = number("value", statistic == "share" ? "1" : unit,
                   "What the table says: a share, or in the covariate's unit");
    at_least = number("at_least", unit, "Least value that counts to the share");
    at_most = number("at_most", unit, "Greatest value that counts to the share");
}

std::vector<config::Group> cohort_reference() {
    using config::reference_of, config::Shape;
    std::vector<config::Group> groups{
        reference_of<CohortParams>("cohort", "Virtual patients, each by her number")};
    const auto add = [&]<class Params>(const char* path, const char* doc, Shape shape) {
        groups.push_back(reference_of<Params>(path, doc, shape));
    };
    constexpr Shape each = Shape::elements;
    add.operator()<VariableParams>("cohort.variable", "A covariate of patients", each);
    add.operator()<ClassParams>("cohort.variable.class", "A class that patients may be of", each);
    add.operator()<CorrelationParams>("cohort.correlation", "What goes with what", each);
    add.operator()<ParameterParams>("cohort.parameter", "A parameter that follows from a covariate",
                                    each);
    add.operator()<CohortLesionParams>("cohort.lesions", "The lesions of a patient", Shape::table);
    add.operator()<OrganParams>("cohort.lesions.organ", "Where lesions are", each);
    add.operator()<VariableParams>("cohort.lesions.variable",
                                   "What differs between the lesions of a patient", each);
    add.operator()<EligibleParams>("cohort.eligible", "A condition of being in the cohort", each);
    add.operator()<MatchParams>("cohort.match", "A row of a published baseline table", each);
    return groups;
}

std::string cohort_parameters_page() {
    return "\n## Cohorts\n\nNot of a scenario: what a cohort says, a file for `./perforin "
           "cohort`.\n\n" +
           config::markdown(cohort_reference());
}

}  // namespace perforin::study

// `cohort`: who the patients of a cohort are.

#include <cstdio>
#include <string>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "core/printable.hpp"
#include "engine/scenario.hpp"
#include "study/cohort/cohort.hpp"

namespace perforin::cli {

namespace {

std::string row_text(const study::MatchRow& row, bool weighted) {
    const std::string unit = row.unit.empty() ? "" : ' ' + row.unit;
    std::string text = fmt::format("  {:<40} table {:<8.4g} drawn {:<8.4g}", row.statistic,
                                   row.wanted, row.unweighted);
    if (weighted) text += fmt::format(" weighted {:<8.4g}", row.weighted);
    return text + unit + '\n';
}

std::string summary_text(const study::Cohort& cohort) {
    const study::CohortSummary all = cohort.summary();
    std::string text = fmt::format("{}: {} patients, {} candidates not eligible",
                                   printable(cohort.name()), all.patients, all.refused);
    if (all.thinned != 0) text += fmt::format(", {} left out by acceptance", all.thinned);
    text += fmt::format("; worth {:.1f} of equal weight\n", all.effective);
    for (const study::MatchRow& row : all.matched) {
        text += row_text(row, cohort.weighted());
    }
    return text;
}

}  // namespace

int cohort(const CohortOptions& options) {
    const study::Cohort cohort{engine::find_scenario(options.cohort), options.patients,
                               options.seed};
    if (options.patient) {
        const study::VirtualPatient patient = cohort.patient(*options.patient);
        cohort.check(patient);
        fmt::print("{}", patient.toml);
        return done;
    }
    fmt::print("{}", cohort.csv());
    std::fflush(stdout);
    if (!options.quiet) fmt::print(stderr, "{}", summary_text(cohort));
    return done;
}

}  // namespace perforin::cli

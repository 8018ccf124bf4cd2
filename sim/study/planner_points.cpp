// Each run of a study is prepared once, as `run` would: then every mistake is known before the
// first begins, and which runs are the same.

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "study/identity.hpp"
#include "study/planner.hpp"

namespace perforin::study {

namespace {

constexpr std::size_t enough_problems = 50;

std::vector<std::string> texts_of(const std::vector<config::PlacedText>& placed) {
    std::vector<std::string> texts;
    texts.reserve(placed.size());
    for (const config::PlacedText& one : placed) texts.push_back(one.text);
    return texts;
}

}  // namespace

void Planner::check_points() {
    const std::vector<Point> all = points();
    for (std::size_t i = 0; i != all.size(); ++i) {
        if (checking_) checking_(i, all.size());
        if (problems_.size() >= enough_problems) {
            return problems_.add(
                fmt::format("{}: … and perhaps more: {} of {} points were looked at", plan_.name, i,
                            all.size()));
        }
        check_point(i, all[i]);
    }
    if (checking_) checking_(all.size(), all.size());
    const bool chosen =
        design_.kind == Kind::grid || design_.kind == Kind::list || design_.kind == Kind::ablation;
    if (chosen && !problems_.any()) check_repetitions(all);
}

void Planner::check_point(std::size_t index, const Point& point) {
    using engine::Prepared, engine::Who;
    const auto changes = common_->with(point);
    try {
        Prepared run{common_->scenario, {}, Who::patient, changes};
        if (!run.run.twin.empty()) {
            static_cast<void>(Prepared{common_->scenario, {}, Who::twin, changes});
        }
        asked_->check_days(run);
        if (index == 0) asked_->check_names(common_->scenario, run);
        add_runs(index, point, run);
    } catch (const BadInput& bad) {
        problems_.add_lines(bad.what());
    }
}

void Planner::add_runs(std::size_t index, const Point& point, const engine::Prepared& run) {
    PlannedRun planned{
        .point = index, .settings = texts_of(common_->with(point)), .twin = !run.run.twin.empty()};
    for (std::size_t f = 0; f != factors_.size(); ++f) {
        planned.varied.push_back(factors_[f].cell(run, point[f]));
    }
    const io::Provenance input = run.provenance(common_->scenario, {});
    const std::vector<std::string> settings = planned.settings;
    const auto replicates = static_cast<std::size_t>(design_.replicates);
    for (std::size_t r = 0; r != replicates; ++r) {
        planned.replicate = r;
        planned.seed =
            seed_is_varied_ ? static_cast<std::uint64_t>(run.run.seed) : seed_of(index, r);
        planned.settings = settings;
        planned.settings.push_back(fmt::format("run.seed={}", planned.seed));
        planned.hash = identity(input, planned.seed, program_);
        plan_.runs.push_back(planned);
    }
}

/// Of designs whose points were chosen one by one none should be there twice.
void Planner::check_repetitions(const std::vector<Point>& all) {
    std::map<std::string, std::size_t> first;
    std::set<std::string> said;
    for (const PlannedRun& run : plan_.runs) {
        if (run.replicate != 0) continue;
        const auto [known, fresh] = first.emplace(run.hash, run.point);
        if (fresh || design_.luck == Luck::independent) continue;
        for (std::size_t f = 0; f != factors_.size(); ++f) {
            const config::Origin& here = all[run.point][f].origin;
            if (here.text() == all[known->second][f].origin.text()) continue;
            if (!said.insert(here.text()).second) break;
            problems_.add(fmt::format("{}: with {} point {} is the same run as point {}",
                                      here.text(), printable(all[run.point][f].text), run.point + 1,
                                      known->second + 1));
            break;
        }
    }
}

}  // namespace perforin::study

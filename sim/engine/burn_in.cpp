#include "engine/burn_in.hpp"

#include <chrono>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "core/error.hpp"
#include "engine/burn_in_cache.hpp"
#include "engine/composition.hpp"

namespace perforin::engine {

namespace {

/// Days of a burn-in are counted from here, beyond the last that a run can have: draws are keyed by
/// the second, and none must be drawn twice.
constexpr std::int64_t first_day = 40'000;

/// What is kept of a burn-in beside the patient.
struct Account : cells::State {
    cells::Scalar<std::int64_t> days = scalar<std::int64_t>("days", "d", "How long it took");
    cells::Scalar<std::uint64_t> figure =
        scalar<std::uint64_t>("figure", "1", "Number of the figure that moved most at the end");
    cells::Scalar<double> change =
        scalar<double>("change", "1", "By how much between the last two windows, relatively");
    cells::Scalar<double> allowed = scalar<double>("allowed", "1", "Up to how much it is at rest");
};

/// How many live tumour cells are left of those at the start, had they not been scaled back.
class Burden {
public:
    explicit Burden(const patient::Patient& patient)
        : start_{counts(patient)}, before_{start_}, kept_(start_.size(), 1.0) {}

    /// Before lesions are scaled back; the share that is left of all.
    double left(const patient::Patient& patient) {
        const std::vector<double> now = counts(patient);
        double sum = 0.0, all = 0.0;
        for (std::size_t l = 0; l != now.size(); ++l) {
            kept_[l] *= before_[l] > 0.0 ? now[l] / before_[l] : 0.0;
            sum += kept_[l] * start_[l];
            all += start_[l];
        }
        return sum / all;
    }
    void scaled_back(const patient::Patient& patient) { before_ = counts(patient); }

private:
    static std::vector<double> counts(const patient::Patient& patient) {
        std::vector<double> live;
        for (const auto& lesion : patient.lesions()) live.push_back(lesion->live());
        return live;
    }
    std::vector<double> start_, before_, kept_;
};

/// One burn-in, lived.
class Life {
public:
    Life(patient::Patient& patient, const BurnInParams& params, Watch& watch)
        : patient_{patient}, params_{params}, watch_{watch} {}

    /// False if it was stopped.
    bool live(Account& account) {
        watch_.tell(fmt::format("burn-in: {} days at most, until the tissue is at rest",
                                BurnInParams::days(params_.longest)));
        show(0);
        for (std::int64_t day = 1;; ++day) {
            account.days = day;
            if (!live_day(Day{first_day + day - 1})) return false;
            end_day(day);
            const bool last = day == BurnInParams::days(params_.longest);
            if (judge(day, account) || last) break;
        }
        patient_.set_clock(first_day * seconds_per_day,
                           (first_day + account.days) * seconds_per_day);
        return true;
    }

private:
    bool live_day(const Day& day) {
        for (const Tick& tick : day.ticks(patient_.rules().step())) {
            if (watch_.stop()) return false;
            patient_.pass_untreated(tick);
        }
        return true;
    }

    void end_day(std::int64_t day) {
        for (auto& lesion : patient_.lesions()) lesion->events();  // nobody will see them
        if (const double left = burden_.left(patient_); left < 0.5) refuse(day, left);
        composition_.see(patient_);
        patient_.rescale((first_day + day) * seconds_per_day);
        burden_.scaled_back(patient_);
        show(day);
    }

    /// Whether it may end.
    bool judge(std::int64_t day, Account& account) const {
        const std::int64_t window = BurnInParams::days(params_.window);
        if (day < 2 * window || day < BurnInParams::days(params_.shortest)) return false;
        const Mover mover = strongest_mover(composition_.figures(),
                                            static_cast<std::size_t>(window), params_.tolerance);
        account.figure = mover.figure;
        account.change = mover.movement.change;
        account.allowed = mover.movement.allowed;
        return mover.movement.at_rest();
    }

    [[noreturn]] static void refuse(std::int64_t day, double left) {
        throw BadInput{fmt::format(
            "On day {} of the burn-in {:.0f} % of the tumour cells were left: this patient clears "
            "the tumour without therapy, and no lesion of the size that was asked for is there to "
            "begin with. Lower the immune pressure (blood.specific_cd8, lesion.antigens, "
            "biology.cytotoxic_t.density), choose another run.seed, or leave [burn_in] out.",
            day, 100.0 * left)};
    }

    void show(std::int64_t day) {
        const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - started_;
        watch_.see({.days = day,
                    .of = BurnInParams::days(params_.longest),
                    .agents = patient_.agents(),
                    .wall_seconds = wall.count(),
                    .burn_in = true});
    }

    patient::Patient& patient_;
    const BurnInParams& params_;
    Watch& watch_;
    Composition composition_{patient_};
    Burden burden_{patient_};
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

void say(const BurnIn& burn_in, Watch& watch) {
    const std::string text = "burn-in: " + burn_in.text();
    if (burn_in.movement.at_rest()) return watch.tell(text);
    watch.warn(text);
}

}  // namespace

std::string BurnIn::text() const {
    std::string text = fmt::format("{} days", days);
    if (movement.at_rest()) {
        text += ", then the tissue was at rest";
    } else {
        text += fmt::format(
            ", the longest allowed, and the tissue was not yet at rest: {} still moved by {:.3g} % "
            "from one window to the next, where {:.3g} % pass for rest",
            strongest, 100.0 * movement.change, 100.0 * movement.allowed);
    }
    return from_cache ? text + "; taken from the cache" : text;
}

BurnIn live_burn_in(Prepared& prepared, const io::Provenance& provenance, const RunRequest& request,
                    Watch& watch) {
    patient::Patient& patient = *prepared.patient;
    std::optional<BurnInCache> cache;
    if (request.cache) cache.emplace(*request.cache, provenance, patient);
    Account account;
    BurnIn burn_in;
    const std::vector<Figure> figures = Composition{patient}.figures();
    burn_in.from_cache = cache && cache->take(patient, account, watch);
    if (!burn_in.from_cache) {
        try {
            burn_in.stopped = !Life{patient, *prepared.burn_in, watch}.live(account);
        } catch (const Broken& broken) {
            throw Broken{fmt::format("in the burn-in, whose days are counted from {}: {}",
                                     first_day, broken.what())};
        }
    }
    burn_in.days = account.days;
    burn_in.strongest = figures[account.figure].name;
    burn_in.movement = {.change = account.change, .allowed = account.allowed};
    if (burn_in.stopped) return burn_in;
    if (cache && !burn_in.from_cache) cache->put(patient, account, watch);
    say(burn_in, watch);
    return burn_in;
}

}  // namespace perforin::engine

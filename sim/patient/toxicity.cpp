#include "patient/toxicity.hpp"

#include <algorithm>
#include <cmath>

#include "core/maths.hpp"
#include "core/random.hpp"

namespace perforin::patient {

/// Fitted together (test_toxicity.cpp): of 100 patients a year on anti-PD-1 64 have an event, 18
/// one of grade 3; on anti-CTLA-4 for four doses 76 and 24; on both 99 and 60.
const std::vector<OrganFacts>& organs() {
    static const std::vector<OrganFacts> all{
        {.name = "skin", .pd1 = 3e-3, .ctla4 = 3e-2, .both = 2e-2, .median = 1.5},
        {.name = "gut", .pd1 = 1.1e-3, .ctla4 = 2e-2, .both = 2.8e-2, .median = 2.6},
        {.name = "liver", .pd1 = 5e-4, .ctla4 = 2.5e-3, .both = 2.4e-2, .median = 2.4},
        {.name = "thyroid",
         .pd1 = 8e-4,
         .ctla4 = 1e-3,
         .both = 6e-3,
         .median = 1.5,
         .replaced = true},
        {.name = "lung", .pd1 = 3e-4, .ctla4 = 5e-4, .both = 4e-3, .median = 2.2},
    };
    return all;
}

Toxicity::Toxicity(const config::Section& root, std::uint64_t seed)
    : params_{root.child("toxicity")}, seed_{seed} {
    Stream random{seed, "toxicity.frailty"_draw, {}, 0};
    // Mean 1, so that rates are those of a population.
    const double sd = params_.frailty;
    frailty_ = maths::exp(sd * normal(random) - 0.5 * sd * sd);
    for (const OrganFacts& organ : organs()) {
        organ_params_.emplace_back(root.child("toxicity").child(organ.name), organ);
    }
    organs_.resize(organs().size());
}

void Toxicity::advance(const Tick& tick, const Blockade& blockade, const Predisposition& her) {
    const double dt = tick.dt().raw();
    const auto follow = [dt](cells::Scalar<double>& state, double goal, Time lag) {
        state = goal + (state.value() - goal) * maths::exp(-dt / lag.raw());
    };
    follow(state_.pd1, blockade.pd1, params_.pd1_lag);
    follow(state_.ctla4, blockade.ctla4, params_.ctla4_lag);
    if (params_.off) return;
    begin_events(tick, her);
    run_events(tick);
    decide(tick, her.weight);
}

/// The k-th event of an organ comes when its integrated hazard passes the k-th keyed exponential.
void Toxicity::begin_events(const Tick& tick, const Predisposition& her) {
    const double z1 = state_.pd1, z4 = state_.ctla4;
    for (std::size_t i = 0; i != organs_.size(); ++i) {
        if (organs_.ceiling[i] > 0.0) continue;
        const OrganParams& p = organ_params_[i];
        const double prone = her.all * (organs()[i].name == "liver" ? her.liver : 1.0);
        const double again = organs_.events[i] > 0 ? params_.recurrence : 1.0;
        const Rate hazard =
            frailty_ * prone * again * (z1 * p.pd1 + z4 * p.ctla4 + z1 * z4 * p.both);
        organs_.passed[i] += hazard * tick.dt();
        Stream random{
            seed_, "toxicity.onset"_draw, {i, static_cast<std::uint64_t>(organs_.events[i])}, 0};
        if (organs_.passed[i] < exponential(random)) continue;
        organs_.passed[i] = 0.0;
        organs_.events[i] += 1;
        organs_.ceiling[i] = std::max(1.0, p.median * maths::exp(params_.spread * normal(random)));
        organs_.severity[i] = organs_.worst[i] = 1.0;
        organs_.noticed[i] = 0.0;
        organs_.treated[i] = 0;
    }
}

/// Untreated S' = (ceiling − S)/worsening; treated S' = −S/resolution. Where the hormone is
/// replaced treatment is that, and it stays at grade 1 to 2.
void Toxicity::run_events(const Tick& tick) {
    const double dt = tick.dt().raw();
    for (std::size_t i = 0; i != organs_.size(); ++i) {
        if (!(organs_.ceiling[i] > 0.0)) continue;
        double& severity = organs_.severity[i];
        if (organs_.treated[i] == 0) {
            severity = organs_.ceiling[i] +
                       (severity - organs_.ceiling[i]) * maths::exp(-dt / params_.worsening.raw());
        } else {
            severity *= maths::exp(-dt / params_.resolution.raw());
        }
        organs_.worst[i] = std::max(organs_.worst[i], severity);
        organs_.worst_ever[i] = std::max(organs_.worst_ever[i], severity);
        if (severity >= 5.0) state_.dead = 1;
        if (severity >= 2.0) organs_.noticed[i] += dt;
        if (organs_.noticed[i] > params_.detection.raw()) organs_.treated[i] = 1;
        // Mild ones that nobody treats fade once blockade has ended.
        const bool driven = state_.pd1 + state_.ctla4 > 0.05;
        if (organs_.treated[i] == 0 && !driven) organs_.treated[i] = 1;
        if (severity < 0.5) {
            organs_.ceiling[i] = severity = organs_.noticed[i] = 0.0;
            organs_.treated[i] = 0;
        }
    }
}

/// What is done about events that were detected: doses held or ended, prednisone given and
/// withdrawn over weeks.
void Toxicity::decide(const Tick& tick, Mass weight) {
    double wanted = 0.0;
    bool held = false;
    for (std::size_t i = 0; i != organs_.size(); ++i) {
        if (organs_.treated[i] == 0 || organs()[i].replaced) continue;
        const std::int64_t now = grade(i);
        const std::int64_t at_worst = static_cast<std::int64_t>(organs_.worst[i]);
        if (now >= 2) {
            const Mass dose = weight * (now >= 3 ? params_.steroid_severe : params_.steroid_mild);
            wanted = std::max(wanted, dose.in(mg));
        }
        held = held || at_worst >= params_.hold_at;
        if (at_worst >= params_.stop_at) state_.stopped = 1;
        if (at_worst >= params_.stop_ctla4_at) state_.stopped_ctla4 = 1;
    }
    const bool ongoing = held || wanted > 0.0;
    if (ongoing && !params_.rechallenge) state_.stopped = 1;
    if (wanted >= state_.steroid) {
        state_.steroid = wanted;
        state_.before_taper = wanted;
    } else {
        const double less = state_.before_taper * (tick.dt() / params_.taper);
        state_.steroid = std::max(wanted, state_.steroid - less);
    }
    state_.held = held || state_.steroid > (0.1 * mg_per_kg * weight).in(mg) ? 1 : 0;
}

std::int64_t Toxicity::grade(std::size_t organ) const {
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(organs_.severity[organ]), 0, 5);
}

std::int64_t Toxicity::worst_grade(std::size_t organ) const {
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(organs_.worst_ever[organ]), 0, 5);
}

std::int64_t Toxicity::grade() const {
    std::int64_t worst = 0;
    for (std::size_t i = 0; i != organs_.size(); ++i) worst = std::max(worst, grade(i));
    return worst;
}

}  // namespace perforin::patient

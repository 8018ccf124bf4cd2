#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "config/input.hpp"
#include "patient/marrow.hpp"
#include "patient/toxicity.hpp"

using namespace perforin;
using patient::Blockade, patient::Marrow, patient::Toxicity;

namespace {

constexpr double weight = 78.0;  // kg

Tick hour_of(std::int64_t h) {
    return {h * seconds_per_hour, seconds_per_hour};
}

/// Days on which an organ's first event began and first was severe; negative: never.
struct Course {
    double onset = -1.0, severe = -1.0;
};

/// Patients with the same blockade, holding no dose, throughout or until half of them have stopped
/// within so many days, for other reasons, at a constant rate.
std::vector<Course> cohort(std::size_t patients, Blockade blockade, std::int64_t days,
                           double half_stop = 1e9) {
    const std::string text = "[toxicity]\ndetection = '365 d'\n";
    std::vector<Course> all;
    for (std::uint64_t seed = 1; seed <= patients; ++seed) {
        const config::Input input{"test.toml", text};
        Toxicity toxicity{input.root(), seed};
        Course course;
        const double rank =
            (static_cast<double>(seed * 37 % patients) + 0.5) / static_cast<double>(patients);
        const auto on_drug =
            static_cast<std::int64_t>(std::min(1e6, -24.0 * half_stop * std::log2(1.0 - rank)));
        for (std::int64_t h = 0; h < std::min(24 * days, on_drug); h += 24) {
            toxicity.advance({h * seconds_per_hour, seconds_per_day}, blockade, {});
            const auto& organs = toxicity.organ_states();
            const double worst =
                *std::max_element(organs.worst_ever.span().begin(), organs.worst_ever.span().end());
            if (course.onset < 0 && worst >= 1.0) course.onset = static_cast<double>(h) / 24;
            if (course.severe < 0 && worst >= 3.0) course.severe = static_cast<double>(h) / 24;
        }
        all.push_back(course);
    }
    return all;
}

double share(const std::vector<Course>& all, double Course::*day) {
    double some = 0;
    for (const Course& one : all) some += one.*day >= 0;
    return some / static_cast<double>(all.size());
}

double median(const std::vector<Course>& all, double Course::*day) {
    std::vector<double> days;
    for (const Course& one : all) {
        if (one.*day >= 0) days.push_back(one.*day);
    }
    std::sort(days.begin(), days.end());
    return days.empty() ? -1.0 : days[days.size() / 2];
}

}  // namespace

TEST_CASE("without blockade no organ is inflamed") {
    const auto all = cohort(50, {}, 365);
    CHECK(share(all, &Course::onset) == 0.0);
}

TEST_CASE("events come as often and as early as in the trials") {
    const auto pd1 = cohort(400, {.pd1 = 0.97, .ctla4 = 0.0}, 365),
               ctla4 = cohort(400, {.pd1 = 0.0, .ctla4 = 0.6}, 110),
               both = cohort(400, {.pd1 = 0.95, .ctla4 = 0.6}, 365);
    MESSAGE("any grade: " << share(pd1, &Course::onset) << ' ' << share(ctla4, &Course::onset)
                          << ' ' << share(both, &Course::onset));
    MESSAGE("grade 3 and more: " << share(pd1, &Course::severe) << ' '
                                 << share(ctla4, &Course::severe) << ' '
                                 << share(both, &Course::severe));
    MESSAGE("median onset, weeks: " << median(pd1, &Course::onset) / 7 << ' '
                                    << median(ctla4, &Course::onset) / 7 << ' '
                                    << median(both, &Course::onset) / 7);
    // Published: 15–23, 15–28 and 59 %; 26 weeks to grade 3 with anti-PD-1, 6 to any with
    // anti-CTLA-4.
    CHECK(std::abs(share(pd1, &Course::severe) - 0.19) < 0.06);
    CHECK(std::abs(share(ctla4, &Course::severe) - 0.215) < 0.07);
    CHECK(std::abs(share(both, &Course::severe) - 0.59) < 0.08);
    CHECK(std::abs(median(pd1, &Course::severe) / 7 - 27.5) < 6.0);
    CHECK(std::abs(median(ctla4, &Course::onset) / 7 - 6.1) < 2.5);
    CHECK(share(pd1, &Course::onset) < share(both, &Course::onset));
}

TEST_CASE("where patients stop early for other reasons, what is seen of events began earlier") {
    const auto on = cohort(400, {.pd1 = 0.97}, 365), off = cohort(400, {.pd1 = 0.97}, 365, 120);
    const double any = median(off, &Course::onset) / 7, severe = median(off, &Course::severe) / 7;
    MESSAGE("half stop within 120 days; median onset, weeks: any grade " << any << ", severe "
                                                                         << severe);
    CHECK(any < 0.8 * median(on, &Course::onset) / 7);
    CHECK(severe < median(on, &Course::severe) / 7);
    CHECK(share(off, &Course::onset) < share(on, &Course::onset));
}

TEST_CASE("an autoimmune predisposition multiplies the hazard") {
    const config::Input input{"test.toml", "[toxicity]\nfrailty = 0\n"};
    Toxicity usual{input.root(), 1}, prone{input.root(), 1};
    for (std::int64_t h = 0; h != 240; ++h) {
        usual.advance(hour_of(h), {.pd1 = 1.0}, {});
        prone.advance(hour_of(h), {.pd1 = 1.0}, {.all = 3.0});
    }
    const auto &one = usual.organ_states(), &other = prone.organ_states();
    CHECK(other.passed[1] == doctest::Approx(3.0 * one.passed[1]).epsilon(1e-9));
}

TEST_CASE("late detection raises the grade; treatment holds doses, resolves and is withdrawn") {
    const auto worst = [](const std::string& detection) {
        double sum = 0.0;
        for (std::uint64_t seed = 1; seed <= 200; ++seed) {
            const config::Input input{"test.toml", "[toxicity]\ndetection = '" + detection + "'\n"};
            Toxicity toxicity{input.root(), seed};
            for (std::int64_t d = 0; d != 120; ++d) {
                toxicity.advance({d * seconds_per_day, seconds_per_day}, {1.0, 1.0}, {});
            }
            for (const double grade : toxicity.organ_states().worst_ever.span()) sum += grade;
        }
        return sum;
    };
    CHECK(worst("28 d") > 1.05 * worst("2 d"));

    const config::Input input{"test.toml",
                              "[toxicity.gut]\nctla4 = '10 1/d'\nmedian = 2.9\n"
                              "[toxicity]\nspread = 0\nfrailty = 0\n"
                              "[toxicity.skin]\nctla4 = '0 1/d'\n"
                              "[toxicity.liver]\nctla4 = '0 1/d'\n"
                              "[toxicity.lung]\nctla4 = '0 1/d'\n"
                              "[toxicity.thyroid]\nctla4 = '0 1/d'\n"};
    Toxicity toxicity{input.root(), 1};
    bool held = false;
    double most = 0.0;
    std::int64_t h = 0;
    for (; h != 24 * 30; ++h) {
        toxicity.advance(hour_of(h), {.ctla4 = 1.0}, {});
        held = held || toxicity.holds(false);
        most = std::max(most, toxicity.steroid());
    }
    CHECK(held);
    CHECK(most == doctest::Approx(0.5 * weight));
    CHECK(toxicity.worst_grade(1) == 2);
    for (; h != 24 * 300; ++h) toxicity.advance(hour_of(h), {}, {});
    CHECK(toxicity.grade() == 0);
    CHECK(toxicity.steroid() == 0.0);
    CHECK_FALSE(toxicity.holds(false));  // rechallenge
}

TEST_CASE("grades at which blockade ends for good are kept to") {
    const config::Input input{"test.toml",
                              "[toxicity]\nspread = 0\nfrailty = 0\n"
                              "[toxicity.lung]\npd1 = '10 1/d'\nmedian = 4.5\n"};
    Toxicity toxicity{input.root(), 1};
    for (std::int64_t h = 0; h != 24 * 200; ++h) {
        toxicity.advance(hour_of(h), {.pd1 = h < 24 * 60 ? 1.0 : 0.0}, {});
    }
    CHECK(toxicity.worst_grade(4) == 3);
    CHECK_FALSE(toxicity.holds(false));
    CHECK(toxicity.holds(true));
    CHECK_FALSE(toxicity.fatal());
}

TEST_CASE("a steady marrow stays, and recovers after a dose with a nadir in the second week") {
    const config::Input input{"test.toml", ""};
    Marrow marrow{input.root(), 1};
    for (std::int64_t h = 0; h != 240; ++h) marrow.advance(hour_of(h), 0.0);
    CHECK(marrow.neutrophils() == doctest::Approx(5.05).epsilon(1e-12));
    // Docetaxel, 100 mg/m² in an hour: the effect of the plasma level fades in half a day.
    double lowest = 99.0;
    std::int64_t when = 0;
    for (std::int64_t h = 0; h != 24 * 40; ++h) {
        marrow.advance(hour_of(h), 20.0 * std::exp(-static_cast<double>(h) / 2.5));
        if (marrow.neutrophils() < lowest) {
            lowest = marrow.neutrophils();
            when = h;
        }
    }
    CHECK(when > 24 * 5);
    CHECK(when < 24 * 11);
    CHECK(lowest < 1.5);
    CHECK(lowest > 0.05);
    CHECK(marrow.neutrophils() > 4.0);
}

TEST_CASE("neutropenia, infection, neuropathy and nausea follow from the doses") {
    CHECK(patient::neutropenia_grade(5.0) == 0);
    CHECK(patient::neutropenia_grade(1.6) == 1);
    CHECK(patient::neutropenia_grade(1.2) == 2);
    CHECK(patient::neutropenia_grade(0.7) == 3);
    CHECK(patient::neutropenia_grade(0.3) == 4);
    double infections = 0.0, nauseous = 0.0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        const config::Input input{"test.toml", ""};
        Marrow marrow{input.root(), seed};
        auto& state = marrow.state();
        for (auto* stage :
             {&state.precursors, &state.first, &state.second, &state.third, &state.neutrophils}) {
            *stage = 0.01;
        }
        for (std::int64_t h = 0; h != 24 * 5; ++h) marrow.advance(hour_of(h), 1.0);
        infections += static_cast<double>(marrow.state().infections > 0);
        marrow.dosed(100.0, 0);
        nauseous += static_cast<double>(marrow.state().nauseous.value());
        for (int k = 0; k != 5; ++k) marrow.dosed(100.0, k + 1);
        CHECK(marrow.neuropathy() == 1);
    }
    const double expected = 1 - std::exp(-0.03 * 5);
    CHECK(std::abs(infections / 400 - expected) < 4 * std::sqrt(expected * (1 - expected) / 400));
    CHECK(std::abs(nauseous / 400 - 0.4) < 4 * std::sqrt(0.24 / 400));
}

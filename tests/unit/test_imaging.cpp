#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "clinic/calendar.hpp"
#include "clinic/criteria/criteria.hpp"
#include "clinic/endpoints/growth.hpp"
#include "clinic/imaging/imaging.hpp"
#include "clinic/imaging/reader.hpp"
#include "clinic/imaging/readings.hpp"
#include "clinic/imaging/scan_record.hpp"
#include "clinic/measurements/measurement_table.hpp"
#include "config/input.hpp"
#include "core/error.hpp"
#include "core/random.hpp"
#include "core/time.hpp"

using namespace perforin;
using namespace perforin::clinic;

namespace {

ReaderParams reader(const std::string& text = "") {
    const config::Input input{"test.toml", text};
    ReaderParams params{input.root()};
    input.finish();
    return params;
}

Calendar calendar(const std::string& text) {
    const config::Input input{"test.toml", text};
    Calendar made{input.root()};
    input.finish();
    return made;
}

std::string complaint(const std::string& text) {
    try {
        static_cast<void>(calendar(text));
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Pairs of readings of many lesions.
struct Pairs {
    double within = 0.0;  ///< share of changes of 10 % at most
    double risen = 0.0;   ///< of rises by 20 % at least
    double correlation = 0.0;
};

/// The second reading is by another reader on the same day, or by the same one at another visit.
Pairs pairs(const ReaderParams& params, bool same_reader, std::uint64_t seed) {
    constexpr std::uint64_t lesions = 40000;
    double within = 0.0, risen = 0.0, product = 0.0, square = 0.0;
    for (std::uint64_t lesion = 0; lesion != lesions; ++lesion) {
        const ReadingKey first{
            .seed = seed, .examination = 7, .lesion = mix(lesion), .reader = 0, .at = 0};
        ReadingKey second = first;
        if (same_reader) second.at = 42 * seconds_per_day;
        if (!same_reader) second.reader = 1;
        const double a = reading_error(params, first), b = reading_error(params, second);
        const double change = std::exp(b - a) - 1.0;
        within += std::abs(change) <= 0.1 ? 1.0 : 0.0;
        risen += change >= 0.2 ? 1.0 : 0.0;
        product += a * b;
        square += 0.5 * (a * a + b * b);
    }
    return {within / lesions, risen / lesions, product / square};
}

}  // namespace

// The shares have standard deviations of 0.0018 and 0.0009: the bounds are more than five of them,
// so that a right law would fail with fewer than one seed in a million.
TEST_CASE("84 % of pairs of readings are within 10 %, and 3 % rise by 20 %, by two readers") {
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
        const Pairs two = pairs(reader(), false, seed);
        CHECK(std::abs(two.within - 0.84) < 0.01);
        CHECK(std::abs(two.risen - 0.03) < 0.005);
        CHECK(std::abs(two.correlation) < 5.0 / std::sqrt(40000.0));
    }
}

TEST_CASE("slices of 5 mm add little to that from 20 mm on, and some to small lesions") {
    // Two scans of one lesion on one day, cut elsewhere and read apart; 20,000 pairs err by 0.003.
    const ReaderParams params = reader();
    const auto within = [&](double diameter) {
        double close = 0.0;
        for (std::uint64_t lesion = 0; lesion != 20000; ++lesion) {
            double size[2];
            for (std::uint64_t r = 0; r != 2; ++r) {
                Stream random{5, "test.position"_draw, {lesion, r}, 0};
                const Shown shown = scan({diameter * mm, diameter * mm},
                                         {.slice = 5.0 * mm, .offset = uniform(random) - 0.5});
                const ReadingKey key{
                    .seed = 5, .examination = 7, .lesion = mix(lesion), .reader = r, .at = 0};
                size[r] = read_mm(params, shown.axes.longest.in(mm), reading_error(params, key));
            }
            close += std::abs(size[1] / size[0] - 1.0) <= 0.1 ? 1.0 / 20000.0 : 0.0;
        }
        return close;
    };
    CHECK(std::abs(within(37.0) - 0.84) < 0.015);
    CHECK(std::abs(within(20.0) - 0.84) < 0.02);
    const double small = within(10.0);
    MESSAGE("10 mm: " << small);
    CHECK(small < 0.82);
    CHECK(small > 0.7);
}

TEST_CASE("a reader makes most of an error again, unless nothing persists") {
    const Pairs again = pairs(reader(), true, 1);
    CHECK(again.within > 0.93);
    CHECK(again.risen < 0.01);
    CHECK(again.correlation > 0.6);
    const Pairs afresh = pairs(reader("reader_persistence = 0"), true, 1);
    CHECK(std::abs(afresh.within - 0.84) < 0.01);
    CHECK(std::abs(afresh.risen - 0.03) < 0.005);
    CHECK(pairs(reader("reader_persistence = 1"), true, 1).within == 1.0);
}

TEST_CASE("no reading is further off than a reader would see") {
    const ReaderParams params = reader();
    CHECK(misreading(params, 6.0) == doctest::Approx(0.25));
    CHECK(misreading(params, -6.0) == doctest::Approx(-0.25));
    CHECK(misreading(params, 0.0) == 0.0);
    CHECK(misreading(params, 1.0) == doctest::Approx(0.0268 * std::exp(0.5 * 0.477)));
    CHECK(read_mm(params, 20.0, 0.0012) == doctest::Approx(20.0));
    CHECK(read_mm(reader("reader_step = '1 mm'"), 20.6, 0.0) == doctest::Approx(21.0));
}

TEST_CASE("axes and volume of an ellipsoid go together") {
    const Axes sphere = axes_of(4188.79 * mm3, 1.0);
    CHECK(sphere.longest.in(mm) == doctest::Approx(20.0).epsilon(1e-5));
    CHECK(sphere.shortest.in(mm) == doctest::Approx(20.0).epsilon(1e-5));
    const Axes oval = axes_of(1000.0 * mm3, 0.6);
    CHECK(oval.shortest.in(mm) == doctest::Approx(0.6 * oval.longest.in(mm)));
    CHECK(volume_of(oval).in(mm3) == doctest::Approx(1000.0));
}

TEST_CASE("thin slices show a body as it is") {
    const Axes body{20.0 * mm, 12.0 * mm};
    const Shown shown = scan(body, {.slice = 0.3 * mm, .offset = 0.2});
    CHECK(shown.axes.longest.in(mm) == doctest::Approx(20.0).epsilon(0.001));
    CHECK(shown.axes.shortest.in(mm) == doctest::Approx(12.0).epsilon(0.001));
    CHECK(shown.volume.in(mm3) == doctest::Approx(volume_of(body).in(mm3)).epsilon(0.003));
}

TEST_CASE("a thick slice shows what fills half of it") {
    const Axes ball{10.0 * mm, 10.0 * mm};
    const auto longest = [&](double offset) {
        return scan(ball, {.slice = 8.0 * mm, .offset = offset}).axes.longest.in(mm);
    };
    // In its middle, columns of a quarter of the slice to each side; else those that reach it.
    CHECK(longest(0.0) == doctest::Approx(10.0 * std::sqrt(1.0 - 0.4 * 0.4)));
    CHECK(longest(0.25) == doctest::Approx(longest(0.0)));
    CHECK(longest(0.5) == doctest::Approx(10.0 * std::sqrt(1.0 - 0.8 * 0.8)));
    CHECK(longest(-0.5) == doctest::Approx(longest(0.5)));
    const Axes small{3.9 * mm, 3.9 * mm};
    CHECK(scan(small, {.slice = 8.0 * mm, .offset = 0.0}).axes.longest == Length{});
    CHECK(scan(small, {.slice = 4.0 * mm, .offset = 0.0}).axes.longest > 3.0 * mm);
}

TEST_CASE("a body of dead tissue and fluid is fainter, and shows less of itself") {
    const Axes ball{10.0 * mm, 10.0 * mm};
    const auto shown = [&](double brightness) {
        return scan(ball, {.slice = 5.0 * mm, .offset = 0.0, .brightness = brightness});
    };
    CHECK(shown(0.7).axes.longest < shown(1.0).axes.longest);
    CHECK(shown(0.7).volume < shown(1.0).volume);
    const Shown aside = scan(ball, {.slice = 5.0 * mm, .offset = 0.5, .brightness = 0.8});
    CHECK(aside.axes.longest.in(mm) == doctest::Approx(10.0 * std::sqrt(1.0 - 0.625 * 0.625)));
    CHECK(shown(0.5).axes.longest > Length{});
    CHECK(shown(0.49).axes.longest == Length{});
    CHECK(shown(0.49).volume == Volume{});
}

TEST_CASE("a ball keeps the contrast in its middle that a Gaussian blur leaves") {
    const auto exact = [](double diameter_mm, double width_mm) {
        const double x = 0.5 * diameter_mm * std::sqrt(8.0 * std::log(2.0)) / width_mm;
        return std::erf(x / std::sqrt(2.0)) -
               std::sqrt(2.0 / std::acos(-1.0)) * x * std::exp(-0.5 * x * x);
    };
    for (const double diameter : {0.0, 1.0, 6.0, 8.0, 12.0, 30.0, 300.0}) {
        CHECK(recovery(diameter * mm, 6.0 * mm) ==
              doctest::Approx(exact(diameter, 6.0)).epsilon(1e-6));
    }
    CHECK(recovery(7.8 * mm, 6.0 * mm) == doctest::Approx(0.5).epsilon(0.02));
}

TEST_CASE("a calendar has its intervals one after the other") {
    const Calendar oak = calendar("");
    CHECK(oak.planned(400) == std::vector<std::int64_t>{42, 84, 126, 168, 210, 252, 315, 378});
    const Calendar melanoma =
        calendar("first = '12 weeks'\nevery = '6 weeks'\nuntil = '49 weeks'\nlater = '12 weeks'");
    CHECK(melanoma.planned(450) ==
          std::vector<std::int64_t>{84, 126, 168, 210, 252, 294, 336, 420});
    CHECK(calendar("number = 2").planned(9999) == std::vector<std::int64_t>{42, 84});
    CHECK(calendar("last = '100 d'").planned(9999) == std::vector<std::int64_t>{42, 84});
}

TEST_CASE("every planned visit comes once, within its jitter, in the order of the plan") {
    for (const char* shape : {"uniform", "normal"}) {
        const Calendar plan = calendar(
            "start = '100 d'\nbaseline = ['-56 d', '-7 d']\nevery = '9 d'\nfirst = '9 d'\n"
            "later = '9 d'\njitter = '4 d'\nmissed = 0.3\njitter_shape = '" +
            std::string{shape} + "'");
        std::vector<DueVisit> visits;
        for (std::int64_t day = 0; day != 10000; ++day) {
            if (const auto visit = plan.on(day, 1, 5)) visits.push_back(*visit);
        }
        REQUIRE(visits.size() > 1000);
        CHECK(visits[0].day == 44);
        CHECK(visits[1].day == 93);
        CHECK(visits[1].baseline);
        std::set<std::int64_t> shifts;
        double missed = 0.0;
        for (std::size_t k = 2; k != visits.size(); ++k) {
            CHECK(visits[k].number == static_cast<std::int64_t>(k) - 2);
            CHECK(visits[k].planned == 100 + 9 * (static_cast<std::int64_t>(k) - 1));
            shifts.insert(visits[k].day - visits[k].planned);
            missed += visits[k].missed ? 1.0 : 0.0;
        }
        CHECK(shifts == std::set<std::int64_t>{-4, -3, -2, -1, 0, 1, 2, 3, 4});
        const double n = static_cast<double>(visits.size() - 2);
        CHECK(std::abs(missed / n - 0.3) < 4.0 * std::sqrt(0.3 * 0.7 / n));
    }
}

TEST_CASE("jitter depends on seed, examination and visit, and on nothing else") {
    const Calendar plan = calendar("");
    const auto days = [&](std::uint64_t seed, std::uint64_t whose) {
        std::vector<std::int64_t> all;
        for (std::int64_t day = 1; day != 1000; ++day) {
            if (plan.on(day, seed, whose)) all.push_back(day);
        }
        return all;
    };
    CHECK(days(1, 1) == days(1, 1));
    CHECK(days(1, 1) != days(2, 1));
    CHECK(days(1, 1) != days(1, 2));
}

TEST_CASE("a calendar that cannot be is refused, with its place") {
    CHECK(complaint("") == "");
    CHECK(says(complaint("every = '-6 weeks'"), "test.toml:1:9: every"));
    CHECK(says(complaint("every = 42"), "every = 42"));
    CHECK(says(complaint("jitter = '21 d'"), "jitter: must be less than half of `first`, `every`"));
    CHECK(complaint("jitter = '20 d'") == "");
    CHECK(
        says(complaint("first = '36 h'"), "test.toml:1:9: first: must be a whole number of days"));
    CHECK(says(complaint("baseline = ['-7 d']"), "begins before the first simulated day"));
    CHECK(complaint("baseline = ['-7 d']\nstart = '7 d'") == "");
    CHECK(says(complaint("baseline = []"), "must name a day at least"));
    CHECK(
        says(complaint("start = '9 d'\nbaseline = ['-1 d', '-7 d']"), "must be in order of time"));
    CHECK(says(complaint("baseline = ['7 d']"), "baseline"));
    CHECK(says(complaint("missed = 1.5"), "missed"));
}

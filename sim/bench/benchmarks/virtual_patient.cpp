// A year of a patient with three lesions of 3,000 tumour agents each and all other kinds of cell,
// under anti-PD-1, on one processor: what a virtual trial is made of.

#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "bench/patients.hpp"
#include "bench/session.hpp"
#include "core/parallel.hpp"

namespace perforin::bench {

namespace {

constexpr std::int64_t year = 365, first_weeks = 14;  ///< days

/// As configs/fidelity/trial.toml says.
constexpr const char* trial =
    "[tissue]\nstep = '4 h'\nsub_step = '20 min'\nmost_agents = 800\n[mechanics]\nstep = '240 "
    "min'\nstride = 2\n[search]\nleg = 3\nshortest = 1\n";
constexpr const char* standard = "[mechanics]\nstride = 2\n";

std::string scenario(const std::string& fidelity) {
    std::string text = fidelity + ecosystem();
    for (int l = 0; l != 3; ++l) {
        text += fmt::format(
            "[[lesion]]\nname = 'lesion_{}'\ndiameter = '{} mm'\n[lesion.slab]\nwidth = '281 um'\n",
            l, 20 + 8 * l);
    }
    return text + "[[therapy]]\ntype = 'nivolumab'\nfirst = '7 d'\n";
}

class VirtualPatient final : public Benchmark {
public:
    using Benchmark::Benchmark;

    /// A year of all is a matter of minutes: unless it is wished, its first weeks stand for it.
    void run(Session& session) const override {
        live(session, "standard", scenario(standard), 60.0);
        live(session, "fidelity of trials", scenario(trial), 20.0);
    }

private:
    static void live(Session& session, const std::string& what, const std::string& text,
                     double target) {
        const std::int64_t days = session.full() ? year : first_weeks;
        parallel::use_threads(1);
        const auto patient = make_patient(text);
        const double tumour = tumour_cells(*patient);
        Stopwatch stopwatch;
        patient->time_by(stopwatch);
        const double seconds = seconds_of([&] {
            for (std::int64_t d = 0; d != days; ++d) {
                patient->live(Day{d});
                for (auto& lesion : patient->lesions()) lesion->events();
            }
        });
        parallel::use_threads(session.threads());

        Figure figure;
        figure.name = session.full() ? fmt::format("{}, a year, one thread", what)
                                     : fmt::format("{}, its first {} days, one thread", what, days);
        figure.value = seconds * static_cast<double>(year) / static_cast<double>(days);
        figure.unit = "s/year";
        figure.target = Target{target};
        figure.remark = fmt::format("{:.0f} tumour agents at first; {}", tumour, shares(stopwatch));
        session.add(std::move(figure));
    }

    static std::string shares(const Stopwatch& stopwatch) {
        double all = 0.0;
        for (const auto& activity : stopwatch.activities()) all += activity.seconds;
        std::string text;
        for (const auto& activity : stopwatch.activities()) {
            const double share = 100.0 * activity.seconds / all;
            if (share < 2.0) continue;
            text += fmt::format("{}{} {:.0f} %", text.empty() ? "" : ", ", activity.name, share);
        }
        return text;
    }
};

const Registered<Benchmark> here{"virtual_patient", "Three lesions, all kinds of cell, anti-PD-1",
                                 make<Benchmark, VirtualPatient>};

}  // namespace

}  // namespace perforin::bench

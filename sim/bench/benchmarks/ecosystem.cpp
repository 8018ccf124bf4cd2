// What all other kinds of cell and all substances cost: a day of a lesion with the whole ecosystem
// against one of tumour and CD8 cells, for equal numbers of agents.

#include <cmath>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "bench/patients.hpp"
#include "bench/session.hpp"

namespace perforin::bench {

namespace {

std::string lesion(double width, const std::string& more) {
    return fmt::format("[[lesion]]\nname = 'primary'\n[lesion.slab]\nwidth = '{:.0f} um'\n{}",
                       width, more);
}

double agents(const patient::Patient& patient) {
    return static_cast<double>(patient.lesions().front()->cells().size());
}

class Ecosystem final : public Benchmark {
public:
    using Benchmark::Benchmark;

    void run(Session& session) const override {
        const std::string whole = lesion(200, ecosystem());
        const double wanted = agents(*make_patient(whole));
        const double plain = agents(*make_patient(lesion(200, "")));
        const std::string equal = lesion(200.0 * std::sqrt(wanted / plain), "");
        double cells_whole = 0.0, cells_equal = 0.0;
        const auto times = session.time_in_turn({[&] { return second_day(whole, cells_whole); },
                                                 [&] { return second_day(equal, cells_equal); }});
        add(session, "the whole ecosystem", times[0], cells_whole);
        add(session, "tumour and CD8 cells", times[1], cells_equal);
        Figure ratio;
        ratio.name = "their ratio, agent by agent";
        ratio.value = times[0].median / cells_whole / (times[1].median / cells_equal);
        ratio.best = times[0].least / cells_whole / (times[1].least / cells_equal);
        ratio.unit = "1";
        ratio.target = Target{2.0};
        ratio.remark = "at most twice";
        session.add(std::move(ratio));
    }

private:
    static double second_day(const std::string& scenario, double& cells) {
        const auto patient = make_patient(scenario);
        patient->live(Day{0});
        cells = agents(*patient);
        return seconds_of([&] { patient->live(Day{1}); });
    }

    static void add(Session& session, const std::string& name, const Timing& timing, double cells) {
        Figure figure = Session::per_item(name, timing, 24.0, "h");
        for (double* value : {&figure.value, &figure.best}) *value *= 1e-6;
        figure.unit = "ms/h";
        figure.remark = fmt::format("{:.0f} agents", cells);
        session.add(std::move(figure));
    }
};

const Registered<Benchmark> here{"ecosystem", "All kinds of cell against tumour and CD8 alone",
                                 make<Benchmark, Ecosystem>};

}  // namespace

}  // namespace perforin::bench

// A day of a patient with more and more small lesions.

#include <cmath>

#include <fmt/format.h>

#include "bench/patients.hpp"
#include "bench/session.hpp"

namespace perforin::bench {

namespace {

class Lesions final : public Benchmark {
public:
    using Benchmark::Benchmark;

    void run(Session& session) const override {
        double one = 0.0;
        for (const int lesions : {1, 2, 4, 8}) {
            double cells = 0.0;
            const Timing timing = session.time_by([&] {  // always the second day of a new patient
                const auto patient = patient_with(lesions);
                patient->live(Day{0});
                const double seconds = seconds_of([&] { patient->live(Day{1}); });
                cells = tumour_cells(*patient);
                return seconds;
            });
            if (lesions == 1) one = timing.least;
            Figure figure = Session::per_item(
                count_of(static_cast<std::size_t>(lesions), lesions == 1 ? "lesion" : "lesions"),
                timing, lesions, "lesion");
            for (double* value : {&figure.value, &figure.best}) *value *= 1e-6;
            figure.unit = "ms/lesion-day";
            figure.remark =
                fmt::format("{:.2f} × one, {:.0f} tumour cells", timing.least / one, cells);
            session.add(std::move(figure));
        }
    }

private:
    static std::unique_ptr<patient::Patient> patient_with(int lesions) {
        std::string scenario;
        for (int l = 0; l != lesions; ++l) scenario += nodule(fmt::format("n{}", l), 80.0, 400.0);
        return make_patient(scenario);
    }
};

const Registered<Benchmark> here{"lesions", "A day of a patient with some small lesions",
                                 make<Benchmark, Lesions>};

}  // namespace

}  // namespace perforin::bench

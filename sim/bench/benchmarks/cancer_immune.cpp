// An hour of PhysiCell's cancer-immune sample: the peer's case, beside what the peer took.

#include <fmt/format.h>

#include "bench/session.hpp"
#include "cases/cancer_immune/case.hpp"

namespace perforin::bench {

namespace {

using cases::cancer_immune::Case, cases::cancer_immune::Setup;

/// Seconds that PhysiCell 1.14.2 took for an hour, on two cores of a machine like those that this
/// was written on: single runs on a machine that was not idle.
struct Size {
    const char* name;
    double radius;        ///< µm
    std::int64_t immune;  ///< cells
    double peer, target;  ///< s, ms
    bool always;          ///< else only in full runs
};
constexpr Size sizes[]{{"18,317 tumour cells", 250, 0, 182.4, 30, true},
                       {"18,317 and 7,500 immune cells", 250, 7500, 201.0, 80, true},
                       {"49,700 tumour cells", 349, 0, 264.2, 0, false},
                       {"99,800 tumour cells", 440, 0, 406.0, 0, false}};

class CancerImmune final : public Benchmark {
public:
    using Benchmark::Benchmark;

    void run(Session& session) const override {
        for (const Size& size : sizes) {
            if (size.always || session.full()) measure(session, size);
        }
    }

private:
    /// The second hour, when fields are no longer new; immune cells are there from the start.
    static void measure(Session& session, const Size& size) {
        const Timing timing = session.time_by([&] {
            Case one{{.radius = size.radius * um, .immune = size.immune, .seed = 1}};
            one.advance();
            return seconds_of([&] { one.advance(); });
        });
        Figure figure = Session::per_item(size.name, timing, 1.0, "hour");
        for (double* value : {&figure.value, &figure.best}) *value *= 1e-6;
        figure.unit = "ms/hour";
        if (size.target > 0) figure.target = Target{size.target};
        figure.remark = fmt::format("PhysiCell took about {:.0f} s: {:.0f} times as long",
                                    size.peer, size.peer / timing.least);
        session.add(std::move(figure));
    }
};

const Registered<Benchmark> here{"cancer_immune", "PhysiCell's cancer-immune sample, an hour of it",
                                 make<Benchmark, CancerImmune>};

}  // namespace

}  // namespace perforin::bench

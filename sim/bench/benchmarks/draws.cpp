// Random draws: each begins a stream of its own, so one block of Philox is the least it can cost.

#include "bench/session.hpp"
#include "core/parallel.hpp"
#include "core/random.hpp"

namespace perforin::bench {

namespace {

constexpr std::size_t draws = 1'000'000;
constexpr Purpose purpose = "bench.draws"_draw;

/// draw(random) for a fresh stream each; the sum keeps compilers from leaving them out.
template <class Draw>
double total(std::size_t n, Draw&& draw) {
    return parallel::sum(n, [&](std::size_t i) {
        Stream random{1, purpose, {i, 0}, 0};
        return draw(random);
    });
}

double block(std::size_t n) {
    return parallel::sum(n, [](std::size_t i) {
        return static_cast<double>(philox4x64_10({0, i, 0, 0}, {1, 2})[0]);
    });
}

double happened(std::size_t n) {
    const Rate hazard = 0.01 * per_minute;
    return total(n, [=](Stream& random) { return happens(hazard, 1.0 * hour, random) ? 1 : 0; });
}

double normals(std::size_t n) {
    return total(n, [](Stream& random) {
        double sum = normal(random);
        sum += normal(random);
        sum += normal(random);
        return sum;
    });
}

class Draws final : public Benchmark {
public:
    using Benchmark::Benchmark;

    void run(Session& session) const override {
        const auto time = [&](const char* name, double (*draw)(std::size_t)) {
            const Timing timing = session.time([=] { keep(draw(draws)); });
            return Session::per_item(name, timing, draws, "stream");
        };
        Figure philox = time("a block of Philox", block);
        const Limit limit{philox.best, "one block of Philox"};
        session.add(std::move(philox));
        for (Figure figure :
             {time("whether something happens", happened), time("three normals", normals)}) {
            figure.limit = limit;
            session.add(std::move(figure));
        }
    }

    Work counted() const override {
        constexpr std::size_t few = 10'000;
        return {[] { keep(happened(few) + normals(few)); }, few, "pair of streams"};
    }
};

const Registered<Benchmark> here{"draws", "Random draws from fresh streams",
                                 make<Benchmark, Draws>};

}  // namespace

}  // namespace perforin::bench

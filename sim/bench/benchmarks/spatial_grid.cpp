// The grid in which cells look for one another: building it, and asking it.

#include <memory>
#include <vector>

#include <fmt/format.h>

#include "bench/session.hpp"
#include "cells/spatial_grid.hpp"
#include "core/parallel.hpp"

namespace perforin::bench {

namespace {

constexpr float bin = 20.0f, reach = 20.0f;  // µm

/// Cells within reach of all cells, themselves included.
double ask(const Packing& packing, const cells::SpatialGrid& grid) {
    return parallel::sum(packing.size(), [&](std::size_t i) {
        double found = 0.0;
        grid.for_near(packing.cells.position[i], reach,
                      [&](cells::Row, Vec3, float) { found += 1.0; });
        return found;
    });
}

class Grid final : public Benchmark {
public:
    using Benchmark::Benchmark;

    void run(Session& session) const override {
        for (const std::size_t cells : session.sizes()) {
            const Packing& packing = session.packing(cells);
            const auto n = static_cast<double>(packing.size());
            cells::SpatialGrid grid{packing.box, bin};
            const Timing building =
                session.time([&] { grid.build(packing.cells.position.span()); });
            Figure built = Session::per_item(count_of(cells, "cells, built"), building, n, "cell");
            const double bytes = sizeof(Vec3) + sizeof(Vec3) + sizeof(cells::Row);
            built.limit = Limit{1e9 * bytes / session.limits().triad, "memory, once over"};
            session.add(std::move(built));

            double found = 0.0;
            const Timing asking = session.time([&] { found = ask(packing, grid); });
            Figure asked = Session::per_item(count_of(cells, "cells, asked"), asking, n, "search");
            asked.remark = fmt::format("{:.1f} found within {} um", found / n, reach);
            session.add(std::move(asked));
        }
    }

    Work counted() const override {
        const auto packing = std::make_shared<Packing>(4000);
        const auto grid = std::make_shared<cells::SpatialGrid>(packing->box, bin);
        return {[=] {
                    grid->build(packing->cells.position.span());
                    keep(ask(*packing, *grid));
                },
                static_cast<double>(packing->size()), "cell"};
    }
};

const Registered<Benchmark> here{"spatial_grid", "Cells in bins, built and searched",
                                 make<Benchmark, Grid>};

}  // namespace

}  // namespace perforin::bench

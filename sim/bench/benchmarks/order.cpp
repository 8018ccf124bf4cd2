// Cells in canonical order: the sort that keeps neighbours near in memory.

#include <algorithm>
#include <memory>
#include <vector>

#include "bench/session.hpp"
#include "cells/order.hpp"
#include "core/random.hpp"

namespace perforin::bench {

namespace {

/// Positions and identities of a packing in no order at all.
struct Shuffled {
    explicit Shuffled(const Packing& packing) {
        std::vector<std::pair<std::uint64_t, std::size_t>> rows;
        for (std::size_t i = 0; i != packing.size(); ++i) rows.emplace_back(mix(i + 1), i);
        std::sort(rows.begin(), rows.end());
        for (const auto& row : rows) {
            positions.push_back(packing.cells.position[row.second]);
            ids.push_back(packing.cells.id[row.second]);
        }
    }
    std::vector<Vec3> positions;
    std::vector<std::uint64_t> ids;
    cells::Order order;
};

class CanonicalOrder final : public Benchmark {
public:
    using Benchmark::Benchmark;

    void run(Session& session) const override {
        for (const std::size_t cells : session.sizes()) {
            Shuffled shuffled{session.packing(cells)};
            const Timing timing =
                session.time([&] { shuffled.order(shuffled.positions, shuffled.ids); });
            const auto n = static_cast<double>(shuffled.ids.size());
            Figure figure = Session::per_item(count_of(cells, "cells"), timing, n, "cell");
            const double bytes = sizeof(Vec3) + sizeof(std::uint64_t) + sizeof(cells::Row);
            figure.limit = Limit{1e9 * bytes / session.limits().triad, "memory, once over"};
            figure.remark = "from a shuffle";
            session.add(std::move(figure));
        }
    }

    Work counted() const override {
        const auto own = std::make_shared<Shuffled>(Packing{4000});
        return {[own] { own->order(own->positions, own->ids); },
                static_cast<double>(own->ids.size()), "cell"};
    }
};

const Registered<Benchmark> here{"order", "Canonical order of all cells",
                                 make<Benchmark, CanonicalOrder>};

}  // namespace

}  // namespace perforin::bench

#include "bench/cell_kernel.hpp"

#include <memory>

#include <fmt/format.h>

namespace perforin::bench {

namespace {

/// Some cells to themselves.
struct Cells {
    template <class Extent>
    explicit Cells(Extent extent) : packing{extent}, bodies{packing} {}
    Packing packing;
    Bodies bodies;
};

}  // namespace

Work CellKernel::counted() const {
    const auto own = std::make_shared<Cells>(std::size_t{4000});
    return {[this, own] { once(own->bodies); }, static_cast<double>(own->bodies.size()), "cell"};
}

/// Loops are compared by what they do for an entry of the neighbour lists. The few cells in cache
/// are a periodic cube, so that all lists are as long as in the midst of many; with images and
/// lists its 108 cells take about 25 kB. Where images cost something they are a ball.
void CellKernel::run(Session& session) const {
    const double entries_a_second = session.rate_in_cache([this] {
        const auto own = images_are_free() ? std::make_shared<Cells>(Packing::Periodic{3})
                                           : std::make_shared<Cells>(std::size_t{200});
        const double entries = own->bodies.listed() * static_cast<double>(own->bodies.size());
        return Work{[this, own] { once(own->bodies); }, entries, "entry"};
    });
    for (const std::size_t cells : session.sizes()) {
        Bodies bodies{session.packing(cells)};
        const auto n = static_cast<double>(bodies.size());
        const Timing timing = session.time([&] { once(bodies); });
        Figure figure = Session::per_item(count_of(cells, "cells"), timing, n, "cell");
        const Limit loop{1e9 * bodies.listed() / entries_a_second, "loop in L1 cache"};
        figure.limit = roofline(session, loop, bytes(bodies), n);
        figure.target = target();
        figure.remark =
            fmt::format("{:.1f} in reach, {:.1f} listed", bodies.near(), bodies.listed());
        session.add(std::move(figure));
    }
}

}  // namespace perforin::bench

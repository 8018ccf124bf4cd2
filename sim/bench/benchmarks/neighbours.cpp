// Neighbour lists of all cells, made anew when something has moved far enough.

#include "bench/cell_kernel.hpp"

namespace perforin::bench {

namespace {

class NeighbourLists final : public CellKernel {
public:
    using CellKernel::CellKernel;

private:
    void once(Bodies& bodies) const override { bodies.list(); }
    bool images_are_free() const override { return false; }
    double bytes(const Bodies& bodies) const override {
        constexpr double sorted = 8 * sizeof(float);  // bodies by bin: written, read
        return bodies.bytes() + sorted;
    }
};

const Registered<Benchmark> here{"neighbours", "Neighbour lists of all cells, made anew",
                                 make<Benchmark, NeighbourLists>};

}  // namespace

}  // namespace perforin::bench

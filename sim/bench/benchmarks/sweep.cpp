// Forces between all cells, once: the kernel of which an hour of mechanics takes some twenty.

#include "bench/cell_kernel.hpp"

namespace perforin::bench {

namespace {

class Sweep final : public CellKernel {
public:
    using CellKernel::CellKernel;

private:
    void once(Bodies& bodies) const override { bodies.sweep(); }
    std::optional<Target> target() const override { return Target{25.0}; }
};

const Registered<Benchmark> here{"sweep", "Velocities of all cells from the forces of neighbours",
                                 make<Benchmark, Sweep>};

}  // namespace

}  // namespace perforin::bench

// A sweep that also says how stiff each contact is and how crowded each cell: once a step.

#include "bench/cell_kernel.hpp"

namespace perforin::bench {

namespace {

class Measure final : public CellKernel {
public:
    using CellKernel::CellKernel;

private:
    void once(Bodies& bodies) const override { bodies.measure(); }
    double bytes(const Bodies& bodies) const override {
        return bodies.bytes() + 2 * sizeof(float);  // stiffness and crowding
    }
};

const Registered<Benchmark> here{"measure", "A sweep with stiffness and crowding of all cells",
                                 make<Benchmark, Measure>};

}  // namespace

}  // namespace perforin::bench

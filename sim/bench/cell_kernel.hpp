#pragma once
// Benchmarks of what is done once for every cell of a packing. The limit is what the same loop
// does on a few cells in the first cache, or what memory lets through.

#include <cstddef>
#include <functional>
#include <optional>

#include "bench/benchmark.hpp"
#include "bench/packing.hpp"
#include "bench/session.hpp"

namespace perforin::bench {

class CellKernel : public Benchmark {
public:
    using Benchmark::Benchmark;
    void run(Session& session) const override;
    Work counted() const override;

private:
    virtual void once(Bodies& bodies) const = 0;
    virtual std::optional<Target> target() const { return {}; }
    /// Whether the images of a periodic block cost nothing, as in force sweeps.
    virtual bool images_are_free() const { return true; }
    /// That must be read and written for a cell.
    virtual double bytes(const Bodies& bodies) const { return bodies.bytes(); }
};

}  // namespace perforin::bench

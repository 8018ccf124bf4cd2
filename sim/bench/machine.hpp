#pragma once
// On what was measured, and what it can do at best.

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "bench/benchmark.hpp"
#include "bench/timing.hpp"

namespace perforin::bench {

/// The machine and the program, for the head of a report.
struct Machine {
    std::string processor;  ///< model, from the system; "unknown"
    int processors = 1;     ///< that the program may use
    int threads = 1;        ///< in use
    double last_cache = 0;  ///< largest cache, bytes
    std::string instructions, program, commit, compiler, build;

    static Machine here();
};

/// The machine's own limits with all threads at work. STREAM's triad a = b + s c (McCalpin 1995)
/// runs over arrays of four times the largest cache, arithmetic in registers, in the vectors and at
/// the instruction level that the kernels use.
struct Limits {
    double triad = 0;                 ///< bytes/s, counted as STREAM does: two read, one written
    double flops = 0;                 ///< multiplications and additions of float, 1/s; none fused
    double roots = 0, quotients = 0;  ///< square roots and divisions of float, 1/s
    double processors = 0;            ///< that the threads had, see processors_had()
    std::size_t triad_bytes = 0;      ///< of one array
};

/// Processor time over wall time while all threads have work: as many processors as there are
/// threads, unless others use them too.
double processors_had(const Patience& patience);

/// `most_bytes`: of one array of the triad.
Limits measure_limits(const Machine& machine, const Patience& patience,
                      std::size_t most_bytes = std::size_t{512} << 20);

/// Items a second when every thread does a work of its own again and again, small enough for its
/// first cache: the peak of a kernel's inner loop. `make` is called once a thread.
double rate_in_cache(const std::function<Work()>& make, const Patience& patience);

}  // namespace perforin::bench

#include "bench/benchmark.hpp"

#include <algorithm>

namespace perforin::bench {

double Figure::factor() const {
    if (!target || judged() <= 0.0 || target->value <= 0.0) return 1.0;
    const double ratio = judged() / target->value;
    return std::max(ratio, 1.0 / ratio);
}

}  // namespace perforin::bench

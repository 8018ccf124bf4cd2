#include "core/instructions.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <string>

#include "core/error.hpp"
#include "core/printable.hpp"

namespace perforin {

namespace {

Instructions best() {
#if defined(__x86_64__) && defined(__GNUC__)
    __builtin_cpu_init();
    const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma");
    const bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                    __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                    __builtin_cpu_supports("avx512vl");
    return v4 ? Instructions::v4 : v3 ? Instructions::v3 : Instructions::baseline;
#else
    return Instructions::baseline;
#endif
}

Instructions at_start() {
    const char* wish = std::getenv("PERFORIN_INSTRUCTIONS");
    if (wish == nullptr || *wish == '\0') return best();
    for (const auto level : {Instructions::baseline, Instructions::v3, Instructions::v4}) {
        if (name(level) == wish) return std::min(level, best());
    }
    throw BadInput{"PERFORIN_INSTRUCTIONS is '" + printable(wish) +
                   "'; it may be baseline, v3 or v4"};
}

std::atomic<Instructions>& in_force() {
    static std::atomic<Instructions> level{at_start()};
    return level;
}

}  // namespace

Instructions instructions() {
    return in_force().load(std::memory_order_relaxed);
}

Instructions use_instructions(Instructions level) {
    in_force() = std::min(level, best());
    return instructions();
}

std::string_view name(Instructions level) {
    switch (level) {
        case Instructions::v3:
            return "v3";
        case Instructions::v4:
            return "v4";
        case Instructions::baseline:
            break;
    }
    return "baseline";
}

}  // namespace perforin

#pragma once
// A watch that stops a run after so many steps.

#include <cstdint>
#include <string>

#include "engine/run.hpp"

namespace support {

/// Stops a run after so many steps, and keeps what is said.
struct Impatient : perforin::engine::Watch {
    explicit Impatient(std::int64_t ticks_of_patience) : patience{ticks_of_patience} {}
    bool stop() const override { return asked++ == patience; }
    void tell(const std::string& what) override { said += what + '\n'; }
    void warn(const std::string& what) override { warned += what + '\n'; }
    std::int64_t patience;
    mutable std::int64_t asked = 0;
    std::string said{}, warned{};
};

inline constexpr std::int64_t for_ever = -1;

}  // namespace support

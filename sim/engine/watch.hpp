#pragma once
// Who looks on while a run goes on: a terminal, a test, nobody.

#include <cstddef>
#include <cstdint>
#include <string>

namespace perforin::engine {

/// How far a run has come.
struct Moment {
    std::int64_t days = 0;      ///< lived so far
    std::int64_t of = 0;        ///< asked for
    std::size_t agents = 0;     ///< in all lesions
    double wall_seconds = 0.0;  ///< since the first day began
    bool burn_in = false;       ///< before the first day; `of` days at most
    bool twin = false;          ///< of the twin, who is run after the patient
};

class Watch {
public:
    virtual ~Watch() = default;
    /// Before the first day and after each.
    virtual void see(const Moment&) {}
    /// Asked before each biology step: true ends the run there.
    virtual bool stop() const { return false; }
    /// Something that a user may want to know; something that he should.
    virtual void tell(const std::string&) {}
    virtual void warn(const std::string&) {}
};

}  // namespace perforin::engine

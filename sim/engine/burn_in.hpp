#pragma once
// The life of a patient before the first day: without therapy, at the sizes that were asked for,
// until her tissue is at rest.

#include <cstdint>
#include <string>

#include "engine/at_rest.hpp"
#include "engine/prepared.hpp"
#include "engine/run.hpp"
#include "engine/watch.hpp"
#include "io/manifest.hpp"

namespace perforin::engine {

/// How a burn-in ended.
struct BurnIn {
    std::int64_t days = 0;
    bool stopped = false;     ///< by the watch: the patient is in the midst of it
    bool from_cache = false;  ///< it had been lived by another run
    std::string strongest{};  ///< the figure that moved most at the end
    Movement movement{};      ///< of that

    /// "21 days, then its tissue was at rest"
    std::string text() const;
};

/// Takes a patient who was just made to her first day. Says how it went, warns if she came to the
/// longest time allowed before she was at rest. Throws BadInput if more than half of her live
/// tumour cells are lost.
BurnIn live_burn_in(Prepared& prepared, const io::Provenance& provenance, const RunRequest& request,
                    Watch& watch);

}  // namespace perforin::engine

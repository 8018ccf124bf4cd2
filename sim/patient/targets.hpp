#pragma once
// Which lesions a local therapy is for: radiotherapy, injection, surgery.

#include <string>
#include <vector>

#include "config/block.hpp"

namespace perforin::patient {

/// Reads `lesions` of a therapy's table. Names must be those of lesions of the same input, once
/// each; "largest" is the one with the largest `diameter` (the first of equals), so that an arm of
/// a trial can be laid over any patient, unless a lesion is called so.
struct Targets : config::Block {
    explicit Targets(const config::Section& therapy);

    std::vector<std::string> lesions =
        required_texts("lesions", {"primary"},
                       "Names of the lesions that it is for, as [[lesion]] says them; `largest`: "
                       "the one that is at "
                       "the start");
    std::vector<std::string> organs{};  ///< in which they lie, once each
};

}  // namespace perforin::patient

#pragma once
// Which antigens a specific therapy is against, and into which nodes a vaccine goes: numbers and
// names, checked against what the lesions of the same input have.

#include <cstdint>
#include <string>
#include <vector>

#include "config/block.hpp"

namespace perforin::patient {

/// Antigens that some lesion of the input presents at the start, as bits.
std::uint64_t founding_antigens(const config::Section& top);

/// Reads `antigens` of a therapy's table: numbers as the series count them (`blood/cytotoxic_t_0`
/// sees number 0).
struct NamedAntigens : config::Block {
    NamedAntigens(const config::Section& therapy, const std::vector<double>& standard);

    std::vector<double> written;
    /// One bit each; empty: none were named, nor are there standard ones.
    std::vector<std::uint32_t> numbers{};
};

/// Reads `nodes` of a therapy's table. Names must be those of nodes that lesions drain to.
struct NamedNodes : config::Block {
    explicit NamedNodes(const config::Section& therapy);

    std::vector<std::string> names =
        texts("nodes", {},
              "Lymph nodes that it reaches: what `node` of a [[lesion]] says, or the "
              "lesion's name; none named: all of them, in equal parts");
};

}  // namespace perforin::patient

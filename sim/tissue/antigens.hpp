#pragma once
// Which neoantigens a patient's lesions have, as bits of one mask for all of them: a bit means the
// same antigen wherever it is found, so that T cells primed against it in one lesion see it in
// another.

#include <bit>
#include <cstdint>
#include <vector>

#include "config/section.hpp"

namespace perforin::tissue {

/// Of one lesion.
struct LesionAntigens {
    std::uint64_t clonal = 0;             ///< that all its tumour cells present at the start
    std::vector<std::uint64_t> gained{};  ///< that each of its first clones has to itself
    std::uint64_t free = 0;               ///< that mutants of it may come to have

    /// All that its cells present at the start.
    std::uint64_t founding() const {
        std::uint64_t all = clonal;
        for (const std::uint64_t of_clone : gained) all |= of_clone;
        return all;
    }
};

/// Of every [[lesion]] of the whole input, in order: common ones first, then each lesion's own and
/// those of its clones. Notes a problem where more than 64 are asked for.
std::vector<LesionAntigens> antigens_of_lesions(const config::Section& top);

/// Calls visit(bit number) for each antigen of a mask, lowest first.
template <class Visit>
void for_each_antigen(std::uint64_t mask, Visit&& visit) {
    for (; mask != 0; mask &= mask - 1) {
        visit(static_cast<std::uint32_t>(std::countr_zero(mask)));
    }
}

}  // namespace perforin::tissue

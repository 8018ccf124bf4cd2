#include "tissue/antigens.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "tissue/lesion.hpp"

namespace perforin::tissue {

namespace {

constexpr std::int64_t most_antigens = 64;

std::uint64_t bits(std::int64_t from, std::int64_t count) {
    const auto below = [](std::int64_t n) {
        return n >= most_antigens ? ~std::uint64_t{0} : (std::uint64_t{1} << n) - 1;
    };
    return below(from + count) & ~below(from);
}

/// New antigens come from the top of what nobody had at the start; lesions take turns, since two
/// that gain one at random do not gain the same.
void share_out(std::vector<LesionAntigens>& lesions) {
    std::uint64_t founding = 0;
    for (const LesionAntigens& lesion : lesions) founding |= lesion.founding();
    for (std::size_t bit = 0; bit != most_antigens; ++bit) {
        const std::uint64_t one = std::uint64_t{1} << (most_antigens - 1 - bit);
        if ((founding & one) == 0) lesions[bit % lesions.size()].free |= one;
    }
}

}  // namespace

std::vector<LesionAntigens> antigens_of_lesions(const config::Section& top) {
    const std::vector<config::Section> sections = top.elements("lesion");
    std::int64_t known = 0;
    for (const config::Section& section : sections) {
        known = std::max(known, LesionParams{section}.antigens);
    }
    std::vector<LesionAntigens> lesions;
    for (const config::Section& section : sections) {
        const LesionParams params{section};
        LesionAntigens lesion{.clonal =
                                  bits(0, params.antigens) | bits(known, params.own_antigens)};
        known += params.own_antigens;
        for (const CloneParams& clone : config::each<CloneParams>(section, "clone")) {
            lesion.gained.push_back(bits(known, clone.antigens_gained));
            known += clone.antigens_gained;
        }
        if (known > most_antigens) {
            section.problem("antigens", fmt::format("with its own, those that its clones gained "
                                                    "and those of the lesions before it there are "
                                                    "{} neoantigens, but at most {} fit",
                                                    known, most_antigens));
        }
        lesions.push_back(lesion);
    }
    if (!lesions.empty()) share_out(lesions);
    return lesions;
}

}  // namespace perforin::tissue

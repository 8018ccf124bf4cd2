#include "patient/antigen_targets.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tissue/antigens.hpp"
#include "tissue/lesion.hpp"

namespace perforin::patient {

namespace {

std::vector<std::uint32_t> numbers_in(std::uint64_t mask) {
    std::vector<std::uint32_t> numbers;
    tissue::for_each_antigen(mask, [&](std::uint32_t number) { numbers.push_back(number); });
    return numbers;
}

std::string unknown(double number, std::uint64_t known) {
    return fmt::format("names antigen {}, but no [[lesion]] presents it at the start; {}", number,
                       known == 0
                           ? std::string{"none presents any (see `antigens` of [[lesion]])"}
                           : fmt::format("there are: {}", fmt::join(numbers_in(known), ", ")));
}

bool holds(std::uint64_t mask, double number) {
    return number == std::floor(number) && number >= 0.0 && number < 64.0 &&
           (mask >> static_cast<unsigned>(number) & 1u) != 0;
}

}  // namespace

std::uint64_t founding_antigens(const config::Section& top) {
    std::uint64_t all = 0;
    for (const tissue::LesionAntigens& lesion : tissue::antigens_of_lesions(top)) {
        all |= lesion.founding();
    }
    return all;
}

NamedAntigens::NamedAntigens(const config::Section& therapy, const std::vector<double>& standard)
    : Block{therapy},
      written{list("antigens", standard, fraction, {0, 63},
                   "Numbers of the antigens that it is against, from 0, as the series count them; "
                   "none named: all that lesions present at the start",
                   setting("what the lesions of the input have"))} {
    const std::uint64_t known = founding_antigens(therapy.top());
    if (written.empty()) {
        numbers = numbers_in(known);
        return;
    }
    std::uint64_t named = 0;
    for (const double number : written) {
        if (therapy.has("antigens") && !holds(known, number)) {
            therapy.problem("antigens", unknown(number, known));
        } else if ((named >> static_cast<unsigned>(number) & 1u) != 0) {
            therapy.problem("antigens", fmt::format("names antigen {} twice", number));
        } else {
            named |= std::uint64_t{1} << static_cast<unsigned>(number);
            numbers.push_back(static_cast<std::uint32_t>(number));
        }
    }
}

NamedNodes::NamedNodes(const config::Section& therapy) : Block{therapy} {
    std::vector<std::string> known;
    for (const config::Section& section : therapy.top().elements("lesion")) {
        const tissue::LesionParams lesion{section};
        known.push_back(lesion.node.value_or(lesion.name));
    }
    for (const std::string& name : names) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            therapy.problem("nodes",
                            fmt::format("names '{}', but no lesion drains to a node called so; "
                                        "there are: {}",
                                        name, fmt::join(known, ", ")));
        } else if (std::count(names.begin(), names.end(), name) > 1) {
            therapy.problem("nodes", fmt::format("names '{}' twice", name));
        }
    }
}

}  // namespace perforin::patient

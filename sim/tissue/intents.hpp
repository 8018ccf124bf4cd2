#pragma once
// What cells want. Rules return intents; they come true afterwards, in canonical order
// (commit.hpp). A new verb is one struct here, one line in `+=` and one function in commit.cpp.

#include <cstdint>
#include <vector>

#include "core/geometry.hpp"
#include "core/time.hpp"
#include "tissue/surface.hpp"

namespace perforin::tissue {

enum class Cause : std::uint8_t {
    apoptosis,
    necrosis,
    cytotoxicity,
    senescence,
    radiation,
    failed_mitosis,  ///< a drug let a division end in death
    deprivation,     ///< a drug took a signal away that it lives by
};

/// Be somewhere else.
struct Move {
    Row row;
    Vec3 to;
};
/// Become two: the mother keeps her place, the daughter lies along `axis` from her.
struct Divide {
    Row row;
    Vec3 axis;
};
/// Turn into a corpse, or vanish if the kind leaves none.
struct Die {
    Row row;
    Cause cause;
};
/// A corpse is gone.
struct Engulf {
    Row row;
};
/// A cytotoxic cell delivers one hit, at a second of its own.
struct Hit {
    Row target, killer;
    Seconds at;
};
/// A synapse forms, or ends.
struct Bind {
    Row row, target;
    Seconds at;
};
struct Release {
    Row row;
    Seconds at;
};
/// Leave the lesion for lymph and blood.
struct Emigrate {
    Row row;
};

struct Intents {
    std::vector<Move> moves;
    std::vector<Divide> divisions;
    std::vector<Die> deaths;
    std::vector<Engulf> engulfed;
    std::vector<Hit> hits;
    std::vector<Bind> bonds;
    std::vector<Release> releases;
    std::vector<Emigrate> emigrants;

    Intents& operator+=(const Intents& other) {
        append(moves, other.moves);
        append(divisions, other.divisions);
        append(deaths, other.deaths);
        append(engulfed, other.engulfed);
        append(hits, other.hits);
        append(bonds, other.bonds);
        append(releases, other.releases);
        append(emigrants, other.emigrants);
        return *this;
    }

private:
    template <class T>
    static void append(std::vector<T>& to, const std::vector<T>& from) {
        to.insert(to.end(), from.begin(), from.end());
    }
};

}  // namespace perforin::tissue

#pragma once
// Several passes over the planes of a grid as one: pass s follows s planes behind pass 0, so that
// memory is read once, not once a pass. Each pass reads only the planes beside its own.

#include <algorithm>
#include <cstddef>

#include "core/parallel.hpp"

namespace perforin::fields {

/// Calls step(pass, plane) for every pass and plane, with the result of running the passes one
/// after the other. A chunk of planes leaves the edge where it meets another chunk for later; a
/// ring of planes has such an edge between its last plane and its first, too.
template <class Step>
void wave(std::size_t planes, bool ring, std::size_t passes, std::size_t chunk, Step&& step) {
    const auto begin = [&](std::size_t first, std::size_t last, std::size_t pass) {
        return first == 0 && !ring ? first : std::min(first + pass, last);
    };
    const auto end = [&](std::size_t first, std::size_t last, std::size_t pass) {
        if (last == planes && !ring) return last;
        return std::max(last - std::min(pass, last), begin(first, last, pass));
    };
    const auto front = [&](std::size_t, std::size_t first, std::size_t last) {
        for (std::size_t at = first; at != last + passes - 1; ++at) {
            for (std::size_t pass = 0; pass <= at - first && pass != passes; ++pass) {
                const std::size_t plane = at - pass;
                const bool mine =
                    begin(first, last, pass) <= plane && plane < end(first, last, pass);
                if (mine) step(pass, plane);
            }
        }
    };
    parallel::for_chunks(planes, front, chunk);
    const std::size_t chunks = parallel::chunks(planes, chunk);
    if (chunks < 2 && !ring) return;
    for (std::size_t pass = 1; pass != passes; ++pass) {
        const auto edges = [&](std::size_t which) {
            const std::size_t first = which * chunk, last = std::min(planes, first + chunk);
            const std::size_t from = begin(first, last, pass), to = end(first, last, pass);
            for (std::size_t plane = first; plane != from; ++plane) step(pass, plane);
            for (std::size_t plane = to; plane != last; ++plane) step(pass, plane);
        };
        parallel::for_each(chunks, edges, chunks < 4 ? chunks : 1);  // few edges: one thread
    }
}

}  // namespace perforin::fields

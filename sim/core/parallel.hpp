#pragma once
// Work is cut into fixed chunks and results are joined in chunk order: every thread count gives the
// same bits. The only file that knows OpenMP; without it everything runs on one thread.

#ifdef _OPENMP
#include <omp.h>
#endif

#include <algorithm>
#include <cstddef>
#include <exception>
#include <vector>

namespace perforin::parallel {

inline constexpr std::size_t chunk_size = 1024;

/// Threads used by what follows; 0 leaves the choice to the system.
inline void use_threads([[maybe_unused]] int n) {
#ifdef _OPENMP
    if (n > 0) omp_set_num_threads(n);
#endif
}

inline int threads() {
#ifdef _OPENMP
    return omp_get_max_threads();
#else
    return 1;
#endif
}

constexpr std::size_t chunks(std::size_t n, std::size_t size = chunk_size) {
    return (n + size - 1) / size;
}

/// Calls body(scratch, chunk, first, last) for every chunk of [0, n), each thread with a Scratch of
/// its own that carries nothing over; rethrows the first chunk's exception.
template <class Scratch, class Body>
void for_chunks_with(std::size_t n, Body&& body, std::size_t size = chunk_size) {
    const std::size_t count = chunks(n, size);
    if (count < 2) {
        if (n == 0) return;
        Scratch scratch;
        body(scratch, std::size_t{0}, std::size_t{0}, n);
        return;
    }
    std::exception_ptr failure;
    std::size_t failed = count;
#ifdef _OPENMP
#pragma omp parallel
#endif
    {
        Scratch scratch;
#ifdef _OPENMP
#pragma omp for schedule(dynamic)
#endif
        for (std::size_t c = 0; c < count; ++c) {
            try {
                body(scratch, c, c * size, std::min(n, (c + 1) * size));
            } catch (...) {
#ifdef _OPENMP
#pragma omp critical(perforin_parallel_failure)
#endif
                {
                    if (c < failed) {
                        failed = c;
                        failure = std::current_exception();
                    }
                }
            }
        }
    }
    if (failure) std::rethrow_exception(failure);
}

/// Calls body(chunk, first, last) for every chunk of [0, n); rethrows the first chunk's exception.
template <class Body>
void for_chunks(std::size_t n, Body&& body, std::size_t size = chunk_size) {
    struct Nothing {};
    for_chunks_with<Nothing>(
        n,
        [&](Nothing&, std::size_t c, std::size_t first, std::size_t last) { body(c, first, last); },
        size);
}

/// Calls body(i) for every i of [0, n), in chunks.
template <class Body>
void for_each(std::size_t n, Body&& body, std::size_t size = chunk_size) {
    for_chunks(
        n,
        [&](std::size_t, std::size_t first, std::size_t last) {
            for (std::size_t i = first; i != last; ++i) body(i);
        },
        size);
}

/// Lets visit(i, bag) drop items into a bag; the bags come back joined in the order of i.
/// Bag: anything with `+=` (default: Joined<T>).
template <class Bag, class Visit>
Bag gather_into(std::size_t n, Visit&& visit, std::size_t size = chunk_size) {
    std::vector<Bag> bags(chunks(n, size));
    for_chunks(
        n,
        [&](std::size_t c, std::size_t first, std::size_t last) {
            for (std::size_t i = first; i != last; ++i) visit(i, bags[c]);
        },
        size);
    Bag all{};
    for (auto& bag : bags) all += bag;
    return all;
}

template <class T, class Visit>
std::vector<T> gather(std::size_t n, Visit&& visit, std::size_t size = chunk_size) {
    struct Joined {
        std::vector<T> items;
        Joined& operator+=(const Joined& o) {
            items.insert(items.end(), o.items.begin(), o.items.end());
            return *this;
        }
    };
    return gather_into<Joined>(
               n, [&](std::size_t i, Joined& bag) { visit(i, bag.items); }, size)
        .items;
}

/// Sum of term(i) in double; the order of additions is fixed, so the last bit is too.
template <class Term>
double sum(std::size_t n, Term&& term, std::size_t size = chunk_size) {
    std::vector<double> parts(chunks(n, size), 0.0);
    for_chunks(
        n,
        [&](std::size_t c, std::size_t first, std::size_t last) {
            double part = 0.0;
            for (std::size_t i = first; i != last; ++i) part += term(i);
            parts[c] = part;
        },
        size);
    double total = 0.0;
    for (double part : parts) total += part;
    return total;
}

/// Largest term(i), `least` if there is none.
template <class Term>
double maximum(std::size_t n, double least, Term&& term, std::size_t size = chunk_size) {
    std::vector<double> parts(chunks(n, size), least);
    for_chunks(
        n,
        [&](std::size_t c, std::size_t first, std::size_t last) {
            for (std::size_t i = first; i != last; ++i) parts[c] = std::max(parts[c], term(i));
        },
        size);
    return parts.empty() ? least : *std::max_element(parts.begin(), parts.end());
}

}  // namespace perforin::parallel

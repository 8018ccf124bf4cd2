#pragma once
// Hot loops for the processor at hand: one source, compiled for several instruction sets, one of
// which is chosen when the program starts. All give the same bits: arithmetic is IEEE's in each, no
// multiply-add is fused (-ffp-contract=off), and no sum is split over lanes.

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace perforin {

/// Levels of the x86-64 instruction set; other processors have only the first.
enum class Instructions : std::uint8_t {
    baseline,  ///< what the whole program is built for: x86-64-v2 unless CMake was told otherwise
    v3,        ///< x86-64-v3: vectors of 256 bits (AVX2)
    v4         ///< x86-64-v4: AVX-512
};

/// The best level that this processor knows, or the one that the environment variable
/// PERFORIN_INSTRUCTIONS names (baseline, v3, v4), if it knows that one. The first call throws
/// BadInput where that is another word.
Instructions instructions();

/// Sets it, for tests; a level that the processor does not know is lowered to the best it knows.
/// Returns what is in force.
Instructions use_instructions(Instructions level);

std::string_view name(Instructions level);

namespace detail {

template <Instructions which>
struct Level : std::bool_constant<which != Instructions::baseline> {
    static constexpr Instructions level = which;
};

template <class Loop>
[[gnu::flatten]] void run_baseline(Loop& loop) {
    loop(Level<Instructions::baseline>{});
}
#if defined(__x86_64__) && defined(__GNUC__)
template <class Loop>
[[gnu::target("arch=x86-64-v3"), gnu::flatten]] void run_v3(Loop& loop) {
    loop(Level<Instructions::v3>{});
}
template <class Loop>
[[gnu::target("arch=x86-64-v4"), gnu::flatten]] void run_v4(Loop& loop) {
    loop(Level<Instructions::v4>{});
}
#else
template <class Loop>
void run_v3(Loop& loop) {
    run_baseline(loop);
}
template <class Loop>
void run_v4(Loop& loop) {
    run_baseline(loop);
}
#endif

}  // namespace detail

/// Calls loop(wide), compiled for the level in force; `wide` is true by its type where a register
/// holds eight floats, false where it holds four, and names the level. All that the loop calls is
/// inlined, so the loop belongs inside, and itself inside of parallel::for_chunks.
template <class Loop>
void vectorised(Loop&& loop) {
    switch (instructions()) {
        case Instructions::v4:
            return detail::run_v4(loop);
        case Instructions::v3:
            return detail::run_v3(loop);
        case Instructions::baseline:
            return detail::run_baseline(loop);
    }
}

}  // namespace perforin

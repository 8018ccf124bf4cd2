#pragma once
// Random numbers are a pure function of (seed, purpose, who, with whom, when). No generator is
// stored, shared or advanced, so threads, cell order and restarts cannot change a draw.

#include <boost/random/bernoulli_distribution.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "core/maths.hpp"
#include "core/units.hpp"

namespace perforin {

/// What a draw is for: `"ctl.kill"_draw`, hashed at compile time (FNV-1a), so no list to edit.
struct Purpose {
    std::uint64_t key;
};

consteval Purpose operator""_draw(const char* name, std::size_t length) {
    std::uint64_t hash = 0xcbf29ce484222325ull;
    for (std::size_t i = 0; i != length; ++i) {
        hash = (hash ^ static_cast<unsigned char>(name[i])) * 0x100000001b3ull;
    }
    return {hash};
}

/// Who draws, and with whom: identities, never rows. Give a draw the smallest key it needs.
struct Who {
    std::uint64_t id = 0, other = 0;
};

using Words = std::array<std::uint64_t, 4>;

namespace detail {
inline std::uint64_t multiply(std::uint64_t a, std::uint64_t b, std::uint64_t& high) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    high = static_cast<std::uint64_t>(product >> 64);
    return static_cast<std::uint64_t>(product);
}
}  // namespace detail

/// Philox4x64 with ten rounds (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
inline Words philox4x64_10(Words counter, std::array<std::uint64_t, 2> key) {
    for (int round = 0; round != 10; ++round) {
        std::uint64_t high0, high1;
        const std::uint64_t low0 = detail::multiply(0xD2E7470EE14C6C93ull, counter[0], high0);
        const std::uint64_t low1 = detail::multiply(0xCA5A826395121157ull, counter[2], high1);
        counter = {high1 ^ counter[1] ^ key[0], low1, high0 ^ counter[3] ^ key[1], low0};
        key[0] += 0x9E3779B97F4A7C15ull;
        key[1] += 0xBB67AE8584CAA73Bull;
    }
    return counter;
}

/// A short stream of random bits; satisfies UniformRandomBitGenerator, so Boost.Random's
/// uniform and Bernoulli distributions take it directly. Its others call the C library's log, exp
/// or pow, and those of std differ between standard libraries: see core/METHODS.md.
class Stream {
public:
    using result_type = std::uint64_t;
    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    /// `at`: simulated time in whole seconds.
    Stream(std::uint64_t seed, Purpose purpose, Who who, std::int64_t at)
        : key_{{seed, purpose.key}},
          counter_{{0, who.id, who.other, static_cast<std::uint64_t>(at)}} {}

    result_type operator()() {
        if (used_ == block_.size()) {
            block_ = philox4x64_10(counter_, key_);
            ++counter_[0];
            used_ = 0;
        }
        return block_[used_++];
    }

private:
    std::array<std::uint64_t, 2> key_;
    Words counter_, block_{};
    std::size_t used_ = block_.size();
};

/// Uniform on [0, 1) with 53 bits, from one word.
inline double uniform(Stream& random) {
    return static_cast<double>(random() >> 11) * 0x1.0p-53;
}

/// Standard exponential by inversion: one word, monotone in it. For draws of which only the first
/// few of a stream are used (hit times), so that they do not depend on a rejection loop.
inline double exponential(Stream& random) {
    return -maths::log1p(-uniform(random));
}

/// Standard normal by Box and Muller 1958 (one of their two): two words.
inline double normal(Stream& random) {
    const double far = exponential(random);
    return std::sqrt(2.0 * far) * maths::on_circle(uniform(random)).x;
}

/// Chance that an event of this hazard happens within dt: 1 − exp(−h·dt); plain h·dt can exceed 1.
inline double chance(Rate hazard, Time dt) {
    return -maths::expm1(-(hazard * dt));
}

inline bool happens(Rate hazard, Time dt, Stream& random) {
    return boost::random::bernoulli_distribution<>{chance(hazard, dt)}(random);
}

/// One round of a strong 64-bit mix (Stafford's variant 13 of MurmurHash3's finaliser).
constexpr std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

/// The identity of what descends from `parent` as its n-th: a function, so it depends on nothing
/// but the lineage.
constexpr std::uint64_t descend(std::uint64_t parent, std::uint64_t n) {
    return mix(mix(parent + 0x9E3779B97F4A7C15ull) ^ mix(n + 0xD1B54A32D192ED03ull));
}

}  // namespace perforin

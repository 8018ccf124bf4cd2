#include "io/crc32.hpp"

#include <array>
#include <bit>
#include <cstring>

namespace perforin::io {

static_assert(std::endian::native == std::endian::little);

namespace {

using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

/// tables[k][b]: the remainder of byte b with k zero bytes behind it, so that eight bytes take
/// eight independent look-ups (Kounavis and Berry 2005, "slicing by 8").
constexpr Tables make_tables() {
    Tables tables{};
    for (std::uint32_t byte = 0; byte != 256; ++byte) {
        std::uint32_t remainder = byte;
        for (int bit = 0; bit != 8; ++bit) {
            remainder = remainder >> 1 ^ ((remainder & 1) != 0 ? 0xEDB88320u : 0u);
        }
        tables[0][byte] = remainder;
    }
    for (std::size_t k = 1; k != 8; ++k) {
        for (std::size_t byte = 0; byte != 256; ++byte) {
            const std::uint32_t before = tables[k - 1][byte];
            tables[k][byte] = before >> 8 ^ tables[0][before & 0xff];
        }
    }
    return tables;
}

constexpr Tables tables = make_tables();

}  // namespace

std::uint32_t crc32(const void* data, std::size_t bytes) {
    const auto* next = static_cast<const unsigned char*>(data);
    std::uint32_t state = 0xffffffff;
    for (; bytes >= 8; bytes -= 8, next += 8) {
        std::uint64_t word;
        std::memcpy(&word, next, sizeof word);
        word ^= state;
        state = 0;
        for (std::size_t i = 0; i != 8; ++i) state ^= tables[7 - i][word >> 8 * i & 0xff];
    }
    for (; bytes != 0; --bytes, ++next) state = state >> 8 ^ tables[0][(state ^ *next) & 0xff];
    return ~state;
}

}  // namespace perforin::io

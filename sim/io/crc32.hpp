#pragma once
// The checksum of zlib and PNG (CRC-32, polynomial 0xEDB88320): readers in every language have it,
// and it never misses a change within 32 neighbouring bits, so no single wrong byte.

#include <cstddef>
#include <cstdint>

namespace perforin::io {

std::uint32_t crc32(const void* data, std::size_t bytes);

}  // namespace perforin::io

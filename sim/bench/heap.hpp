#pragma once
// Memory in use, as the C library counts it.

namespace perforin::bench {

/// Bytes in use on the heap of the whole program; 0 where the C library does not tell.
double heap_bytes();

}  // namespace perforin::bench

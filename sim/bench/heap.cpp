#include "bench/heap.hpp"

#include <cstdlib>

#if defined(__GLIBC__) && defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 33)
#include <malloc.h>
#define PERFORIN_HAS_MALLINFO2
#endif
#endif

namespace perforin::bench {

double heap_bytes() {
#ifdef PERFORIN_HAS_MALLINFO2
    const struct mallinfo2 info = mallinfo2();
    return static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
#else
    return 0.0;
#endif
}

}  // namespace perforin::bench

// A library for the program (LD_PRELOAD): the clock on the wall jumps, mostly back.

#include <dlfcn.h>

#include <ctime>

extern "C" int clock_gettime(clockid_t clock, timespec* now) noexcept {
    using Function = int(clockid_t, timespec*);
    static auto* const real = reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, "clock_gettime"));
    const int outcome = real(clock, now);
    static time_t calls = 0;
    if (clock != CLOCK_REALTIME) return outcome;
    ++calls;
    now->tv_sec += (calls % 3 == 0 ? 1 : -1) * calls * 100'000;
    return outcome;
}

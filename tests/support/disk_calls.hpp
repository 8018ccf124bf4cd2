#pragma once
// The calls by which the code changes files, recorded one by one, or cut short by death.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace support {

struct DiskCall {
    enum class Kind { write, cut, sync, rename, unlink } kind;
    std::string path;      ///< where the file is when it is called
    std::uint64_t at = 0;  ///< of a write; the size of a cut
    std::string data{};    ///< of a write
    std::string to{};      ///< of a rename
};

/// While it is recorded nothing is really synced, nor while SlowSyncs lives.
void start_recording();
std::size_t calls_so_far();
std::vector<DiskCall> stop_recording();

/// While it lives a sync takes so long.
class SlowSyncs {
public:
    explicit SlowSyncs(std::chrono::microseconds time);
    SlowSyncs(const SlowSyncs&) = delete;
    SlowSyncs& operator=(const SlowSyncs&) = delete;
    ~SlowSyncs();
};

/// This process dies (SIGKILL) at so many calls from now, a write in its middle. In a program that
/// loads the library, PERFORIN_TEST_DISK_CALLS says at which.
void die_at_call(long number);

}  // namespace support

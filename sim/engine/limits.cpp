#include "engine/limits.hpp"

#include <sys/resource.h>

#include <fstream>
#include <future>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "core/error.hpp"

namespace perforin::engine {

namespace {

/// A line "Name:  123 kB" of a file of the system, in MB; 0 if it is not there.
double megabytes(const char* file, const std::string& name) {
    std::ifstream lines{file};
    for (std::string word; lines >> word;) {
        double kilobytes = 0.0;
        if (word == name + ":" && lines >> kilobytes) return kilobytes * 1024 / 1e6;
    }
    return 0.0;
}

}  // namespace

std::string out_of_memory() {
    rlimit limit{};
    ::getrlimit(RLIMIT_AS, &limit);
    const std::string bound = limit.rlim_cur == RLIM_INFINITY
                                  ? fmt::format("the machine has {:.0f} MB left",
                                                megabytes("/proc/meminfo", "MemAvailable"))
                                  : fmt::format("its limit is {:.0f} MB (ulimit -v)",
                                                static_cast<double>(limit.rlim_cur) / 1e6);
    return fmt::format(
        "There is not enough memory: the program had taken {:.0f} MB when it was refused more; {}. "
        "Give it more, or make the lesion's block smaller or tissue.voxel larger.",
        megabytes("/proc/self/status", "VmPeak"), bound);
}

void check_threads(int wanted) {
    std::promise<void> all_there;
    const std::shared_future<void> go{all_there.get_future()};
    std::vector<std::thread> others;
    std::string trouble;
    try {
        others.reserve(static_cast<std::size_t>(wanted));
        while (static_cast<int>(others.size()) + 1 < wanted) {
            others.emplace_back([go] { go.wait(); });
        }
    } catch (const std::system_error& refused) {
        trouble = refused.code().message();
    }
    all_there.set_value();
    for (std::thread& other : others) other.join();
    if (trouble.empty()) return;
    const std::size_t possible = others.size() + 1;
    throw Unavailable{
        fmt::format("The system lets this program have {} of the {} threads it was to run with "
                    "({}). Choose fewer, with --threads {}, or raise the limits of memory and "
                    "processes (ulimit -v, ulimit -u).",
                    possible, wanted, trouble, possible > 2 ? possible / 2 : 1)};
}

}  // namespace perforin::engine

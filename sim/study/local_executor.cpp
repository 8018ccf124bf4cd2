#include "study/local_executor.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <system_error>
#include <thread>

#include <fmt/format.h>

#include "core/error.hpp"

namespace perforin::study {

namespace {

using Clock = std::chrono::steady_clock;

/// In the child. Its group is its own, so that Ctrl-C reaches only this program, which passes it on
/// once: twice would kill. When this program dies, however, the child is told to save and stop.
[[noreturn]] void become(const Job& job, const std::vector<char*>& words, pid_t parent) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(stopped);
    for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) ::signal(signal, SIG_DFL);
    const int nothing = ::open("/dev/null", O_RDONLY);
    const int log = ::open(job.log.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0666);
    if (nothing < 0 || log < 0) ::_exit(users_input);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    if (job.lock >= 0) ::fcntl(job.lock, F_SETFD, 0);  // goes on into the program
    // The very program that runs here, also if another has taken its place on the disk.
    ::execv("/proc/self/exe", words.data());
    ::_exit(our_fault);
}

}  // namespace

int processors() {
    cpu_set_t mine;
    CPU_ZERO(&mine);
    if (::sched_getaffinity(0, sizeof mine, &mine) == 0) return std::max(1, CPU_COUNT(&mine));
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

Share share_out(std::size_t runs, int processors, int workers, int threads) {
    const int enough = static_cast<int>(std::clamp<std::size_t>(runs, 1, 1'000'000));
    Share share{workers, threads};
    if (share.workers == 0) {
        const int slots = std::max(1, processors / std::max(1, threads));
        share.workers = std::min(enough, slots);
    }
    if (share.threads == 0) share.threads = std::max(1, processors / share.workers);
    return share;
}

LocalExecutor::~LocalExecutor() {
    cancel();
    for (const auto& one : running_) ::waitpid(one.first, nullptr, 0);
}

std::size_t LocalExecutor::room() const {
    const auto workers = static_cast<std::size_t>(share_.workers);
    return workers - std::min(workers, running_.size());
}

void LocalExecutor::submit(const Job& job) {
    std::vector<std::string> all{"perforin"};
    all.insert(all.end(), job.words.begin(), job.words.end());
    all.push_back("--threads");
    all.push_back(std::to_string(share_.threads));
    std::vector<char*> words;
    words.reserve(all.size() + 1);
    for (std::string& word : all) words.push_back(word.data());
    words.push_back(nullptr);
    const pid_t parent = ::getpid(), child = ::fork();
    if (child < 0) {
        throw Unavailable{fmt::format("The system gives no new process: {}.",
                                      std::generic_category().message(errno))};
    }
    if (child == 0) become(job, words, parent);
    running_[child] = job.name;
}

std::vector<Ended> LocalExecutor::wait(double seconds) {
    constexpr std::chrono::milliseconds pause{10};
    const auto until = Clock::now() + std::chrono::duration<double>(seconds);
    for (;;) {
        std::vector<Ended> ended;
        for (auto one = running_.begin(); one != running_.end();) {
            int status = 0;
            if (::waitpid(one->first, &status, WNOHANG) != one->first) {
                ++one;
                continue;
            }
            constexpr int killed = 128;
            ended.push_back(
                {one->second, WIFEXITED(status) ? WEXITSTATUS(status) : killed + WTERMSIG(status)});
            one = running_.erase(one);
        }
        if (!ended.empty() || Clock::now() >= until) return ended;
        std::this_thread::sleep_for(pause);
    }
}

void LocalExecutor::cancel() {
    for (const auto& one : running_) ::kill(one.first, SIGTERM);
}

}  // namespace perforin::study

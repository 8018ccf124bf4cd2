#pragma once
// Calls the built program as a user would. It is ./perforin of the folder the tests start in.

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace support {

inline std::string text_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// Returns when the file holds something; after three minutes in any case.
inline void wait_for(const std::filesystem::path& file) {
    std::error_code not_there;
    for (int i = 0; i != 36000 && (std::filesystem::file_size(file, not_there) == 0 || not_there);
         ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

/// What a program said, and how it ended (128 + signal if it was killed).
struct Answer {
    int code = 0;
    std::string out, err;
    bool says(const std::string& part) const { return err.find(part) != std::string::npos; }
    bool prints(const std::string& part) const { return out.find(part) != std::string::npos; }
};

/// A call of the program that goes on beside the test.
class Call {
public:
    /// In `folder`, where its output is kept in files. `largest_file`: bytes; 0: no limit.
    Call(std::filesystem::path folder, const std::vector<std::string>& words,
         rlim_t largest_file = 0)
        : folder_{std::move(folder)} {
        static const std::string program = std::filesystem::absolute("perforin").string();
        std::vector<char*> arguments{const_cast<char*>(program.c_str())};
        for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        process_ = ::fork();
        if (process_ < 0) throw std::runtime_error{"no new process"};
        if (process_ == 0) become(arguments, largest_file);
    }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    ~Call() {
        if (process_ <= 0) return;
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }

    void send(int signal) const { ::kill(process_, signal); }

    /// Processes that it has begun and that live still.
    std::vector<pid_t> children() const {
        const std::string of = std::to_string(process_);
        std::ifstream list{"/proc/" + of + "/task/" + of + "/children"};
        return {std::istream_iterator<pid_t>{list}, {}};
    }
    /// The same, once there are some: between two there may be none for a moment. None if it ends
    /// or half a minute passes without.
    std::vector<pid_t> wait_for_children() const {
        std::vector<pid_t> some = children();
        for (int i = 0; i != 6000 && some.empty() && !ended(); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
            some = children();
        }
        return some;
    }

    Answer wait() {
        int status = 0;
        ::waitpid(std::exchange(process_, -1), &status, 0);
        return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
                text_of(folder_ / ".stdout"), text_of(folder_ / ".stderr")};
    }

private:
    bool ended() const {
        siginfo_t told{};
        ::waitid(P_PID, static_cast<id_t>(process_), &told, WEXITED | WNOHANG | WNOWAIT);
        return told.si_pid == process_;
    }

    [[noreturn]] void become(const std::vector<char*>& arguments, rlim_t largest_file) const {
        const auto send_to = [](const char* file, int descriptor) {
            ::dup2(::open(file, O_CREAT | O_WRONLY | O_TRUNC, 0600), descriptor);
        };
        if (::chdir(folder_.c_str()) != 0) ::_exit(126);
        send_to(".stdout", STDOUT_FILENO);
        send_to(".stderr", STDERR_FILENO);
        if (largest_file != 0) {
            const rlimit limit{largest_file, largest_file};
            ::setrlimit(RLIMIT_FSIZE, &limit);
        }
        ::execv(arguments.front(), arguments.data());
        ::_exit(127);
    }

    std::filesystem::path folder_;
    pid_t process_ = -1;
};

inline Answer call(const std::filesystem::path& folder, const std::vector<std::string>& words,
                   rlim_t largest_file = 0) {
    return Call{folder, words, largest_file}.wait();
}

}  // namespace support

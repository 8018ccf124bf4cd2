#pragma once
// Runs jobs as processes of this machine, each with its own part of the processors.

#include <sys/types.h>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "study/executor.hpp"

namespace perforin::study {

/// How many processes at once, and threads of each.
struct Share {
    int workers = 1, threads = 1;
};

/// As many runs at once as there are processors, one thread each, which wastes nothing; more
/// threads only where there are fewer runs than processors. What is asked for is not 0.
Share share_out(std::size_t runs, int processors, int workers, int threads);
/// That this process may use.
int processors();

class LocalExecutor final : public Executor {
public:
    explicit LocalExecutor(Share share) : share_{share} {}
    LocalExecutor(const LocalExecutor&) = delete;
    LocalExecutor& operator=(const LocalExecutor&) = delete;
    /// Stops what still runs, and waits for it.
    ~LocalExecutor() override;

    std::size_t room() const override;
    void submit(const Job& job) override;
    std::vector<Ended> wait(double seconds) override;
    void cancel() override;

private:
    Share share_;
    std::map<pid_t, std::string> running_;
};

}  // namespace perforin::study

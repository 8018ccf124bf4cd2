#include "study/sweep.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <filesystem>
#include <fstream>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "engine/earlier.hpp"
#include "engine/progress.hpp"

namespace perforin::study {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

constexpr int killed = 128;  // and the signal

double since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// The last line that says something.
std::string last_line(const fs::path& log) {
    constexpr std::size_t longest = 500;
    std::ifstream file{log, std::ios::binary};
    std::string line, last;
    while (std::getline(file, line)) {
        if (!line.empty()) last = line.substr(0, longest);
    }
    return printable(last);
}

/// Why a run failed: what its result says, which does not depend on how often it was begun, else
/// the last that it said.
std::string reason(const Store& store, const PlannedRun& run, int code) {
    constexpr std::string_view mark = "failed: ";
    for (const fs::path& result : {store.result(run.hash), store.twin(run.hash)}) {
        const std::string status = engine::look_at(result).status;
        if (status.starts_with(mark)) return printable(status.substr(mark.size()));
    }
    if (code > killed) return fmt::format("killed by signal {}", code - killed);
    const std::string said = last_line(store.log(run.hash));
    return said.empty() ? fmt::format("ended with exit code {}", code) : said;
}

/// One sweep under way.
class Course {
public:
    Course(const Plan& plan, const Store& store, Executor& executor, const SweepRequest& request,
           SweepWatch& watch)
        : plan_{plan}, store_{store}, executor_{executor}, request_{request}, watch_{watch} {
        for (const PlannedRun* run : different_runs(plan)) {
            ++report_.progress.runs;
            sort(*run);
        }
    }

    SweepReport live() {
        tell();
        while (!waiting_.empty() || !running_.empty() || !elsewhere_.empty()) {
            if (watch_.stop() && !report_.stopped) {
                report_.stopped = true;
                executor_.cancel();
            }
            if (report_.stopped && running_.empty()) break;
            if (!report_.stopped) begin();
            constexpr double look_every = 0.2;  // seconds
            for (const Ended& ended : executor_.wait(look_every)) conclude(ended);
            ask_elsewhere();
            tell();
        }
        return report_;
    }

private:
    struct Begun {
        const PlannedRun* run;
        io::DiskFile lock;
        Clock::time_point at;
    };

    /// Puts a run where it belongs by how it stands now.
    void sort(const PlannedRun& run) {
        const Standing now = store_.look(run.hash, run.twin);
        if (now.state == State::done) {
            ++report_.progress.done;
        } else if (now.state == State::running) {
            elsewhere_.push_back(&run);
        } else if (now.state == State::waiting || may_try(run)) {
            waiting_.push_back(&run);
        } else {
            ++report_.progress.failed;
        }
    }

    /// Once in a sweep.
    bool may_try(const PlannedRun& run) const {
        if (tried_.count(run.hash) != 0) return false;
        return request_.retry || store_.may_be_tried_again(run.hash);
    }

    void begin() {
        while (!waiting_.empty() && executor_.room() != 0) {
            const PlannedRun& run = *waiting_.front();
            waiting_.pop_front();
            auto lock = store_.take(run.hash);
            if (!lock) {
                elsewhere_.push_back(&run);
                continue;
            }
            // Between a look and the lock somebody else may have come and gone.
            if (engine::look_at(store_.result(run.hash)).completed() && !run.twin) {
                Store::leave(std::move(*lock));
                ++report_.progress.done;
                continue;
            }
            tried_.insert(run.hash);
            store_.forget_failure(run.hash);
            executor_.submit({run.hash, words_of(run), store_.log(run.hash), lock->id()});
            running_.emplace(run.hash, Begun{&run, std::move(*lock), Clock::now()});
            ++report_.started;
        }
    }

    std::vector<std::string> words_of(const PlannedRun& run) const {
        std::vector<std::string> words{
            "run",      run.scenario.empty() ? plan_.scenario : run.scenario,
            "--output", store_.result(run.hash).string(),
            "--resume", "--quiet"};
        words.insert(words.end(), request_.options.begin(), request_.options.end());
        for (const std::string& setting : run.settings) {
            words.emplace_back("--set");
            words.push_back(setting);
        }
        return words;
    }

    void conclude(const Ended& ended) {
        const auto found = running_.find(ended.name);
        if (found == running_.end()) return;
        const PlannedRun& run = *found->second.run;
        spent_ += since(found->second.at);
        if (ended.code == done) {
            ++ended_well_;
            ++report_.progress.done;
            std::error_code ignored;
            fs::remove(store_.log(run.hash), ignored);
        } else if (report_.stopped && ended.code > killed) {
            // Told to stop before it could hear: it had nothing to save yet.
        } else if (ended.code != stopped) {
            note(run, ended.code);
        } else if (!report_.stopped) {  // somebody else told it to
            watch_.warn(fmt::format("run {} was stopped from outside", run.hash));
            report_.stopped = true;
            executor_.cancel();
        }
        Store::leave(std::move(found->second.lock));
        running_.erase(found);
    }

    /// A fault of the run itself comes again; want of memory or room, or a kill, need not.
    void note(const PlannedRun& run, int code) {
        const std::string why = reason(store_, run, code);
        const bool lasting =
            code == our_fault && why.find("not enough memory") == std::string::npos;
        store_.note_failure(run.hash, why, lasting);
        ++report_.progress.failed;
        watch_.warn(fmt::format("run {} failed: {}", run.hash, why));
    }

    void ask_elsewhere() {
        constexpr double every = 1.0;  // seconds
        if (elsewhere_.empty() || since(asked_) < every) return;
        asked_ = Clock::now();
        for (const PlannedRun* run : std::exchange(elsewhere_, {})) sort(*run);
    }

    void tell() {
        Progress& progress = report_.progress;
        progress.running = running_.size();
        progress.elsewhere = elsewhere_.size();
        if (ended_well_ != 0) {
            const double left =
                static_cast<double>(waiting_.size()) + 0.5 * static_cast<double>(running_.size());
            const auto at_once =
                static_cast<double>(std::max<std::size_t>(1, running_.size() + executor_.room()));
            progress.seconds_left = left * spent_ / static_cast<double>(ended_well_) / at_once;
        }
        watch_.see(progress);
    }

    const Plan& plan_;
    const Store& store_;
    Executor& executor_;
    const SweepRequest& request_;
    SweepWatch& watch_;
    std::deque<const PlannedRun*> waiting_;
    std::vector<const PlannedRun*> elsewhere_;
    std::map<std::string, Begun> running_;
    std::set<std::string> tried_;
    double spent_ = 0.0;  ///< seconds, of all that ended
    std::size_t ended_well_ = 0;
    Clock::time_point asked_ = Clock::now();
    SweepReport report_;
};

}  // namespace

std::string progress_text(const Progress& p) {
    std::string text = fmt::format("{} of {} runs done", p.done, p.runs);
    if (p.failed != 0) text += fmt::format(", {} failed", p.failed);
    if (p.running != 0) text += fmt::format(", {} running", p.running);
    if (p.elsewhere != 0) text += fmt::format(", {} running elsewhere", p.elsewhere);
    if (p.seconds_left > 0.0) text += ", " + engine::duration_text(p.seconds_left) + " left";
    return text;
}

std::vector<const PlannedRun*> different_runs(const Plan& plan) {
    std::set<std::string_view> known;
    std::vector<const PlannedRun*> runs;
    for (const PlannedRun& run : plan.runs) {
        if (known.insert(run.hash).second) runs.push_back(&run);
    }
    return runs;
}

std::map<std::string, Standing> look(const Plan& plan, const Store& store) {
    std::map<std::string, Standing> all;
    for (const PlannedRun* run : different_runs(plan)) {
        all[run->hash] = store.look(run->hash, run->twin);
    }
    return all;
}

SweepReport sweep(const Plan& plan, const Store& store, Executor& executor,
                  const SweepRequest& request, SweepWatch& watch) {
    return Course{plan, store, executor, request, watch}.live();
}

}  // namespace perforin::study

#include "cli/many.hpp"

#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "study/local_executor.hpp"

namespace perforin::cli {

namespace fs = std::filesystem;

namespace {

/// A sweep seen from a terminal.
class Onlooker final : public study::SweepWatch {
public:
    explicit Onlooker(Terminal& terminal) : terminal_{terminal} {}
    void see(const study::Progress& progress) override {
        terminal_.show(study::progress_text(progress));
    }
    bool stop() const override { return Interrupt::asked(); }
    void warn(const std::string& what) override { terminal_.warn(what); }

private:
    Terminal& terminal_;
};

/// Nothing is run: how the runs stand.
study::SweepReport as_it_is(const study::Plan& plan, const study::Store& store) {
    study::SweepReport report;
    for (const auto& [hash, now] : study::look(plan, store)) {
        ++report.progress.runs;
        if (now.state == study::State::done) ++report.progress.done;
        if (now.state == study::State::failed) ++report.progress.failed;
        if (now.state == study::State::running) ++report.progress.elsewhere;
    }
    return report;
}

}  // namespace

int watched(const SweepOptions& options, int (*command)(const SweepOptions&, Terminal&)) {
    const Interrupt interrupt{options.quiet};
    Terminal terminal{options.quiet};
    try {
        return command(options, terminal);
    } catch (const StoppedEarly&) {
        terminal.warn("stopped before the first run");
        return stopped;
    }
}

fs::path runs_of(const SweepOptions& options, const fs::path& beside) {
    if (options.runs) return *options.runs;
    if (const char* said = std::getenv("PERFORIN_RUNS"); said && *said != '\0') return said;
    return beside / "runs";
}

study::Checking checking(Terminal& terminal, const char* what) {
    return [&terminal, what](std::size_t checked, std::size_t of) {
        constexpr std::size_t few = 50;
        if (of > few) terminal.show(fmt::format("checked {} of {} {}", checked, of, what));
        if (Interrupt::asked()) throw StoppedEarly{};
    };
}

study::SweepReport carry(const study::Plan& plan, const study::Store& store,
                         const SweepOptions& options, Terminal& terminal) {
    if (options.no_run) return as_it_is(plan, store);
    study::LocalExecutor executor{study::share_out(
        study::different_runs(plan).size(), study::processors(), options.workers, options.threads)};
    study::SweepRequest request{.retry = options.retry};
    if (options.no_cache) request.options.emplace_back("--no-cache");
    if (options.cache) request.options = {"--cache", fs::absolute(*options.cache).string()};
    Onlooker onlooker{terminal};
    return study::sweep(plan, store, executor, request, onlooker);
}

}  // namespace perforin::cli

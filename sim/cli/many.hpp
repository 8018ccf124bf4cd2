#pragma once
// What commands share that carry out many runs: `sweep` and `trial`.

#include <filesystem>

#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "study/plan.hpp"
#include "study/store.hpp"
#include "study/sweep.hpp"

namespace perforin::cli {

/// Runs a command under an eye on Ctrl-C; one that was stopped while it checked says so.
int watched(const SweepOptions& options, int (*command)(const SweepOptions&, Terminal&));

/// The folder of runs: what is asked for, else $PERFORIN_RUNS, else beside the file.
std::filesystem::path runs_of(const SweepOptions& options, const std::filesystem::path& beside);

/// What ends the checking.
struct StoppedEarly {};
/// Tells how many have been checked, which takes some hundredths of a second each.
study::Checking checking(Terminal& terminal, const char* what);

/// Carries out the runs that are not there yet; with --no-run tells how they stand.
study::SweepReport carry(const study::Plan& plan, const study::Store& store,
                         const SweepOptions& options, Terminal& terminal);

}  // namespace perforin::cli

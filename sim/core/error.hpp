#pragma once
// Whose fault it is decides the exit code: the user's (2) or ours (1).

#include <stdexcept>

namespace perforin {

/// The user's input is wrong; the text names every problem found, one a line.
struct BadInput : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Something outside failed: a file, a disk. The text is a sentence for the user. Exit code 2.
struct Unavailable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A guard stopped the run: non-finite values, runaway counts. Exit code 1.
struct Broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

enum ExitCode : int { done = 0, our_fault = 1, users_input = 2, stopped = 3 };

}  // namespace perforin

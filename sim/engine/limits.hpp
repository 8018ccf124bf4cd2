#pragma once
// What the system lets a program have: memory and threads.

#include <string>

namespace perforin::engine {

/// What to say when memory could not be had: how much there was, and what limits it.
std::string out_of_memory();

/// Throws Unavailable unless so many threads can run at once, before OpenMP would find out and end
/// the program.
void check_threads(int wanted);

}  // namespace perforin::engine

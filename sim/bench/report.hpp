#pragma once
// What was measured, for people and for programs.

#include <string>
#include <vector>

#include "bench/benchmark.hpp"
#include "bench/machine.hpp"
#include "bench/session.hpp"

namespace perforin::bench {

/// The machine and its limits: the lines above the table.
std::string head_text(const Machine& machine, const Limits& limits);

/// A warning where the threads did not have the processors to themselves; else "".
std::string busy_text(const Machine& machine, double processors);

/// The names of the table's columns.
std::string columns_text();

/// The line above a benchmark's figures.
std::string title_text(const std::string& benchmark);

/// A figure's line of the table.
std::string row_text(const Figure& figure);

/// How many targets there are and which are missed; "" if there are none.
std::string summary_text(const std::vector<Measured>& measured);

/// All of it: `machine`, `limits`, and the array `figures`.
std::string json_text(const Machine& machine, const Limits& limits,
                      const std::vector<Measured>& measured);

}  // namespace perforin::bench

#include "bench/report.hpp"

#include <cmath>

#include <fmt/format.h>

namespace perforin::bench {

namespace {

/// Three digits that count, never as a power of ten.
std::string number(double x) {
    if (!std::isfinite(x)) return "?";
    if (x == 0.0) return "0";
    const int before = static_cast<int>(std::floor(std::log10(std::abs(x)))) + 1;
    return fmt::format("{:.{}f}", x, std::max(0, 3 - before));
}

std::string target_text(const Figure& figure) {
    if (!figure.target) return "";
    const std::string verdict =
        figure.met() ? "met" : fmt::format("missed {:.2f} ×", figure.factor());
    return fmt::format("{} {}: {}", figure.target->at_least ? "≥" : "≤",
                       number(figure.target->value), verdict);
}

std::string line(const std::string& name, const std::string& value, const std::string& best,
                 const std::string& unit, const std::string& times, const std::string& share,
                 const std::string& limit, const std::string& target, const std::string& remark) {
    std::string text = fmt::format("  {:<33} {:>7} {:>7}  {:<13} {:>6}  {:>5}  {:<17} {:<22} {}",
                                   name, value, best, unit, times, share, limit, target, remark);
    return text.substr(0, text.find_last_not_of(' ') + 1) + '\n';
}

}  // namespace

std::string head_text(const Machine& machine, const Limits& limits) {
    std::string text = fmt::format("perforin {} (commit {}, {}, {})\n", machine.program,
                                   machine.commit, machine.compiler, machine.build);
    text += fmt::format("{}: {} of {} threads, instructions {}, largest cache {} MiB\n\n",
                        machine.processor, machine.threads, machine.processors,
                        machine.instructions, number(machine.last_cache / 1048576.0));
    const auto limit = [&](const char* name, double value, const char* unit,
                           const std::string& remark) {
        text += fmt::format("  {:<33} {:>7} {:>7}  {:<13} {:>6}  {}\n", name, "",
                            number(1e-9 * value), unit, "", remark);
    };
    text += "limits of the machine, all threads at work\n";
    limit("memory: triad", limits.triad, "GB/s",
          fmt::format("three arrays of {} MiB",
                      number(static_cast<double>(limits.triad_bytes) / 1048576.0)));
    limit("multiplications and additions", limits.flops, "Gflop/s",
          "float, in registers, not fused");
    limit("square roots", limits.roots, "G/s", "float");
    limit("divisions", limits.quotients, "G/s", "float");
    return text + busy_text(machine, limits.processors);
}

std::string busy_text(const Machine& machine, double processors) {
    constexpr double idle = 0.85;
    if (processors >= idle * machine.threads) return "";
    return fmt::format(
        "  {} threads had {:.1f} processors to themselves: these times and shares are not those "
        "of\n"
        "  an idle machine\n",
        machine.threads, processors);
}

std::string columns_text() {
    return line("", "median", "least", "", "times", "share", "of the limit", "target", "remark");
}

std::string title_text(const std::string& benchmark) {
    return fmt::format("{}: {}\n", benchmark, registry<Benchmark>().at(benchmark).doc);
}

std::string row_text(const Figure& figure) {
    const bool timed = figure.repetitions > 0;
    return line(figure.name, number(figure.value), timed ? number(figure.best) : "", figure.unit,
                timed ? fmt::format("{} ×", figure.repetitions) : "",
                figure.limit ? fmt::format("{:.0f} %", 100.0 * figure.share()) : "",
                figure.limit ? figure.limit->name : "", target_text(figure), figure.remark);
}

std::string summary_text(const std::vector<Measured>& measured) {
    std::size_t targets = 0, met = 0;
    std::string missed;
    for (const Measured& one : measured) {
        if (!one.figure.target) continue;
        ++targets;
        if (one.figure.met()) {
            ++met;
        } else {
            missed += fmt::format("  {}, {}: missed {:.2f} ×\n", one.benchmark, one.figure.name,
                                  one.figure.factor());
        }
    }
    if (targets == 0) return "";
    return fmt::format("{} of {} targets met\n{}", met, targets, missed);
}

}  // namespace perforin::bench

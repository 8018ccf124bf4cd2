#include "cli/terminal.hpp"

#include <unistd.h>

#include <cstdio>
#include <string_view>

namespace perforin::cli {

namespace {

// A signal handler can reach nothing but globals.
volatile std::sig_atomic_t asked_to_stop = 0;
volatile std::sig_atomic_t say_nothing = 0;

constexpr double on_terminal = 0.25, elsewhere = 10.0;  // seconds between two lines

extern "C" void ask_to_stop(int signal) {
    const bool asked_before = asked_to_stop != 0;
    asked_to_stop = 1;
    // Whoever asks again does not want to wait; but a scheduler may warn more than once.
    std::signal(SIGINT, SIG_DFL);
    if (signal == SIGTERM) std::signal(SIGTERM, SIG_DFL);
    if (say_nothing != 0 || asked_before) return;
    constexpr std::string_view text =
        "\nperforin: stopping after this step, with everything saved; Ctrl-C: stopping at once\n";
    // printf and the like are not allowed here.
    [[maybe_unused]] const auto ignored = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

Interrupt::Interrupt(bool quiet) {
    asked_to_stop = 0;
    say_nothing = quiet ? 1 : 0;
    struct sigaction action {};
    action.sa_handler = ask_to_stop;
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, &before_int_);
    sigaction(SIGTERM, &action, &before_term_);
    sigaction(SIGUSR1, &action, &before_warning_);
}

Interrupt::~Interrupt() {
    sigaction(SIGINT, &before_int_, nullptr);
    sigaction(SIGTERM, &before_term_, nullptr);
    sigaction(SIGUSR1, &before_warning_, nullptr);
}

bool Interrupt::asked() {
    return asked_to_stop != 0;
}

Terminal::Terminal(bool quiet) : quiet_{quiet}, is_terminal_{::isatty(STDERR_FILENO) == 1} {}

void Terminal::see(const engine::Moment& moment) {
    pace_.add(moment);
    if (quiet_) return;
    const bool first = moment.days == 0;
    if (first) shown_at_ = moment.wall_seconds;  // a burn-in has a clock of its own
    const double wait = is_terminal_ ? on_terminal : elsewhere;
    if ((first && !is_terminal_) || (!first && moment.wall_seconds - shown_at_ < wait)) return;
    shown_at_ = moment.wall_seconds;
    write(engine::progress_text(moment, pace_));
}

void Terminal::show(const std::string& text) {
    if (quiet_) return;
    const auto now = std::chrono::steady_clock::now();
    const std::chrono::duration<double> wait{is_terminal_ ? on_terminal : elsewhere};
    if (written_at_ && now - *written_at_ < wait) return;
    written_at_ = now;
    write(text);
}

void Terminal::write(const std::string& text) {
    if (is_terminal_) {
        std::fprintf(stderr, "\r%s\x1b[K", text.c_str());  // ESC[K clears what is left of the line
        line_stands_ = true;
    } else {
        std::fprintf(stderr, "perforin: %s\n", text.c_str());
    }
    std::fflush(stderr);
}

void Terminal::tell(const std::string& what) {
    if (!quiet_) warn(what);
}

void Terminal::warn(const std::string& what) {
    clear();
    std::fprintf(stderr, "perforin: %s\n", what.c_str());
}

void Terminal::clear() {
    if (line_stands_) std::fputs("\r\x1b[K", stderr);
    line_stands_ = false;
}

}  // namespace perforin::cli

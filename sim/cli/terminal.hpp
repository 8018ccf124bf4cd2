#pragma once
// A run seen from a terminal: its progress, and the wish to stop it.

#include <chrono>
#include <csignal>
#include <optional>
#include <string>

#include "engine/progress.hpp"
#include "engine/watch.hpp"

namespace perforin::cli {

/// While it lives, Ctrl-C, SIGTERM and SIGUSR1 (by which schedulers warn) only ask for an end; a
/// second Ctrl-C or SIGTERM kills as usual.
class Interrupt {
public:
    /// `quiet`: nothing is said when a signal comes.
    explicit Interrupt(bool quiet);
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    static bool asked();

private:
    struct sigaction before_int_ {};
    struct sigaction before_term_ {};
    struct sigaction before_warning_ {};
};

/// Shows progress on stderr: on a terminal one line that is written anew a few times a second, else
/// a plain line now and then.
class Terminal final : public engine::Watch {
public:
    explicit Terminal(bool quiet);
    ~Terminal() override { clear(); }

    void see(const engine::Moment& moment) override;
    /// The same of anything else, unless the last such line is too young.
    void show(const std::string& text);
    bool stop() const override { return Interrupt::asked(); }
    void tell(const std::string& what) override;
    void warn(const std::string& what) override;
    /// Takes the line away, so that something else can be written.
    void clear();

private:
    void write(const std::string& text);

    bool quiet_, is_terminal_;
    bool line_stands_ = false;
    double shown_at_ = 0.0;
    std::optional<std::chrono::steady_clock::time_point> written_at_{};
    engine::Pace pace_;
};

}  // namespace perforin::cli

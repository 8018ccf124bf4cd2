#pragma once
// A small patient with a twin, run in a folder of their own.

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/twins.hpp"
#include "io/digest.hpp"
#include "io/files.hpp"
#include "scratch_folder.hpp"

namespace perforin::test::twins {

inline const std::string sample = R"([output]
frames = "1 d"
fields = "1 d"
[tissue]
step = "2 h"
sub_step = "20 min"
[biology.cytotoxic_t]
density = "1e7 1/mL"
[[lesion]]
diameter = "20 mm"
[lesion.slab]
width = "80 um"
depth = "100 um"
cap = "120 um"
)";
inline const std::string nivolumab = "[[therapy]]\ntype = \"nivolumab\"\nfirst = \"1 d\"\n";
inline constexpr std::int64_t days = 3, ticks = 12 * days;

/// Stops a run after so many steps, and keeps what it sees.
struct Onlooker final : engine::Watch {
    explicit Onlooker(std::int64_t patience_ = -1) : patience{patience_} {}
    void see(const engine::Moment& moment) override { seen.push_back(moment); }
    bool stop() const override { return asked++ == patience; }
    void tell(const std::string& what) override { said += what + '\n'; }
    std::int64_t patience;
    mutable std::int64_t asked = 0;
    std::vector<engine::Moment> seen{};
    std::string said{};

    std::size_t burn_in_days() const {
        std::size_t count = 0;
        for (const engine::Moment& moment : seen) count += moment.burn_in && moment.days > 0;
        return count;
    }
};

struct Wish {
    std::vector<std::string> settings{"run.twin=untreated"};
    bool resume = false, force = false;
    std::string text = sample + nivolumab;
};

struct Desk {
    engine::TwinsReport run(Onlooker& watch, const Wish& wish = {},
                            const std::string& name = "a.h5") const {
        const engine::Scenario scenario{
            .name = "test.toml", .text = wish.text, .title = "test", .places = {}};
        std::vector<std::string> settings{"run.days=" + std::to_string(days), "run.threads=1"};
        settings.insert(settings.end(), wish.settings.begin(), wish.settings.end());
        return engine::run_with_twin(scenario,
                                     {.settings = settings,
                                      .output = folder / name,
                                      .force = wish.force,
                                      .resume = wish.resume,
                                      .cache = cache},
                                     watch);
    }
    engine::TwinsReport run(const Wish& wish = {}, const std::string& name = "a.h5") const {
        Onlooker watch;
        return run(watch, wish, name);
    }
    io::File open(const std::string& name = "a.h5") const {
        return io::open_trajectory(folder / name);
    }
    std::string digest(const std::string& name) const { return io::digest(folder / name); }
    std::set<std::string> files() const {
        std::set<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator{folder.path()}) {
            names.insert(entry.path().filename().string());
        }
        return names;
    }

    support::ScratchFolder folder{};
    std::optional<std::filesystem::path> cache{};
};

}  // namespace perforin::test::twins

#pragma once
// Small patients with a burn-in, lived in folders of their own.

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/run.hpp"
#include "io/digest.hpp"
#include "scratch_folder.hpp"

namespace perforin::test::burn_in {

inline const std::string sample = R"([output]
events = "all"
[burn_in]
longest = "3 d"
shortest = "2 d"
window = "1 d"
tolerance = 1
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

inline const std::string nivolumab = "[[therapy]]\ntype = 'nivolumab'\n";

/// Looks on; stops the run after so many steps.
struct Onlooker final : engine::Watch {
    void see(const engine::Moment& moment) override {
        (moment.burn_in ? before : after).push_back(moment);
    }
    bool stop() const override { return asked++ == patience; }
    void tell(const std::string& what) override { said += what + '\n'; }
    void warn(const std::string& what) override { warned.push_back(what); }
    std::int64_t patience = -1;
    mutable std::int64_t asked = 0;
    std::vector<engine::Moment> before{}, after{};
    std::string said{};
    std::vector<std::string> warned{};
};

/// Results in a folder of their own, and a cache beside them.
struct Desk {
    engine::RunReport run(const std::string& text, Onlooker& watch,
                          const std::string& name = "a.h5", std::vector<std::string> settings = {},
                          bool resume = false) const {
        settings.insert(settings.begin(), {"run.days=1", "run.threads=1"});
        const engine::Scenario scenario{
            .name = "test.toml", .text = text, .title = "test", .places = {}};
        return engine::run(scenario,
                           {.settings = settings,
                            .output = folder / name,
                            .force = !resume,
                            .resume = resume,
                            .cache = cache},
                           watch);
    }
    Onlooker run(const std::string& text, const std::string& name = "a.h5") const {
        Onlooker watch;
        CHECK(run(text, watch, name).completed);
        return watch;
    }
    std::string digest(const std::string& name = "a.h5") const { return io::digest(folder / name); }
    std::vector<std::filesystem::path> entries() const {
        std::vector<std::filesystem::path> all;
        for (const auto& entry : std::filesystem::directory_iterator{*cache})
            all.push_back(entry.path());
        return all;
    }

    support::ScratchFolder folder{};
    std::optional<std::filesystem::path> cache = folder / "cache";
};

}  // namespace perforin::test::burn_in

#pragma once
// A scenario of a few parameters, and texts of layers in place of files.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/input.hpp"
#include "core/error.hpp"

namespace perforin::test::layered {

using config::Input;
using config::Places;
using config::Section;

struct TumourParams : config::Block {
    using Block::Block;
    Time cycle = param("cycle", 24, hour, {1, 1000}, "Length of a cycle", assumed("a test"));
    Length radius = param("radius", 6, um, {1, 20}, "Radius", assumed("a test"));
    std::int64_t clones = count("clones", 1, {1, 99}, "Clones", assumed("a test"));
};
struct CloneParams : config::Block {
    using Block::Block;
    std::string name = text("name", "", "Name of the clone");
    double share = param("share", 1, fraction, {0, 1}, "Share of the cells", setting());
};
struct LesionParams : config::Block {
    explicit LesionParams(const Section& section)
        : Block{section}, clones{config::each<CloneParams>(section, "clone")} {}
    std::string name = text("name", "primary", "Name");
    Length diameter = param("diameter", 20, mm, {0, 200}, "Long axis", setting());
    std::vector<CloneParams> clones;
};
struct TherapyParams : config::Block {
    using Block::Block;
    std::string type = text("type", "", "Kind");
    std::string name = text("name", "", "Name");
    Mass dose = param("dose", 200, mg, {0, 1000}, "Dose", setting());
    std::vector<Time> days = list("days", {0}, day, {0, 1000}, "Days", setting());
};

struct Scenario {
    explicit Scenario(const Input& input)
        : tumour{input.root().child("biology").child("tumour")},
          lesions{config::each<LesionParams>(input.root(), "lesion")},
          therapies{config::each<TherapyParams>(input.root(), "therapy")} {
        input.finish();
    }
    TumourParams tumour;
    std::vector<LesionParams> lesions;
    std::vector<TherapyParams> therapies;
};

using Files = std::map<std::string, std::string>;

/// The project is at /p, the scenario in /p/scenarios/s.
inline Places places(const Files& files) {
    return {"/p", "/p/scenarios/s", [files](const std::string& path) -> std::optional<std::string> {
                const auto found = files.find(path);
                if (found == files.end()) return std::nullopt;
                return found->second;
            }};
}

inline Input input(const std::string& text, const Files& files = {},
                   const std::vector<std::string>& settings = {}) {
    return {"scenarios/s/scenario.toml", text, places(files), settings};
}

inline std::string complaint(const std::string& text, const Files& files = {},
                             const std::vector<std::string>& settings = {}) {
    try {
        static_cast<void>(Scenario{input(text, files, settings)});
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

inline std::string origin(const Input& in, const std::string& path) {
    for (const config::Parameter& p : in.parameters()) {
        if (p.path == path) return p.origin.text();
    }
    return "none";
}

inline const std::string two_lesions = R"(
[[lesion]]
name = "primary"
diameter = "20 mm"
[[lesion]]
name = "liver 1"
[[therapy]]
type = "anti_pd1"
[[therapy]]
type = "radiotherapy"
name = "boost"
)";

}  // namespace perforin::test::layered

#include "study/plan.hpp"

#include "core/error.hpp"
#include "study/planner.hpp"

namespace perforin::study {

bool is_study(const engine::Scenario& file) {
    try {
        const config::Input input = file.input();
        return input.root().has("study") || input.root().has("vary");
    } catch (const BadInput&) {
        return false;
    }
}

Plan plan(const engine::Scenario& file, const Checking& checking) {
    return Planner{file, checking}.make();
}

}  // namespace perforin::study

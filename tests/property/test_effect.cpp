// A therapy of another kind, written from outside through the interfaces alone: an exposure, an
// effect in tissue that acts on it, nothing else.

#include <doctest/doctest.h>

#include "../support/patients.hpp"
#include "core/registry.hpp"
#include "tissue/effect.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

const Registered<tissue::Exposure> heat{"test_heat", "Degrees above normal, for a test",
                                        make<tissue::Exposure, tissue::Exposure>};

/// Kills tumour cells with a hazard per degree.
class Burn final : public tissue::Effect {
public:
    explicit Burn(config::Section&) {}
    void act(const tissue::World& world, tissue::Intents& intents) const override {
        const tissue::Surface& cells = world.surface();
        for (tissue::Row row = 0; row != cells.size(); ++row) {
            if ((cells.roles[row] & tissue::role::tumour) == 0) continue;
            const Rate hazard = static_cast<double>(world.level(heat_, row)) * 0.1 * per_hour;
            Stream random = world.random("test.burn"_draw, {cells.id[row]});
            if (happens(hazard, world.now().dt(), random)) {
                intents.deaths.push_back({row, tissue::Cause::necrosis});
            }
        }
    }

private:
    tissue::Level heat_ = tissue::exposure("test_heat");
};
const Registered<tissue::Effect> burn{"test_burn", "Heat kills, for a test",
                                      make<tissue::Effect, Burn>};

}  // namespace

TEST_CASE("an effect acts on what a therapy brings into a lesion, and only then") {
    auto cold = make_patient(small_slab());
    auto hot = make_patient(small_slab());
    hot->lesions().front()->expose(tissue::exposure("test_heat"), 1.0);
    cold->live(Day{0});
    hot->live(Day{0});
    const auto of = [](const auto& patient) { return figures(*patient->lesions().front()); };
    const double founded = of(make_patient(small_slab())).at("tumour_live");
    CHECK(of(cold).at("necrosis") == 0.0);
    // A day at 0.1 an hour leaves e^{−2.4} of the cells.
    CHECK(of(hot).at("tumour_live") < 0.15 * founded);
    CHECK(of(hot).at("necrosis") > 0.8 * founded);
}

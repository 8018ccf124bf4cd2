#pragma once
// Interleukin-2: who hears it, and how much cells take up. What a cell secretes is its own kind's.

#include <optional>

#include "config/block.hpp"
#include "core/units.hpp"
#include "tissue/exchange.hpp"
#include "tissue/world.hpp"

namespace perforin::biology {

/// `[interleukin2]`
struct Interleukin2Params : config::Block {
    using Block::Block;
    Molarity half = param("half", 320, picomolar, {0.1, 1e5},
                          "Interleukin-2 at half response and half uptake of effectors and helpers",
                          measured("popellab/qspio: 0.32 nM"));
    Molarity half_regulatory =
        param("half_regulatory", 3.2, picomolar, {0.01, 1e5},
              "The same for regulatory T cells, which have the high-affinity receptor",
              measured("popellab/qspio: 0.0032 nM"));
    Molarity usual = param(
        "usual", 100, picomolar, {0.1, 1e5},
        "Level that rates of division and death belong to; taken everywhere where a model has "
        "neither helper nor regulatory cells",
        recalled(assumed("10–1000 pM around secreting cells (Oyler-Yaniv 2017)")));
    double floor =
        param("floor", 0.25, fraction, {0, 10},
              "Response without interleukin-2, relative to the saturated part",
              assumed("interleukin-7 and 15, costimulation; half of the usual rate is left"));
    Rate uptake = param("uptake", 600, per_minute, {0, 1e6},
                        "Molecules that a cell takes up a minute at saturation",
                        recalled(assumed("10 a second: 1e4 receptors, internalised in 15 min")));
    bool off = ablation("il2", "Interleukin-2 is as usual everywhere, and nobody makes it");
};

/// Rate of division relative to that at the usual level: (floor + c/(c + K))/(the same at usual).
double interleukin2_response(const Interleukin2Params&, Molarity level);

/// Volume that one cell clears a minute, µm³: receptors that saturate at `half`.
double interleukin2_clearance(const Interleukin2Params&, Molarity level, Molarity half);

class Interleukin2 {
public:
    /// `top`: the whole input, which says whether there are helper or regulatory cells.
    explicit Interleukin2(const config::Section& top);

    /// Whether cells make it and take it up in this model.
    bool followed() const { return followed_; }
    /// Relative to the usual level; 1 where it is not followed and none is given.
    double response(const tissue::World&, tissue::Row) const;
    /// Saturation of a regulatory cell's receptors, 0…1.
    double regulatory_response(const tissue::World&, tissue::Row) const;
    void secrete(tissue::Exchange&, tissue::Row, double molecules_per_minute) const;
    void take(const tissue::World&, tissue::Exchange&, tissue::Row, bool regulatory) const;

private:
    Molarity level(const tissue::World&, tissue::Row) const;

    Interleukin2Params params_;
    bool followed_;
    tissue::Level il2_ = tissue::substance("il2");
    std::optional<tissue::Level> given_ = tissue::known_exposure("il2_given");
};

}  // namespace perforin::biology

#pragma once
// What is dissolved in one lesion: registered substances, drugs, and what they do to receptors;
// vessels, which supply and drain; exposures, which therapies bring.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cells/tables.hpp"
#include "core/time.hpp"
#include "fields/diffusion.hpp"
#include "fields/grid.hpp"
#include "fields/substance.hpp"
#include "tissue/dissolved_state.hpp"
#include "tissue/events.hpp"
#include "tissue/handles.hpp"
#include "tissue/layout.hpp"
#include "tissue/resample.hpp"
#include "tissue/vessels.hpp"

namespace perforin::tissue {

/// A drug as tissue meets it: how it gets about, and what it binds there.
struct DrugInTissue {
    std::string name;
    fields::Transport transport;  ///< levels in nM
    ReceptorHandle receptor;
    Molarity affinity;  ///< dissociation constant of one binding site
};

class Dissolved {
public:
    /// All substances in the order of their registry, then the drugs in the order given. The layout
    /// outlives it.
    Dissolved(const Layout&, float voxel_um, bool vascularised, const VesselParams&,
              const std::vector<const fields::Substance*>&, std::vector<DrugInTissue>,
              std::uint64_t seed, std::uint64_t lesion);

    /// Bytes that a voxel takes with so many substances and drugs, about.
    static double bytes_per_voxel(std::size_t dissolved);

    const fields::Grid& grid() const { return grid_; }
    std::span<const float> vessels() const { return interstitium_.vessels.span(); }
    /// Share of each voxel's tissue that is oedema fluid.
    std::span<const float> fluid() const { return interstitium_.fluid.span(); }
    Interstitium& interstitium() { return interstitium_; }

    float level(Level what, Vec3 at) const;
    Vec3 gradient(Level what, Vec3 at) const;  ///< per µm
    double occupancy(ReceptorHandle, Vec3 at) const;

    /// Level of a drug in the vessels until the next call.
    void perfuse(std::size_t drug, Molarity plasma);
    void expose(Level what, double level);

    /// The substance's solver, for exchange and output.
    fields::Diffusion& field(Level substance) { return *fields_[substance.rank]; }
    const fields::Diffusion& field(Level substance) const { return *fields_[substance.rank]; }
    std::size_t substances() const { return substances_; }
    const std::vector<DrugInTissue>& drugs() const { return drugs_; }
    const fields::Diffusion& drug(std::size_t i) const { return *fields_[substances_ + i]; }

    /// Forgets what cells gave and took; they say it anew each step.
    void begin();
    /// One implicit step of every field, or its steady state where that is faster than the step.
    /// Throws Broken, naming the substance, when the solver misses its goal.
    void relax(const Tick&, const fields::Goal&);

    /// The block moves up by `layers` voxels along the depth axis: those below are gone, those that
    /// appear above take the levels of the layer they touch, and the vessels of host tissue there.
    void cut(std::size_t layers);

    /// All state, for saving and reading back; then `renew` makes the rest anew from it. Throws
    /// Broken if what was read is of another grid or of other drugs.
    cells::Tables tables();
    void renew();

    /// Gives plasma, exposures, levels and fluid to a block that goes on as a sample of this one:
    /// to each of its layers the mean over what lies at that depth. Its vessels are those of its
    /// own place, changed at each depth as this block's have changed since they were host tissue's.
    void hand_down(const Unrolling&, Dissolved& sample) const;

    /// Mean levels.
    void tally(Tally&) const;

private:
    std::string name(std::size_t field) const;
    float host_vessels(std::size_t voxel) const;
    std::size_t in_layer() const { return depth_ == 1 ? grid_.n[0] : grid_.n[0] * grid_.n[1]; }
    void place_vessels(std::size_t first);
    void hand_down_vessels(const Unrolling&, Dissolved& sample) const;
    void bind_receptors();

    const Layout* layout_;
    fields::Grid grid_;
    std::size_t depth_;
    VesselParams vessel_params_;
    bool vascularised_;
    std::uint64_t seed_, lesion_;
    std::size_t substances_;
    std::vector<DrugInTissue> drugs_;
    Levels levels_;  ///< before the fields that live in it
    Interstitium interstitium_;
    Perfusion perfusion_;
    Exposures exposures_;
    Depth position_;
    fields::Multigrid solver_;
    std::vector<std::unique_ptr<fields::Diffusion>> fields_;
    std::vector<std::vector<float>> occupancy_;  ///< by receptor; empty: no drug binds it
};

}  // namespace perforin::tissue

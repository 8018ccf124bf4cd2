#pragma once
// What-if switches for substances that several kinds make: each maker asks here.

#include "config/block.hpp"

namespace perforin::biology {

/// Part of `[ablation]`; any section of the input will do.
struct SecretionSwitches : config::Block {
    using Block::Block;
    bool tgf_beta_off = ablation("tgf_beta", "No cell makes TGF-β, and none feels it");
};

}  // namespace perforin::biology

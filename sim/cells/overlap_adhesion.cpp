#include "cells/overlap_adhesion.hpp"

#include "core/registry.hpp"

namespace perforin::cells {

namespace {

const Registered<Interaction> here{
    "overlap_adhesion", "Repulsion where cells overlap, adhesion up to a little beyond contact",
    make<Interaction, PairwiseInteraction<OverlapAdhesion>>};

}  // namespace

}  // namespace perforin::cells

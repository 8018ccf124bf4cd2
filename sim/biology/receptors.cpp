// Receptors that drugs may occupy. What occupancy does is written where a kind uses it.

#include "core/registry.hpp"
#include "tissue/handles.hpp"

namespace perforin::biology {

namespace {

using tissue::Receptor;

const Registered<Receptor> pd1{"pd1", "Programmed death 1, on T cells: inhibits them when bound",
                               make<Receptor, Receptor>};
const Registered<Receptor> pdl1{"pdl1", "Ligand of PD-1, on tumour cells; induced by interferon-γ",
                                make<Receptor, Receptor>};

}  // namespace

}  // namespace perforin::biology

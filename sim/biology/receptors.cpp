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

const Registered<Receptor> ctla4{"ctla4",
                                 "Takes CD80 and CD86 from CD28; on regulatory T cells most of all",
                                 make<Receptor, Receptor>};
const Registered<Receptor> lag3{"lag3", "Second checkpoint of T cells, bound by MHC-II and FGL1",
                                make<Receptor, Receptor>};
const Registered<Receptor> nkg2a{"nkg2a", "Inhibits NK cells where a target shows MHC-I (HLA-E)",
                                 make<Receptor, Receptor>};
const Registered<Receptor> tumour_antigen{
    "tumour_antigen", "A surface antigen of tumour cells that antibodies may mark",
    make<Receptor, Receptor>};
const Registered<Receptor> microtubules{
    "microtubules", "The mitotic spindle: where a drug holds it, divisions fail",
    make<Receptor, Receptor>};
const Registered<Receptor> growth_signal{
    "growth_signal", "A kinase that a tumour cell divides and lives by, unless it is independent",
    make<Receptor, Receptor>};
const Registered<Receptor> kit{
    "kit", "Kinase that keeps a tumour's IDO up, and with it its regulatory T cells",
    make<Receptor, Receptor>};
const Registered<Receptor> glucocorticoid{"glucocorticoid",
                                          "Steroid receptor of leukocytes: quiets them when bound",
                                          make<Receptor, Receptor>};

}  // namespace

}  // namespace perforin::biology

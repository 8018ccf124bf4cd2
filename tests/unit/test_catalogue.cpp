#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "cells/interaction.hpp"
#include "clinic/examination.hpp"
#include "config/plugins.hpp"
#include "fields/substance.hpp"
#include "patient/drug.hpp"
#include "patient/therapy.hpp"
#include "tissue/effect.hpp"
#include "tissue/handles.hpp"
#include "tissue/kind.hpp"
#include "tissue/layout.hpp"

using namespace perforin;
using Names = std::vector<std::string>;

namespace {

/// Names of the program's own; tests may add plug-ins that begin with "test_".
template <class Interface>
Names registered_names() {
    Names names = config::registered_names<Interface>();
    std::erase_if(names, [](const std::string& name) { return name.rfind("test_", 0) == 0; });
    return names;
}

}  // namespace

// A plug-in registers itself. A linker that drops its file, or a name that changes, shows here.
TEST_CASE("the program holds exactly these plug-ins") {
    CHECK(registered_names<tissue::Kind>() ==
          Names{"bystander", "car_t", "cytotoxic_t", "dendritic_cell", "fibroblast", "helper_t",
                "macrophage", "mdsc", "natural_killer", "parenchyma", "regulatory_t", "tumour"});
    CHECK(registered_names<fields::Substance>() == Names{"cxcl12", "cxcl9_10", "damps", "ifn_1",
                                                         "ifn_gamma", "il10", "il2", "matrix",
                                                         "oxygen", "tgf_beta", "vegf", "virus"});
    CHECK(registered_names<tissue::Exposure>() == Names{"adjuvant", "gm_csf", "ifn_1_given",
                                                        "il2_given", "radiation", "virus_antibody",
                                                        "virus_given"});
    CHECK(registered_names<tissue::Effect>() == Names{"chemotherapy", "kit", "radiation"});
    CHECK(registered_names<tissue::Receptor>() == Names{"ctla4", "glucocorticoid", "growth_signal",
                                                        "kit", "lag3", "microtubules", "nkg2a",
                                                        "pd1", "pdl1", "tumour_antigen"});
    CHECK(registered_names<patient::Drug>() == Names{"atezolizumab", "docetaxel", "durvalumab",
                                                     "erlotinib", "imatinib", "ipilimumab",
                                                     "nivolumab", "pembrolizumab", "prednisone",
                                                     "relatlimab", "trastuzumab", "tremelimumab"});
    CHECK(registered_names<patient::Therapy>() == Names{"adjuvant",      "adoptive_transfer",
                                                        "atezolizumab",  "car_t",
                                                        "chemotherapy",  "diet",
                                                        "durvalumab",    "exercise",
                                                        "imatinib_like", "interferon_alpha",
                                                        "interleukin_2", "ipilimumab",
                                                        "nivolumab",     "oncolytic_virus",
                                                        "pembrolizumab", "radiotherapy",
                                                        "relatlimab",    "steroids",
                                                        "surgery",       "targeted",
                                                        "tremelimumab",  "tumour_antibody",
                                                        "vaccine"});
    CHECK(registered_names<clinic::Examination>() == Names{"antigen_specific_t", "biopsy",
                                                           "blood_panel", "ct", "ctdna", "fdg_pet",
                                                           "repertoire"});
    CHECK(registered_names<tissue::Layout>() == Names{"nodule", "slab"});
    CHECK(registered_names<cells::Interaction>() == Names{"overlap_adhesion"});
}

TEST_CASE("a case to compare with has plug-ins of its own, which only its model shows") {
    const Names before = registered_names<tissue::Kind>();
    {
        const Model model{"cancer_immune"};
        CHECK(registered_names<tissue::Kind>() == Names{"immune", "tumour"});
        CHECK(registered_names<fields::Substance>() == Names{"factor", "oxygen"});
        CHECK(registered_names<patient::Therapy>() == Names{"insertion"});
        CHECK(registered_names<tissue::Layout>() == Names{"ball"});
        CHECK(registered_names<cells::Interaction>() == Names{"repulsion"});
    }
    CHECK(registered_names<tissue::Kind>() == before);
}

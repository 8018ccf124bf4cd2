// IDO: what interferon-γ induces, what KIT keeps up, and what it does to T cells that divide.

#include <doctest/doctest.h>

#include <string>

#include "../support/closed_block.hpp"
#include "../support/saved_patients.hpp"
#include "biology/models/ido.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

const std::string inflamed =
    "[tissue]\nstep = '2 h'\nsub_step = '20 min'\n[patient]\nautoimmunity = 0\n" +
    some("cytotoxic_t", "8e7");

/// CD8 T cells of an inflamed block after three days.
double t_cells(const std::string& more) {
    auto patient = make_patient(small_slab(inflamed + more));
    live(*patient, 3);
    const auto f = figures(*patient);
    return f.at("ctl_progenitor") + f.at("ctl_effector") + f.at("ctl_exhausted");
}

bool same(const std::string& one, const std::string& other) {
    auto first = make_patient(small_slab(inflamed + one)),
         second = make_patient(small_slab(inflamed + other));
    live(*first, 2);
    live(*second, 2);
    return difference_without_therapy(*first, *second).empty();
}

}  // namespace

TEST_CASE("IDO follows interferon-γ, and KIT as far as it keeps it up") {
    auto p = config::standard<biology::IdoParams>();
    const auto brake = [&](double picomolars, double kit) {
        return biology::ido_brake(p, picomolars * picomolar, kit);
    };
    CHECK(brake(1e6, 0.0) == 0.0);  // by default
    p.most = 0.5;
    CHECK(brake(0, 0) == doctest::Approx(0.05));
    CHECK(brake(50, 0) == doctest::Approx(0.5 * (0.1 + 0.45)));
    CHECK(brake(1e9, 0) == doctest::Approx(0.5));
    CHECK(brake(1e9, 1) == doctest::Approx(0.45));
    CHECK(brake(0, 1) == 0.0);
    CHECK(brake(0, 0.5) == doctest::Approx(0.025));
    p.off = true;
    CHECK(brake(1e9, 0) == 0.0);
}

TEST_CASE("T cells amid IDO divide less, and a drug that blocks KIT gives part of it back") {
    const std::string constitutive = "[ido]\nmost = 1\nconstitutive = 1\n",
                      blocks_kit =
                          "[[therapy]]\ntype = 'imatinib_like'\n[drug.imatinib]\n"
                          "half = '1e-3 nM'\n";
    const double none = t_cells(""), amid = t_cells(constitutive),
                 treated = t_cells(constitutive + blocks_kit);
    MESSAGE("T cells without IDO, amid it, with KIT blocked: " << none << ", " << amid << ", "
                                                               << treated);
    CHECK(amid < 0.9 * none);
    CHECK(treated > amid + 0.5 * (none - amid));
    // What interferon induces, KIT does not keep up.
    const std::string induced = "[ido]\nmost = 1\nconstitutive = 0\n";
    CHECK(same(induced, induced + blocks_kit));
    CHECK_FALSE(same(constitutive, constitutive + blocks_kit));
}

TEST_CASE("without IDO everything is as if there were no such thing, to the bit") {
    CHECK(same("", "[ido]\nmost = 0\nconstitutive = 1\n"));
    CHECK(same("", "[ido]\nmost = 1\n[ablation]\nido = true\n"));
    CHECK_FALSE(same("", "[ido]\nmost = 1\n"));
}

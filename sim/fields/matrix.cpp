// Extracellular matrix: fibroblasts lay it down, it does not get about, and turns over slowly. Its
// density is relative: 0 is loose stroma, 1 the dense collagen of an excluded tumour.

#include "fields/substance.hpp"

namespace perforin::fields {

namespace {

struct MatrixParams : config::Block {
    using Block::Block;
    Rate turnover = param("turnover", 0.02, per_day, {0, 10}, "Hazard that matrix is broken down",
                          assumed("collagen of tumours turns over within weeks to months"));
    double loose =
        param("loose", 0, fraction, {0, 2}, "Density everywhere at the start, 1 being dense stroma",
              setting("fibroblasts lay down the rest"));

    Transport transport() const {
        Transport t;
        t.unit = fraction.symbol;
        t.decay = turnover;
        t.host = Wall::no_flux();
        t.initial = loose;
        t.per_molecule = 1.0;  // the density of one unit of matrix in 1 µm³
        return t;
    }
};

struct Matrix final : Substance {
    explicit Matrix(config::Section& section) : Substance{MatrixParams{section}.transport()} {}
};

const Registered<Substance> here{"matrix", "Extracellular matrix", make<Substance, Matrix>};

}  // namespace

}  // namespace perforin::fields

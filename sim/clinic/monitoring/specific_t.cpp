#include "clinic/monitoring/specific_t.hpp"

#include "clinic/monitoring/sampling.hpp"

namespace perforin::clinic {

double tetramer_share(const TetramerParams& p, double share, Stream& random) {
    const double binding = share + p.background * (1.0 - share);
    const auto seen = binomial(static_cast<std::uint64_t>(p.gated), binding, random);
    return static_cast<double>(seen) / static_cast<double>(p.gated);
}

Spots elispot(const ElispotParams& p, double specific, double yield, double background,
              Stream& random) {
    const double million = 1e-6 * static_cast<double>(p.cells);
    const double wells = million * static_cast<double>(p.wells);
    const double controls = million * static_cast<double>(p.controls);
    const double spots = yield * p.spots * specific + background;
    return {static_cast<double>(poisson(spots * wells, random)) / wells,
            static_cast<double>(poisson(background * controls, random)) / controls};
}

bool positive(const ElispotParams& p, const Spots& spots) {
    return spots.antigen >= p.ratio * spots.control && spots.net() >= p.least;
}

}  // namespace perforin::clinic

// What a sample takes over of the block it is a sample of, cells apart. Part of Dissolved.

#include <algorithm>
#include <cmath>
#include <utility>

#include "tissue/dissolved.hpp"

namespace perforin::tissue {

namespace {

/// Sums by layer of a slab over the voxels of a ball that lie at its height.
struct Layers {
    std::vector<double> sum, count;

    Layers(const Unrolling& unrolling, const fields::Grid& ball, std::span<const float> values,
           const fields::Grid& slab, std::size_t depth)
        : sum(slab.n[depth], 0.0), count(slab.n[depth], 0.0) {
        for (std::size_t v = 0; v != values.size(); ++v) {
            const double height = unrolling.height(ball.centre(v));
            const double layer = std::floor(height / static_cast<double>(slab.spacing[depth]));
            if (layer < 0.0 || layer >= static_cast<double>(sum.size())) continue;
            sum[static_cast<std::size_t>(layer)] += static_cast<double>(values[v]);
            count[static_cast<std::size_t>(layer)] += 1.0;
        }
    }

    /// Gives each layer its mean. Beyond the corners of the ball's block there is nothing to take:
    /// as in the layer below, and `level` below all.
    void spread(double level, std::span<float> to) const {
        const std::size_t in_layer = to.size() / sum.size();
        for (std::size_t k = 0; k != sum.size(); ++k) {
            if (count[k] > 0.0) level = sum[k] / count[k];
            std::fill_n(to.begin() + static_cast<std::ptrdiff_t>(k * in_layer), in_layer,
                        static_cast<float>(level));
        }
    }
};

}  // namespace

void Dissolved::hand_down(const Unrolling& unrolling, Dissolved& sample) const {
    for (std::size_t i = 0; i != drugs_.size(); ++i) {
        sample.perfusion_.plasma[i] = perfusion_.plasma[i];
    }
    for (std::size_t i = 0; i != exposures_.size(); ++i) {
        sample.exposures_.level[i] = exposures_.level[i];
    }
    const auto layers = [&](std::span<const float> values) {
        return Layers{unrolling, grid_, values, sample.grid_, sample.depth_};
    };
    for (std::size_t i = 0; i != fields_.size(); ++i) {
        layers(std::as_const(*fields_[i]).levels())
            .spread(fields_[i]->transport().initial, sample.fields_[i]->levels());
    }
    layers(fluid()).spread(0.0, sample.interstitium_.fluid.span());
    hand_down_vessels(unrolling, sample);
    sample.bind_receptors();
}

/// Where vessels became fewer at a depth than host tissue had there, each of the sample's keeps the
/// share that is left; where they became more, new ones fill the same share of what was free.
void Dissolved::hand_down_vessels(const Unrolling& unrolling, Dissolved& sample) const {
    std::vector<float> host(grid_.size());
    for (std::size_t v = 0; v != host.size(); ++v) host[v] = host_vessels(v);
    const Layers before{unrolling, grid_, host, sample.grid_, sample.depth_},
        after{unrolling, grid_, vessels(), sample.grid_, sample.depth_};
    const std::size_t in_layer = sample.in_layer();
    for (std::size_t k = 0; k != before.sum.size(); ++k) {
        const double had = before.sum[k], has = after.sum[k], all = before.count[k];
        if (had == has) continue;
        const double left = has < had ? has / had : 1.0,
                     filled = has > had && had < all ? (has - had) / (all - had) : 0.0;
        for (std::size_t v = k * in_layer; v != (k + 1) * in_layer; ++v) {
            const double own = sample.interstitium_.vessels[v];
            sample.interstitium_.vessels[v] = static_cast<float>(left * own + filled * (1.0 - own));
        }
    }
}

}  // namespace perforin::tissue

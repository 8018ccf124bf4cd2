// The event of the case: immune cells appear on a shell around the tumour.

#include <cmath>
#include <cstdint>

#include "cases/cancer_immune/immune.hpp"
#include "cases/cancer_immune/sources.hpp"
#include "config/block.hpp"
#include "core/registry.hpp"
#include "patient/therapy.hpp"
#include "tissue/geometry.hpp"

namespace perforin::cases::cancer_immune {

namespace {

struct InsertionParams : config::Block {
    using Block::Block;
    std::int64_t count = Block::count("count", 7500, {0, 1e7}, "Immune cells", peer());
    Time at = param("at", 14, day, {0, 1000}, "When they appear", peer());
    Length least = param("least_radius", 250, um, {0, 10000},
                         "Radius that the tumour is taken to have at least", peer());
    Length beyond = param("beyond", 67.5, um, {0, 1000},
                          "Mean distance of the shell from the farthest cell", peer());
    Length spread = param("spread", 12.375, um, {0, 1000}, "Its standard deviation", peer());
};

class Insertion final : public patient::Therapy, public tissue::Placement {
public:
    explicit Insertion(config::Section& section) : params_{section} {}

    void prepare(patient::Body&) const override {}
    void administer(const Day&, patient::Body&) override {}

    std::vector<patient::Graft> grafts(const Tick& tick) const override {
        const auto at = static_cast<Seconds>(std::llround(params_.at.in(second)));
        if (at < tick.start || at >= tick.end()) return {};
        return {{"", static_cast<std::uint16_t>(rank_of<tissue::Kind>("immune")), this}};
    }

    std::vector<tissue::Founder> place(const tissue::World& world) const override {
        const Vec3 middle = 0.5f * world.box().size;
        double farthest = params_.least.in(um);
        for (const Vec3& at : world.surface().position.span()) {
            farthest = std::max(farthest, static_cast<double>(norm(at - middle)));
        }
        Stream random = world.random("cancer_immune.insertion"_draw, {0});
        const double mean = farthest + params_.beyond.in(um), spread = params_.spread.in(um);
        std::vector<tissue::Founder> founders(static_cast<std::size_t>(params_.count));
        for (tissue::Founder& founder : founders) {
            const auto far = static_cast<float>(mean + spread * normal(random));
            founder.position = middle + far * tissue::random_direction(3, random);
            founder.phenotype = world.box().holds(founder.position) ? inside : outside;
        }
        return founders;
    }

private:
    InsertionParams params_;
};

const Registered<patient::Therapy> here{"insertion", "Immune cells around the tumour",
                                        make<patient::Therapy, Insertion>, model};

}  // namespace

}  // namespace perforin::cases::cancer_immune

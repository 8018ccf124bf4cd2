// A nodule that outgrew its cap goes on as a slab, a sample of itself. Part of Lesion.

#include <algorithm>

#include "tissue/geometry.hpp"
#include "tissue/lesion.hpp"
#include "tissue/resample.hpp"

namespace perforin::tissue {

/// What the books say decides the layout, so a lesion read back from its tables is laid out as it
/// was. Returns what was dissolved in the block before.
std::unique_ptr<Dissolved> Lesion::lay_out() {
    layout_ = books_.outgrown != 0 ? successor_.get() : founding_.get();
    box_ = layout_->box();
    mechanics_ = {*rules_.interaction, box_, walls_of(*layout_), rules_.mechanics};
    still_.grid = {box_, still_bins};
    resident_.grid = {box_, resident_bins};
    moving_.grid = {box_, moving_bins};
    auto before = std::move(dissolved_);
    dissolved_ = dissolve(before->drugs());
    return before;
}

/// When the ball that holds 98 % of the tumour cells outgrows its cap, a slab is founded: cells are
/// drawn by class and depth under the margin, each stands for more, so that the lesion's volume
/// does not jump, and substances keep their levels by depth. What the stocks gain or lose is
/// booked.
void Lesion::outgrow(const Tick& tick) {
    if (!successor_ || layout_ == successor_.get()) return;
    const Ball ball = ball_of(cells_, tumour_agents(), 0.98);
    if (ball.radius <= layout_->outgrown_at()) return;
    const Unrolling unrolling{ball.centre, ball.radius, successor_->depth(), successor_->box()};

    const Volume before = volume();
    const auto had = stock();
    const auto pool_had = static_cast<double>(pool_.total());
    draw_sample(unrolling, tick);
    books_.outgrown = 1;
    lay_out()->hand_down(unrolling, *dissolved_);
    rearrange(order_(cells_.position.span(), cells_.id.span()));
    find_margin();
    books_.cells_per_agent *= before / volume();
    const auto has = stock();
    books_.resampled_tumour += has[0] - had[0] + static_cast<double>(pool_.total()) - pool_had;
    books_.resampled_corpses += has[1] - had[1];
    books_.resampled_others += has[2] - had[2];
    recorder_.add({.at = tick.end(), .kind = EventKind::outgrown, .value = ball.radius});
    index();
}

/// Cells that an agent will stand for once the block is the sample, as expected.
double Lesion::expected_cells_per_agent(const Unrolling& unrolling) const {
    double whole = 0.0, sample = 0.0;
    for (std::size_t row = 0; row != cells_.size(); ++row) {
        if (!(cells_.weight[row] > 0.0f)) continue;
        const double volume = sphere_um3(cells_.room(row));
        whole += volume;
        sample += volume * unrolling.copies(cells_.position[row]);
    }
    return books_.cells_per_agent * whole / sample;
}

/// How often each cell is drawn. A clone that is smaller than an agent will be, or of which no cell
/// is drawn, goes to the pool, cell by cell; probes go.
std::vector<std::uint32_t> Lesion::draw_cells(const Unrolling& unrolling, const Tick& tick) {
    const double agent = expected_cells_per_agent(unrolling);
    std::vector<Row> real;
    for (Row row = 0; row != cells_.size(); ++row) {
        if (cells_.weight[row] > 0.0f) real.push_back(row);
    }
    std::vector<std::uint32_t> times(cells_.size(), 0);
    for (const auto& [key, rows] : classes_of(cells_, real)) {
        const Row first = rows.front();
        Stream random{seed_, "resample.offset"_draw, {identity_, key}, tick.end()};
        const auto drawn = draw(cells_, rows, unrolling, uniform(random));
        const double size = static_cast<double>(rows.size()) * books_.cells_per_agent;
        const bool none = *std::max_element(drawn.begin(), drawn.end()) == 0;
        if (clonogenic_agent(cells_, first) && agent >= 2.0 && (none || size < agent)) {
            const std::size_t pool = pool_.entry(cells_.clone[first]);
            pool_.cells[pool] += static_cast<std::uint64_t>(std::llround(size));
            record(EventKind::to_pool, first, tick.end(), size);
            continue;
        }
        for (std::size_t i = 0; i != rows.size(); ++i) times[rows[i]] = drawn[i];
    }
    return times;
}

/// Leaves the cells that are drawn, further copies beside the first, at their depths and at random
/// places along the margin. Neighbours are parted by that, so all synapses end.
void Lesion::draw_sample(const Unrolling& unrolling, const Tick& tick) {
    const std::vector<std::uint32_t> times = draw_cells(unrolling, tick);
    std::vector<Row> placed;
    gone_.assign(cells_.size(), 0);
    for (Row row = 0; row != times.size(); ++row) {
        cells_.partner[row] = 0;
        cells_.partner_row[row] = no_row;
        if (times[row] == 0) {
            gone_[row] = 1;
            continue;
        }
        placed.push_back(row);
        for (std::uint32_t n = 1; n != times[row]; ++n) placed.push_back(copy(row, n));
    }
    gone_.resize(cells_.size(), 0);
    // One after another by identity: who comes first depends neither on rows nor on depth.
    std::sort(placed.begin(), placed.end(),
              [this](Row a, Row b) { return cells_.id[a] < cells_.id[b]; });
    Places places{unrolling.slab};
    for (const Row row : placed) {
        Stream random{seed_, "resample.place"_draw, {cells_.id[row], identity_}, tick.end()};
        cells_.position[row] =
            places.give(unrolling.height(cells_.position[row]), cells_.room(row), random);
    }
    remove_gone();
}

/// The n-th further copy of a cell: like it in everything but its identity, wounds included.
Row Lesion::copy(Row row, std::uint64_t n) {
    const Row made = duplicate(row);
    cells_.id[made] = copy_of(cells_.id[row], n);
    if (cells_.hits[row] == 0) return made;
    std::vector<Row> own;
    for (Row w = 0; w != wounds_.size(); ++w) {
        if (wounds_.target[w] == cells_.id[row]) own.push_back(w);
    }
    for (std::size_t w = wounds_.append(wounds_, own); w != wounds_.size(); ++w) {
        wounds_.target[w] = cells_.id[made];
    }
    return made;
}

}  // namespace perforin::tissue

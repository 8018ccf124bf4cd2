// A sample goes back to the size of the lesion that was asked for, and the clock to zero. Part of
// Lesion.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "tissue/geometry.hpp"
#include "tissue/lesion.hpp"

namespace perforin::tissue {

namespace {

/// Gives a table back what it holds, but for what a derived class changes.
class Itself : public Source {
public:
    explicit Itself(const cells::Table& table) : rows_{table.size()} {}
    std::size_t rows(const std::string&) const override { return rows_; }

private:
    std::size_t rows_;
};

/// Moments as counted from a later one: columns of whole seconds. 0 is none, and stays.
class CountedFrom final : public Itself {
public:
    CountedFrom(const cells::Table& table, Seconds now) : Itself{table}, now_{now} {}
    void take(const Label& label, void* into, std::size_t rows, std::size_t width,
              Scalar type) const override {
        if (type != Scalar::i64 || label.unit != "s") return;
        auto* const moments = static_cast<std::int64_t*>(into);
        for (std::size_t i = 0; i != rows * width; ++i) {
            if (moments[i] != 0) moments[i] -= now_;
        }
    }

private:
    Seconds now_;
};

/// Books in which nothing stands yet but what they are about.
class NewBooks final : public Itself {
public:
    using Itself::Itself;
    void take(const Label& label, void* into, std::size_t, std::size_t,
              Scalar type) const override {
        constexpr std::array<std::string_view, 4> kept{"cells_per_agent", "fill", "founders",
                                                       "outgrown"};
        if (std::find(kept.begin(), kept.end(), label.name) != kept.end()) return;
        if (type == Scalar::f64) *static_cast<double*>(into) = 0.0;
        if (type == Scalar::i64) *static_cast<std::int64_t*>(into) = 0;
    }
};

}  // namespace

double Lesion::live() const {
    return stock()[0] + static_cast<double>(pool_.total());
}

/// Small clones keep their share: a pool's cells are scaled like all others, and rounded up as
/// often as it takes for the mean to be right.
void Lesion::rescale(Seconds at) {
    const double now = volume().in(um3), wanted = sphere_um3(0.5 * params_.diameter.in(um));
    if (!layout_->sample() || !(now > 0.0)) return;
    const double factor = wanted / now;
    books_.cells_per_agent *= factor;
    for (std::size_t i = 0; i != pool_.size(); ++i) {
        const std::uint32_t clone = pool_.clone[i];
        Stream random{
            seed_, "baseline.pool"_draw, {identity_, descend(clone, clones_.antigens[clone])}, at};
        const double cells = static_cast<double>(pool_.cells[i]) * factor;
        pool_.cells[i] = static_cast<std::uint64_t>(std::floor(cells + uniform(random)));
    }
    pool_.tidy();
    for (std::size_t clone = 0; clone != clones_.size(); ++clone) {
        clones_.owed[clone] *= factor;
        clones_.died[clone] = 0.0;
    }
    static_cast<cells::Table&>(books_).read(NewBooks{books_});
    books_.founded = live();
}

void Lesion::set_clock(Seconds began, Seconds now) {
    for (Row row = 0; row != cells_.size(); ++row) {
        cells_.partner[row] = 0;
        cells_.partner_row[row] = no_row;
        cells_.hits[row] = 0;
    }
    wounds_.resize(0);
    for (std::size_t clone = 0; clone != clones_.size(); ++clone) {
        if (clones_.born[clone] == 0) clones_.born[clone] = began;  // those of the founders
    }
    for (const cells::NamedTable& one : tables()) one.table->read(CountedFrom{*one.table, now});
}

}  // namespace perforin::tissue

// Guards: what no lesion of a sound run can come to. Each names what is wrong, where and when.
// Part of Lesion.

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "core/error.hpp"
#include "tissue/lesion.hpp"

namespace perforin::tissue {

namespace {

/// Looks for a column that holds what is no number.
class NumbersOnly final : public Sink {
public:
    void put(const Label& label, const Rows& rows) override {
        const std::size_t values = rows.rows * rows.width;
        const bool sound = rows.type == Scalar::f32   ? finite<float>(rows.data, values)
                           : rows.type == Scalar::f64 ? finite<double>(rows.data, values)
                                                      : true;
        if (!sound && !found) found = label.name;
    }
    std::optional<std::string> found;

private:
    template <class T>
    static bool finite(const void* data, std::size_t values) {
        const auto* const first = static_cast<const T*>(data);
        return std::all_of(first, first + values, [](T value) { return std::isfinite(value); });
    }
};

std::string when(const Tick& tick) {
    return fmt::format("day {:.4f}", static_cast<double>(tick.end()) / seconds_per_day);
}

}  // namespace

/// Counts and places after every step; what takes longer at the end of each day.
void Lesion::check(const Tick& tick) {
    check_counts();
    check_places(tick);
    if (tick.end() % seconds_per_day != 0) return;
    check_balance(tick);
    check_numbers(tick);
}

void Lesion::check_counts() const {
    if (static_cast<double>(cells_.size()) <= rules_.tissue.largest_population) return;
    throw Broken{
        fmt::format("lesion {} holds {} agents, more than tissue.largest_population allows", name(),
                    cells_.size())};
}

/// A tumour cell that has left the block meets no others and sees what the border sees.
void Lesion::check_places(const Tick& tick) const {
    for (std::size_t row = 0; row != cells_.size(); ++row) {
        const Vec3 p = cells_.position[row];
        if (!std::isfinite(p.x + p.y + p.z + cells_.radius[row])) {
            throw Broken{fmt::format("lesion {}, {}: cell {} has no finite place or size", name(),
                                     when(tick), cells_.id[row])};
        }
        if (box_.holds(p, -cells_.radius[row]) || !tumour_agent(cells_, row)) continue;
        const LayoutKey size = layout_->size_key();
        throw Broken{fmt::format(
            "lesion {}, {}: tumour cell {} has left the block, at {:.1f}, {:.1f}, {:.1f} um of "
            "{:.0f} x {:.0f} x {:.0f} um; the tumour has outgrown it. A larger `{}.{}` gives it "
            "room",
            name(), when(tick), cells_.id[row], p.x, p.y, p.z, box_.size.x, box_.size.y,
            box_.size.z, size.table, size.key)};
    }
}

/// Live tumour cells, in agents and in the pool, are those founded and born less those lost, to the
/// rounding of the sums.
void Lesion::check_balance(const Tick& tick) const {
    const double live = stock()[0] + static_cast<double>(pool_.total());
    const double gained = books_.founded + books_.born + books_.resampled_tumour;
    const double lost = books_.apoptosis + books_.necrosis + books_.killed + books_.irradiated +
                        books_.drugged + books_.resected;
    const double turnover = books_.founded + books_.born + std::abs(books_.resampled_tumour);
    const double tolerance = 1e-9 * turnover + 1e-3;
    if (std::abs(live - (gained - lost)) <= tolerance) return;
    throw Broken{fmt::format(
        "lesion {}, {}: {:.9g} tumour cells live, but by its books it is {:.9g}: {:.9g} founded + "
        "{:.9g} born - {:.9g} apoptotic - {:.9g} necrotic - {:.9g} killed - {:.9g} irradiated - "
        "{:.9g} by drugs - {:.9g} resected + {:.9g} resampled",
        name(), when(tick), live, gained - lost, books_.founded.value(), books_.born.value(),
        books_.apoptosis.value(), books_.necrosis.value(), books_.killed.value(),
        books_.irradiated.value(), books_.drugged.value(), books_.resected.value(),
        books_.resampled_tumour.value())};
}

/// Everything mutable is in the tables, so nothing is overlooked.
void Lesion::check_numbers(const Tick& tick) {
    for (const cells::NamedTable& one : tables()) {
        NumbersOnly numbers;
        one.table->write(numbers);
        if (!numbers.found) continue;
        throw Broken{fmt::format("lesion {}, {}: column {} of table {} holds what is no number",
                                 name(), when(tick), *numbers.found, one.name)};
    }
}

}  // namespace perforin::tissue

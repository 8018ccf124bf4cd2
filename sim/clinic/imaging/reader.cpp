#include "clinic/imaging/reader.hpp"

#include <algorithm>
#include <cmath>

#include "core/maths.hpp"
#include "core/random.hpp"

namespace perforin::clinic {

double misreading(const ReaderParams& p, double deviate) {
    const double error = p.spread * deviate * maths::exp(0.5 * p.tail * deviate * deviate);
    return std::clamp(error, -p.most, p.most);
}

/// The two parts add up before the tail is drawn out, so that the law of one reading is the same
/// whatever persists.
double reading_error(const ReaderParams& p, const ReadingKey& key) {
    const Who who{key.lesion, descend(key.examination, key.reader)};
    Stream lasting{key.seed, "reader.lesion"_draw, who, 0};
    Stream passing{key.seed, "reader.visit"_draw, who, key.at};
    const double own = std::sqrt(p.persistence) * normal(lasting);
    return misreading(p, own + std::sqrt(1.0 - p.persistence) * normal(passing));
}

double read_mm(const ReaderParams& p, double shown_mm, double error) {
    const double read = shown_mm * maths::exp(error), step = p.step.in(mm);
    return step > 0.0 ? step * std::round(read / step) : read;
}

}  // namespace perforin::clinic

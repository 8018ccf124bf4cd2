#include "patient/therapy.hpp"

#include <string>

#include "core/sink.hpp"

namespace perforin::patient {

namespace {

/// Takes the count of administrations out of a course.
class Given final : public Sink {
public:
    void put(const Label& label, const Rows& rows) override {
        if (label.name == "given" && rows.rows == 1 && rows.type == Scalar::i64) {
            count = *static_cast<const std::int64_t*>(rows.data);
        }
    }
    std::int64_t count = 0;
};

}  // namespace

bool Therapy::begun() {
    const cells::Table* course = state();
    if (!course) return false;
    Given given;
    course->write(given);
    return given.count > 0;
}

}  // namespace perforin::patient

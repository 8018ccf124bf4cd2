#pragma once
// The flight recorder of a lesion, and its columns of the series.

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/geometry.hpp"
#include "core/sink.hpp"
#include "core/time.hpp"
#include "tissue/surface.hpp"

namespace perforin::tissue {

enum class EventKind : std::uint16_t {
    birth,
    apoptosis,
    necrosis,
    killed_by_t_cells,
    senescence,
    arrival,
    departure,
    to_pool,
    from_pool,
    core_cut,
    outgrown,
    graft,
    killed_by_nk_cells,
    killed_by_radiation,
    killed_by_drug,
    resected,
};

/// Names in the order of EventKind, as written to the trajectory.
inline const std::vector<std::string>& event_names() {
    static const std::vector<std::string> names{"birth",
                                                "apoptosis",
                                                "necrosis",
                                                "killed_by_t_cells",
                                                "senescence",
                                                "arrival",
                                                "departure",
                                                "to_pool",
                                                "from_pool",
                                                "core_cut",
                                                "outgrown",
                                                "graft",
                                                "killed_by_nk_cells",
                                                "killed_by_radiation",
                                                "killed_by_drug",
                                                "resected"};
    return names;
}

/// One cell that took part in an event, and by how much (hits).
struct Party {
    CellId id;
    std::uint32_t amount;
};

struct Event {
    Seconds at;
    EventKind kind;
    CellId who = 0;   ///< the cell it happened to
    CellId whom = 0;  ///< birth: the daughter
    Vec3 where{};
    double value = 0;  ///< what the kind of event says: cells moved to or from the pool …
    std::vector<Party> parties{};
};

/// Named figures of one moment, in the order they were added. As a Sink it takes a State: each of
/// its values becomes one figure.
class Tally : public Sink {
public:
    void put(const Label& label, const Rows& rows) override { add(label, first_of(rows)); }

    void add(Label label, double value) {
        labels_.push_back(std::move(label));
        values_.push_back(value);
    }
    const std::vector<Label>& labels() const { return labels_; }
    const std::vector<double>& values() const { return values_; }

private:
    static double first_of(const Rows& rows) {
        switch (rows.type) {
            case Scalar::f64:
                return *static_cast<const double*>(rows.data);
            case Scalar::f32:
                return static_cast<double>(*static_cast<const float*>(rows.data));
            case Scalar::u64:
                return static_cast<double>(*static_cast<const std::uint64_t*>(rows.data));
            case Scalar::i64:
                return static_cast<double>(*static_cast<const std::int64_t*>(rows.data));
            default:
                throw std::logic_error{"no figure is made of this type"};
        }
    }

    std::vector<Label> labels_;
    std::vector<double> values_;
};

}  // namespace perforin::tissue

#pragma once
// Which lesions of a baseline scan become targets (Eisenhauer 2009).

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "clinic/measurements/measurements.hpp"

namespace perforin::clinic {

/// Targets of a patient, and of one organ; lymph nodes, wherever they are, count as one organ.
inline constexpr int most_targets = 5, most_targets_an_organ = 2;
inline constexpr std::string_view nodes_as_organ = "\nlymph nodes";  // no organ is called so

/// A lesion on a baseline scan.
struct Candidate {
    std::string organ;
    bool node = false;
    Tenths long_axis = 0, short_axis = 0;
    bool measurable = false;
    bool treated = false;  ///< irradiated or treated locally, and has not progressed since
};

enum class BaselineRole { target, nontarget, normal };

/// From where on a mass by its long axis, and a lymph node by its short one, is measurable.
struct Measurable {
    Tenths mass = 10 * tenths_per_mm, node = 15 * tenths_per_mm;
    /// A mass must fill two slices if they are thicker than 5 mm.
    static Measurable in_slices(Tenths slice, Tenths mass, Tenths node);
    bool operator()(bool is_node, Tenths long_axis, Tenths short_axis) const {
        return is_node ? short_axis >= node : long_axis >= mass;
    }
};

/// The role of each lesion. Targets are the largest measurable ones by the axis that counts; of
/// equally large ones the earlier. Everything else is non-target disease, but for lymph nodes under
/// 10 mm, which are normal.
std::vector<BaselineRole> select_lesions(const std::vector<Candidate>& lesions);

}  // namespace perforin::clinic

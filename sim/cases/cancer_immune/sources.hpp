#pragma once
// Where the numbers of this case come from, and the name of its model.

#include "config/parameter.hpp"

namespace perforin::cases::cancer_immune {

/// The plug-ins of this case: they only meet each other.
inline constexpr const char* model = "cancer_immune";

inline config::Evidence peer() {
    return config::measured("PhysiCell 1.14.2, sample cancer_immune_3D");
}

}  // namespace perforin::cases::cancer_immune

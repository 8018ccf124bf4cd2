#pragma once
// What a treatment did to one patient: her result beside that of her twin.

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace perforin::engine {

/// One figure of both at the same moment.
struct PairedFigure {
    std::string moment;    ///< "split": the last row of the series that is the same; "best": when
                           ///< the patient's sum of diameters is least after it; "end"
    std::string quantity;  ///< a series and its column: "lesions/primary.volume"
    std::string unit;
    Seconds at = 0;
    double patient = 0.0, twin = 0.0;
};

/// The best response: the least sum of diameters after the split, against that at the split.
struct BestChange {
    Seconds at = 0;
    double change = 0.0;
};

struct TwinEffect {
    Seconds last_same = -1;  ///< up to there they are the same; negative: not even at the start
    Seconds first_difference = -1;  ///< the next step; negative: there is none
    std::vector<PairedFigure> figures{};
    BestChange best_of_patient{}, best_of_twin{};

    /// A few lines for the user.
    std::string text() const;
};

/// Reads two whole results of one run. Throws Unavailable as io::open_trajectory does.
TwinEffect compare_twins(const std::filesystem::path& patient, const std::filesystem::path& twin);

/// Keeps it in the patient's result, in `/twin`. Throws Unavailable if that cannot be written.
void keep(const TwinEffect& effect, const std::filesystem::path& patient);

}  // namespace perforin::engine

#pragma once
// The response criteria: pure functions of what was measured. How they read what the published
// texts leave open is in METHODS.md.

#include <array>

#include "clinic/criteria/response.hpp"
#include "clinic/criteria/response_params.hpp"

namespace perforin::clinic {

/// Eisenhauer 2009.
Assessment judge_recist(const Record& record, const ResponseParams& params);
/// Seymour 2017.
Assessment judge_irecist(const Record& record, const ResponseParams& params);
/// Wolchok 2009.
Assessment judge_irrc(const Record& record, const ResponseParams& params);
/// Hodi 2018.
Assessment judge_imrecist(const Record& record, const ResponseParams& params);

/// All four, in the order of Criterion.
inline std::array<Assessment, 4> judge(const Record& record, const ResponseParams& params) {
    return {judge_recist(record, params), judge_irecist(record, params), judge_irrc(record, params),
            judge_imrecist(record, params)};
}

}  // namespace perforin::clinic

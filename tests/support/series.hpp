#pragma once
// Measurement series made by hand: the days of the visits, then what each lesion measured on them.
//
//     Series{0, 42, 84}.target({50, 30, 30}).fresh("lung", {gone, 8, 8})

#include <cmath>
#include <initializer_list>
#include <sstream>
#include <string>
#include <vector>

#include "clinic/criteria/criteria.hpp"
#include "config/block.hpp"

namespace support {

namespace clinic = perforin::clinic;

/// Sizes that are none: not evaluable, without a row or with one; gone; there without a size; the
/// same, and grown.
constexpr double unseen = -1, blank = -4, gone = 0, here = -2, grown = -3;

class Series {
public:
    Series(std::initializer_list<int> days) {
        record_.patient = "one";
        for (const int day : days) record_.visits.push_back({.day = day});
    }

    /// A mass, as wide as it is long, in mm.
    Series& target(const std::vector<double>& sizes) { return add(clinic::Role::target, sizes); }
    Series& node(const std::vector<double>& sizes) {
        add(clinic::Role::target, sizes);
        record_.lesions.back().node = true;
        return *this;
    }
    /// A new lesion that is measurable.
    Series& fresh(const std::string& organ, const std::vector<double>& sizes) {
        add(clinic::Role::new_lesion, sizes, true);
        record_.lesions.back().organ = organ;
        return *this;
    }
    /// A new lesion that is not measurable, with a size or without.
    Series& fresh_small(const std::vector<double>& sizes) {
        return add(clinic::Role::new_lesion, sizes);
    }
    /// A target of which the second axis differs.
    Series& axes(const std::vector<double>& longer, const std::vector<double>& shorter) {
        add(clinic::Role::target, longer);
        for (std::size_t i = 0; i != shorter.size(); ++i) {
            record_.visits[i].findings.back().short_axis = tenths(shorter[i]);
        }
        return *this;
    }
    /// The class of non-target disease at each visit: "non CR PD NE", the baseline first.
    Series& nontarget(const std::string& classes) {
        std::istringstream words{classes};
        std::size_t i = 0;
        for (std::string word; words >> word; ++i) {
            record_.visits[i].nontarget = word == "CR"   ? clinic::NonTarget::complete
                                          : word == "PD" ? clinic::NonTarget::progression
                                          : word == "NE" ? clinic::NonTarget::not_evaluable
                                                         : clinic::NonTarget::neither;
        }
        return *this;
    }
    Series& worse(int day) { return on(day, &clinic::Visit::nontarget_worse); }
    Series& symptoms(int day) { return on(day, &clinic::Visit::symptoms); }
    /// The visit is not made: what was measured on that day is dropped.
    Series& missed(int day) {
        for (clinic::Visit& visit : record_.visits) {
            if (visit.day == day) visit.findings.clear();
        }
        return on(day, &clinic::Visit::missed);
    }
    Series& dies(int day) {
        record_.death_day = day;
        return *this;
    }

    const clinic::Record& record() const { return record_; }

private:
    static clinic::Tenths tenths(double mm) { return std::llround(10 * mm); }

    Series& add(clinic::Role role, const std::vector<double>& sizes, bool measurable = false) {
        const std::size_t place = record_.lesions.size();
        record_.lesions.push_back({.name = "l" + std::to_string(place + 1), .role = role});
        for (std::size_t i = 0; i != sizes.size(); ++i) {
            if (sizes[i] == unseen) continue;
            clinic::Finding finding{.lesion = place, .measurable = measurable};
            if (sizes[i] >= 0) finding.long_axis = finding.short_axis = tenths(sizes[i]);
            if (sizes[i] == here || sizes[i] == grown) finding.grown = sizes[i] == grown;
            record_.visits[i].findings.push_back(finding);
        }
        return *this;
    }
    Series& on(int day, bool clinic::Visit::*what) {
        for (clinic::Visit& visit : record_.visits) {
            if (visit.day == day) visit.*what = true;
        }
        return *this;
    }

    clinic::Record record_;
};

inline const clinic::ResponseParams usual_response =
    perforin::config::standard<clinic::ResponseParams>();

inline clinic::Assessment recist(const Series& series) {
    return clinic::judge_recist(series.record(), usual_response);
}
inline clinic::Assessment irecist(const Series& series) {
    return clinic::judge_irecist(series.record(), usual_response);
}
inline clinic::Assessment irrc(const Series& series) {
    return clinic::judge_irrc(series.record(), usual_response);
}
inline clinic::Assessment imrecist(const Series& series) {
    return clinic::judge_imrecist(series.record(), usual_response);
}

/// The responses at all visits after the baseline: "SD PR PD".
inline std::string course(const clinic::Assessment& assessment) {
    std::string text;
    for (const clinic::Judgement& visit : assessment.visits) {
        text += (text.empty() ? "" : " ") +
                std::string{clinic::text_of(visit.response, assessment.criterion)};
    }
    return text;
}

/// Best response, and the best without confirmation: "SD (PR)".
inline std::string best(const clinic::Assessment& assessment) {
    const auto text = [&](clinic::Response response) {
        return std::string{clinic::text_of(response, assessment.criterion)};
    };
    const clinic::Outcome& outcome = assessment.outcome;
    return text(outcome.best) + " (" + text(outcome.unconfirmed) + ")";
}

/// Day of progression or death; "+" if there was none until then.
inline std::string pfs(const clinic::Assessment& assessment) {
    return std::to_string(assessment.outcome.pfs.day) + (assessment.outcome.pfs.event ? "" : "+");
}

}  // namespace support

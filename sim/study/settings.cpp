#include "study/settings.hpp"

#include <utility>

namespace perforin::study {

std::vector<config::Group> reference() {
    using config::reference_of, config::Shape;
    std::vector<config::Group> groups{
        reference_of<StudyParams>("study", "What a study runs again and again")};
    groups.push_back(reference_of<DesignParams>("design", "Which runs a study is made of"));
    groups.push_back(
        reference_of<VaryParams>("vary", "A parameter that a study varies", Shape::elements));
    groups.push_back(
        reference_of<OutcomeParams>("outcome", "A column of a study's results", Shape::elements));
    return groups;
}

std::string parameters_page() {
    return "## Studies\n\nNot of a scenario: what a study says, a file for `./perforin "
           "sweep`.\n\n" +
           config::markdown(reference());
}

}  // namespace perforin::study

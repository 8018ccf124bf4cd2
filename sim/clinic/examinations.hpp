#pragma once
// All examinations of one patient: `[[examination]]`.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "clinic/examination.hpp"
#include "config/plugins.hpp"

namespace perforin::clinic {

/// What is known of a patient at her visits, whoever examines her.
struct CareRecord : cells::State {
    cells::Scalar<std::int64_t> seen =
        scalar<std::int64_t>("seen", "s", "Up to when she was looked after", -1);
    cells::Scalar<std::int64_t> treated =
        scalar<std::int64_t>("treated", "d", "Day of the first dose of any therapy; -1: none", -1);
    cells::Scalar<std::int64_t> died =
        scalar<std::int64_t>("died", "d", "Day of her death; -1: she lives", -1);
};

class Examinations {
public:
    Examinations(const config::Section& top, std::uint64_t seed);

    /// At the beginning of every day, in order: visits that are due then. A moment that was looked
    /// at already gives nothing.
    std::vector<ResultRow> look(Seconds at, const patient::Patient&);

    /// All that is mutable, by name.
    cells::Tables tables();

    std::size_t size() const { return all_.size(); }
    const std::string& name(std::size_t i) const { return all_[i]->name; }
    const Examination& plugin(std::size_t i) const { return *all_[i]->plugin; }
    const Visits& visits(std::size_t i) const { return all_[i]->visits; }
    /// What is known of the patient beside readings, for a measurement table.
    Chart chart(const std::string& called, const patient::Patient&) const;

private:
    struct Course {
        std::string name;
        std::unique_ptr<Examination> plugin;
        Visits visits{};
    };
    void check_names(const config::Section& top, const std::vector<std::string>& paths) const;
    void note(Seconds at, const patient::Patient&);
    void visit(Course&, const DueVisit&, const patient::Patient&,
               std::vector<ResultRow>& all) const;

    std::uint64_t seed_;
    std::vector<std::unique_ptr<Course>> all_;
    CareRecord record_;
};

}  // namespace perforin::clinic

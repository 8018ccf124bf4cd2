#pragma once
// One dimension of a study: a parameter by its key, and what it may be. Internal to study.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "config/parameter.hpp"
#include "config/section.hpp"
#include "engine/prepared.hpp"
#include "engine/scenario.hpp"
#include "study/plan.hpp"
#include "study/problems.hpp"

namespace perforin::study {

/// A scenario, and what stands over it in every run of a study.
struct Common {
    engine::Scenario scenario;
    std::vector<config::PlacedText> settings;

    std::vector<config::PlacedText> with(const std::vector<config::PlacedText>& more) const;
};

class Factor {
public:
    /// Notes what is wrong as problems of the table.
    Factor(const config::Section& table, VaryParams params);
    /// A mechanism of an ablation study.
    Factor(std::string mechanism, config::Origin origin);

    const std::string& key() const { return key_; }
    bool discrete() const { return !table_ || table_->has("values"); }
    std::size_t choices() const { return values_.size(); }
    const config::Origin& place() const { return place_; }

    /// Learns from the scenario what the key is, and whether what it may be is right.
    void learn(const Common& common, Problems& problems);

    /// Looks at the other values, too, each alone: of a study that will not run for other reasons.
    void look_for_more(const Common& common, Problems& problems) const;

    /// `key=value` of the i-th value, or of what lies at u of 0 … 1; placed where it was written.
    config::PlacedText value(std::size_t i) const;
    config::PlacedText at(double u) const;

    /// What it is in a run of which it is known: where it stands there.
    Cell cell(const engine::Prepared& run, const config::PlacedText& set) const;
    Varied column() const;

private:
    void check_keys() const;
    std::optional<config::Parameter> probe(const Common& common, const config::PlacedText& value,
                                           Problems& problems) const;
    void learn_distribution(const Common& common, Problems& problems);
    std::optional<double> end(const Common& common, const std::string& name, Problems& problems);
    std::optional<double> deviation() const;
    void check_distribution() const;

    std::string key_;
    config::Origin place_;
    std::optional<config::Section> table_;
    std::optional<VaryParams> params_;  ///< none: a mechanism
    std::vector<config::PlacedText> values_;
    std::optional<config::Parameter> parameter_;  ///< nothing: not a single parameter
    Distribution law_;
};

/// The one parameter of a run that was set there; nothing if there is none, or several.
std::optional<config::Parameter> set_at(const engine::Prepared& run, const config::Origin& origin);

}  // namespace perforin::study

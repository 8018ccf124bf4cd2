#pragma once
// One line declares a parameter: type, TOML key, standard value, unit, range, meaning, evidence.
//
//     struct CytotoxicTParams : config::Block {
//         using Block::Block;
//         Rate hit_rate = param("hit_rate", 0.04, per_minute, {0, 10},
//                               "Hazard of a hit while a synapse lasts", fitted("Weigelin 2021"));
//     };
//
// The members' initialisers call the base, which is ready first. A parameter of the wrong
// dimension does not compile.

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "config/parameter.hpp"
#include "config/section.hpp"
#include "core/units.hpp"

namespace perforin::config {

/// Base of every parameter struct.
class Block {
public:
    /// The section need only live while the struct is being made.
    explicit Block(const Section& section) : section_{&section} {}

protected:
    template <Dim D>
    using In = decltype(0.0 * std::declval<Unit<D>>());  ///< Quantity<D>, or double without unit

    /// A quantity with a default. `range` counts in `unit`.
    template <Dim D>
    In<D> param(std::string_view key, double standard, Unit<D> unit, Range range,
                std::string_view meaning, const Evidence& evidence) const {
        return read_quantity(key, Presence::standard, standard, unit, range, meaning, evidence);
    }

    /// A quantity that the user must give; `example` shows how in messages and templates.
    template <Dim D>
    In<D> required(std::string_view key, double example, Unit<D> unit, Range range,
                   std::string_view meaning, const Evidence& evidence = {}) const {
        return read_quantity(key, Presence::required, example, unit, range, meaning, evidence);
    }

    /// A quantity that may be left out.
    template <Dim D>
    std::optional<In<D>> optional(std::string_view key, Unit<D> unit, Range range,
                                  std::string_view meaning, const Evidence& evidence = {}) const {
        const Value value = section_->read(
            quantity(key, Presence::optional, Type::quantity, unit, range, meaning, evidence), {});
        if (const double* number = std::get_if<double>(&value)) return *number * unit;
        return std::nullopt;
    }

    /// Quantities of one unit: `days = ["0 d", "21 d"]`.
    template <Dim D>
    std::vector<In<D>> list(std::string_view key, const std::vector<double>& standard, Unit<D> unit,
                            Range range, std::string_view meaning, const Evidence& evidence) const {
        const Value value = section_->read(
            quantity(key, Presence::standard, Type::quantities, unit, range, meaning, evidence),
            standard);
        std::vector<In<D>> quantities;
        for (const double number : std::get<std::vector<double>>(value)) {
            quantities.push_back(number * unit);
        }
        return quantities;
    }

    /// Quantities by name, a table whose keys are free: `cells = { tumour = "3000", … }`. Names
    /// that the user leaves out keep their standard.
    template <Dim D>
    std::map<std::string, In<D>> by_name(std::string_view key,
                                         const std::map<std::string, double>& standard,
                                         Unit<D> unit, Range range, std::string_view meaning,
                                         const Evidence& evidence) const {
        std::map<std::string, In<D>> quantities;
        const auto numbers = section_->read_named(
            key, quantity({}, Presence::standard, Type::quantity, unit, range, meaning, evidence),
            standard);
        for (const auto& entry : numbers) quantities.emplace(entry.first, entry.second * unit);
        return quantities;
    }

    /// A whole number.
    std::int64_t count(std::string_view key, std::int64_t standard, Range range,
                       std::string_view meaning, Evidence evidence) const;
    std::int64_t required_count(std::string_view key, std::int64_t example, Range range,
                                std::string_view meaning, Evidence evidence = {}) const;
    std::optional<std::int64_t> optional_count(std::string_view key, Range range,
                                               std::string_view meaning,
                                               Evidence evidence = {}) const;

    bool flag(std::string_view key, bool standard, std::string_view meaning,
              Evidence evidence = {}) const;

    /// One of a few words.
    std::string choice(std::string_view key, std::string_view standard,
                       std::vector<std::string> choices, std::string_view meaning,
                       Evidence evidence = {}) const;
    std::string required_choice(std::string_view key, std::string_view example,
                                std::vector<std::string> choices, std::string_view meaning) const;

    /// One of a few words, each the name of an enumerator; `standard` is among them.
    template <class E>
    requires std::is_enum_v<E> E
    choice(std::string_view key, E standard,
           std::initializer_list<std::pair<std::string_view, E>> choices, std::string_view meaning,
           Evidence evidence = {})
    const {
        std::vector<std::string> words;
        std::string_view word;
        for (const auto& entry : choices) {
            words.emplace_back(entry.first);
            if (entry.second == standard) word = entry.first;
        }
        const std::string chosen = choice(key, word, words, meaning, std::move(evidence));
        for (const auto& entry : choices) {
            if (entry.first == chosen) return entry.second;
        }
        return standard;
    }

    std::string text(std::string_view key, std::string_view standard,
                     std::string_view meaning) const;
    std::string required_text(std::string_view key, std::string_view example,
                              std::string_view meaning) const;
    std::optional<std::string> optional_text(std::string_view key, std::string_view meaning) const;
    /// Several texts: names of lesions, of antigens.
    std::vector<std::string> texts(std::string_view key, std::vector<std::string> standard,
                                   std::string_view meaning) const;
    std::vector<std::string> required_texts(std::string_view key, std::vector<std::string> example,
                                            std::string_view meaning) const;

    /// The table itself, while the struct is being made.
    const Section& section() const { return *section_; }

    /// Reads `[ablation] key` of the whole input: true switches the mechanism off.
    bool ablation(std::string_view key, std::string_view meaning) const {
        return section_->ablation(key, meaning);
    }

    static Evidence measured(std::string_view source) { return config::measured(source); }
    static Evidence fitted(std::string_view source) { return config::fitted(source); }
    static Evidence assumed(std::string_view reason) { return config::assumed(reason); }
    static Evidence setting(std::string_view reason = {}) { return config::setting(reason); }
    static Evidence recalled(Evidence evidence) { return config::recalled(std::move(evidence)); }

private:
    template <Dim D>
    static Declaration quantity(std::string_view key, Presence presence, Type type, Unit<D> unit,
                                Range range, std::string_view meaning, const Evidence& evidence) {
        return {.key = key,
                .type = type,
                .presence = presence,
                .unit = unit.symbol,
                .dim = D,
                .factor = unit.factor,
                .range = range,
                .meaning = meaning,
                .evidence = evidence};
    }
    template <Dim D>
    In<D> read_quantity(std::string_view key, Presence presence, double standard, Unit<D> unit,
                        Range range, std::string_view meaning, const Evidence& evidence) const {
        const Value value = section_->read(
            quantity(key, presence, Type::quantity, unit, range, meaning, evidence), standard);
        return std::get<double>(value) * unit;
    }

    const Section* section_;  // valid while the struct is being made
};

/// The default values, for tests and documentation.
template <class Params>
Params standard() {
    const Section none;
    return Params{none};
}

/// Each `[[key]]` of the section as Params, in order.
template <class Params>
std::vector<Params> each(const Section& section, std::string_view key) {
    section.document<Params>(key);
    std::vector<Params> all;
    for (const Section& element : section.elements(key)) all.emplace_back(element);
    return all;
}

}  // namespace perforin::config

#pragma once
// A patient: a body, the lesions in it, and what is done for her.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "cells/tables.hpp"
#include "config/block.hpp"
#include "config/plugins.hpp"
#include "core/stopwatch.hpp"
#include "core/time.hpp"
#include "patient/body.hpp"
#include "patient/therapy.hpp"
#include "tissue/lesion.hpp"
#include "tissue/rules.hpp"

namespace perforin::patient {

struct CirculationParams : config::Block {
    using Block::Block;
    Volume blood = param("blood_volume", 5, litre, {0.1, 10}, "Volume of the circulating blood",
                         measured("ICRP 89, reference adult"));
    double extravasation =
        param("extravasation", 0.1, fraction, {0, 1},
              "Chance that a T cell which passes an inflamed vessel of a lesion enters it",
              recalled(assumed("0.001–0.1 per pass; no solid source")));
};

class Patient {
public:
    /// Reads `[patient]`, `[blood]`, `[[lesion]]`, `[[therapy]]` and all rules from the input's top
    /// section; problems are noted there.
    Patient(const config::Section& top, std::uint64_t seed);

    /// One day in the life of a patient.
    void live(const Day& today);
    /// Gives what is due on a day, once, before its first step.
    void treat(const Day& today);
    /// One biology step of it; therapies of the day have been administered.
    void pass(const Tick&);

    /// Instead of `pass`: a step without therapies.
    void pass_untreated(const Tick&);
    /// Samples stand for lesions of the diameters that were asked for again; all books begin anew.
    void rescale(Seconds at);
    /// What was `now` is the start of the first day from here on; `began`: when she was made.
    void set_clock(Seconds began, Seconds now);

    /// All that is mutable, by name; between two steps. A step changes which tables there are, if a
    /// lesion is laid out anew in it.
    cells::Tables tables();
    /// Takes back what was saved of the tables of a patient made from the same input, and goes on
    /// as she did. Throws Broken if it was another's.
    void restore(const cells::Saved& saved);
    /// Whether a column of one of her tables is hers whatever therapies she gets.
    bool without_therapy(const std::string& table, const std::string& column) const;
    /// As `restore`, but of what a twin with other therapies saved: all that is so.
    void restore_untreated(const cells::Saved& saved);

    /// Its activities are timed by this from now on; it outlives the patient.
    void time_by(Stopwatch& stopwatch) { stopwatch_ = &stopwatch; }

    const tissue::Rules& rules() const { return rules_; }
    const Body& body() const { return body_; }
    const std::vector<std::unique_ptr<tissue::Lesion>>& lesions() const { return lesions_; }
    std::vector<std::unique_ptr<tissue::Lesion>>& lesions() { return lesions_; }
    const std::vector<config::Made<Therapy>>& regimen() const { return regimen_; }

    Volume burden() const;       ///< volume of all lesions
    std::size_t agents() const;  ///< in all lesions

private:
    void prepare(const config::Section& top);
    std::vector<tissue::DrugInTissue> drugs_in_tissue() const;
    std::vector<double> weights(const tissue::Lesion&) const;
    void graft(const Tick&);
    void live_on(const Tick&);
    void expose(bool there);
    void advance_lesions(const Tick&);
    bool side_by_side() const;
    cells::Tables own_tables();
    void hand_over(std::size_t lesion, const Tick&);
    void take_back(std::size_t lesion);
    void open_ways(std::size_t lesion);

    tissue::Rules rules_;
    CirculationParams circulation_;
    Body body_;
    std::vector<config::Made<Therapy>> regimen_;
    std::vector<std::unique_ptr<tissue::Lesion>> lesions_;
    Stopwatch unread_;
    Stopwatch* stopwatch_ = &unread_;
    std::vector<std::uint16_t> class_kinds_;  ///< kind of cell of each class in blood
    std::vector<double> extravasation_;       ///< chance of each class that a passing cell enters
};

}  // namespace perforin::patient

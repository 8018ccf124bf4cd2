#pragma once
// A patient: a body, the lesions in it, and what is done for her.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cells/tables.hpp"
#include "config/block.hpp"
#include "config/plugins.hpp"
#include "core/stopwatch.hpp"
#include "core/time.hpp"
#include "patient/body.hpp"
#include "patient/follow_up.hpp"
#include "patient/metastases.hpp"
#include "patient/therapy.hpp"
#include "tissue/lesion.hpp"
#include "tissue/rules.hpp"

namespace perforin::patient {

struct CirculationParams : config::Block {
    using Block::Block;
    Volume blood = param("blood_volume", 5, litre, {0.1, 10}, "Volume of the circulating blood",
                         measured("ICRP 89, reference adult"));
    double extravasation =
        param("extravasation", 0.3, fraction, {0, 1},
              "Chance that a T cell which passes a fully inflamed vessel of a lesion enters it",
              recalled(assumed("0.001–0.1 per pass in tumours as they are, not fully inflamed; no "
                               "solid source")));
};

class Patient {
public:
    /// Reads `[patient]`, `[blood]`, `[[lesion]]`, `[[therapy]]` and all rules from the input's top
    /// section; problems are noted there.
    Patient(const config::Section& top, std::uint64_t seed);
    ~Patient();

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
    const CirculationParams& circulation() const { return circulation_; }
    const std::vector<std::unique_ptr<tissue::Lesion>>& lesions() const { return lesions_; }
    std::vector<std::unique_ptr<tissue::Lesion>>& lesions() { return lesions_; }
    const std::vector<config::Made<Therapy>>& regimen() const { return regimen_; }
    const FollowUp& follow_up() const { return follow_up_; }
    /// Scans have been read: what they tell of a therapy's response.
    void told(Seconds at, const Verdict& verdict) { follow_up_.note(at, verdict); }
    const Metastases& metastases() const { return metastases_; }
    /// How many of the lesions were there at the start; those after them came of colonies.
    std::size_t founding_lesions() const { return founding_lesions_; }

    Volume burden() const;       ///< volume of all lesions
    std::size_t agents() const;  ///< in all lesions

private:
    void prepare(const config::Section& top);
    void read_contextures(const config::Section& top);
    const tissue::Rules& rules_of(std::size_t lesion) const {
        return contextures_[lesion] ? *contextures_[lesion] : rules_;
    }
    tissue::Recruitment recruitment(std::uint16_t kind) const;
    void prepare_specific(const config::Section& top);
    void prepare_nodes(const config::Section& top, std::vector<LymphNodes::Antigen> antigens);
    void add_infused();
    void add_class(CellClass cells, std::uint16_t kind, std::optional<double> extravasation);
    std::size_t class_of(const tissue::Traveller&) const;
    std::vector<tissue::DrugInTissue> drugs_in_tissue() const;
    std::vector<double> weights(const tissue::Lesion&) const;
    void visit(const Day& today);
    void graft(const Tick&);
    void begin_metastases(std::uint64_t seed);
    tissue::Reach reach(const Tick&) const;
    void treat_colonies(const Tick&);
    void metastasise(const Tick&);
    void endure(const Tick&);
    void raise(std::size_t colony);
    void live_on(const Tick&);
    void expose(const Tick&, bool there);
    void resect(const Tick&);
    void advance_lesions(const Tick&);
    bool side_by_side() const;
    cells::Tables own_tables();
    void hand_over(std::size_t lesion, const Tick&);
    void take_back(std::size_t lesion);
    std::vector<std::size_t> nodes_of_organ(std::size_t lesion) const;
    void open_ways(std::size_t lesion);

    tissue::Rules rules_;
    std::vector<std::unique_ptr<tissue::Rules>> contextures_;  ///< by lesion; null: as `rules_`
    std::vector<tissue::LesionAntigens> antigens_;             ///< by lesion of the start
    CirculationParams circulation_;
    Body body_;
    std::vector<config::Made<Therapy>> regimen_;
    FollowUp follow_up_;
    std::vector<std::unique_ptr<tissue::Lesion>> lesions_;
    std::size_t founding_lesions_ = 0;
    std::uint64_t seed_;
    Metastases metastases_;
    config::Section new_lesion_;   ///< what a colony becomes
    std::uint64_t ripe_at_ = 0;    ///< cells of a colony that fill its block
    std::uint64_t colonised_ = 0;  ///< organ in which colonies live
    Stopwatch unread_;
    Stopwatch* stopwatch_ = &unread_;
    std::vector<std::uint16_t> class_kinds_;  ///< kind of cell of each class in blood
    /// Chance of each class that a passing cell enters; nothing: as its kind says in each lesion.
    std::vector<std::optional<double>> extravasation_;
    std::optional<std::uint16_t> dendritic_;  ///< kind of cell that nodes receive
};

}  // namespace perforin::patient

#pragma once
// The body between the lesions: drugs in plasma and cells in blood. It is also all that a therapy
// can touch: a new means of treatment is a new verb here.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cells/tables.hpp"
#include "config/block.hpp"
#include "config/plugins.hpp"
#include "core/time.hpp"
#include "core/units.hpp"
#include "patient/blood.hpp"
#include "patient/drug.hpp"
#include "patient/imprint.hpp"
#include "patient/marrow.hpp"
#include "patient/mortality.hpp"
#include "patient/pharmacokinetics.hpp"
#include "patient/toxicity.hpp"
#include "tissue/excision.hpp"

namespace perforin::patient {

/// `[patient]`: her body, and what she brings along.
struct BodyParams : config::Block {
    using Block::Block;
    Mass weight = param("weight", 78, kg, {2, 400}, "Body weight",
                        assumed("between the reference weights of the antibodies, 76.8 and 80 kg"));
    Sex sex = choice(
        "sex", Sex::as_published,
        {{"as_published", Sex::as_published}, {"female", Sex::female}, {"male", Sex::male}},
        "Sex; as_published: that of the patients to whom the typical values of a drug belong",
        setting("no patient in particular"));
    std::int64_t ecog = count("ecog", 0, {0, 5}, "ECOG performance status",
                              setting("0: the reference patient of every publication"));
    std::optional<MassDensity> albumin =
        optional("albumin", gram_per_litre, {5, 80},
                 "Albumin in serum; not given: that of the reference patient of each drug");
    bool variability = flag("pharmacokinetic_variability", false,
                            "Random effects of drugs that are not given are drawn, not 0",
                            setting("a typical patient"));
    double age = param("age", 60, fraction, {0, 120}, "Age in years: naive T cells become fewer",
                       setting("median of the trials"));
    double autoimmunity =
        param("autoimmunity", 1, fraction, {0, 100},
              "Predisposition to immune-related adverse events, relative to others",
              setting("1: as others; 2–4 with a known autoimmune disease, in whom half flare"));
    double immunosuppression =
        param("immunosuppression", 0, fraction, {0, 1},
              "Share of priming and lymphocytes that she lacks: transplant, HIV, blood cancer",
              setting("none"));
    bool chronic_infection =
        flag("chronic_infection", false,
             "Chronic viral infection: hepatitis flares twice as often, so do infections",
             setting("none"));
};

/// Tells exposures of a whole organ from those of a lesion; 0 for one that is unknown.
std::uint64_t organ_identity(const std::string& organ);

/// Where an exposure may be felt; 0: in no lesion, in no organ that is known.
struct Place {
    std::uint64_t lesion = 0, organ = 0;
};

/// Exposures that therapies bring into lesions, in the next step or from then on; a row each.
struct Deliveries : cells::Table {
    cells::Column<std::uint64_t> exposure =
        column<std::uint64_t>("exposure", "1", "Rank of the exposure among the registered ones");
    cells::Column<std::uint64_t> lesion =
        column<std::uint64_t>("lesion", "1", "Identity of the lesion or organ; 0: all of them");
    cells::Column<double> level = column<double>("level", "1", "In the exposure's unit");
    cells::Column<double> decay =
        column<double>("decay", "1/min", "How fast it falls; negative: it is for one step");
    cells::Column<std::int64_t> wait = column<std::int64_t>("wait", "s", "Time until it comes");
};

/// One exposure of one lesion (0: of all), from `wait` after the start of the next step on.
struct Deposit {
    std::string_view exposure{};
    std::string_view lesion{};  ///< empty: every lesion, and blood and nodes
    double level = 0.0;         ///< at first
    Time half_life{};
    Time wait{};
};

/// Lesions that surgery takes out in the next step; a row each.
struct Resections : cells::Table {
    cells::Column<std::uint64_t> lesion =
        column<std::uint64_t>("lesion", "1", "Identity of the lesion");
    cells::Column<double> residual =
        column<double>("residual", "1", "Share of its tumour cells that is left behind");
    cells::Column<double> margin =
        column<double>("margin", "mm", "Depth of tissue beyond its edge that goes with it");
};

/// What makes more of a kind of cells go by in the lesions for a while; a row each.
struct Mobilisations : cells::Table {
    cells::Column<std::uint64_t> kind = column<std::uint64_t>(
        "kind", "1", "Rank of the kind among the registered ones; 18446744073709551615: all");
    cells::Column<double> fold = column<double>("fold", "1", "Cells going by, relative to usual");
    cells::Column<std::int64_t> from = column<std::int64_t>("from", "s", "When it begins");
    cells::Column<std::int64_t> until = column<std::int64_t>("until", "s", "When it has passed");
};

/// `[glucocorticoid]`: steroids in blood and nodes. In tissue: `[suppression]`.
struct GlucocorticoidParams : config::Block {
    using Block::Block;
    double retention =
        param("retention", 0.5, fraction, {0, 1},
              "Share of the circulating lymphocytes that stays in marrow where steroids hold all "
              "receptors",
              recalled(measured("lymphocytes in blood fall by half and more within 4–6 h of a dose "
                                "and are back after a day (Fauci & Dale 1974)")));
    double costimulation =
        param("costimulation", 0.6, fraction, {0, 1},
              "Share of the CD28 signal of priming that is lost then",
              recalled(assumed("dexamethasone spares TCR signals and lowers CD28's (Giles 2018); "
                               "0.3–0.9")));
};

/// A drug that circulates in this patient.
struct Circulating {
    Circulating(std::string drug_name, const Drug& it, const TwoCompartment& disposition)
        : name{std::move(drug_name)}, drug{&it}, plasma{disposition, it.molar_mass()} {}

    std::string name;
    const Drug* drug;
    Plasma plasma;
};

class Body {
public:
    /// Reads `[patient]` and every `[drug.…]` of the whole input. `seed`: the patient's.
    Body(const config::Section& root, std::uint64_t seed);

    Mass weight() const { return params_.weight; }

    /// For therapies: makes a registered drug known to the body; a second time changes nothing.
    /// Throws logic_error for a name that nobody registered.
    void introduce(std::string_view drug);
    /// For therapies: hangs up a dose of a drug that was introduced.
    void infuse(std::string_view drug, Mass dose);
    /// For therapies: an exposure of that level in the lesion called so during the next biology
    /// step (in every lesion if none is named), and gone after it. What several bring adds up.
    /// Throws logic_error for an exposure that nobody registered; a lesion that nobody has is
    /// passed over.
    void expose(std::string_view exposure, std::string_view lesion, double level);
    /// For therapies: the same in all lesions and colonies of an organ.
    void expose_organ(std::string_view exposure, const std::string& organ, double level);
    /// For therapies: an exposure that stays and falls exponentially. What several bring adds up.
    void deposit(const Deposit&);
    /// For therapies, before the first day: cells of an infused kind will come.
    void await(std::string_view kind);
    /// Whether some therapy brings cells of that kind.
    bool awaits(std::string_view kind) const;
    /// For therapies: cells of a product come into blood; throws logic_error if no class of blood
    /// is so.
    void transfer(std::string_view kind, std::uint32_t specificity, std::string_view phenotype,
                  double cells);
    /// For therapies: a share of the circulating cells gets a dose of radiation; of these
    /// exp(−α dose) live on.
    void irradiate_blood(double share, RadiationDose dose, PerDose alpha);
    /// For therapies: the nodes that drain these lesions get a dose, each once.
    void irradiate_nodes(const std::vector<std::string>& lesions, RadiationDose dose);

    /// For therapies: a lesion is taken out when the next biology step begins. A lesion that nobody
    /// has is passed over.
    void resect(std::string_view lesion, const tissue::Excision&);
    /// For therapies: so many times as many cells of a kind, or of all, go by in lesions from one
    /// second to another. Throws logic_error for a kind that nobody registered.
    void mobilise(std::optional<std::string_view> kind, double fold, Seconds from, Seconds until);

    /// Drugs and cells go round for one tick; entry rates into lesions are frozen meanwhile.
    void circulate(const Tick& tick);

    /// The drugs introduced so far, in that order; a row never changes.
    const std::vector<std::unique_ptr<Circulating>>& drugs() const { return drugs_; }
    /// Whether doses of a drug are left out for adverse events: of those that release T cells.
    bool holds(std::string_view drug) const;
    /// Once all therapies have named their drugs: steroids for adverse events, if they may come.
    void prepare_for_events();
    /// Today's steroids for adverse events.
    void treat_events();
    const Toxicity& toxicity() const { return toxicity_; }
    const Marrow& marrow() const { return marrow_; }
    Marrow& marrow() { return marrow_; }
    /// A day is over that she lived with that live tumour.
    void endure(const Tick& day, const std::vector<TumourOf>&);
    const GlucocorticoidParams& glucocorticoid() const { return glucocorticoid_; }
    const Mortality& mortality() const { return mortality_; }
    /// Whether something has killed her: an adverse event, an infection, or what
    /// [patient.mortality] lets kill.
    bool dead() const { return toxicity_.fatal() || marrow_.fatal() || mortality_.fatal(); }

    /// Share of a receptor on circulating cells that all drugs together occupy, 0…1.
    double occupancy(std::string_view receptor) const;

    /// Which exposures therapies bring, by rank.
    std::vector<std::uint64_t> exposures() const;
    /// Level of one at a place, mean over the next step; no place: in blood.
    double exposed(std::uint64_t exposure, Place, Time step) const;
    /// The step is over: what was for it is gone, the rest has fallen.
    void deliver(const Tick&);
    /// What is to be taken out in the next step.
    const Resections& resections() const { return resections_; }

    Blood& blood() { return blood_; }
    const Blood& blood() const { return blood_; }
    LymphNodes& nodes() { return nodes_; }
    Imprint& imprint() { return imprint_; }
    const Imprint& imprint() const { return imprint_; }
    const LymphNodes& nodes() const { return nodes_; }

    /// For therapies: a share of all lymphocytes in blood and nodes survives.
    void deplete_lymphocytes(double surviving) { deplete_lymphocytes(surviving, surviving); }
    /// The same; of those that divide in nodes another share does.
    void deplete_lymphocytes(double surviving, double dividing);

    /// Everything mutable, by name.
    cells::Tables tables();

private:
    Circulating* find(std::string_view drug) const;
    Blockade blockade() const;
    bool releases(const Circulating&) const;
    double myelosuppression() const;
    void add_delivery(std::uint64_t exposure, std::uint64_t lesion, double level, double decay,
                      std::int64_t wait);
    PrimingSignals signals(const Tick&) const;
    /// The patient as the disposition of this drug sees her.
    Person person(std::string_view drug) const;
    void stir(const Tick& tick);
    double mobilised(std::size_t cell_class, const Tick& tick) const;

    BodyParams params_;
    std::uint64_t seed_;
    std::vector<config::Made<Drug>> pharmacy_;
    std::vector<std::unique_ptr<Circulating>> drugs_;
    Blood blood_;
    LymphNodes nodes_;
    Imprint imprint_;
    Toxicity toxicity_;
    Marrow marrow_;
    Mortality mortality_;
    Deliveries deliveries_;
    Resections resections_;
    Mobilisations mobilisations_;
    GlucocorticoidParams glucocorticoid_;
    std::vector<std::string> awaited_;  ///< kinds of cell that therapies infuse
};

}  // namespace perforin::patient

#pragma once
// One lesion: a block of tissue with cells and fields, and the lesion it stands for.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cells/mechanics.hpp"
#include "cells/order.hpp"
#include "cells/spatial_grid.hpp"
#include "core/sink.hpp"
#include "core/stopwatch.hpp"
#include "tissue/antigens.hpp"
#include "tissue/books.hpp"
#include "tissue/clones.hpp"
#include "tissue/dissolved.hpp"
#include "tissue/events.hpp"
#include "tissue/excision.hpp"
#include "tissue/fold.hpp"
#include "tissue/minority_pool.hpp"
#include "tissue/parts.hpp"
#include "tissue/placement.hpp"
#include "tissue/recorder.hpp"
#include "tissue/rules.hpp"
#include "tissue/traveller.hpp"
#include "tissue/wounds.hpp"

namespace perforin::tissue {

struct LesionParams : config::Block {
    using Block::Block;
    std::string name = text("name", "primary", "What the lesion is called in results");
    Length diameter = param("diameter", 28, mm, {0.05, 300},
                            "Diameter of the lesion that a sample stands for, at the start",
                            setting("median largest lesion 37 mm in OAK (Laleh 2022)"));
    double cells_per_agent = param("cells_per_agent", 1, fraction, {1, 1e9},
                                   "Cells an agent stands for where the block is the whole lesion",
                                   setting("one agent, one cell"));
    std::int64_t antigens =
        count("antigens", 1, {0, 64},
              "Clonal neoantigens that all its tumour cells present, the first of those that the "
              "patient's lesions have in common",
              setting("each is one class of T cells"));
    std::int64_t own_antigens =
        count("own_antigens", 0, {0, 64},
              "Further clonal neoantigens of it, which no other lesion has", setting("none"));
    std::optional<std::string> node =
        optional_text("node",
                      "Lymph node that drains it, which other lesions may name too; if not "
                      "given, one of its own");
    std::string organ = choice("organ", "unknown", organs(), "Organ that it lies in");
    double homing = param("homing", 1, fraction, {0, 100},
                          "How readily T cells enter the organ, relative to others (imprint)",
                          assumed("as readily as others"));
    bool vascularised = flag("vascularised", true, "Whether vessels supply the block",
                             setting("a spheroid in medium has none"));
    Rate perfusion = param("perfusion", 0.4, per_minute, {0, 10},
                           "Blood flow per volume of lesion (mL per minute and mL)",
                           recalled(measured("0.1–1 mL/min/mL in perfusion CT of tumours")));

    static std::vector<std::string> organs() {
        return {"unknown",    "adrenal", "bladder",  "bone",        "brain",
                "breast",     "bowel",   "kidney",   "liver",       "lung",
                "lymph_node", "muscle",  "pancreas", "peritoneum",  "pleura",
                "prostate",   "skin",    "spleen",   "soft_tissue", "stomach"};
    }
};

/// `[lesion.contexture]`: biology and tissue of one lesion, where they differ from the patient's.
struct ContextureParams : config::Block {
    using Block::Block;
    std::optional<std::string> base =
        optional_text("base", "A file of configs/ that it stands on, as \"configs/desert.toml\"");
};

/// An element of [[lesion.clone]]: cells that differ from the others from the start.
struct CloneParams : config::Block {
    using Block::Block;
    double share =
        param("share", 0.1, fraction, {0, 1},
              "Its share of the lesion's tumour cells at the start, scattered among them",
              assumed("a choice of the modeller"));
    std::int64_t antigens_lost = count(
        "antigens_lost", 0, {0, 64},
        "How many of the lesion's clonal neoantigens it lacks: the first ones", setting("none"));
    std::int64_t antigens_gained =
        count("antigens_gained", 0, {0, 64}, "How many neoantigens it has to itself",
              setting("each is one class of T cells"));
    double mhc1 = param("mhc1", 1, fraction, {0, 1}, "Share of the usual MHC-I that it can show",
                        setting("0: lost, as without B2M"));
    bool interferon = flag("interferon_response", true, "Whether it responds to IFN-γ",
                           setting("not, as without JAK1/2"));
    double growth = param("growth", 1, fraction, {0, 10},
                          "Its rate of division, relative to other cells", setting("as fast"));
    double drug_resistance =
        param("drug_resistance", 0, fraction, {0, 1},
              "Share of the sensitivity to cytotoxic drugs that it has lost", setting("none"));
    bool target_independent = flag(
        "target_independent", false,
        "Whether it divides without the signal that targeted drugs block", setting("it needs it"));
    double radiation_resistance =
        param("radiation_resistance", 0, fraction, {0, 1},
              "Share by which radiation's α and β are less than those of other cells",
              setting("as sensitive"));
    double invasiveness =
        param("invasiveness", 1, fraction, {0, 1000},
              "Its rate of shedding cells that can seed metastases, relative to other cells",
              setting("as fast; so far nothing but the clones' table reads it"));
};

/// A lesion that came of a colony: what it is called, and what its cells are.
struct Seedling {
    std::string name;
    Traits traits;
};

/// The identity of a lesion that is called so.
std::uint64_t identity_of(std::string_view lesion);

/// What the rates of the block are averages over, at one moment.
struct BlockMeans {
    std::map<std::uint64_t, double> lymphocytes;  ///< by what they see
    double seen = 0.0;    ///< lymphocytes that see a tumour cell, mean; 0: none is seen
    double growth = 1.0;  ///< of a tumour cell under the drugs around it, mean
};

class Lesion {
public:
    /// `section`: one element of [[lesion]]; `drugs`: all drugs of the patient, in their order.
    Lesion(const Rules&, const config::Section& section, LesionAntigens, std::vector<DrugInTissue>,
           std::uint64_t seed, std::optional<Seedling> seedling = std::nullopt);
    ~Lesion();

    const std::string& name() const { return seedling_ ? seedling_->name : params_.name; }
    /// A function of the name: keys the lesion's draws.
    std::uint64_t identity() const { return identity_; }

    // --- exchange with the body, once a biology step ---
    void perfuse(std::size_t drug, Molarity plasma) { dissolved_->perfuse(drug, plasma); }
    /// Level of an exposure in the whole lesion, in force until it is set again.
    void expose(Level exposure, double level) { dissolved_->expose(exposure, level); }
    /// Rate at which one cell in blood passes a vessel of the lesion and could enter it; times the
    /// kind's own chance of extravasation. `share_of_blood`: perfused() over the circulation's.
    Rate encounter_rate(std::uint16_t kind, double share_of_blood) const;
    /// Agents of kinds that fold stand for more cells each where they are many, for fewer where
    /// they are few; the volume and the cells stay, but for one left over. To be called when nobody
    /// is on her way into the lesion or out of it.
    void fold(const Tick&);
    /// Real cells that one agent of a kind stands for now.
    double cells_per_agent(std::uint16_t kind) const;
    void admit(const std::vector<Traveller>&, Seconds at);
    /// Puts cells of a kind into the block, where `placement` says.
    void graft(std::uint16_t kind, const Placement& placement, const Tick&);
    std::vector<Traveller> departures();
    /// Surgery takes the lesion out, and the tissue around it up to a margin.
    void resect(const Excision&, const Tick&);

    /// One biology step: fields relax, every cell decides on the same frozen world, only then do
    /// the decisions come true; bodies settle; moving cells take their sub-steps.
    void advance(const Tick&);

    /// Its activities are timed by this from now on; it outlives the lesion.
    void time_by(Stopwatch& stopwatch) { stopwatch_ = &stopwatch; }

    // --- what it looks like ---
    /// Represented: cells, corpses and infiltrate within the margin, and fluid.
    Volume volume() const;
    Volume solid() const;     ///< the same without oedema fluid
    Volume perfused() const;  ///< of that what has vessels: leukocytes beyond a share have none
    Length diameter() const;  ///< of the sphere of that volume
    Parts parts() const;      ///< what that volume is made of
    const std::string& organ() const { return params_.organ; }
    const Surface& cells() const { return cells_; }
    const Clones& clones() const { return clones_; }
    /// Live cells of each clone, of agents and of the minority pool.
    std::vector<double> clone_sizes() const;
    /// Rates of one tumour cell, means over the last while.
    PoolRates rates() const { return block_rates_.rates(); }
    const Dissolved& dissolved() const { return *dissolved_; }
    const Rules& rules() const { return rules_; }
    const Box& box() const { return box_; }
    /// Whether it was a nodule that outgrew its block and now is a sample.
    bool outgrown() const { return books_.outgrown != 0; }
    void tally(Tally&) const;
    /// The cells of one kind: public columns, then its private ones.
    void write_cells(std::uint16_t kind, Sink&) const;
    /// Clones that hold at least that share of the live tumour cells, and those they descend from.
    void write_clones(double least, Sink&) const;
    std::vector<Event> events() { return recorder_.take(); }  ///< since the last call

    // --- the baseline ---
    /// Whether the block is a sample of it.
    bool sample() const { return layout_->sample(); }
    double live() const;  ///< tumour cells, in agents and in the pool
    /// A sample stands for a lesion of the diameter that was asked for again, and its books begin
    /// anew. Nothing is done where there is no tissue.
    void rescale(Seconds at);
    /// What was `now` is second 0 from here on; `began`: when the block was founded. Synapses end,
    /// hits heal.
    void set_clock(Seconds began, Seconds now);

    // --- what is saved ---
    /// All that is mutable, by name. A step changes which tables there are, if the block is laid
    /// out anew in it.
    cells::Tables tables();
    /// Takes back what was saved of these tables and makes the rest anew from them, so that the
    /// lesion goes on as the one that was saved. Throws Broken if it was another's.
    void restore(const cells::Saved& saved);

private:
    const Layout* guard(const config::Section&, std::size_t drugs);
    std::unique_ptr<Dissolved> dissolve(std::vector<DrugInTissue>) const;
    std::unique_ptr<Dissolved> lay_out();
    void found();
    void found_kind(std::uint16_t kind, PerVolume density);
    void found_stroma(std::size_t first);
    Vec3 in_voxel(Stream&) const;
    void keep_outliers();
    void drop_strays();
    void find_margin();
    bool in_lesion(std::size_t row) const;
    Row add(std::uint16_t kind, const Founder&);
    void found_clones();
    std::uint32_t first_clone(std::uint64_t founder, std::size_t founders) const;
    bool in_pool(const CloneParams&, std::size_t founders) const;
    void found_pool(std::size_t founders);
    void express(Row);
    std::uint64_t antigens_in_use() const;
    template <class Born>
    void draw_clones(std::uint32_t clone, std::uint64_t divisions, std::uint64_t& used,
                     Stream random, Seconds at, Born&& born);
    void mutate(Row daughter, std::uint64_t& used, const Tick&);
    void settle_debt(Row agent, const Tick&);
    void mutate_pool(std::size_t entry, std::uint64_t divisions, std::uint64_t& used, const Tick&);
    void tally_clones(Tally&) const;

    template <class Radius>
    Volume represented(Radius&& radius) const;
    Volume infiltrate() const;  ///< leukocytes' part of solid()
    World look(const Tick&) const;
    void index();
    void exchange(const Tick&);
    void remodel(const Tick&);
    std::vector<float> pressures() const;
    void swell();
    void live(const Tick&);
    void settle(const Tick&, Time later);
    std::vector<cells::Bond> bonds() const;
    std::vector<cells::Drive> drives() const;
    void sub_steps(const Tick&);
    /// Kinds by their number.
    struct Hunters {
        std::vector<std::size_t> hunting, resting;
    };
    Hunters hunters() const;
    /// Kind::react or Kind::rest.
    using Doing = void (Kind::*)(const World&, Population&, Intents&) const;
    void hasten(const Tick& moment, const std::vector<std::size_t>& kinds, Doing);

    void commit_fates(const Intents&, const Tick&);
    void commit_deaths(const Intents&, const Tick&);
    void count_loss(Row, Cause);
    cells::Scalar<double>& book_of(Cause);
    void commit_births(const Intents&, const Tick&);
    void commit_synapses(const Intents&);
    void commit_hits(const Intents&, const Tick& moment);
    void strike(const Hit&, const Tick& moment);
    void book_kill(Row);
    std::vector<Party> killers_of(CellId target) const;
    void heal(Row);
    void heal_all(Seconds now);
    Row duplicate(Row);
    Row bear(Row mother, Vec3 axis, const Tick&);
    Vec3 inside(Vec3) const;
    void remove_gone();
    void rearrange(std::span<const Row> order);
    void check(const Tick&);
    void check_counts() const;
    void check_places(const Tick&) const;
    void check_balance(const Tick&) const;
    void check_numbers(const Tick&);

    void sterilise(const Tick&);
    void sterilise_pool(const World&);
    void sterilise_clone(const World&, std::uint32_t clone, const std::vector<Row>& agents);
    std::uint64_t count_survivors(const World&, std::uint32_t clone, const std::vector<Row>& agents,
                                  const std::vector<double>& survival);
    void doom(const World&, Row);

    void hand_over(const Tick&);
    void pool_step(const Tick&);
    void count_exposure(const Tick&);
    std::uint64_t cells_of_an_agent() const;
    std::uint64_t give_up_agent(std::uint32_t clone);
    Stream pool_stream(Purpose, std::size_t entry, Seconds at) const;
    BlockMeans block_means(const World&) const;
    PoolRates pool_rates(const World&, std::uint32_t clone, const BlockMeans&) const;
    Pressure pool_pressure(const World&, const Traits&) const;
    std::vector<double> left_behind(const Excision&) const;
    std::uint64_t left_of(Row agent, double chance, const Tick&);
    void keep_probes(const Tick&);
    void add_probe(std::size_t number, const Tick&);
    void raise_agent(std::size_t entry, const Tick&);
    void pool_last_agents(const Tick&);
    Vec3 place_in_tumour(Purpose, std::uint64_t number, Seconds at) const;
    void cut_core(const Tick&);
    void outgrow(const Tick&);
    double expected_cells_per_agent(const Unrolling&) const;
    std::vector<std::uint32_t> draw_cells(const Unrolling&, const Tick&);
    void draw_sample(const Unrolling&, const Tick&);
    Row copy(Row, std::uint64_t n);
    std::vector<Row> tumour_agents() const;
    double tumour_height() const;
    bool full() const;
    std::array<double, 3> stock() const;
    void book_resampled(const std::array<double, 3>& had);

    double weight_of(std::uint16_t kind) const;
    void thin(std::uint16_t kind, const Tick&);
    void split(std::uint16_t kind, const Tick&);
    void rescale_agents(std::uint16_t kind, double factor);

    void open_gates();
    void renew_entry();
    std::vector<float> leukocytes_by_voxel() const;
    Event event(EventKind, Row, Seconds at, double value = 0.0) const;
    void record(EventKind kind, Row row, Seconds at, double value = 0.0) {
        recorder_.add(event(kind, row, at, value));
    }

    static constexpr float still_bins = 20.0f, resident_bins = 25.0f, moving_bins = 10.0f;  ///< µm

    const Rules& rules_;
    LesionParams params_;
    std::optional<Seedling> seedling_;
    std::vector<CloneParams> first_;                ///< clones of the start, after clone 0
    LesionAntigens antigens_;                       ///< of all of them
    std::unique_ptr<Layout> founding_, successor_;  ///< successor: null if there is none
    const Layout* layout_;                          ///< the one in force, as the books say
    std::uint64_t seed_, identity_;
    Box box_;
    std::unique_ptr<Dissolved> dissolved_;
    cells::Mechanics mechanics_;

    std::optional<Level> interferon_ = known_substance("ifn_gamma"),
                         vegf_ = known_substance("vegf");
    std::optional<Level> radiation_ = known_exposure("radiation");

    Surface cells_;
    std::vector<std::unique_ptr<Population>> populations_;  ///< by kind
    Folds folds_;                                           ///< by kind
    Wounds wounds_;
    Clones clones_;
    MinorityPool pool_;
    BlockRates block_rates_;
    Books books_;
    Recorder recorder_;
    Departures departures_;

    Stopwatch unread_;
    Stopwatch* stopwatch_ = &unread_;

    // scratch, made anew from the state above
    Indexed still_, resident_, moving_;
    std::vector<Row> still_rows_, resident_rows_, moving_rows_;
    cells::Order order_;
    std::uint16_t prey_ = 0;  ///< all roles of those who can be hit
    bool stirred_ = true;     ///< cells were born, grew or were moved since they last settled
    std::vector<std::uint8_t> gone_;
    std::vector<std::uint8_t> host_kind_;  ///< by kind: whether it is host tissue
    std::vector<std::uint8_t> group_;      ///< by kind: in which of the three indexes its cells are
    float margin_ = 0.0f;                  ///< height of the tumour part of a sample
    /// Where cells with one lure can enter.
    struct Gate {
        Lure lure;
        std::vector<double> ease{};  ///< cumulative over voxels
        double mean = 0.0;           ///< over the vessels in tissue, 0…1
    };
    std::vector<Gate> gates_;
    std::vector<std::size_t> gate_of_;  ///< by kind
};

}  // namespace perforin::tissue

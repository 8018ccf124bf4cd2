// Tumour DNA in plasma: what dying and live cells of each clone shed is followed day by day, and a
// sample of it sequenced at each visit. METHODS.md.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "clinic/monitoring/assay.hpp"
#include "clinic/monitoring/losses.hpp"
#include "clinic/monitoring/sampling.hpp"
#include "clinic/monitoring/tumour_dna.hpp"
#include "core/registry.hpp"
#include "tissue/antigens.hpp"

namespace perforin::clinic {

namespace {

/// One row a lesion and clone that has shed.
struct Shed : cells::Table {
    cells::Column<std::uint64_t> lesion =
        column<std::uint64_t>("lesion", "1", "Identity of the lesion");
    cells::Column<std::uint32_t> clone = column<std::uint32_t>("clone", "1", "Clone");
    cells::Column<double> died =
        column<double>("died", "cells", "Its cells that had died when last looked at");
    cells::Column<double> genomes =
        column<double>("genomes", "1", "Its genomes in plasma, of two copies");
};

struct Looked : cells::State {
    cells::Scalar<std::int64_t> at = scalar<std::int64_t>("at", "s", "When last looked at", -1);
    cells::Scalar<double> deaths =
        scalar<double>("deaths", "cells/d", "Tumour cells that died in the day before");
};

class CtDna final : public Examination {
public:
    explicit CtDna(config::Section& section)
        : Examination{section},
          shedding_{section},
          sequencing_{section},
          assay_{AssayParams<scalar>{section, share_of_variants()}.assay()} {}

    void follow(Seconds at, const patient::Patient& patient) override {
        std::map<std::pair<std::uint64_t, std::uint32_t>, std::size_t> rows;
        for (std::size_t row = 0; row != shed_.size(); ++row) {
            rows[{shed_.lesion[row], shed_.clone[row]}] = row;
        }
        looked_.deaths = 0.0;
        for (const auto& lesion : patient.lesions()) {
            const bool known = rows.count({lesion->identity(), 0}) != 0;
            const std::vector<double> live = lesion->clone_sizes();
            for (std::uint32_t clone = 0; clone != live.size(); ++clone) {
                const auto found = rows.find({lesion->identity(), clone});
                const std::size_t row =
                    found == rows.end() ? add(lesion->identity(), clone) : found->second;
                if (known)
                    go_on(row, *lesion, live[clone], at);
                else
                    begin(row, *lesion, live[clone]);
            }
        }
        looked_.at = at;
    }

    std::vector<ResultRow> examine(const Encounter& look) override {
        Stream random{look.seed, "ctdna.normal"_draw, {look.examination}, look.visit.at()};
        const double usual = misread({.within = shedding_.normal_variation}, {normal(random)});
        std::vector<ResultRow> findings{plasma(look, usual)};
        for (const auto& [antigen, genomes] : by_antigen(look.patient)) {
            findings.push_back(
                variant(look, usual, "variants/antigen_" + std::to_string(antigen), genomes));
        }
        for (const auto& [clone, genomes] : by_clone(look.patient)) {
            findings.push_back(variant(look, usual, "clones/" + clone, genomes));
        }
        return findings;
    }

    cells::Tables tables() override { return {{"shed", &shed_}, {"looked", &looked_}}; }

private:
    std::size_t add(std::uint64_t lesion, std::uint32_t clone) {
        const std::size_t row = shed_.size();
        shed_.resize(row + 1);
        shed_.lesion[row] = lesion;
        shed_.clone[row] = clone;
        return row;
    }

    /// What a lesion shed before it was first looked at is what it sheds at its present rates.
    void begin(std::size_t row, const tissue::Lesion& lesion, double live) {
        const double dying = hazard(lesion) * live;
        shed_.died[row] = lesion.clones().died[shed_.clone[row]];
        shed_.genomes[row] = settled(shedding_, shedding(shedding_, dying, live));
        looked_.deaths += dying * (1.0 * day).in(minute);
    }

    void go_on(std::size_t row, const tissue::Lesion& lesion, double live, Seconds at) {
        const Time dt = static_cast<double>(at - looked_.at) * second;
        const double died = lesion.clones().died[shed_.clone[row]];
        const double deaths = since(shed_.died[row], died) / dt.in(minute);
        shed_.died[row] = died;
        shed_.genomes[row] =
            cleared(shedding_, shed_.genomes[row], shedding(shedding_, deaths, live), dt);
        looked_.deaths += deaths * (1.0 * day).in(minute);
    }

    double genomes() const {
        double sum = 0.0;
        for (const double some : shed_.genomes.span()) sum += some;
        return sum;
    }

    /// Calls visit(lesion, clone, genomes) for all that is in plasma.
    template <class Visit>
    void for_each_clone(const patient::Patient& patient, Visit&& visit) const {
        for (std::size_t row = 0; row != shed_.size(); ++row) {
            for (std::size_t l = 0; l != patient.lesions().size(); ++l) {
                if (patient.lesions()[l]->identity() != shed_.lesion[row]) continue;
                visit(l, shed_.clone[row], shed_.genomes[row]);
            }
        }
    }

    /// Genomes with each neoantigen that some first clone of a first lesion has: a variant that
    /// its biopsy would have shown.
    std::map<std::uint32_t, double> by_antigen(const patient::Patient& patient) const {
        std::map<std::uint32_t, double> genomes;
        for (std::size_t l = 0; l != patient.founding_lesions(); ++l) {
            const tissue::Clones& clones = patient.lesions()[l]->clones();
            for (std::uint32_t clone = 0; clone != clones.size(); ++clone) {
                if (!of_start(clones, clone)) continue;
                tissue::for_each_antigen(clones.antigens[clone],
                                         [&](std::uint32_t antigen) { genomes[antigen]; });
            }
        }
        for_each_clone(patient, [&](std::size_t l, std::uint32_t clone, double some) {
            const std::uint64_t mask = patient.lesions()[l]->clones().antigens[clone];
            for (auto& [antigen, sum] : genomes) sum += (mask >> antigen & 1u) != 0 ? some : 0.0;
        });
        return genomes;
    }

    /// Genomes of each first clone of the first lesions and of all that descends from it.
    std::map<std::string, double> by_clone(const patient::Patient& patient) const {
        std::map<std::string, double> genomes;
        for_each_clone(patient, [&](std::size_t l, std::uint32_t clone, double some) {
            if (l >= patient.founding_lesions()) return;
            const tissue::Lesion& lesion = *patient.lesions()[l];
            while (!of_start(lesion.clones(), clone)) clone = lesion.clones().parent[clone];
            genomes[lesion.name() + "/" + std::to_string(clone)] += some;
        });
        return genomes;
    }

    PlasmaSample sampled(const Encounter& look, const std::string& what, double carrying,
                         double variants, double normal) const {
        const std::uint64_t item = tissue::identity_of(what);
        Stream random{look.seed, "ctdna.molecules"_draw, {look.examination, item}, look.visit.at()};
        return sample(shedding_, sequencing_, carrying, genomes(), variants,
                      {normal, misread(assay_, draws(look, "ctdna", item))}, random);
    }

    ResultRow plasma(const Encounter& look, double usual) const {
        const double tumour = genomes();
        const auto variants = static_cast<double>(sequencing_.variants);
        const auto [there, found] = sampled(look, "plasma", tumour, variants, usual);
        ResultRow finding{"plasma", "Tumour DNA in plasma: variants that all tumour cells have"};
        tissue::Tally& row = finding.row;
        row.add({"live", "cells", "Live tumour cells, in truth"}, losses(look.patient).live);
        row.add({"deaths", "cells/d", "Tumour cells that died in the day before, in truth"},
                looked_.deaths);
        row.add({"genomes", "1", "Tumour genomes in plasma, in truth"}, tumour);
        row.add({"dna", "1/mL", "Copies of a place of the genome, in truth, normal ones too"},
                there.all);
        row.add({"copies_true", "1/mL", "Copies with a variant, in truth"}, there.mutant);
        row.add({"copies", "1/mL", "Copies with a variant, as measured"},
                copies_per_ml(sequencing_, found, variants));
        report_share(row, there, found);
        return finding;
    }

    ResultRow variant(const Encounter& look, double usual, const std::string& table,
                      double carrying) const {
        const auto [there, found] = sampled(look, table, carrying, 1.0, usual);
        ResultRow finding{table, "One variant in plasma"};
        report_share(finding.row, there, found);
        return finding;
    }

    void report_share(tissue::Tally& row, const Copies& there, const Molecules& found) const {
        row.add({"mutant", "1", "Molecules read as with a variant"},
                static_cast<double>(found.mutant));
        row.add({"molecules", "1", "Molecules read"}, static_cast<double>(found.all));
        report(row, {"share", "1", "Share of molecules with a variant"}, there.share(),
               judged(assay_, found.share()));
    }

    SheddingParams shedding_;
    SequencingParams sequencing_;
    Assay assay_;
    Shed shed_;
    Looked looked_;
};

const Registered<Examination> here{
    "ctdna", "Tumour DNA in plasma: shed by dying and live tumour cells, cleared, and sequenced",
    make<Examination, CtDna>};

}  // namespace

}  // namespace perforin::clinic

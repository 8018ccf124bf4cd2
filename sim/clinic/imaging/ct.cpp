// Computed tomography: slices, the volume and the axes that they show of each lesion, and what
// readers make of them. METHODS.md.

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "clinic/examination.hpp"
#include "clinic/imaging/imaging.hpp"
#include "clinic/imaging/reader.hpp"
#include "clinic/imaging/selection.hpp"
#include "core/random.hpp"
#include "core/registry.hpp"

namespace perforin::clinic {

namespace {

struct CtParams : config::Block {
    using Block::Block;
    Length slice = param("slice", 5, mm, {0.3, 20}, "Thickness of the slices",
                         recalled(measured("RECIST 1.1: 5 mm or less")));
    Length detection = param("detection", 4, mm, {0, 50},
                             "Long axis in the slices from which a lesion is told from what is "
                             "normal there",
                             recalled(assumed("nodules of the lung from 3-4 mm, of the liver from "
                                              "5-10 mm")));
    Length too_small = param("too_small", 5, mm, {0, 20},
                             "Written down for a lesion that is seen but shorter than that",
                             recalled(measured("RECIST 1.1: 5 mm")));
    double aspect = param("aspect", 1, fraction, {0.1, 1}, "Short over long axis of a lesion",
                          setting("a sphere; 0.7 to 0.8 is common"));
    Length node = param("node", 6, mm, {0, 10},
                        "Short axis of a lymph node without a lesion, which lies around it",
                        recalled(measured("normal below 10 mm: RECIST 1.1")));
    double node_aspect =
        param("node_aspect", 0.6, fraction, {0.1, 1}, "Short over long axis of a lymph node",
              recalled(assumed("nodes are oval; infiltrated ones become rounder")));
    Length pathological = param("pathological", 10, mm, {0, 50},
                                "Short axis from which a lymph node is one with a lesion",
                                recalled(measured("RECIST 1.1: 10 mm")));
    Length measurable =
        param("measurable", 10, mm, {0, 100},
              "Long axis from which a lesion is measurable; twice the slice if that "
              "is thicker than 5 mm",
              recalled(measured("RECIST 1.1: 10 mm")));
    Length measurable_node = param("measurable_node", 15, mm, {0, 100},
                                   "Short axis from which a lymph node is measurable",
                                   recalled(measured("RECIST 1.1: 15 mm")));
    double debris = param("debris_contrast", 0.75, fraction, {0, 2},
                          "Contrast of dead tissue to what surrounds a lesion, relative to live",
                          recalled(assumed("fat -100, necrosis 30, enhanced tumour 80 HU")));
    double fluid = param("fluid_contrast", 0.6, fraction, {0, 2}, "The same of fluid",
                         recalled(assumed("water 0-10 HU")));

    Measurable limits() const {
        return Measurable::in_slices(tenths(slice.in(mm)), tenths(measurable.in(mm)),
                                     tenths(measurable_node.in(mm)));
    }
};

/// Lesions that were noticed, one row each, in that order.
struct Noticed : cells::Table {
    cells::Column<std::uint64_t> lesion =
        column<std::uint64_t>("lesion", "1", "Number of the lesion among the patient's");
    cells::Column<std::uint8_t> later =
        column<std::uint8_t>("later", "1", "1: first noticed after the baseline");
};

/// One lesion at one visit.
struct Image {
    tissue::Parts parts;
    bool node = false;
    Axes body{};
    Scanner scanner{};
    Shown shown{};
    bool seen = false;
    bool treated = false, excised = false;  ///< irradiated or operated on; operated on
};

/// Whether the books of a lesion have anything under one of these names.
bool any_of(const tissue::Tally& books, std::initializer_list<std::string_view> names) {
    for (std::size_t i = 0; i != books.labels().size(); ++i) {
        const bool asked =
            std::find(names.begin(), names.end(), books.labels()[i].name) != names.end();
        if (asked && books.values()[i] > 0.0) return true;
    }
    return false;
}

/// What one reader writes down.
struct Written {
    double longest = 0.0, shortest = 0.0;  ///< mm
    bool measurable = false;
};

class Ct final : public Examination {
public:
    explicit Ct(config::Section& section)
        : Examination{section}, params_{section}, reader_{section}, limits_{params_.limits()} {}

    std::vector<ResultRow> examine(const Encounter& look) override {
        std::vector<ResultRow> findings;
        for (std::size_t l = 0; l != look.patient.lesions().size(); ++l) {
            const tissue::Lesion& lesion = *look.patient.lesions()[l];
            const Image image = take(lesion, look);
            std::vector<Written> written;
            for (std::uint64_t r = 0; r != readers(); ++r) {
                written.push_back(read(image, {.seed = look.seed,
                                               .examination = look.examination,
                                               .lesion = lesion.identity(),
                                               .reader = r,
                                               .at = look.visit.at()}));
            }
            const bool known = notice(l, image, written, look.visit);
            if (known) {
                for (std::size_t r = 0; r != written.size(); ++r) {
                    keep(l, image, written[r], look.visit, static_cast<std::uint8_t>(r));
                }
                keep(l, image, in_truth(image), look.visit, who_knows);
            }
            findings.push_back(row(lesion, image, written, known));
        }
        return findings;
    }

    cells::Tables tables() override { return {{"noticed", &noticed_}, {"readings", &readings_}}; }
    const Readings* readings() const override { return &readings_; }

private:
    std::uint64_t readers() const { return static_cast<std::uint64_t>(reader_.readers); }

    /// The patient lies otherwise each time, so slices cut a lesion elsewhere.
    Image take(const tissue::Lesion& lesion, const Encounter& look) const {
        Image image{.parts = lesion.parts(), .node = lesion.organ() == "lymph_node"};
        tissue::Tally books;
        lesion.tally(books);
        image.excised = any_of(books, {"resected", "resected_corpses", "resected_others"});
        image.treated = image.excised || any_of(books, {"irradiated", "tumour_doomed"});
        const double aspect = image.node ? params_.node_aspect : params_.aspect;
        const Volume node =
            image.node ? volume_of({params_.node / aspect, params_.node}) : Volume{};
        const Volume all = image.parts.all() + node;
        if (!(all > Volume{})) return image;
        const Volume lost =
            (1.0 - params_.debris) * image.parts.debris + (1.0 - params_.fluid) * image.parts.fluid;
        Stream random{
            look.seed, "ct.position"_draw, {lesion.identity(), look.examination}, look.visit.at()};
        image.body = axes_of(all, aspect);
        image.scanner = {.slice = params_.slice,
                         .offset = uniform(random) - 0.5,
                         .brightness = 1.0 - lost / all};
        image.shown = scan(image.body, image.scanner);
        image.seen = image.node || image.shown.axes.longest >= params_.detection;
        if (!image.seen) image.shown = {};
        return image;
    }

    /// A reader who sets the edge further out does so all round: one error for both axes.
    Written read(const Image& image, const ReadingKey& key) const {
        if (!image.seen) return {};
        const double error = reading_error(reader_, key);
        Written written{.longest = read_mm(reader_, image.shown.axes.longest.in(mm), error),
                        .shortest = read_mm(reader_, image.shown.axes.shortest.in(mm), error)};
        const double least = params_.too_small.in(mm);
        if (!image.node && written.longest < least) written.longest = written.shortest = least;
        written.measurable = measurable(image, written);
        return written;
    }

    /// What it is, without slices and readers.
    Written in_truth(const Image& image) const {
        Written truth{.longest = image.body.longest.in(mm), .shortest = image.body.shortest.in(mm)};
        truth.measurable = measurable(image, truth);
        return truth;
    }

    bool measurable(const Image& image, const Written& size) const {
        return limits_(image.node, tenths(size.longest), tenths(size.shortest));
    }

    /// Whether a lesion is known by now: readers look together for what is there. A node must be
    /// larger than normal to the first of them.
    bool notice(std::size_t lesion, const Image& image, const std::vector<Written>& written,
                const DueVisit& visit) {
        const auto numbers = noticed_.lesion.span();
        if (std::find(numbers.begin(), numbers.end(), lesion) != numbers.end()) return true;
        const bool abnormal =
            !image.node || written.front().shortest >= params_.pathological.in(mm);
        if (!image.seen || !abnormal) return false;
        const std::size_t row = noticed_.size();
        noticed_.resize(row + 1);
        noticed_.lesion[row] = lesion;
        noticed_.later[row] = visit.baseline ? 0 : 1;
        return true;
    }

    bool later(std::size_t lesion) const {
        const auto numbers = noticed_.lesion.span();
        const auto found = std::find(numbers.begin(), numbers.end(), lesion);
        return found != numbers.end() &&
               noticed_.later[static_cast<std::size_t>(found - numbers.begin())] != 0;
    }

    void keep(std::size_t lesion, const Image& image, const Written& written, const DueVisit& visit,
              std::uint8_t reader) {
        const std::size_t row = readings_.size();
        readings_.resize(row + 1);
        readings_.day[row] = visit.day;
        readings_.lesion[row] = lesion;
        readings_.reader[row] = reader;
        readings_.node[row] = image.node ? 1 : 0;
        readings_.later[row] = later(lesion) ? 1 : 0;
        readings_.longest[row] = written.longest;
        readings_.shortest[row] = written.shortest;
        readings_.measurable[row] = written.measurable ? 1 : 0;
        readings_.treated[row] = image.treated ? 1 : 0;
        readings_.excised[row] = image.excised ? 1 : 0;
    }

    /// Truth beside measurement.
    static ResultRow row(const tissue::Lesion& lesion, const Image& image,
                         const std::vector<Written>& written, bool known) {
        ResultRow finding{"lesions/" + lesion.name(),
                          "One lesion: what it is, is seen, and is read"};
        tissue::Tally& row = finding.row;
        const tissue::Parts& parts = image.parts;
        row.add({"volume", "mm^3", "Of all of it, in truth"}, parts.all().in(mm3));
        row.add({"tumour", "mm^3", "Of its live tumour cells"}, parts.tumour.in(mm3));
        row.add({"infiltrate", "mm^3", "Of its live leukocytes"}, parts.infiltrate.in(mm3));
        row.add({"debris", "mm^3", "Of its corpses"}, parts.debris.in(mm3));
        row.add({"stroma", "mm^3", "Of its other cells"}, parts.stroma.in(mm3));
        row.add({"fluid", "mm^3", "Of its oedema"}, parts.fluid.in(mm3));
        row.add({"long_true", "mm", "Long axis of that volume, a node's own tissue included"},
                image.body.longest.in(mm));
        row.add({"short_true", "mm", "Its short axis"}, image.body.shortest.in(mm));
        row.add({"slice", "mm", "Thickness of the slices"}, image.scanner.slice.in(mm));
        row.add({"offset", "mm", "From its middle to that of the nearest slice"},
                image.scanner.offset * image.scanner.slice.in(mm));
        row.add({"brightness", "1", "Its contrast, relative to that of live tissue"},
                image.scanner.brightness);
        row.add({"volume_shown", "mm^3", "Volume that the slices show"},
                image.shown.volume.in(mm3));
        row.add({"long_shown", "mm", "Long axis that they show; 0: nothing is seen"},
                image.shown.axes.longest.in(mm));
        row.add({"short_shown", "mm", "Its short axis"}, image.shown.axes.shortest.in(mm));
        row.add({"known", "1", "1: it has been noticed, now or before"}, known ? 1.0 : 0.0);
        for (std::size_t r = 0; r != written.size(); ++r) {
            const std::string reader = std::to_string(r + 1);
            row.add({"long_" + reader, "mm", "Long axis that reader " + reader + " wrote down"},
                    written[r].longest);
            row.add({"short_" + reader, "mm", "Short axis that reader " + reader + " wrote down"},
                    written[r].shortest);
        }
        return finding;
    }

    CtParams params_;
    ReaderParams reader_;
    Measurable limits_;
    Noticed noticed_;
    Readings readings_;
};

const Registered<Examination> here{
    "ct", "Computed tomography: volume and axes of each lesion, read with the errors of readers",
    make<Examination, Ct>};

}  // namespace

}  // namespace perforin::clinic

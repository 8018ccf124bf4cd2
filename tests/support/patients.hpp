#pragma once
// Small virtual patients for tests, from scenario text.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "config/input.hpp"
#include "patient/patient.hpp"

namespace perforin::test {

/// A small inflamed sample; `more` is appended.
inline std::string small_slab(const std::string& more = {}) {
    return "[[lesion]]\nname = 'primary'\nlayout = 'slab'\ndiameter = '20 mm'\n"
           "[lesion.slab]\nwidth = '120 um'\ndepth = '160 um'\ncap = '200 um'\n" +
           more;
}

inline std::unique_ptr<patient::Patient> make_patient(
    const std::string& scenario, std::uint64_t seed = 1,
    const std::vector<std::string>& settings = {}) {
    const config::Input input{"test.toml", scenario, {}, settings};
    input.root().child("run").ignore();  // of the engine, which is not asked here
    input.root().child("output").ignore();
    auto patient = std::make_unique<patient::Patient>(input.root(), seed);
    input.finish();
    return patient;
}

inline void live(patient::Patient& patient, std::int64_t days, std::int64_t from = 0) {
    for (std::int64_t d = from; d != from + days; ++d) patient.live(Day{d});
}

/// Cells of a kind that entered the first lesion on one day.
inline double entered_on(std::int64_t day, const std::string& scenario, const std::string& kind) {
    auto patient = make_patient(scenario);
    const patient::Blood& blood = patient->body().blood();
    const auto sum = [&] {
        double cells = 0.0;
        for (std::size_t c = 0; c != blood.classes(); ++c) {
            if (blood.cell_class(c).kind == kind) cells += blood.banks().entered[blood.bank(0, c)];
        }
        return cells;
    };
    live(*patient, day);
    const double before = sum();
    live(*patient, 1, day);
    return sum() - before;
}

/// The figures of a lesion by name.
inline std::map<std::string, double> figures(const tissue::Lesion& lesion) {
    tissue::Tally tally;
    lesion.tally(tally);
    std::map<std::string, double> named;
    for (std::size_t i = 0; i != tally.labels().size(); ++i) {
        named[tally.labels()[i].name] = tally.values()[i];
    }
    return named;
}

/// Everything a lesion's cells show, as bytes: equal for equal lesions.
class Bytes : public Sink {
public:
    void put(const Label& label, const Rows& rows) override {
        bytes += label.name;
        const std::size_t size = rows.rows * rows.width *
                                 (rows.type == Scalar::u8    ? 1
                                  : rows.type == Scalar::u16 ? 2
                                  : rows.type == Scalar::u32 ? 4
                                  : rows.type == Scalar::f32 ? 4
                                                             : 8);
        bytes.append(static_cast<const char*>(rows.data), size);
    }
    std::string bytes;
};

inline std::string bytes_of(const tissue::Lesion& lesion) {
    Bytes sink;
    for (std::uint16_t kind = 0; kind != lesion.rules().kinds.size(); ++kind) {
        lesion.write_cells(kind, sink);
    }
    tissue::Tally tally;
    lesion.tally(tally);
    for (const double value : tally.values()) {
        sink.bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    return sink.bytes;
}

}  // namespace perforin::test

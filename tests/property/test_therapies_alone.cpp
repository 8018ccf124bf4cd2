// Every therapy that is registered, switched on alone: nothing changes before its first dose, and
// something does after it.

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../support/saved_patients.hpp"
#include "../support/treated_by.hpp"
#include "core/registry.hpp"
#include "core/sink.hpp"
#include "engine/fingerprint.hpp"
#include "patient/patient.hpp"
#include "patient/therapy.hpp"

using namespace perforin;
using engine::fingerprint;
using test::make_patient, test::small_slab;

namespace {

constexpr std::int64_t first_dose = 2, days_to_act = 3;

std::string treated_by(const std::string& therapy) {
    return test::treated_by(therapy, "first = '" + std::to_string(first_dose) + " d'\n");
}

/// Her tissue is that of a patient in whom every kind of therapy finds something to act on.
std::unique_ptr<patient::Patient> patient_with(const std::string& therapies) {
    return make_patient(small_slab("[tissue]\nstep = '2 h'\nsub_step = '20 min'\n"
                                   "[biology.cytotoxic_t]\ndensity = '1e7 1/mL'\n"
                                   "[biology.regulatory_t]\ndensity = '1e7 1/mL'\n"
                                   "[biology.dendritic_cell]\ndensity = '1e7 1/mL'\n"
                                   "[biology.macrophage]\nin_blood = '4e5 1/mL'\n"
                                   "[lag3]\nEmax = 0.5\n") +
                        therapies);
}

/// What was kept of a table, but for the last bit of one column.
class LastBitFlipped final : public Source {
public:
    LastBitFlipped(const Source& kept, std::string column)
        : kept_{kept}, column_{std::move(column)} {}
    std::size_t rows(const std::string& name) const override { return kept_.rows(name); }
    void take(const Label& label, void* into, std::size_t rows, std::size_t width,
              Scalar type) const override {
        kept_.take(label, into, rows, width, type);
        if (label.name != column_) return;
        const std::size_t bytes = type == Scalar::u8                           ? 1
                                  : type == Scalar::u16                        ? 2
                                  : type == Scalar::u32 || type == Scalar::f32 ? 4
                                                                               : 8;
        static_cast<std::byte*>(into)[rows * width * bytes - 1] ^= std::byte{1};
    }

private:
    const Source& kept_;
    std::string column_;
};

/// Her fingerprints after each step of so many days.
std::vector<std::uint64_t> fingerprints(patient::Patient& patient, std::int64_t from,
                                        std::int64_t days) {
    std::vector<std::uint64_t> seen;
    for (std::int64_t d = from; d != from + days; ++d) {
        const Day today{d};
        patient.treat(today);
        for (const Tick& tick : today.ticks(patient.rules().step())) {
            patient.pass(tick);
            seen.push_back(fingerprint(patient));
        }
    }
    return seen;
}

/// What differs first, by days, between patients with these therapies and with none.
std::string first_difference(const std::string& therapies, std::int64_t days) {
    const auto treated = patient_with(therapies), twin = patient_with("");
    for (std::int64_t d = 0; d != days; ++d) {
        test::live(*treated, 1, d);
        test::live(*twin, 1, d);
        const std::string found = test::difference_without_therapy(*treated, *twin);
        if (!found.empty()) return found;
    }
    return "nothing";
}

}  // namespace

TEST_CASE("each therapy alone changes nothing before its first dose, and something after it") {
    REQUIRE(!registry<patient::Therapy>().empty());
    const auto twin = patient_with("");
    const std::uint64_t newborn = fingerprint(*twin);
    const auto before = fingerprints(*twin, 0, first_dose);
    const auto after = fingerprints(*twin, first_dose, days_to_act);
    REQUIRE(before.size() == 12 * first_dose);
    for (const auto& entry : registry<patient::Therapy>()) {
        CAPTURE(entry.first);
        const auto treated = patient_with(treated_by(entry.first));
        CHECK(fingerprint(*treated) == newborn);
        const bool same = fingerprints(*treated, 0, first_dose) == before;
        CHECK_MESSAGE(same, first_difference(treated_by(entry.first), first_dose));
        CHECK(!treated->regimen().front().plugin->begun());
        CHECK(fingerprints(*treated, first_dose, days_to_act) != after);
        CHECK(!test::difference_without_therapy(*treated, *twin).empty());
        CHECK(treated->regimen().front().plugin->begun());
    }
}

TEST_CASE("all therapies together change nothing before the first dose") {
    std::string all;
    for (const auto& entry : registry<patient::Therapy>()) all += treated_by(entry.first);
    const bool same = fingerprints(*patient_with(all), 0, first_dose) ==
                      fingerprints(*patient_with(""), 0, first_dose);
    CHECK_MESSAGE(same, first_difference(all, first_dose));
}

TEST_CASE("a fingerprint sees the last bit of all that no therapy owns, and nothing else") {
    const auto patient = patient_with(treated_by("nivolumab"));
    test::live(*patient, first_dose + 1);
    const std::uint64_t before = fingerprint(*patient);
    CHECK(before < (std::uint64_t{1} << 53));
    std::size_t hers = 0, others = 0;
    for (const cells::NamedTable& table : patient->tables()) {
        if (table.table->empty()) continue;
        test::MemoryStore kept;
        table.table->write(kept);
        for (const cells::AnyColumn* column : table.table->columns()) {
            const std::string& name = column->label().name;
            CAPTURE(table.name);
            CAPTURE(name);
            const bool is_hers = patient->without_therapy(table.name, name);
            table.table->read(LastBitFlipped{kept, name});
            CHECK((fingerprint(*patient) != before) == is_hers);
            ++(is_hers ? hers : others);
        }
        table.table->read(kept);
        CHECK(fingerprint(*patient) == before);
    }
    CHECK(hers > 100);
    CHECK(others > 3);
}

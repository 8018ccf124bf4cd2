// A lesion that is spoilt by hand is stopped, and what is wrong is named.

#include <doctest/doctest.h>

#include <limits>
#include <string>

#include "../support/patients.hpp"
#include "cells/tables.hpp"
#include "core/error.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

/// A patient of whom everything can be changed.
struct Spoilt {
    template <class T>
    cells::Column<T>& column(const std::string& table, const std::string& name) {
        for (const cells::NamedTable& one : patient->lesions().front()->tables()) {
            if (one.name != table) continue;
            const cells::AnyColumn* found = one.table->find(name);
            REQUIRE(found != nullptr);
            return const_cast<cells::Column<T>&>(dynamic_cast<const cells::Column<T>&>(*found));
        }
        throw std::logic_error{"no table " + table};
    }
    std::size_t a_tumour_cell() {
        const auto& cells = patient->lesions().front()->cells();
        for (std::size_t row = 0; row != cells.size(); ++row) {
            if (tissue::tumour_agent(cells, row)) return row;
        }
        return cells.size();
    }
    void must_stop(const std::string& why) {
        CHECK_THROWS_WITH_AS(patient->live(Day{0}), doctest::Contains(why.c_str()), Broken);
    }
    std::unique_ptr<patient::Patient> patient = make_patient(small_slab());
};

}  // namespace

TEST_CASE("a sound lesion passes its guards") {
    Spoilt{}.patient->live(Day{0});
}

TEST_CASE("a tumour cell that has left the block stops the run, with its place and the remedy") {
    Spoilt spoilt;
    const std::size_t row = spoilt.a_tumour_cell();
    spoilt.column<Vec3>("cells", "position")[row].z = 4000.0f;
    spoilt.must_stop("has left the block");
}

TEST_CASE("a tumour cell that host tissue carries out of the block stays at its border") {
    Spoilt spoilt;
    spoilt.patient = make_patient(small_slab("[biology.parenchyma]\nhost_density = '1e8 1/mL'\n"));
    const tissue::Lesion& lesion = *spoilt.patient->lesions().front();
    const std::size_t row = spoilt.a_tumour_cell();
    const tissue::CellId carried = lesion.cells().id[row];
    spoilt.column<Vec3>("cells", "position")[row].z = 4000.0f;
    spoilt.patient->pass(Tick{0, seconds_per_hour});
    std::size_t found = 0;
    for (std::size_t k = 0; k != lesion.cells().size(); ++k) {
        if (lesion.cells().id[k] != carried) continue;
        ++found;
        CHECK(lesion.cells().position[k].z == lesion.box().size.z);
    }
    CHECK(found == 1);
}

TEST_CASE("host cells that are pushed out of the block are gone, and booked") {
    Spoilt spoilt;
    spoilt.patient = make_patient(small_slab("[biology.parenchyma]\nhost_density = '1e8 1/mL'\n"));
    const tissue::Lesion& lesion = *spoilt.patient->lesions().front();
    std::size_t row = 0;
    while ((lesion.cells().roles[row] & tissue::role::healthy) == 0) ++row;
    const tissue::CellId pushed = lesion.cells().id[row];
    spoilt.column<Vec3>("cells", "position")[row].z = 4000.0f;
    spoilt.patient->pass(Tick{0, seconds_per_hour});
    for (const tissue::CellId id : lesion.cells().id.span()) CHECK(id != pushed);
    CHECK(figures(lesion).at("resampled_others") <= -figures(lesion).at("cells_per_agent"));
}

TEST_CASE("cells that no book accounts for stop the run at the end of the day") {
    Spoilt spoilt;
    spoilt.column<float>("cells", "weight")[spoilt.a_tumour_cell()] = 0.5f;
    spoilt.must_stop("lesion primary, day 1.0000: ");
    Spoilt other;
    other.column<double>("books", "born")[0] = 1e6;
    other.must_stop("but by its books it is");
}

TEST_CASE("what is no number stops the run wherever it is") {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    Spoilt size;
    size.column<float>("cells", "radius")[3] = nan;
    CHECK_THROWS_AS(size.patient->live(Day{0}), Broken);
    Spoilt hidden;
    hidden.column<double>("books", "cleared")[0] = std::numeric_limits<double>::infinity();
    hidden.must_stop("column cleared of table books holds what is no number");
}

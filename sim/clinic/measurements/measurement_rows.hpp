#pragma once
// The rows of a measurement table, each read for itself.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "clinic/measurements/csv.hpp"
#include "clinic/measurements/measurements.hpp"

namespace perforin::clinic {

enum class Column {
    patient,
    day,
    lesion,
    role,
    organ,
    node,
    long_mm,
    short_mm,
    measurable,
    grown,
    nontarget_class,
    nontarget_worse,
    symptoms,
    missed,
    death_day
};
inline constexpr std::size_t columns = 15;
/// As they are called in the header.
const std::array<std::string_view, columns>& column_names();

/// One row: of a lesion, or of the visit as a whole.
struct Row {
    std::size_t patient = 0;              ///< its place in RowReader::patients
    std::optional<std::size_t> lesion{};  ///< none: the row of the visit
    int day = 0;
    Role role = Role::target;
    std::optional<bool> node{};
    Finding finding{};
    std::optional<NonTarget> nontarget{};
    bool nontarget_worse = false, symptoms = false, missed = false;
    std::optional<int> death_day{};
    std::size_t organ = 0;  ///< its place in RowReader::organs; 0: none is named
    std::size_t start = 0;  ///< where it begins in the file
    std::uint32_t line = 0;
};

/// Reads rows and notes problems; names are kept once.
class RowReader {
public:
    /// All outlive it.
    RowReader(std::string_view text, Problems& problems);

    /// All rows without a problem. After a wrong header there are none.
    std::vector<Row> read();
    /// Notes a problem of a row read before, at one of its cells.
    void problem(const Row& row, Column column, const std::string& text);

    const std::vector<std::string>& patients() const { return patients_.names; }
    const std::vector<std::string>& organs() const { return organs_.names; }
    /// Lesions are told apart by patient and name.
    const std::string& lesion_name(std::size_t lesion) const { return lesions_.names[lesion]; }
    /// Whether a row of the patient has a problem, so that its visits may not be whole.
    bool is_spoilt(std::size_t patient) const;

private:
    /// Numbers for names, in order of appearance.
    struct Names {
        std::vector<std::string> names;
        std::unordered_map<std::string, std::size_t> places;
        std::size_t place(const std::string& key, std::string_view name);
    };

    bool read_header();
    std::optional<Row> read_row();
    void read_lesion(Row& row);
    void read_visit(Row& row);
    void refuse_others(bool of_lesion);

    std::string_view text(Column column) const;
    void wrong(Column column, const std::string& expected);
    std::string name(Column column, const char* what);
    std::optional<int> whole_day(Column column);
    std::optional<Tenths> length(Column column);
    bool flag(Column column);
    std::optional<Role> role();
    std::optional<NonTarget> nontarget();

    Csv csv_;
    std::vector<Cell> cells_;
    std::array<std::size_t, columns> place_of_{};  // of each column among the cells
    std::size_t width_ = 0;
    std::size_t wrong_ = 0;  // problems of this row
    Names patients_, lesions_, organs_;
    std::vector<bool> spoilt_;
};

}  // namespace perforin::clinic

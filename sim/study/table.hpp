#pragma once
// The results of a study, a row a run: as CSV, and as HDF5 with all that made them.

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "io/hdf5.hpp"
#include "io/manifest.hpp"
#include "study/plan.hpp"
#include "study/store.hpp"

namespace perforin::study {

struct OutcomeColumn {
    std::string name, unit, doc;
    std::vector<double> values;  ///< a row each; not a number: there is none
};

struct Table {
    std::vector<Standing> standings;  ///< a row each
    std::vector<OutcomeColumn> outcomes;
    std::vector<std::string> missing;  ///< outcomes that no run has, in words
};

/// Reads the outcomes of all runs that are done.
Table collect(const Plan& plan, const Store& store);

/// RFC 4180, a header with units; the same bytes for the same runs.
std::string csv(const Plan& plan, const Table& table);

/// Throws Unavailable if something else than a table of results is in the way.
void check_tables(const std::filesystem::path& csv_file, const std::filesystem::path& h5_file);

/// Replaces what is there, all or nothing.
void write_h5(const std::filesystem::path& file, const Plan& plan, const Table& table,
              const std::string& command_line);

/// What a file of tables calls itself.
struct Format {
    std::string_view name, version;
};
/// Whether an HDF5 file says that it is of that format.
bool is_of(const Format&, const io::File&);
/// Replaces what is there by the circumstances of the tables and what `fill` puts beside them, all
/// or nothing. Throws Unavailable.
void replace_h5(const std::filesystem::path& file, const Format&, const std::string& command_line,
                const std::function<void(io::Group& root)>& fill);
/// What a table was asked for by.
void write_layers(io::Group group, const std::vector<io::InputLayer>& layers);

}  // namespace perforin::study

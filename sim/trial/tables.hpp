#pragma once
// The tables of a trial: patients, visits, doses, looks. METHODS.md describes their columns.

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>

#include "trial/conduct.hpp"
#include "trial/sheet.hpp"

namespace perforin::trial {

struct Sheets {
    Sheet patients, visits, doses, looks;
    std::size_t runs = 0, done = 0, failed = 0;
};

/// Of all patients who were treated, in order of their numbers, with their twins.
Sheets sheets_of(const Site& site, const Conduct& conduct);

/// Where everything goes.
class Files {
public:
    explicit Files(std::filesystem::path folder) : folder_{std::move(folder)} {}

    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path scenarios() const { return folder_ / "scenarios"; }
    /// Makes the folder. Throws Unavailable if something else than tables of a trial is in the way.
    void prepare() const;
    void write(const Trial& trial, const Sheets& sheets, const std::string& command_line) const;

private:
    std::filesystem::path h5() const { return folder_ / "trial.h5"; }
    std::filesystem::path folder_;
};

}  // namespace perforin::trial

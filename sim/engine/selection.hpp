#pragma once
// Names that a user picks out of many: kinds of cells, columns, fields.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/section.hpp"

namespace perforin::engine {

class Selection {
public:
    /// `all` among the names means every name.
    explicit Selection(std::vector<std::string> names) : names_{std::move(names)} {}

    bool has(std::string_view name) const;

    /// Notes a problem at `key` for each name that is not known, with the nearest that is.
    void check(const config::Section& section, std::string_view key,
               const std::vector<std::string>& known) const;

private:
    std::vector<std::string> names_;
};

/// Notes a problem at `key` unless the name is known, with the nearest that is.
void check_name(const config::Section& section, std::string_view key, const std::string& name,
                const std::vector<std::string>& known);

}  // namespace perforin::engine

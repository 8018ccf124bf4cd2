#include "engine/twin_changes.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/nearest.hpp"
#include "core/printable.hpp"

namespace perforin::engine {

namespace {

bool is_setting(const std::string& change) {
    return change.find('=') != std::string::npos;
}

/// The table of `table.key=value`.
std::string_view table_of(std::string_view setting) {
    constexpr std::string_view around = " \"'";
    setting.remove_prefix(std::min(setting.find_first_not_of(around), setting.size()));
    return setting.substr(0, setting.find_first_of(".= \"'"));
}

}  // namespace

void check_changes(const config::Section& run, const std::vector<std::string>& changes) {
    for (const std::string& change : changes) {
        if (change == untreated) continue;
        if (!is_setting(change)) {
            const std::string near = nearest(change, {untreated});
            run.problem("twin", fmt::format("'{}' is neither '{}' nor a setting, "
                                            "\"table.key=value\"{}",
                                            printable(change), untreated,
                                            near.empty() ? "" : "; did you mean '" + near + "'?"));
        } else if (const auto table = table_of(change); table == "run" || table == "output") {
            run.problem("twin", fmt::format("'{}' cannot differ between a patient and her twin: "
                                            "[{}] is for both",
                                            printable(change), table));
        }
    }
}

std::vector<config::PlacedText> changes_of_twin(const config::Section& run) {
    std::vector<config::PlacedText> changes;
    for (config::PlacedText& written : run.placed_texts("twin")) {
        if (written.text == untreated) written.text = "therapy=[]";
        if (is_setting(written.text)) changes.push_back(std::move(written));
    }
    if (!changes.empty()) changes.push_back({"run.twin=[]", changes.front().origin});
    return changes;
}

}  // namespace perforin::engine

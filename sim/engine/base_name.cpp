#include "engine/base_name.hpp"

#include <system_error>

namespace perforin::engine {

namespace fs = std::filesystem;

std::string base_name(const std::string& root, const fs::path& file) {
    std::error_code error;
    const fs::path whole = fs::weakly_canonical(fs::absolute(file, error), error);
    if (root.empty()) return whole.string();
    const fs::path inside = whole.lexically_relative(fs::weakly_canonical(root, error));
    return inside.empty() || *inside.begin() == ".." ? whole.string() : inside.generic_string();
}

}  // namespace perforin::engine

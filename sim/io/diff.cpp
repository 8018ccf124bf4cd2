#include "io/diff.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "io/clock.hpp"
#include "io/contents.hpp"
#include "io/digest.hpp"
#include "io/files.hpp"

namespace perforin::io {

namespace {

constexpr Seconds timeless = std::numeric_limits<Seconds>::min();

struct Finding {
    Seconds at = timeless;
    std::string text;
};

/// Sections are reported in this order, and within one the earliest difference.
enum class Section { parameters, scenario, root, series, frames, fields, events, others };

bool starts(const std::string& path, std::string_view with) {
    return path == with || path.rfind(std::string{with} + "/", 0) == 0;
}

Section section_of(const std::string& path) {
    if (path.empty()) return Section::root;
    if (starts(path, "parameters")) return Section::parameters;
    if (starts(path, "scenario")) return Section::scenario;
    if (starts(path, "series")) return Section::series;
    if (starts(path, "events")) return Section::events;
    if (!starts(path, "lesions")) return Section::others;
    return path.find("/fields") == std::string::npos ? Section::frames : Section::fields;
}

/// Among differences of one moment the telling ones come first: groups before what is in them,
/// which parameter before its value before where it was written, times and numbers of rows before
/// what is in the rows.
std::size_t rank(const std::string& path, bool is_group) {
    if (is_group) return 0;
    constexpr std::array<std::string_view, 13> order{"/",       "name",   "path", "value", "unit",
                                                     "default", "time_s", "time", "rows",  "id",
                                                     "kind",    "who",    "whom"};
    const bool is_index = path.find("/frames/rows/") != std::string::npos;
    const std::string last = is_index ? "rows" : path.substr(path.rfind('/') + 1);
    const auto* const found = std::find(order.begin(), order.end(), last);
    return last == "origin" ? order.size() + 1 : static_cast<std::size_t>(found - order.begin());
}

std::string shortened(const std::string& text) {
    constexpr std::size_t longest = 100;
    return text.size() <= longest ? text : text.substr(0, longest) + " …";
}

/// Two values side by side; of long texts the first line that differs.
std::string both(const std::string& a, const std::string& b, const std::string& unit) {
    std::string line_a = a, line_b = b, where;
    if (a.find('\n') != std::string::npos || b.find('\n') != std::string::npos) {
        const auto parted = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
        const auto line = std::count(a.begin(), parted.first, '\n');
        const auto start = static_cast<std::size_t>(
            std::find(std::make_reverse_iterator(parted.first), a.rend(), '\n').base() - a.begin());
        line_a = a.substr(start, a.find('\n', start) - start);
        line_b = b.substr(start, b.find('\n', start) - start);
        where = fmt::format("line {}: ", line + 1);
    }
    const std::string tail = unit.empty() || unit == "1" ? "" : " " + unit;
    return fmt::format("{}{}{} against {}{}", where, shortened(line_a), tail, shortened(line_b),
                       tail);
}

std::string shape_text(const Dataset& dataset) {
    const auto shape = dataset.shape();
    std::string text = dataset.element().name();
    for (std::size_t i = 1; i < shape.size(); ++i) text += fmt::format(" x {}", shape[i]);
    return text;
}

/// The first attribute that differs.
std::optional<Finding> compare_attributes(const Object& a, const Object& b,
                                          const std::string& path) {
    auto names = a.attribute_names();
    for (const auto& name : b.attribute_names()) names.push_back(name);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const std::string& name : names) {
        const std::string where = fmt::format("/{}, attribute {}", path, name);
        if (!a.has_attribute(name) || !b.has_attribute(name)) {
            return Finding{timeless, fmt::format("{}: only in the {} file", where,
                                                 a.has_attribute(name) ? "first" : "second")};
        }
        const Values x = a.attribute(name), y = b.attribute(name);
        if (x.shape == y.shape && x.same(0, y, 0, x.count())) continue;
        std::string text = both(x.shown(0, x.count()), y.shown(0, y.count()), "");
        if (!(x.element == y.element)) {
            text += fmt::format(" ({} against {})", x.element.name(), y.element.name());
        }
        return Finding{timeless, fmt::format("{}: {}", where, text)};
    }
    return std::nullopt;
}

/// The first of two equally long runs of values in which they differ.
std::size_t first_unequal(const Values& a, const Values& b, std::size_t from, std::size_t n) {
    std::size_t i = from;
    while (i != from + n && a.same(i, b, i, 1)) ++i;
    return i;
}

/// "[2, 0, 7] " for value `i` of a row of this shape (slowest axis first).
std::string position_in_row(const std::vector<std::uint64_t>& shape, std::uint64_t i) {
    std::vector<std::uint64_t> position;
    for (std::size_t axis = shape.size(); axis-- > 1;) {
        position.insert(position.begin(), i % shape[axis]);
        i /= shape[axis];
    }
    return fmt::format("[{}] ", fmt::join(position, ", "));
}

class Comparer {
public:
    Comparer(const Group& a, const Group& b) : a_{a}, b_{b} {
        for (const Item& item : contents(a)) items_[item.path].first = item;
        for (const Item& item : contents(b)) items_[item.path].second = item;
    }

    std::optional<Finding> first() const {
        std::map<Section, std::vector<std::string>> sections;
        for (const auto& [path, item] : items_) sections[section_of(path)].push_back(path);
        for (const auto& [section, paths] : sections) {
            auto found = earliest(paths);
            if (found) return found;
        }
        return std::nullopt;
    }

private:
    std::optional<Finding> earliest(const std::vector<std::string>& paths) const {
        std::optional<Finding> best;
        std::tuple<Seconds, std::size_t> least;
        for (const std::string& path : paths) {
            auto found = compare_item(path);
            if (!found) continue;
            const auto& [in_a, in_b] = items_.at(path);
            const bool is_group = (in_a ? in_a : in_b)->is_group;
            const std::tuple<Seconds, std::size_t> order{found->at, rank(path, is_group)};
            if (!best || order < least) {
                best = std::move(found);
                least = order;
            }
        }
        return best;
    }

    std::optional<Finding> compare_item(const std::string& path) const {
        const auto& [in_a, in_b] = items_.at(path);
        if (!in_a || !in_b) {
            return Finding{
                timeless, fmt::format("/{}: only in the {} file", path, in_a ? "first" : "second")};
        }
        if (in_a->is_group != in_b->is_group) {
            return Finding{timeless, fmt::format("/{}: a group in one file only", path)};
        }
        if (path.empty()) return compare_attributes(a_, b_, path);
        if (in_a->is_group) return compare_attributes(a_.open(path), b_.open(path), path);
        const Dataset x = a_.dataset(path), y = b_.dataset(path);
        const auto attributes = compare_attributes(x, y, path);
        return attributes ? attributes : compare_rows(x, y, path);
    }

    std::optional<Finding> compare_rows(const Dataset& x, const Dataset& y,
                                        const std::string& path) const {
        if (shape_text(x) != shape_text(y) || x.shape().size() != y.shape().size()) {
            return Finding{timeless,
                           fmt::format("/{}: {} against {}", path, shape_text(x), shape_text(y))};
        }
        const std::uint64_t common = std::min(x.rows(), y.rows()), piece = rows_in_a_piece(x);
        for (std::uint64_t first = 0; first < common; first += piece) {
            const std::uint64_t n = std::min(piece, common - first);
            const Values p = x.read(first, n), q = y.read(first, n);
            if (!p.same(0, q, 0, p.count())) return unequal(x, p, q, first, path);
        }
        if (x.rows() == y.rows()) return std::nullopt;
        const Group& longer = x.rows() > y.rows() ? a_ : b_;
        return Finding{time_of(longer, path, common).value_or(timeless),
                       fmt::format("/{}: {} rows against {}; {} is only in the {} file", path,
                                   x.rows(), y.rows(), place_of(longer, path, common),
                                   x.rows() > y.rows() ? "first" : "second")};
    }

    /// Says where two pieces that start at row `first` differ.
    Finding unequal(const Dataset& dataset, const Values& p, const Values& q, std::uint64_t first,
                    const std::string& path) const {
        const std::uint64_t length = dataset.row_length();
        const std::size_t i = first_unequal(p, q, 0, p.count());
        const std::uint64_t row = first + i / length;
        const bool short_row = length <= 4;
        const std::size_t from = short_row ? i / length * length : i;
        const std::size_t n = short_row ? length : 1;
        const std::string unit = dataset.has_attribute("unit") ? dataset.text("unit") : "";
        return {time_of(a_, path, row).value_or(timeless),
                fmt::format("/{}, {}: {}{}", path, place_of(a_, path, row),
                            short_row ? "" : position_in_row(p.shape, i % length),
                            both(p.shown(from, n), q.shown(from, n), unit))};
    }

    const Group &a_, &b_;
    std::map<std::string, std::pair<std::optional<Item>, std::optional<Item>>> items_;
};

/// What to add about circumstances that may explain a difference.
std::string circumstances(const Group& a, const Group& b) {
    std::string text;
    const auto mention = [&](const char* name, const char* sentence) {
        const std::string x = a.text(name), y = b.text(name);
        if (x != y) text += fmt::format("{}: {} against {}.\n", sentence, x, y);
    };
    mention("program_version", "They were made by different versions of perforin");
    mention("git_commit", "They were made from different sources");
    mention("status", "The runs ended differently");
    return text;
}

}  // namespace

Comparison compare(const std::filesystem::path& a, const std::filesystem::path& b) {
    const File first = open_trajectory(a), second = open_trajectory(b);
    const auto found = Comparer{first.root(), second.root()}.first();
    const std::string text =
        found ? "The first difference: " + found->text + ".\n"
              : "The results are identical: digest " + digest(first.root()) + ".\n";
    return {!found,
            text + circumstances(first.root().open("manifest"), second.root().open("manifest"))};
}

}  // namespace perforin::io

#include "config/ledger.hpp"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>

#include "core/nearest.hpp"
#include "core/printable.hpp"

namespace perforin::config {

Ledger::Ledger(Node root, std::vector<std::string> layers)
    : root_{std::move(root)}, has_input_{true}, layers_{std::move(layers)} {
    know(&root_, "base");  // read before the layers were merged
}

void Ledger::know(const Node* table, std::string_view key) {
    if (table) known_[table].emplace(key);
}

void Ledger::ignore(const Node* table) {
    if (table) ignored_.insert(table);
}

void Ledger::problem(const Origin& at, std::string text) {
    problems_.push_back({at, std::move(text)});
}

void Ledger::declare(Parameter parameter) {
    if (paths_.insert(parameter.path).second) parameters_.push_back(std::move(parameter));
}

void Ledger::document(const Parameter& parameter) {
    if (documented_paths_.insert(parameter.path).second) documented_.push_back(parameter);
}

std::size_t Ledger::rank(const std::string& layer) const {
    return static_cast<std::size_t>(std::find(layers_.begin(), layers_.end(), layer) -
                                    layers_.begin());
}

std::vector<std::string> Ledger::report() const {
    std::vector<Problem> all = problems_;
    if (has_input_) find_unknown(root_, "", all);
    const auto place = [this](const Problem& p) {
        return std::make_tuple(rank(p.at.layer), p.at.line, p.at.column);
    };
    std::stable_sort(all.begin(), all.end(),
                     [&](const Problem& a, const Problem& b) { return place(a) < place(b); });
    std::vector<std::string> lines;
    std::set<std::string> said;
    for (const Problem& p : all) {
        std::string line = p.at.text() + ": " + p.text;
        if (said.insert(line).second) lines.push_back(std::move(line));
    }
    return lines;
}

void Ledger::find_unknown(const Node& table, const std::string& path,
                          std::vector<Problem>& found) const {
    if (ignored_.count(&table) != 0) return;
    const auto known = known_.find(&table);
    for (const Node& entry : table.children) {
        const std::string inside = join_path(path, printable(entry.key));
        if (known == known_.end() || known->second.count(entry.key) == 0) {
            found.push_back({entry.key_origin, unknown(table, entry, inside)});
        } else if (entry.is_table()) {
            if (known_.count(&entry) != 0) find_unknown(entry, inside, found);
        } else if (entry.is_array()) {
            for (std::size_t i = 0; i != entry.children.size(); ++i) {
                const Node& element = entry.children[i];
                if (known_.count(&element) == 0) continue;
                find_unknown(element, element_path(inside, element, i), found);
            }
        }
    }
}

std::string Ledger::unknown(const Node& table, const Node& entry, const std::string& path) const {
    const bool is_table = entry.is_table() || entry.is_array_of_tables();
    std::string text = path + (is_table ? ": no such table" : ": no such parameter");
    std::vector<std::string> known;
    const auto found = known_.find(&table);
    if (found != known_.end()) known.assign(found->second.begin(), found->second.end());
    const std::string near = nearest(entry.key, known);
    if (!near.empty()) return text + "; did you mean '" + near + "'?";
    for (const Parameter& p : parameters_) {
        if (p.key == entry.key) return text + " here; there is '" + p.path + "'";
    }
    return text;
}

std::string join_path(const std::string& path, std::string_view key) {
    const bool plain = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-';
    });
    const std::string part = plain ? std::string{key} : '"' + printable(key) + '"';
    return path.empty() ? part : path + '.' + part;
}

std::string element_path(const std::string& path, const Node& element, std::size_t index) {
    const Node* name = element.find("name");
    if (name && name->kind == Node::Kind::text && !name->text.empty()) {
        return join_path(path, name->text);
    }
    return path + '[' + std::to_string(index) + ']';
}

}  // namespace perforin::config

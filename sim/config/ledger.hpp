#pragma once
// What all sections of one input know together. Internal to config.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/node.hpp"
#include "config/parameter.hpp"

namespace perforin::config {

class Ledger {
public:
    Ledger() = default;  ///< no input: everything has its default
    Ledger(Node root, std::vector<std::string> layers);
    Ledger(const Ledger&) = delete;  // sections point into the tree
    Ledger& operator=(const Ledger&) = delete;

    const Node* root() const { return has_input_ ? &root_ : nullptr; }

    /// Notes that somebody reads this table, so what it holds is checked for unknown keys.
    void open(const Node* table) { known_[table]; }
    void know(const Node* table, std::string_view key);
    void ignore(const Node* table);
    void problem(const Origin& at, std::string text);
    /// Keeps the first declaration of each path: blocks may read one table several times.
    void declare(Parameter parameter);
    void document(const Parameter& parameter);

    const std::vector<Parameter>& parameters() const { return parameters_; }
    const std::vector<Parameter>& documented() const { return documented_; }

    /// All problems and unknown keys, each a line, sorted by place and without repetition.
    std::vector<std::string> report() const;

private:
    struct Problem {
        Origin at;
        std::string text;
    };
    void find_unknown(const Node& table, const std::string& path,
                      std::vector<Problem>& found) const;
    std::string unknown(const Node& table, const Node& entry, const std::string& path) const;
    std::size_t rank(const std::string& layer) const;

    Node root_;
    bool has_input_ = false;
    std::vector<std::string> layers_;  // weakest first, then the settings
    std::map<const Node*, std::set<std::string, std::less<>>> known_;
    std::set<const Node*> ignored_;
    std::vector<Parameter> parameters_, documented_;
    std::set<std::string> paths_, documented_paths_;
    std::vector<Problem> problems_;
};

/// "a.b" for a key within a path; keys that are not plain words are put in quotes.
std::string join_path(const std::string& path, std::string_view key);
/// The path of an element of `[[…]]`: by its name, or by its place.
std::string element_path(const std::string& path, const Node& element, std::size_t index);

}  // namespace perforin::config

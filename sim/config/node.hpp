#pragma once
// Configuration as a tree that remembers where every piece of it was written. TOML is read into it
// and layers are merged in it; nothing else of the program sees a TOML library.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/parameter.hpp"

namespace perforin::config {

struct Node {
    enum class Kind { table, array, text, integer, real, flag, date };

    Kind kind = Kind::table;
    std::string key;    ///< within a table; empty within an array
    Origin origin;      ///< of the value
    Origin key_origin;  ///< of the key
    std::string text;   ///< Kind::text; what was written for Kind::date
    std::int64_t integer = 0;
    double real = 0.0;
    bool flag = false;
    std::vector<Node> children;  ///< of a table sorted by key, of an array in order

    bool is_table() const { return kind == Kind::table; }
    bool is_array() const { return kind == Kind::array; }
    /// An array that holds tables only, and at least one.
    bool is_array_of_tables() const;

    /// The entry of a table, or nullptr.
    const Node* find(std::string_view name) const;
    Node* find(std::string_view name);
    /// Puts an entry into a table, in place of one of the same key.
    Node& put(Node entry);

    /// What it is, for a message: "the table", "the text \"abc\"", "the number 3".
    std::string describe() const;
};

/// Lays `above` over `below`: tables merge key by key, everything else is replaced.
void overlay(Node& below, Node&& above);

/// Gives a tree one origin throughout.
void relabel(Node& node, const Origin& origin);

}  // namespace perforin::config

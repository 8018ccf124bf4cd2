#include "config/node.hpp"

#include <algorithm>
#include <utility>

#include "core/printable.hpp"

namespace perforin::config {

namespace {

struct ByKey {
    bool operator()(const Node& a, std::string_view b) const { return a.key < b; }
};

}  // namespace

bool Node::is_array_of_tables() const {
    return is_array() && !children.empty() &&
           std::all_of(children.begin(), children.end(),
                       [](const Node& child) { return child.is_table(); });
}

const Node* Node::find(std::string_view name) const {
    if (!is_table()) return nullptr;
    const auto found = std::lower_bound(children.begin(), children.end(), name, ByKey{});
    return found != children.end() && found->key == name ? &*found : nullptr;
}

Node* Node::find(std::string_view name) {
    return const_cast<Node*>(std::as_const(*this).find(name));
}

Node& Node::put(Node entry) {
    const auto at = std::lower_bound(children.begin(), children.end(), entry.key, ByKey{});
    if (at != children.end() && at->key == entry.key) {
        *at = std::move(entry);
        return *at;
    }
    return *children.insert(at, std::move(entry));
}

std::string Node::describe() const {
    switch (kind) {
        case Kind::table:
            return "a table";
        case Kind::array:
            return is_array_of_tables() ? "an array of tables" : "a list";
        case Kind::text:
            return "\"" + printable(text) + "\"";
        case Kind::integer:
            return std::to_string(integer);
        case Kind::real:
            return number_text(real);
        case Kind::flag:
            return flag ? "true" : "false";
        case Kind::date:
            return printable(text);
    }
    return "";
}

void overlay(Node& below, Node&& above) {
    if (!below.is_table() || !above.is_table()) {
        below = std::move(above);
        return;
    }
    below.origin = std::move(above.origin);
    below.key_origin = std::move(above.key_origin);
    for (Node& entry : above.children) {
        if (Node* existing = below.find(entry.key)) {
            overlay(*existing, std::move(entry));
        } else {
            below.put(std::move(entry));
        }
    }
}

void relabel(Node& node, const Origin& origin) {
    node.origin = node.key_origin = origin;
    for (Node& child : node.children) relabel(child, origin);
}

}  // namespace perforin::config

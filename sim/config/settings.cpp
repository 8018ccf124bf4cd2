// `--set lesion.primary.diameter=30 mm`: one value laid over everything else; the same where a file
// holds such settings.

#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/layers.hpp"
#include "config/ledger.hpp"
#include "config/toml_text.hpp"
#include "core/nearest.hpp"
#include "core/printable.hpp"

namespace perforin::config {

namespace {

constexpr std::size_t most_parts = 64;

struct Failure {
    std::string text;
};

/// The keys of `a."b.c".d`.
std::vector<std::string> split_key(std::string_view key, std::string_view form) {
    std::vector<std::string> parts(1);
    char quote = '\0';
    for (const char c : key) {
        if (quote != '\0') {
            if (c == quote) {
                quote = '\0';
            } else {
                parts.back() += c;
            }
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '.') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    if (parts.size() > most_parts) throw Failure{"nested too deeply"};
    for (const std::string& part : parts) {
        if (part.empty()) throw Failure{fmt::format("write it as {}", form)};
    }
    if (quote != '\0') throw Failure{"a quote is not closed"};
    return parts;
}

std::optional<std::size_t> index_of(const std::string& part) {
    constexpr std::size_t longest = 6;
    if (part.empty() || part.size() > longest) return std::nullopt;
    std::size_t index = 0;
    for (const char c : part) {
        if (c < '0' || c > '9') return std::nullopt;
        index = 10 * index + static_cast<std::size_t>(c - '0');
    }
    return index;
}

/// Elements whose `key` is this text.
std::vector<Node*> called(Node& array, std::string_view key, const std::string& text) {
    std::vector<Node*> found;
    for (Node& element : array.children) {
        const Node* name = element.find(key);
        if (name && name->kind == Node::Kind::text && name->text == text) found.push_back(&element);
    }
    return found;
}

[[noreturn]] void no_such_element(const Node& array, const std::string& path,
                                  const std::string& part) {
    std::vector<std::string> names;
    for (const Node& element : array.children) {
        for (const std::string_view key : {"name", "type"}) {
            const Node* name = element.find(key);
            if (name && name->kind == Node::Kind::text) names.push_back(name->text);
        }
    }
    const std::string near = nearest(part, names);
    const std::string hint = near.empty()
                                 ? fmt::format("it has {}, numbered from 0", array.children.size())
                                 : "did you mean '" + printable(near) + "'?";
    throw Failure{fmt::format("{} has no element '{}'; {}", path, printable(part), hint)};
}

Node& element(Node& array, const std::string& path, const std::string& part) {
    for (const std::string_view key : {"name", "type"}) {
        const std::vector<Node*> found = called(array, key, part);
        if (found.size() == 1) return *found.front();
        if (found.size() > 1) {
            throw Failure{fmt::format("{} elements of {} have the {} '{}': use a number, from 0",
                                      found.size(), path, key, printable(part))};
        }
    }
    const auto index = index_of(part);
    if (!index || *index >= array.children.size()) no_such_element(array, path, part);
    return array.children[*index];
}

void put(Node& root, const std::vector<std::string>& parts, Node value) {
    Node* node = &root;
    std::string path;
    const std::string& last = parts.back();
    for (std::size_t i = 0; i != parts.size(); ++i) {
        const bool is_last = i + 1 == parts.size();
        if (node->is_array()) {
            node = &element(*node, path, parts[i]);
            if (is_last) {
                *node = std::move(value);
                return;
            }
        } else if (!node->is_table()) {
            throw Failure{fmt::format("{} is {}, not a table", path, node->describe())};
        } else if (is_last) {
            value.key = last;
            node->put(std::move(value));
            return;
        } else if (Node* inner = node->find(parts[i])) {
            node = inner;
        } else {
            Node table;
            table.key = parts[i];
            table.origin = table.key_origin = value.origin;
            node = &node->put(std::move(table));
        }
        path = join_path(path, parts[i]);
    }
}

/// What is left and right of the equals sign.
struct KeyAndValue {
    std::string key;
    std::optional<std::string> value{};
};

KeyAndValue split(const std::string& setting) {
    const auto equals = setting.find('=');
    KeyAndValue found{setting.substr(0, equals)};
    while (!found.key.empty() && found.key.back() == ' ') found.key.pop_back();
    while (!found.key.empty() && found.key.front() == ' ') found.key.erase(0, 1);
    if (equals != std::string::npos) found.value = setting.substr(equals + 1);
    return found;
}

/// `form`: how a setting is written where this one stands.
void apply(Node& root, const KeyAndValue& setting, const Origin& origin, std::string_view form,
           std::vector<std::string>& problems) {
    try {
        if (!setting.value) throw Failure{fmt::format("write it as {}", form)};
        const std::vector<std::string> parts = split_key(setting.key, form);
        if (parts.front() == "base") throw Failure{"a base can only be named in a file"};
        put(root, parts, parse_toml_value(*setting.value, origin));
    } catch (const Failure& failure) {
        problems.push_back(origin.text() + ": " + failure.text);
    }
}

}  // namespace

std::string apply_setting(Node& root, const std::string& setting,
                          std::vector<std::string>& problems) {
    const KeyAndValue parts = split(setting);
    const Origin origin{.layer = "--set " + printable(parts.key)};
    apply(root, parts, origin, "--set table.key=value", problems);
    return origin.layer;
}

void apply_change(Node& root, const PlacedText& change, std::vector<std::string>& problems) {
    apply(root, split(change.text), change.origin, "\"table.key=value\"", problems);
}

}  // namespace perforin::config

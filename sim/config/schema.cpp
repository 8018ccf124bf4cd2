// `schema`: the JSON schema of a scenario, so that editors complete keys and show meanings.

#include <fmt/format.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/reference.hpp"

namespace perforin::config {

namespace {

/// A table of the scenario as far as the groups tell.
struct Table {
    std::map<std::string, Table> tables;
    std::map<std::string, std::string> entries;  ///< key → its schema
    std::vector<std::string> required;
    std::string any_entry;        ///< schema of every key where the keys are free names
    bool is_array = false;        ///< `[[…]]`
    std::vector<Table> variants;  ///< of `[[…]]`, by type
    std::string doc;
};

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (code < 0x20) {
            out += fmt::format("\\u{:04x}", code);
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string list_of(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + quoted(word);
    return '[' + out + ']';
}

/// A number and a unit: the number, then a letter, `%`, `/` or `(`, or a space and the unit.
constexpr std::string_view quantity_pattern =
    R"(^\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?(\\s+[A-Za-zµμ%/(1]|[A-Za-zµμ%/(]).*$)";

std::string quantity_schema(const Parameter& p) {
    std::string text = fmt::format("\"type\": \"string\", \"pattern\": \"{}\"", quantity_pattern);
    if (p.unit != "1") return text;
    std::string number = "\"type\": \"number\"";
    if (p.range.low > -1e300) number += ", \"minimum\": " + number_text(p.range.low);
    if (p.range.high < 1e300) number += ", \"maximum\": " + number_text(p.range.high);
    return "\"anyOf\": [{" + number + "}, {" + text + "}]";
}

std::string type_schema(const Parameter& p) {
    switch (p.type) {
        case Type::quantity:
            return quantity_schema(p);
        case Type::quantities:
            return "\"type\": \"array\", \"items\": {" + quantity_schema(p) + "}";
        case Type::count: {
            std::string text = "\"type\": \"integer\"";
            if (p.range.low > -1e15) text += ", \"minimum\": " + number_text(p.range.low);
            if (p.range.high < 1e15) text += ", \"maximum\": " + number_text(p.range.high);
            return text;
        }
        case Type::flag:
            return "\"type\": \"boolean\"";
        case Type::choice:
            return "\"enum\": " + list_of(p.choices);
        case Type::text:
            return "\"type\": \"string\"";
        case Type::texts:
            return "\"anyOf\": [{\"type\": \"string\"}, "
                   "{\"type\": \"array\", \"items\": {\"type\": \"string\"}}]";
    }
    return "";
}

std::string entry_schema(const Parameter& p) {
    std::string doc = p.meaning;
    if (p.presence == Presence::standard) doc += " (default " + standard_text(p);
    if (p.presence == Presence::required) doc += " (required";
    if (p.presence == Presence::optional) doc += " (no default";
    const std::string range = range_text(p);
    if (!range.empty()) doc += (p.choices.empty() ? "; " : "; one of ") + range;
    doc += "; " + p.evidence.tag();
    if (!p.evidence.source.empty()) doc += ": " + p.evidence.source;
    return "{\"description\": " + quoted(doc + ')') + ", " + type_schema(p) + "}";
}

/// The table that a path leads to, made where it is not there yet: "lesion[].clone[]".
Table& open(Table& from, std::string_view path) {
    Table* table = &from;
    while (!path.empty()) {
        const auto dot = path.find('.');
        std::string_view part = path.substr(0, dot);
        path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
        const bool is_array = part.size() > 2 && part.substr(part.size() - 2) == "[]";
        if (is_array) part.remove_suffix(2);
        table = &table->tables[std::string{part}];
        table->is_array = table->is_array || is_array;
    }
    return *table;
}

void add(Table& table, const Group& group) {
    for (const Parameter& p : group.parameters) {
        const std::string key = key_within(group, p);
        const auto dot = key.rfind('.');
        Table& inside = dot == std::string::npos ? table : open(table, key.substr(0, dot));
        const std::string last = dot == std::string::npos ? key : key.substr(dot + 1);
        if (last == "<name>") {
            inside.any_entry = entry_schema(p);
        } else {
            inside.entries[last] = entry_schema(p);
            // A table may be completed by a base; an element of an array never is.
            const bool whole = group.shape != Shape::table || key.find("[]") != std::string::npos;
            if (whole && p.presence == Presence::required) inside.required.push_back(last);
        }
    }
}

std::string indent(int depth) {
    return std::string(static_cast<std::size_t>(2 * depth), ' ');
}

std::string table_schema(const Table& table, int depth);

std::string array_schema(const Table& table, int depth) {
    std::string items;
    for (const Table& variant : table.variants) {
        items +=
            (items.empty() ? "" : ",\n" + indent(depth + 1)) + table_schema(variant, depth + 1);
    }
    if (!items.empty()) {
        items = "{\"oneOf\": [\n" + indent(depth + 1) + items + "\n" + indent(depth) + "]}";
    } else {
        Table element = table;
        element.is_array = false;
        items = table_schema(element, depth);
    }
    return "{\"type\": \"array\", \"items\": " + items + "}";
}

std::string table_schema(const Table& table, int depth) {
    if (table.is_array) return array_schema(table, depth);
    std::map<std::string, std::string> all = table.entries;
    for (const auto& entry : table.tables) {
        all[entry.first] = table_schema(entry.second, depth + 1);
    }
    std::string properties;
    for (const auto& entry : all) {
        properties += (properties.empty() ? "\n" : ",\n") + indent(depth + 1) +
                      quoted(entry.first) + ": " + entry.second;
    }
    std::string text = "{\"type\": \"object\"";
    if (!table.doc.empty()) text += ", \"description\": " + quoted(table.doc);
    if (!table.required.empty()) text += ", \"required\": " + list_of(table.required);
    text += ", \"additionalProperties\": " + (table.any_entry.empty() ? "false" : table.any_entry);
    return text + ", \"properties\": {" + properties + "}}";
}

}  // namespace

std::string json_schema(const std::vector<Group>& groups, std::string_view title) {
    Table root;
    root.entries["base"] =
        "{\"description\": \"Files to build upon, weakest first: relative to the project's root, "
        "then to the scenario's folder\", \"anyOf\": [{\"type\": \"string\"}, {\"type\": "
        "\"array\", \"items\": {\"type\": \"string\"}}]}";
    for (const Group& group : with_ablations_apart(groups)) {
        Table& table = open(root, group.path + (group.shape == Shape::table ? "" : "[]"));
        if (group.shape != Shape::typed) {
            table.doc = group.doc;
            add(table, group);
            continue;
        }
        Table variant;
        variant.doc = group.doc;
        add(variant, group);
        variant.entries["type"] = "{\"const\": " + quoted(group.type) + "}";
        variant.required.emplace_back("type");
        table.variants.push_back(std::move(variant));
    }
    const std::string body = table_schema(root, 0);
    return "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"title\": " +
           quoted(title) + ",\n" + body.substr(1) + '\n';
}

}  // namespace perforin::config

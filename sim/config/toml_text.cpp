#include "config/toml_text.hpp"

#include <toml++/toml.h>

#include <fmt/format.h>

#include <sstream>
#include <utility>

#include "core/error.hpp"
#include "core/printable.hpp"

namespace perforin::config {

namespace {

class TreeReader {
public:
    explicit TreeReader(const std::string& layer) : layer_{layer} {}

    Node node(const toml::node& from) const {
        Node to;
        to.origin = place(from.source());
        to.key_origin = to.origin;
        switch (from.type()) {
            case toml::node_type::table:
                table(*from.as_table(), to);
                break;
            case toml::node_type::array:
                array(*from.as_array(), to);
                break;
            case toml::node_type::string:
                to.kind = Node::Kind::text;
                to.text = from.as_string()->get();
                break;
            case toml::node_type::integer:
                to.kind = Node::Kind::integer;
                to.integer = from.as_integer()->get();
                break;
            case toml::node_type::floating_point:
                to.kind = Node::Kind::real;
                to.real = from.as_floating_point()->get();
                break;
            case toml::node_type::boolean:
                to.kind = Node::Kind::flag;
                to.flag = from.as_boolean()->get();
                break;
            default:
                date(from, to);
        }
        return to;
    }

private:
    void table(const toml::table& from, Node& to) const {
        to.kind = Node::Kind::table;
        for (const auto& [key, value] : from) {
            Node entry = node(value);
            entry.key = key.str();
            const bool has_place = key.source().begin.line != 0;
            if (has_place) entry.key_origin = place(key.source());
            if (entry.origin.line == 0) entry.origin = entry.key_origin;
            to.put(std::move(entry));
        }
    }

    void array(const toml::array& from, Node& to) const {
        to.kind = Node::Kind::array;
        for (const toml::node& item : from) to.children.push_back(node(item));
        if (to.origin.line == 0 && !to.children.empty()) {
            to.origin = to.key_origin = to.children.front().origin;
        }
    }

    static void date(const toml::node& from, Node& to) {
        to.kind = Node::Kind::date;
        std::ostringstream out;
        from.visit([&out](const auto& value) {
            if constexpr (toml::is_chronological<decltype(value)>) out << value;
        });
        to.text = out.str();
    }

    Origin place(const toml::source_region& at) const {
        return {.layer = layer_, .line = at.begin.line, .column = at.begin.column};
    }

    const std::string& layer_;
};

/// The library's "Error while parsing key-value pair: expected …" as the end of our sentence.
std::string sentence(std::string_view description) {
    std::string text{description};
    for (const std::string_view opening : {"Error while parsing ", "key-value pair: "}) {
        if (text.compare(0, opening.size(), opening) == 0) text.erase(0, opening.size());
    }
    text = printable(text);
    const bool bare_word = text.find("comment or whitespace") != std::string::npos ||
                           text.find("value type") != std::string::npos;
    return bare_word ? text + "; words and quantities stand in quotes, as in \"8 Gy\"" : text;
}

}  // namespace

Node parse_toml(std::string_view text, const std::string& layer) {
    scan_toml(text, layer);
    try {
        const toml::table table = toml::parse(text, std::string_view{layer});
        Node root = TreeReader{layer}.node(table);
        root.origin = root.key_origin = {.layer = layer};
        return root;
    } catch (const toml::parse_error& error) {
        const auto& at = error.source().begin;
        throw BadInput{
            fmt::format("{}:{}:{}: {}", layer, at.line, at.column, sentence(error.description()))};
    }
}

Node parse_toml_value(std::string_view text, const Origin& origin) {
    const auto as_text = [&] {
        Node node;
        node.kind = Node::Kind::text;
        node.text = text;
        node.origin = node.key_origin = origin;
        return node;
    };
    if (text.find('\n') != std::string_view::npos) return as_text();
    try {
        Node table = parse_toml("value = " + std::string{text}, origin.layer);
        Node node = std::move(table.children.at(0));
        node.key.clear();
        relabel(node, origin);
        return node;
    } catch (const BadInput&) {
        return as_text();
    }
}

}  // namespace perforin::config

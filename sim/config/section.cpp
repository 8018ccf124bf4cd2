#include "config/section.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include "config/ledger.hpp"
#include "config/read_value.hpp"

namespace perforin::config {

Section::Section(std::string path) : ledger_{std::make_shared<Ledger>()}, path_{std::move(path)} {}

Section::Section(std::shared_ptr<Ledger> ledger, std::string path, const Node* table, Origin place)
    : ledger_{std::move(ledger)}, path_{std::move(path)}, table_{table}, place_{std::move(place)} {}

std::string Section::inside(std::string_view key) const {
    return join_path(path_, key);
}

bool Section::written_here(std::string_view key) const {
    return table_ && table_->find(key);
}

bool Section::has(std::string_view key) const {
    return written_here(key) || (below_ && below_->has(key));
}

std::vector<std::string> Section::keys() const {
    std::set<std::string> names;
    if (table_) {
        for (const Node& entry : table_->children) names.insert(entry.key);
    }
    if (below_) {
        for (std::string& name : below_->keys()) names.insert(std::move(name));
    }
    return {names.begin(), names.end()};
}

std::vector<PlacedText> Section::placed_texts(std::string_view key) const {
    std::vector<PlacedText> texts;
    const auto add = [&](const Node& node) {
        if (node.kind == Node::Kind::text) texts.push_back({node.text, node.origin});
    };
    const Node* node = table_ ? table_->find(key) : nullptr;
    if (!node) return texts;
    add(*node);
    if (node->is_array()) std::for_each(node->children.begin(), node->children.end(), add);
    return texts;
}

Section Section::child(std::string_view key) const {
    ledger_->know(table_, key);
    const Node* node = table_ ? table_->find(key) : nullptr;
    if (node && !node->is_table()) {
        const std::string hint = node->is_array_of_tables() ? " with single brackets" : "";
        ledger_->problem(node->key_origin, inside(key) + " is " + node->describe() +
                                               ", expected a table, [" + inside(key) + "]" + hint);
        node = nullptr;
    }
    if (node) ledger_->open(node);
    Section inner{ledger_, inside(key), node, node ? node->origin : place_};
    if (below_) inner.below_ = std::make_shared<const Section>(below_->child(key));
    inner.root_ = root_;
    return inner;
}

std::vector<Section> Section::elements(std::string_view key) const {
    if (below_ && !written_here(key)) return below_->elements(key);
    ledger_->know(table_, key);
    const Node* node = table_ ? table_->find(key) : nullptr;
    std::vector<Section> sections;
    if (!node) return sections;
    if (!node->is_array()) {
        ledger_->problem(node->key_origin, inside(key) + " is " + node->describe() +
                                               ", expected tables, each headed [[" + inside(key) +
                                               "]]");
        return sections;
    }
    std::set<std::string> paths;
    for (std::size_t i = 0; i != node->children.size(); ++i) {
        const Node& element = node->children[i];
        const std::string path = element_path(inside(key), element, i);
        if (!element.is_table()) {
            ledger_->problem(element.origin, path + " is " + element.describe() +
                                                 ", expected a table, headed [[" + inside(key) +
                                                 "]]");
            continue;
        }
        if (!paths.insert(path).second) {
            ledger_->problem(element.find("name")->origin,
                             "there is another " + path + ": names must differ");
        }
        ledger_->open(&element);
        sections.push_back({ledger_, path, &element, element.origin});
    }
    return sections;
}

Section Section::over_top() const {
    Section whole = *this;
    whole.below_ = std::make_shared<const Section>(top());
    whole.root_ = std::make_shared<const Section>(whole);
    return whole;
}

Section Section::top() const {
    if (root_) {
        Section whole = *root_;
        whole.root_ = root_;
        return whole;
    }
    const Node* root = ledger_->root();
    return {ledger_, "", root, root ? root->origin : Origin{}};
}

namespace {

Parameter parameter(std::string path, const Declaration& declaration, const Value& standard) {
    return {.path = std::move(path),
            .key = std::string{declaration.key},
            .type = declaration.type,
            .presence = declaration.presence,
            .unit = std::string{declaration.unit},
            .standard = standard,
            .value = standard,
            .range = declaration.range,
            .choices = declaration.choices,
            .meaning = std::string{declaration.meaning},
            .evidence = declaration.evidence,
            .origin = {}};
}

}  // namespace

Value Section::read(const Declaration& declaration, const Value& standard) const {
    check_declaration(declaration, standard);
    ledger_->know(table_, declaration.key);
    if (below_ && !written_here(declaration.key)) return below_->read(declaration, standard);
    Parameter p = parameter(inside(declaration.key), declaration, standard);
    const auto complain = [&](const Origin& at, const std::string& text) {
        ledger_->problem(at, p.path + text + " — " + p.meaning);
    };
    if (const Node* node = table_ ? table_->find(declaration.key) : nullptr) {
        if (auto value = read_value(*node, declaration, standard, complain)) {
            p.value = std::move(*value);
            p.origin = node->origin;
        }
    } else if (p.presence == Presence::required && ledger_->root()) {
        complain(place_, missing(declaration, standard));
    }
    Value value = p.value;
    ledger_->declare(std::move(p));
    return value;
}

std::map<std::string, double> Section::read_named(std::string_view key, Declaration declaration,
                                                  std::map<std::string, double> standard) const {
    const Section table = child(key);
    for (auto& entry : standard) {
        declaration.key = entry.first;
        entry.second = std::get<double>(table.read(declaration, entry.second));
    }
    declaration.presence = Presence::optional;
    for (const std::string& name : table.keys()) {
        if (standard.count(name) != 0) continue;
        declaration.key = name;
        const Value value = table.read(declaration, {});
        if (const auto* number = std::get_if<double>(&value)) standard[name] = *number;
    }
    declaration.key = "<name>";
    ledger_->document(parameter(table.path() + ".<name>", declaration, {}));
    return standard;
}

bool Section::ablation(std::string_view key, std::string_view meaning) const {
    const Declaration declaration{.key = key, .type = Type::flag, .meaning = meaning};
    return std::get<bool>(top().child("ablation").read(declaration, false));
}

void Section::problem(std::string_view key, std::string_view text) const {
    if (below_ && !written_here(key)) return below_->problem(key, text);
    const Node* node = table_ ? table_->find(key) : nullptr;
    ledger_->problem(node ? node->origin : place_,
                     (key.empty() ? path_ : inside(key)) + ": " + std::string{text});
}

void Section::ignore() const {
    ledger_->ignore(table_);
}

const std::vector<Parameter>& Section::parameters() const {
    return ledger_->parameters();
}

const std::vector<Parameter>& Section::documented() const {
    return ledger_->documented();
}

void Section::add_documentation(const Section& example) const {
    for (const Parameter& p : example.parameters()) ledger_->document(p);
    for (const Parameter& p : example.documented()) ledger_->document(p);
}

}  // namespace perforin::config

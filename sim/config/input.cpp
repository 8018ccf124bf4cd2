#include "config/input.hpp"

#include <algorithm>
#include <utility>

#include "config/layers.hpp"
#include "config/ledger.hpp"

namespace perforin::config {

namespace {

void throw_if_any(const std::vector<std::string>& problems) {
    if (problems.empty()) return;
    std::string text;
    for (const std::string& line : problems) text += (text.empty() ? "" : "\n") + line;
    throw BadInput{text};
}

}  // namespace

Input::Input(std::string name, std::string text, const Places& places,
             std::vector<std::string> settings, std::vector<PlacedText> changes)
    : settings_{std::move(settings)}, changes_{std::move(changes)} {
    std::vector<std::string> problems, order;
    Loaded loaded = load_layers({std::move(name), std::move(text)}, places, problems);
    std::vector<std::string> set;
    for (const std::string& setting : settings_) {
        set.push_back(apply_setting(loaded.root, setting, problems));
    }
    for (const PlacedText& change : changes_) apply_change(loaded.root, change, problems);
    lay_fidelity_under(loaded, places, problems);
    layers_ = std::move(loaded.layers);
    for (const Layer& layer : layers_) order.push_back(layer.name);
    order.insert(order.end(), set.begin(), set.end());
    throw_if_any(problems);
    ledger_ = std::make_shared<Ledger>(std::move(loaded.root), std::move(order));
}

Input Input::restore(const std::vector<Layer>& layers, std::vector<std::string> settings) {
    if (layers.empty()) throw BadInput{"there is no scenario to read again"};
    const Layer& scenario = layers.back();
    const auto read = [layers](const std::string& path) -> std::optional<std::string> {
        for (const Layer& layer : layers) {
            if (normal_path(layer.name) == path) return layer.text;
        }
        return std::nullopt;
    };
    return {
        scenario.name, scenario.text, {"", folder_of(scenario.name), read}, std::move(settings)};
}

Section Input::root() const {
    return {ledger_, "", ledger_->root(), ledger_->root()->origin};
}

void Input::finish() const {
    throw_if_any(ledger_->report());
}

const std::vector<Parameter>& Input::parameters() const {
    return ledger_->parameters();
}

std::string Input::effective() const {
    std::vector<std::string> lines;
    for (const Parameter& p : ledger_->parameters()) {
        const std::string value = toml_text(p.value, p.unit);
        if (!value.empty()) lines.push_back(p.path + " = " + value + '\n');
    }
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const std::string& line : lines) text += line;
    return text;
}

}  // namespace perforin::config

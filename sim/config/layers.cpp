#include "config/layers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "config/toml_text.hpp"
#include "core/error.hpp"
#include "core/printable.hpp"

namespace perforin::config {

namespace {

bool absolute(const std::string& path) {
    return !path.empty() && path[0] == '/';
}

class Loader {
public:
    Loader(const Layer& scenario, const Places& places, std::vector<std::string>& problems)
        : folder_{folder_of(scenario.name)}, places_{places}, problems_{problems} {}

    /// Bases first, so that the file's own values lie above them.
    void load(const Layer& file) {
        Node tree;
        try {
            tree = parse_toml(file.text, file.name);
        } catch (const BadInput& bad) {
            problems_.emplace_back(bad.what());
        }
        open_.push_back(normal_path(file.name));
        if (const Node* base = tree.find("base")) load_bases(*base);
        for (Node& entry : tree.children) lay_under(entry);
        open_.pop_back();
        done_.push_back(normal_path(file.name));
        take_layer(Layer{file});
        overlay(loaded_.root, std::move(tree));
    }

    Loaded take() { return std::move(loaded_); }

private:
    /// Tables inside the file may stand on files of their own: `base` in a table.
    void lay_under(Node& node) {
        for (Node& entry : node.children) {
            if (node.is_table() || node.is_array()) lay_under(entry);
        }
        const Node* base = node.is_table() ? node.find("base") : nullptr;
        if (!base) return;
        Loader inner{*this};
        inner.loaded_ = {};
        inner.done_.clear();
        inner.load_bases(*base);
        for (Layer& layer : inner.loaded_.layers) take_layer(std::move(layer));
        Node under = std::move(inner.loaded_.root);
        under.key = node.key;
        under.origin = node.origin;
        under.key_origin = node.key_origin;
        overlay(under, std::move(node));
        node = std::move(under);
    }

    void take_layer(Layer&& layer) {
        const bool known =
            std::any_of(loaded_.layers.begin(), loaded_.layers.end(),
                        [&](const Layer& other) { return other.name == layer.name; });
        if (!known) loaded_.layers.push_back(std::move(layer));
    }

    void load_bases(const Node& base) {
        if (base.kind == Node::Kind::text) return load_base(base);
        const bool names =
            base.is_array() &&
            std::all_of(base.children.begin(), base.children.end(),
                        [](const Node& item) { return item.kind == Node::Kind::text; });
        if (!names) {
            return refuse(base, fmt::format("base is {}, expected the name of a file in quotes, or "
                                            "a list of names",
                                            base.describe()));
        }
        for (const Node& item : base.children) load_base(item);
    }

    void load_base(const Node& base) {
        std::vector<std::string> tried;
        const auto under_root = in_folder(places_.root, base.text);
        const auto in_scenario = in_folder(places_.folder, base.text);
        if (const auto text = read(under_root, tried)) {
            return load_once(base, {normal_path(base.text), *text});
        }
        if (in_scenario != under_root) {
            if (const auto text = read(in_scenario, tried)) {
                return load_once(base, {in_folder(folder_, base.text), *text});
            }
        }
        std::string places;
        for (const std::string& path : tried) places += (places.empty() ? "" : " nor ") + path;
        refuse(base, fmt::format("there is no base \"{}\": {}{}{}", printable(base.text),
                                 tried.size() == 2 ? "neither " : "", places,
                                 tried.size() == 2 ? " exists" : " does not exist"));
    }

    std::optional<std::string> read(const std::string& path, std::vector<std::string>& tried) {
        tried.push_back(printable(path));
        return places_.read ? places_.read(path) : std::nullopt;
    }

    /// A file that several others name is laid down once, where it came first.
    void load_once(const Node& base, const Layer& file) {
        const auto cycle = std::find(open_.begin(), open_.end(), normal_path(file.name));
        if (cycle != open_.end()) {
            std::string chain;
            for (auto name = cycle; name != open_.end(); ++name) chain += *name + " → ";
            return refuse(base, "base leads back to itself: " + chain + *cycle);
        }
        if (std::find(done_.begin(), done_.end(), normal_path(file.name)) == done_.end()) {
            load(file);
        }
    }

    void refuse(const Node& at, const std::string& what) {
        problems_.push_back(at.origin.text() + ": " + what);
    }

    std::string folder_;  // of the scenario, as its name says
    const Places& places_;
    std::vector<std::string>& problems_;
    std::vector<std::string> open_, done_;
    Loaded loaded_;
};

}  // namespace

std::string normal_path(const std::string& path) {
    std::vector<std::string> parts;
    std::string_view rest = path;
    while (!rest.empty()) {
        const auto slash = std::min(rest.find('/'), rest.size());
        const std::string part{rest.substr(0, slash)};
        rest.remove_prefix(std::min(slash + 1, rest.size()));
        if (part.empty() || part == ".") continue;
        if (part == ".." && !parts.empty() && parts.back() != "..") {
            parts.pop_back();
        } else {
            parts.push_back(part);
        }
    }
    std::string out = absolute(path) ? "/" : "";
    for (std::size_t i = 0; i != parts.size(); ++i) out += (i == 0 ? "" : "/") + parts[i];
    return out;
}

std::string in_folder(const std::string& folder, const std::string& name) {
    return normal_path(folder.empty() || absolute(name) ? name : folder + '/' + name);
}

std::string folder_of(const std::string& name) {
    const auto slash = name.rfind('/');
    if (slash == std::string::npos) return {};
    return slash == 0 ? "/" : name.substr(0, slash);
}

void lay_fidelity_under(Loaded& loaded, const Places& places, std::vector<std::string>& problems) {
    const Node* run = loaded.root.find("run");
    const Node* fidelity = run ? run->find("fidelity") : nullptr;
    if (!fidelity || fidelity->kind != Node::Kind::text || fidelity->text == "standard") return;
    const std::string name = "configs/fidelity/" + fidelity->text + ".toml",
                      path = in_folder(places.root, name);
    const auto text = places.read ? places.read(path) : std::nullopt;
    if (!text) {
        problems.push_back(fmt::format("{}: there is no fidelity \"{}\": {} does not exist",
                                       fidelity->origin.text(), printable(fidelity->text),
                                       printable(path)));
        return;
    }
    Loaded under = load_layers({name, *text}, places, problems);
    overlay(under.root, std::move(loaded.root));
    loaded.root = std::move(under.root);
    loaded.layers.insert(loaded.layers.begin(), under.layers.begin(), under.layers.end());
}

Loaded load_layers(const Layer& scenario, const Places& places,
                   std::vector<std::string>& problems) {
    Loader loader{scenario, places, problems};
    loader.load(scenario);
    return loader.take();
}

}  // namespace perforin::config

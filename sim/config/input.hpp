#pragma once
// The user's input in layers: built-in default < `base` files < scenario < --set. Every value in
// force remembers which layer it came from. Files come through a reader given by the caller, so
// that this layer needs no file system.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/block.hpp"
#include "config/section.hpp"
#include "core/error.hpp"

namespace perforin::config {

/// Gives a file's text, or nothing if there is no such file.
using Reader = std::function<std::optional<std::string>(const std::string& path)>;

/// Where `base` files are looked for: under the project's root, then in the scenario's folder.
/// Never in the working directory.
struct Places {
    std::string root, folder;
    Reader read;
};

/// A file that took part, by the name that messages call it.
struct Layer {
    std::string name, text;
};

class Input {
public:
    /// Reads the scenario's text, the bases it names, the `key=value` settings of --set, and over
    /// all of them `changes`: settings that stand in a file, which messages name as their place.
    /// `name` stands for the scenario in messages; bases under the root go by the name written.
    /// Throws BadInput for whatever cannot be read at all: syntax, missing bases, bad settings.
    Input(std::string name, std::string text, const Places& places = {},
          std::vector<std::string> settings = {}, std::vector<PlacedText> changes = {});

    /// The same input again from what `layers` and `settings` gave, without any file.
    static Input restore(const std::vector<Layer>& layers, std::vector<std::string> settings);

    Section root() const;

    /// Throws BadInput if anything was wrong: every problem, unknown keys included, one a line,
    /// sorted by layer, line and column. Call it when everything has been constructed.
    void finish() const;

    /// Every parameter declared, with its value in force and where that came from.
    const std::vector<Parameter>& parameters() const;
    /// The files, weakest first; the last is the scenario.
    const std::vector<Layer>& layers() const { return layers_; }
    const std::vector<std::string>& settings() const { return settings_; }
    const std::vector<PlacedText>& changes() const { return changes_; }
    /// The configuration in force, one `path = value` a line, sorted: the same for two inputs
    /// that mean the same.
    std::string effective() const;

private:
    std::vector<Layer> layers_;
    std::vector<std::string> settings_;
    std::vector<PlacedText> changes_;
    std::shared_ptr<Ledger> ledger_;
};

/// Params from TOML text, for tests. Throws BadInput like Input::finish.
template <class Params>
Params from_toml(std::string text, std::string name = "test.toml") {
    const Input input{std::move(name), std::move(text)};
    Params params{input.root()};
    input.finish();
    return params;
}

}  // namespace perforin::config

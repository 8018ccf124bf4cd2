#pragma once
// How layers become one tree: the files that `base` names, and the settings of --set. Internal to
// config.

#include <string>
#include <vector>

#include "config/input.hpp"
#include "config/node.hpp"

namespace perforin::config {

/// A path without `.`, `..` and doubled slashes, as far as the text tells.
std::string normal_path(const std::string& path);
/// A name within a folder; absolute names stay.
std::string in_folder(const std::string& folder, const std::string& name);
/// The folder part of a name; "" if it has none.
std::string folder_of(const std::string& name);

struct Loaded {
    std::vector<Layer> layers;  ///< weakest first
    Node root;                  ///< all of them, merged
};

/// Reads a scenario and its bases, each file once. Adds what cannot be read to `problems`.
Loaded load_layers(const Layer& scenario, const Places& places, std::vector<std::string>& problems);

/// Lays `configs/fidelity/<name>.toml` under everything, if the tree has `run.fidelity = "<name>"`
/// other than "standard": what it says of steps is weaker than all that was written.
void lay_fidelity_under(Loaded& loaded, const Places& places, std::vector<std::string>& problems);

/// Lays `table.key=value` over the tree. An element of an array is meant by its number, its `name`
/// or its `type`. Adds what cannot be done to `problems`; gives the name of the setting's layer.
std::string apply_setting(Node& root, const std::string& setting,
                          std::vector<std::string>& problems);
/// The same for a setting that stands in a file.
void apply_change(Node& root, const PlacedText& change, std::vector<std::string>& problems);

}  // namespace perforin::config

#pragma once
// From a node of the input to a checked value. Internal to config.

#include <functional>
#include <optional>
#include <string>

#include "config/node.hpp"
#include "config/section.hpp"

namespace perforin::config {

/// Notes what is wrong: where, and what follows the parameter's path in the message
/// (" = 3 has no unit", "[1] = 3 has no unit").
using Complain = std::function<void(const Origin& at, const std::string& text)>;

/// The node's value as declared; nothing if it is wrong, after complaining.
std::optional<Value> read_value(const Node& node, const Declaration& declaration,
                                const Value& standard, const Complain& complain);

/// What follows the path of a required parameter that was not given.
std::string missing(const Declaration& declaration, const Value& example);

/// Throws logic_error if a declaration contradicts itself: unit text and type, standard and range.
void check_declaration(const Declaration& declaration, const Value& standard);

}  // namespace perforin::config

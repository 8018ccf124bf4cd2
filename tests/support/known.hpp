#pragma once
// Plug-ins of tests.

#include <string>
#include <utility>

#include "core/registry.hpp"

namespace perforin::test {

/// Registered while it lives, so that nobody else meets it.
template <class Interface, class Plugin>
struct Known {
    explicit Known(std::string known_as) : name{std::move(known_as)} {
        registry<Interface>().emplace(name,
                                      Entry<Interface>{"For a test", make<Interface, Plugin>});
    }
    ~Known() { registry<Interface>().erase(name); }
    Known(const Known&) = delete;
    Known& operator=(const Known&) = delete;
    std::string name;
};

}  // namespace perforin::test

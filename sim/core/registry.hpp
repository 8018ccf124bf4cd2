#pragma once
// A registry maps a TOML name to a maker. A plug-in's file ends with one line:
//     const Registered<Kind> here{"cytotoxic_t", "CD8+ killer", make<Kind, CytotoxicT>};

#include <cstddef>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace perforin {

namespace config {
class Section;
}

template <class Interface>
struct Entry {
    std::string doc;
    std::unique_ptr<Interface> (*make)(config::Section&);
};

/// All known makers of an Interface, sorted by name (so link order never shows).
template <class Interface>
std::map<std::string, Entry<Interface>, std::less<>>& registry() {
    static std::map<std::string, Entry<Interface>, std::less<>> entries;
    return entries;
}

/// Rank of a registered name: a handle that is the same in every lesion and every run of one
/// program. Throws logic_error for a name that nobody registered.
template <class Interface>
std::size_t rank_of(std::string_view name) {
    const auto& entries = registry<Interface>();
    const auto found = entries.find(name);
    if (found == entries.end()) throw std::logic_error{"not registered: " + std::string{name}};
    return static_cast<std::size_t>(std::distance(entries.begin(), found));
}

template <class Interface, class Plugin>
std::unique_ptr<Interface> make(config::Section& section) {
    return std::make_unique<Plugin>(section);
}

template <class Interface>
struct Registered {
    Registered(std::string name, std::string doc,
               std::unique_ptr<Interface> (*make)(config::Section&)) {
        if (!registry<Interface>().emplace(name, Entry<Interface>{std::move(doc), make}).second) {
            throw std::logic_error{"registered twice: " + name};
        }
    }
};

}  // namespace perforin

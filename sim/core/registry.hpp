#pragma once
// A registry maps a TOML name to a maker. A plug-in's file ends with one line:
//     const Registered<Kind> here{"cytotoxic_t", "CD8+ killer", make<Kind, CytotoxicT>};
// A model is a set of plug-ins that patients are made of. The program's own has no name; a case to
// compare with brings one of its own, with other kinds of cells, and names it in that line.

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

/// Sorted by name, so link order never shows.
template <class Interface>
using Entries = std::map<std::string, Entry<Interface>, std::less<>>;

/// Makes a model the one in force while it lives; "": the program's own. Patients are made and live
/// under one model, all threads of a program under the same.
class Model {
public:
    explicit Model(std::string name) : before_{std::exchange(in_force(), std::move(name))} {}
    ~Model() { in_force() = std::move(before_); }
    Model(const Model&) = delete;
    Model& operator=(const Model&) = delete;

    static std::string& in_force() {
        static std::string name;
        return name;
    }

private:
    std::string before_;
};

/// All known makers of an Interface in one model.
template <class Interface>
Entries<Interface>& registry(const std::string& model = Model::in_force()) {
    static std::map<std::string, Entries<Interface>> entries;
    return entries[model];
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
               std::unique_ptr<Interface> (*make)(config::Section&),
               const std::string& model = "") {
        if (!registry<Interface>(model)
                 .emplace(name, Entry<Interface>{std::move(doc), make})
                 .second) {
            throw std::logic_error{"registered twice: " + name};
        }
    }
};

}  // namespace perforin

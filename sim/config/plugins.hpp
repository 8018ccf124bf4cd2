#pragma once
// Makes registered plug-ins from the input: one per name (`[biology.cytotoxic_t]`) or one per
// element of an array of tables that says its `type` (`[[therapy]]`).

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/block.hpp"
#include "config/section.hpp"
#include "core/registry.hpp"

namespace perforin::config {

template <class Interface>
std::vector<std::string> registered_names() {
    std::vector<std::string> names;
    for (const auto& entry : registry<Interface>()) names.push_back(entry.first);
    return names;
}

/// The `type` that an element of `[[…]]` names, one of the registered; "" after noting a problem.
template <class Interface>
std::string type_of(const Section& element) {
    Declaration declaration;
    declaration.key = "type";
    declaration.type = Type::choice;
    declaration.presence = Presence::required;
    declaration.meaning = "Which of the known kinds this is";
    declaration.choices = registered_names<Interface>();
    const Value type = element.read(declaration, {});
    return std::holds_alternative<std::string>(type) ? std::get<std::string>(type) : "";
}

template <class Interface>
struct Made {
    std::string type, path;
    std::unique_ptr<Interface> plugin;
};

/// One plug-in per `[[key]]`, in order. An element of unknown type is noted as a problem and left
/// out.
template <class Interface>
std::vector<Made<Interface>> make_elements(const Section& section, std::string_view key) {
    std::vector<Made<Interface>> made;
    for (Section& element : section.elements(key)) {
        const auto found = registry<Interface>().find(type_of<Interface>(element));
        if (found == registry<Interface>().end()) {
            element.ignore();
        } else {
            made.push_back({found->first, element.path(), found->second.make(element)});
        }
    }
    return made;
}

/// One plug-in per registered name, from `[key.name]`.
template <class Interface>
std::vector<Made<Interface>> make_all(const Section& section, std::string_view key) {
    std::vector<Made<Interface>> made;
    const Section group = section.child(key);
    for (const auto& entry : registry<Interface>()) {
        Section own = group.child(entry.first);
        made.push_back({entry.first, own.path(), entry.second.make(own)});
    }
    return made;
}

/// The plug-in that `key` names, with parameters in a table of the plug-in's name. In a model
/// without the standard one the key must be given.
template <class Interface>
std::unique_ptr<Interface> make_chosen(const Section& section, std::string_view key,
                                       std::string_view standard, std::string_view meaning,
                                       Evidence evidence) {
    struct Choice : Block {
        Choice(const Section& from, std::string_view key_, std::string_view standard_,
               std::string_view meaning_, Evidence evidence_)
            : Block{from},
              name{registry<Interface>().count(standard_) == 0
                       ? required_choice(key_, registered_names<Interface>().front(),
                                         registered_names<Interface>(), meaning_)
                       : choice(key_, standard_, registered_names<Interface>(), meaning_,
                                std::move(evidence_))} {}
        std::string name;
    };
    const Choice choice{section, key, standard, meaning, std::move(evidence)};
    Section own = section.child(choice.name);
    return registry<Interface>().find(choice.name)->second.make(own);
}

}  // namespace perforin::config

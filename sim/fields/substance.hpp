#pragma once
// Interface of a dissolved substance. What it does to cells, and which cells make it or take it up,
// is written in the cells' own files.

#include <string>
#include <utility>

#include "config/block.hpp"
#include "core/registry.hpp"
#include "fields/transport.hpp"

namespace perforin::fields {

/// A new substance is one file: parameters, a Transport made of them, and a line
///     const Registered<Substance> here{"il2", "Interleukin-2", make<Substance, Il2>};
class Substance {
public:
    virtual ~Substance() = default;
    const Transport& transport() const { return transport_; }
    const std::string& unit() const { return transport_.unit; }

protected:
    explicit Substance(Transport transport) : transport_{std::move(transport)} {}

private:
    Transport transport_;
};

}  // namespace perforin::fields

#pragma once
// Values as read from a file: an attribute, or some rows of a dataset.

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/sink.hpp"

namespace perforin::io {

/// Calls body with a zero of the C++ type behind a Scalar.
template <class Body>
auto with_type(Scalar scalar, Body&& body) {
    switch (scalar) {
        case Scalar::u8:
            return body(std::uint8_t{});
        case Scalar::u16:
            return body(std::uint16_t{});
        case Scalar::u32:
            return body(std::uint32_t{});
        case Scalar::u64:
            return body(std::uint64_t{});
        case Scalar::i64:
            return body(std::int64_t{});
        case Scalar::f32:
            return body(float{});
        case Scalar::f64:
            return body(double{});
    }
    throw std::logic_error{"unknown kind of number"};
}

std::size_t bytes_of(Scalar);

/// What one element is: a number, or UTF-8 text.
struct Element {
    bool text = false;
    Scalar scalar = Scalar::f64;  ///< of a number
    bool operator==(const Element& o) const {
        return text == o.text && (text || scalar == o.scalar);
    }
    std::string name() const;  ///< "f32", "u64", "text"
};

struct Values {
    Element element;
    std::vector<std::uint64_t> shape;  ///< slowest first; empty for a single value
    std::vector<std::byte> raw;        ///< numbers as they lie in memory
    std::vector<std::string> text;     ///< texts, without padding

    std::size_t count() const;
    double number(std::size_t i) const;
    /// Values i … i + n − 1 for a reader: "(1, 2.5, 3)", "pembrolizumab"; floats in full.
    std::string shown(std::size_t i, std::size_t n) const;
    /// Whether values i … i + n − 1 here are, bit for bit, those from j on there.
    bool same(std::size_t i, const Values& other, std::size_t j, std::size_t n) const;
};

}  // namespace perforin::io

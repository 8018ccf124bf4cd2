#pragma once
// Where results go: an HDF5 group in a run, a map in a test, memory in a browser. Data always
// travels with its unit and its meaning.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/geometry.hpp"

namespace perforin {

struct Label {
    std::string name, unit, doc;
};

enum class Scalar { u8, u16, u32, u64, i64, f32, f64 };

template <class T>
struct ScalarOf;
#define PERFORIN_SCALAR(TYPE, NAME)                  \
    template <>                                      \
    struct ScalarOf<TYPE> {                          \
        static constexpr Scalar type = Scalar::NAME; \
        static constexpr std::size_t width = 1;      \
    }
PERFORIN_SCALAR(std::uint8_t, u8);
PERFORIN_SCALAR(std::uint16_t, u16);
PERFORIN_SCALAR(std::uint32_t, u32);
PERFORIN_SCALAR(std::uint64_t, u64);
PERFORIN_SCALAR(std::int64_t, i64);
PERFORIN_SCALAR(float, f32);
PERFORIN_SCALAR(double, f64);
#undef PERFORIN_SCALAR
template <class T, std::size_t N>
struct ScalarOf<std::array<T, N>> {
    static constexpr Scalar type = ScalarOf<T>::type;
    static constexpr std::size_t width = N;
};
template <>
struct ScalarOf<Vec3> {
    static constexpr Scalar type = Scalar::f32;
    static constexpr std::size_t width = 3;
};

/// A borrowed array of rows × width scalars.
struct Rows {
    template <class T>
    Rows(std::span<const T> v)
        : data{v.data()}, rows{v.size()}, width{ScalarOf<T>::width}, type{ScalarOf<T>::type} {}
    template <class T>
    Rows(const std::vector<T>& v) : Rows{std::span<const T>{v}} {}
    const void* data;
    std::size_t rows, width;
    Scalar type;
};

/// Takes one table's columns (a frame of a population, a state table), one call a column.
class Sink {
public:
    virtual ~Sink() = default;
    virtual void put(const Label&, const Rows&) = 0;
};

/// Gives back what a Sink took: fills `into` (rows × width of the type), which the caller has
/// sized by `rows(name)`. Throws Broken when the name, type or width differ.
class Source {
public:
    virtual ~Source() = default;
    virtual std::size_t rows(const std::string& name) const = 0;
    virtual void take(const Label&, void* into, std::size_t rows, std::size_t width,
                      Scalar type) const = 0;
};

}  // namespace perforin

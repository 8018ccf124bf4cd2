#pragma once
// Points and boxes. Positions are float µm relative to the block's corner; a block may be periodic
// along any axis; a 2-D block has one cell's thickness and all z equal.

#include <array>
#include <cmath>
#include <cstddef>

namespace perforin {

struct Vec3 {
    float x = 0, y = 0, z = 0;

    constexpr float& operator[](std::size_t axis) { return axis == 0 ? x : axis == 1 ? y : z; }
    constexpr float operator[](std::size_t axis) const { return axis == 0 ? x : axis == 1 ? y : z; }
    constexpr bool operator==(const Vec3&) const = default;
    constexpr Vec3& operator+=(Vec3 o) {
        x += o.x, y += o.y, z += o.z;
        return *this;
    }
    friend constexpr Vec3 operator+(Vec3 a, Vec3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
    friend constexpr Vec3 operator-(Vec3 a, Vec3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
    friend constexpr Vec3 operator*(float s, Vec3 v) { return {s * v.x, s * v.y, s * v.z}; }
};

constexpr float dot(Vec3 a, Vec3 b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
inline float norm(Vec3 v) {
    return std::sqrt(dot(v, v));
}
/// The unit vector along v; zero for a zero vector.
inline Vec3 direction(Vec3 v) {
    const float length = norm(v);
    return length > 0.0f ? (1.0f / length) * v : Vec3{};
}

/// A block of tissue: from the origin to `size` (µm).
struct Box {
    Vec3 size{};
    std::array<bool, 3> periodic{};
    int dimensions = 3;  ///< 2: motion and neighbours in x and y only

    /// Shortest vector from a to b.
    Vec3 displacement(Vec3 a, Vec3 b) const {
        Vec3 d = b - a;
        for (std::size_t axis = 0; axis != 3; ++axis) {
            if (!periodic[axis]) continue;
            const float length = size[axis];
            if (d[axis] > 0.5f * length) d[axis] -= length;
            if (d[axis] < -0.5f * length) d[axis] += length;
        }
        return d;
    }

    /// The same point inside the box along periodic axes; others are left as they are.
    Vec3 wrap(Vec3 p) const {
        for (std::size_t axis = 0; axis != 3; ++axis) {
            if (!periodic[axis]) continue;
            const float length = size[axis];
            while (p[axis] < 0.0f) p[axis] += length;
            while (p[axis] >= length) p[axis] -= length;
        }
        return p;
    }

    /// Whether a ball of `radius` µm about p lies within the sides; periodic axes have none.
    bool holds(Vec3 p, float radius = 0.0f) const {
        for (std::size_t axis = 0; axis != static_cast<std::size_t>(dimensions); ++axis) {
            if (periodic[axis]) continue;
            if (!(p[axis] >= radius && p[axis] <= size[axis] - radius)) return false;
        }
        return true;
    }
};

}  // namespace perforin

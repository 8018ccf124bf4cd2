#include <doctest/doctest.h>

#include <type_traits>

#include "tissue/world.hpp"

using namespace perforin;
using tissue::World;

// What a rule may read is decided: cells' public columns, levels, occupancies, neighbours and
// draws. A new concept is a column, a level or a receptor, not one more member here.
TEST_CASE("the frozen world offers what was agreed, and all of it is const") {
    static_assert(
        std::is_same_v<decltype(&World::surface), const tissue::Surface& (World::*)() const>);
    static_assert(std::is_same_v<decltype(&World::box), const Box& (World::*)() const>);
    static_assert(std::is_same_v<decltype(&World::now), const Tick& (World::*)() const>);
    static_assert(std::is_same_v<decltype(&World::level),
                                 float (World::*)(tissue::Level, tissue::Row) const>);
    static_assert(
        std::is_same_v<decltype(&World::level_at), float (World::*)(tissue::Level, Vec3) const>);
    static_assert(std::is_same_v<decltype(&World::gradient),
                                 Vec3 (World::*)(tissue::Level, tissue::Row) const>);
    static_assert(
        std::is_same_v<decltype(&World::gradient_at), Vec3 (World::*)(tissue::Level, Vec3) const>);
    static_assert(std::is_same_v<decltype(&World::occupancy),
                                 double (World::*)(tissue::ReceptorHandle, tissue::Row) const>);
    static_assert(std::is_same_v<decltype(&World::random), Stream (World::*)(Purpose, Who) const>);
    static_assert(std::is_same_v<decltype(&World::random_at),
                                 Stream (World::*)(Purpose, Who, Seconds) const>);
    // Seven words of parts and a tick: a member more, and this line asks why.
    CHECK(sizeof(World) == 7 * sizeof(void*) + sizeof(Tick));
}

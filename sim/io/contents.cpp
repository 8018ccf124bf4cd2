#include "io/contents.hpp"

#include <algorithm>

namespace perforin::io {

namespace {

void add_children(const Group& group, const std::string& path, std::vector<Item>& items) {
    for (const Group::Child& child : group.children()) {
        if (path.empty() && child.name == "manifest") continue;
        const std::string below = path.empty() ? child.name : path + "/" + child.name;
        items.push_back({below, child.is_group});
        if (child.is_group) add_children(group.open(child.name), below, items);
    }
}

}  // namespace

std::vector<Item> contents(const Group& root) {
    std::vector<Item> items{Item{}};
    add_children(root, "", items);
    return items;
}

std::uint64_t rows_in_a_piece(const Dataset& dataset) {
    const Element element = dataset.element();
    const std::size_t value_bytes = element.text ? 256 : bytes_of(element.scalar);
    const std::uint64_t row_bytes = dataset.row_length() * value_bytes;
    return std::max<std::uint64_t>(1, (1u << 20) / std::max<std::uint64_t>(1, row_bytes));
}

}  // namespace perforin::io

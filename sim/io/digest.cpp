#include "io/digest.hpp"

#include <algorithm>

#include "io/contents.hpp"
#include "io/files.hpp"
#include "io/sha256.hpp"

namespace perforin::io {

namespace {

void add_values(Sha256& sha, const Values& values) {
    if (!values.element.text) {
        sha.add(values.raw.data(), values.raw.size());
        return;
    }
    for (const std::string& text : values.text) sha.add_text(text);
}

void add_type(Sha256& sha, const Element& element, const std::vector<std::uint64_t>& shape) {
    sha.add_text(element.name());
    sha.add_number(shape.size());
    for (const std::uint64_t extent : shape) sha.add_number(extent);
}

void add_attributes(Sha256& sha, const Object& object) {
    const auto names = object.attribute_names();
    sha.add_number(names.size());
    for (const std::string& name : names) {
        const Values values = object.attribute(name);
        sha.add_text(name);
        add_type(sha, values.element, values.shape);
        add_values(sha, values);
    }
}

void add_dataset(Sha256& sha, const Dataset& dataset) {
    add_type(sha, dataset.element(), dataset.shape());
    const std::uint64_t rows = dataset.rows(), piece = rows_in_a_piece(dataset);
    for (std::uint64_t first = 0; first < rows; first += piece) {
        add_values(sha, dataset.read(first, std::min(piece, rows - first)));
    }
}

}  // namespace

std::string digest(const Group& root) {
    Sha256 sha;
    for (const Item& item : contents(root)) {
        sha.add_text(item.is_group ? "group" : "dataset");
        sha.add_text(item.path);
        if (item.path.empty()) {
            add_attributes(sha, root);
        } else if (item.is_group) {
            add_attributes(sha, root.open(item.path));
        } else {
            const Dataset dataset = root.dataset(item.path);
            add_attributes(sha, dataset);
            add_dataset(sha, dataset);
        }
    }
    return sha.hex();
}

std::string digest(const std::filesystem::path& path) {
    return digest(open_trajectory(path).root());
}

}  // namespace perforin::io

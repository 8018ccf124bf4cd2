// Datasets, and groups as folders of them.

#include <algorithm>
#include <cstring>
#include <functional>
#include <numeric>
#include <sstream>

#include <fmt/format.h>

#include "core/error.hpp"
#include "io/hdf5_detail.hpp"

namespace perforin::io {

namespace {

using Shape = std::vector<std::uint64_t>;

std::uint64_t product(Shape::const_iterator first, Shape::const_iterator last) {
    return std::accumulate(first, last, std::uint64_t{1}, std::multiplies<>{});
}

std::vector<hsize_t> as_hsize(const Shape& shape) {
    return {shape.begin(), shape.end()};
}

/// Creation without time stamps: equal contents make equal files.
Handle creation() {
    Handle properties{H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "make creation properties"};
    detail::check(H5Pset_obj_track_times(properties, false), "leave out time stamps");
    return properties;
}

void chunk(hid_t properties, const Shape& shape, int level) {
    const auto extent = as_hsize(shape);
    detail::check(H5Pset_chunk(properties, static_cast<int>(extent.size()), extent.data()),
                  "set a chunk's shape");
    if (level == 0) return;
    detail::check(H5Pset_shuffle(properties), "shuffle");
    detail::check(H5Pset_deflate(properties, static_cast<unsigned>(level)), "compress");
}

/// A data space of which rows first … first + rows − 1 are selected.
Handle selected(hid_t space, std::uint64_t first, std::uint64_t rows) {
    Handle selection{H5Scopy(space), H5Sclose, "select rows"};
    Shape extent = detail::extents(space);
    if (extent.empty()) return selection;  // a single value
    std::vector<hsize_t> start(extent.size(), 0);
    auto count = as_hsize(extent);
    start[0] = first;
    count[0] = rows;
    if (rows == 0) {
        detail::check(H5Sselect_none(selection), "select no rows");
    } else {
        detail::check(H5Sselect_hyperslab(selection, H5S_SELECT_SET, start.data(), nullptr,
                                          count.data(), nullptr),
                      "select rows");
    }
    return selection;
}

Handle memory_space(std::uint64_t values) {
    const hsize_t extent = values;
    return {H5Screate_simple(1, &extent, nullptr), H5Sclose, "shape memory"};
}

Handle space_of(hid_t dataset) {
    return {H5Dget_space(dataset), H5Sclose, "see the shape of a dataset"};
}

Handle type_of(hid_t dataset) {
    return {H5Dget_type(dataset), H5Tclose, "see the type of a dataset"};
}

}  // namespace

Element Dataset::element() const {
    return detail::element_of(type_of(id_), "A dataset");
}

Shape Dataset::shape() const {
    return detail::extents(space_of(id_));
}

std::uint64_t Dataset::rows() const {
    const Shape extent = shape();
    return extent.empty() ? 1 : extent.front();
}

std::uint64_t Dataset::row_length() const {
    const Shape extent = shape();
    return extent.empty() ? 1 : product(extent.begin() + 1, extent.end());
}

void Dataset::append(const void* data, std::uint64_t rows) {
    if (rows == 0) return;
    const Shape old = shape();
    auto extent = as_hsize(old);
    extent[0] += rows;
    detail::check(H5Dset_extent(id_, extent.data()), "extend a dataset");
    const Handle where = selected(space_of(id_), old[0], rows);
    const Handle memory = memory_space(rows * product(old.begin() + 1, old.end()));
    detail::check(H5Dwrite(id_, detail::native(element().scalar), memory, where, H5P_DEFAULT, data),
                  "write rows");
}

void Dataset::truncate(std::uint64_t rows) {
    auto extent = as_hsize(shape());
    extent[0] = std::min<hsize_t>(extent[0], rows);
    detail::check(H5Dset_extent(id_, extent.data()), "shorten a dataset");
}

Values Dataset::read(std::uint64_t first, std::uint64_t rows) const {
    Values values{element(), shape(), {}, {}};
    if (!values.shape.empty()) values.shape[0] = rows;
    if (!values.element.text) {
        values.raw.resize(values.count() * bytes_of(values.element.scalar));
        read_numbers(first, rows, values.raw.data(), values.element.scalar);
        return values;
    }
    const Handle where = selected(space_of(id_), first, rows);
    const Handle memory = memory_space(values.count());
    const Handle type = type_of(id_);
    values.text = detail::texts(type, values.count(), [&](hid_t memory_type, void* into) {
        detail::check(H5Dread(id_, memory_type, memory, where, H5P_DEFAULT, into), "read texts");
    });
    return values;
}

void Dataset::read_numbers(std::uint64_t first, std::uint64_t rows, void* into, Scalar type) const {
    const Handle where = selected(space_of(id_), first, rows);
    const Handle memory = memory_space(rows * row_length());
    detail::check(H5Dread(id_, detail::native(type), memory, where, H5P_DEFAULT, into),
                  "read rows");
}

std::uint64_t Dataset::stored_bytes() const {
    return H5Dget_storage_size(id_);
}

Group Group::group(const std::string& path) {
    if (has(path)) return open(path);
    const Handle links{H5Pcreate(H5P_LINK_CREATE), H5Pclose, "make link properties"};
    detail::check(H5Pset_create_intermediate_group(links, 1), "make groups on the way");
    return Group{Handle{H5Gcreate2(id_, path.c_str(), links, H5P_DEFAULT, H5P_DEFAULT), H5Gclose,
                        "make group " + path}};
}

Group Group::open(const std::string& path) const {
    return Group{Handle{H5Gopen2(id_, path.c_str(), H5P_DEFAULT), H5Gclose, "find group " + path}};
}

bool Group::has(const std::string& path) const {
    std::istringstream parts{path};
    std::string part, so_far;
    while (std::getline(parts, part, '/')) {
        so_far += so_far.empty() ? part : "/" + part;
        if (H5Lexists(id_, so_far.c_str(), H5P_DEFAULT) <= 0) return false;
    }
    return true;
}

std::vector<Group::Child> Group::children() const {
    std::vector<std::string> names;
    const auto visit = [](hid_t, const char* name, const H5L_info_t*, void* into) -> herr_t {
        static_cast<std::vector<std::string>*>(into)->emplace_back(name);
        return 0;
    };
    hsize_t next = 0;
    detail::check(H5Literate(id_, H5_INDEX_NAME, H5_ITER_INC, &next, visit, &names),
                  "list a group");
    std::sort(names.begin(), names.end());
    std::vector<Child> children;
    for (const std::string& name : names) {
        const Handle object{H5Oopen(id_, name.c_str(), H5P_DEFAULT), H5Oclose, "open " + name};
        children.push_back({name, H5Iget_type(object) == H5I_GROUP});
    }
    return children;
}

Dataset Group::extendable(const Label& label, const Layout& layout) {
    Shape extent{0}, limit{H5S_UNLIMITED}, chunks = layout.chunk;
    extent.insert(extent.end(), layout.row.begin(), layout.row.end());
    limit.insert(limit.end(), layout.row.begin(), layout.row.end());
    for (std::size_t axis = chunks.size(); axis < extent.size(); ++axis) {
        chunks.push_back(extent[axis]);
    }
    const Handle properties = creation();
    chunk(properties, chunks, layout.level);
    // Room for the last chunk, which the next rows go on filling, and the one after it. (HDF5's
    // default of 1 MB for every dataset adds up with hundreds of them.)
    const std::size_t chunk_bytes = product(chunks.begin(), chunks.end()) * bytes_of(layout.scalar);
    const Handle access{H5Pcreate(H5P_DATASET_ACCESS), H5Pclose, "make access properties"};
    detail::check(H5Pset_chunk_cache(access, 7, 2 * chunk_bytes, 1.0), "size a chunk cache");
    if (has(label.name)) {
        return Dataset{Handle{H5Dopen2(id_, label.name.c_str(), access), H5Dclose,
                              "open dataset " + label.name}};
    }
    const Handle space{H5Screate_simple(static_cast<int>(extent.size()), as_hsize(extent).data(),
                                        as_hsize(limit).data()),
                       H5Sclose, "shape a dataset"};
    Dataset dataset{Handle{H5Dcreate2(id_, label.name.c_str(), detail::stored(layout.scalar), space,
                                      H5P_DEFAULT, properties, access),
                           H5Dclose, "make dataset " + label.name}};
    dataset.annotate("unit", label.unit);
    dataset.annotate("description", label.doc);
    return dataset;
}

Dataset Group::dataset(const std::string& path) const {
    return Dataset{
        Handle{H5Dopen2(id_, path.c_str(), H5P_DEFAULT), H5Dclose, "find dataset " + path}};
}

Dataset Group::fixed(const Label& label, Handle::Id type, std::size_t row_bytes,
                     const Shape& shape) {
    constexpr std::uint64_t small = 512, large = 1u << 20;  // bytes
    if (has(label.name)) remove(label.name);
    const Handle properties = creation();
    if (shape[0] * row_bytes > small) {
        Shape chunks = shape;
        chunks[0] = std::min(shape[0], std::max<std::uint64_t>(1, large / row_bytes));
        chunk(properties, chunks, default_level);
    }
    const Handle space{
        H5Screate_simple(static_cast<int>(shape.size()), as_hsize(shape).data(), nullptr), H5Sclose,
        "shape a dataset"};
    Dataset dataset{Handle{
        H5Dcreate2(id_, label.name.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT),
        H5Dclose, "make dataset " + label.name}};
    dataset.annotate("unit", label.unit);
    dataset.annotate("description", label.doc);
    return dataset;
}

void Group::put(const Label& label, const Rows& rows) {
    Shape shape{rows.rows};
    if (rows.width != 1) shape.push_back(rows.width);
    const Dataset dataset =
        fixed(label, detail::stored(rows.type), rows.width * bytes_of(rows.type), shape);
    if (rows.rows == 0) return;
    detail::check(
        H5Dwrite(dataset.id_, detail::native(rows.type), H5S_ALL, H5S_ALL, H5P_DEFAULT, rows.data),
        "write " + label.name);
}

void Group::put_text(const Label& label, const std::vector<std::string>& rows) {
    std::size_t width = 1;
    for (const std::string& row : rows) width = std::max(width, row.size());
    const Handle type = detail::text_type(width);
    const Dataset dataset = fixed(label, type, width, {rows.size()});
    if (rows.empty()) return;
    std::vector<char> bytes(rows.size() * width, '\0');
    for (std::size_t i = 0; i != rows.size(); ++i) {
        std::memcpy(bytes.data() + i * width, rows[i].data(), rows[i].size());
    }
    detail::check(H5Dwrite(dataset.id_, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()),
                  "write " + label.name);
}

void Group::remove(const std::string& name) {
    detail::check(H5Ldelete(id_, name.c_str(), H5P_DEFAULT), "remove " + name);
}

std::size_t Group::rows(const std::string& name) const {
    return dataset(name).rows();
}

void Group::take(const Label& label, void* into, std::size_t rows, std::size_t width,
                 Scalar type) const {
    if (!has(label.name)) throw Broken{fmt::format("There is no column {}.", label.name)};
    const Dataset column = dataset(label.name);
    const Element element = column.element();
    if (element.text || element.scalar != type || column.rows() != rows ||
        column.row_length() != width) {
        throw Broken{fmt::format("Column {} holds {} rows of {} x {}, not {} rows of {} x {}.",
                                 label.name, column.rows(), column.row_length(), element.name(),
                                 rows, width, Element{false, type}.name())};
    }
    column.read_numbers(0, rows, into, type);
}

}  // namespace perforin::io

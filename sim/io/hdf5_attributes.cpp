// Attributes of groups and datasets. Text is of variable length, which readers show as plain text.

#include <algorithm>

#include "core/error.hpp"
#include "io/hdf5_detail.hpp"

namespace perforin::io {

namespace {

Handle scalar_space() {
    return {H5Screate(H5S_SCALAR), H5Sclose, "make a scalar space"};
}

Handle list_space(std::uint64_t size) {
    const hsize_t extent = size;
    return {H5Screate_simple(1, &extent, nullptr), H5Sclose, "make a list space"};
}

/// Writes an attribute; one that exists with this type and shape is changed in place.
void write(hid_t object, const std::string& name, hid_t type, hid_t memory, hid_t space,
           const void* data) {
    if (H5Aexists(object, name.c_str()) > 0) {
        const Handle old{H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, "open " + name};
        const Handle old_type{H5Aget_type(old), H5Tclose, "see the type of " + name};
        const Handle old_space{H5Aget_space(old), H5Sclose, "see the shape of " + name};
        if (H5Tequal(old_type, type) > 0 && H5Sextent_equal(old_space, space) > 0) {
            detail::check(H5Awrite(old, memory, data), "write attribute " + name);
            return;
        }
        detail::check(H5Adelete(object, name.c_str()), "replace attribute " + name);
    }
    const Handle attribute{H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT),
                           H5Aclose, "make attribute " + name};
    if (H5Sget_simple_extent_npoints(space) == 0) return;
    detail::check(H5Awrite(attribute, memory, data), "write attribute " + name);
}

}  // namespace

void Object::annotate(const std::string& name, std::string_view text) {
    const std::string copy{text};
    const char* const pointer = copy.c_str();
    const Handle type = detail::text_type(H5T_VARIABLE);
    write(id_, name, type, type, scalar_space(), &pointer);
}

void Object::annotate(const std::string& name, const std::vector<std::string>& texts) {
    std::vector<const char*> pointers;
    pointers.reserve(texts.size());
    for (const std::string& text : texts) pointers.push_back(text.c_str());
    const Handle type = detail::text_type(H5T_VARIABLE);
    write(id_, name, type, type, list_space(pointers.size()), pointers.data());
}

void Object::annotate(const std::string& name, const Rows& numbers) {
    write(id_, name, detail::stored(numbers.type), detail::native(numbers.type),
          list_space(numbers.rows * numbers.width), numbers.data);
}

void Object::write_number(const std::string& name, const void* value, Scalar type) {
    write(id_, name, detail::stored(type), detail::native(type), scalar_space(), value);
}

bool Object::has_attribute(const std::string& name) const {
    return H5Aexists(id_, name.c_str()) > 0;
}

Values Object::attribute(const std::string& name) const {
    const Handle attribute{H5Aopen(id_, name.c_str(), H5P_DEFAULT), H5Aclose,
                           "find attribute " + name};
    const Handle type{H5Aget_type(attribute), H5Tclose, "see the type of " + name};
    const Handle space{H5Aget_space(attribute), H5Sclose, "see the shape of " + name};
    Values values{detail::element_of(type, name), detail::extents(space), {}, {}};
    if (values.element.text) {
        values.text = detail::texts(type, values.count(), [&](hid_t memory, void* into) {
            detail::check(H5Aread(attribute, memory, into), "read attribute " + name);
        });
    } else {
        values.raw.resize(values.count() * bytes_of(values.element.scalar));
        detail::check(H5Aread(attribute, detail::native(values.element.scalar), values.raw.data()),
                      "read attribute " + name);
    }
    return values;
}

std::string Object::text(const std::string& name) const {
    const Values values = attribute(name);
    if (values.text.size() != 1) throw Unavailable{"Attribute " + name + " is not a text."};
    return values.text.front();
}

double Object::number(const std::string& name) const {
    const Values values = attribute(name);
    if (values.element.text || values.count() != 1) {
        throw Unavailable{"Attribute " + name + " is not a number."};
    }
    return values.number(0);
}

std::vector<std::string> Object::attribute_names() const {
    std::vector<std::string> names;
    const auto visit = [](hid_t, const char* name, const H5A_info_t*, void* into) -> herr_t {
        static_cast<std::vector<std::string>*>(into)->emplace_back(name);
        return 0;
    };
    hsize_t next = 0;
    detail::check(H5Aiterate2(id_, H5_INDEX_NAME, H5_ITER_INC, &next, visit, &names),
                  "list attributes");
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace perforin::io

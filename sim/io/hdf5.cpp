#include "io/hdf5.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <new>
#include <stdexcept>

#include <fmt/format.h>

#include "core/error.hpp"
#include "io/hdf5_detail.hpp"
#include "io/recovery.hpp"

namespace perforin::io {

static_assert(std::is_same_v<hid_t, Handle::Id> && std::is_same_v<herr_t, int>);

namespace detail {

namespace {

/// HDF5 stacks its errors; the innermost says what was wrong, the others who passed it on.
herr_t keep_innermost(unsigned, const H5E_error2_t* error, void* into) {
    auto& reason = *static_cast<std::string*>(into);
    if (error->desc != nullptr) reason = error->desc;
    return 1;  // stop
}

}  // namespace

void fail(const std::string& what) {
    std::string reason = "no reason given";
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &reason);
    if (reason.find("memory alloc") != std::string::npos || reason == std::bad_alloc{}.what()) {
        throw std::bad_alloc{};
    }
    const bool is_sentence = reason.ends_with('.');
    throw Unavailable{fmt::format("HDF5 cannot {}: {}{}", what, reason, is_sentence ? "" : ".")};
}

void silence() {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

hid_t native(Scalar scalar) {
    const std::array<hid_t, 7> types{H5T_NATIVE_UINT8,  H5T_NATIVE_UINT16, H5T_NATIVE_UINT32,
                                     H5T_NATIVE_UINT64, H5T_NATIVE_INT64,  H5T_NATIVE_FLOAT,
                                     H5T_NATIVE_DOUBLE};
    return types.at(static_cast<std::size_t>(scalar));
}

hid_t stored(Scalar scalar) {
    const std::array<hid_t, 7> types{H5T_STD_U8LE,  H5T_STD_U16LE,  H5T_STD_U32LE, H5T_STD_U64LE,
                                     H5T_STD_I64LE, H5T_IEEE_F32LE, H5T_IEEE_F64LE};
    return types.at(static_cast<std::size_t>(scalar));
}

Handle text_type(std::size_t bytes) {
    Handle type{H5Tcopy(H5T_C_S1), H5Tclose, "make a text type"};
    check(H5Tset_size(type, bytes), "size a text type");
    check(H5Tset_cset(type, H5T_CSET_UTF8), "make text UTF-8");
    if (bytes != H5T_VARIABLE) check(H5Tset_strpad(type, H5T_STR_NULLPAD), "pad text");
    return type;
}

Element element_of(hid_t type, const std::string& name) {
    const H5T_class_t kind = H5Tget_class(type);
    if (kind == H5T_STRING) return {.text = true, .scalar = Scalar::u8};
    for (int i = 0; i != 7; ++i) {
        const auto scalar = static_cast<Scalar>(i);
        if (H5Tequal(type, stored(scalar)) > 0) return {.text = false, .scalar = scalar};
    }
    throw Unavailable{name + " holds values of a type that perforin does not know."};
}

std::vector<std::string> texts(hid_t type, std::size_t count,
                               const std::function<void(hid_t memory, void* into)>& read) {
    std::vector<std::string> texts;
    if (H5Tis_variable_str(type) > 0) {
        std::vector<char*> pointers(count, nullptr);
        read(text_type(H5T_VARIABLE), pointers.data());
        for (char* text : pointers) {
            texts.emplace_back(text == nullptr ? "" : text);
            H5free_memory(text);
        }
        return texts;
    }
    const std::size_t size = H5Tget_size(type);
    std::vector<char> bytes(count * size);
    read(type, bytes.data());
    for (std::size_t i = 0; i != count; ++i) {
        const char* const text = bytes.data() + i * size;
        texts.emplace_back(text, ::strnlen(text, size));
    }
    return texts;
}

std::vector<std::uint64_t> extents(hid_t space) {
    const int rank = H5Sget_simple_extent_ndims(space);
    check(rank, "see the shape of data");
    std::vector<hsize_t> extent(static_cast<std::size_t>(rank));
    if (rank != 0) check(H5Sget_simple_extent_dims(space, extent.data(), nullptr), "see a shape");
    return {extent.begin(), extent.end()};
}

}  // namespace detail

Handle::Handle(Id id, Close close, const std::string& what) : id_{id}, close_{close} {
    if (id_ < 0) detail::fail(what);
}

void Handle::reset() {
    const Id id = std::exchange(id_, -1);
    if (id >= 0) close_(id);
}

namespace {

Handle open_root(hid_t file) {
    return {H5Gopen2(file, "/", H5P_DEFAULT), H5Gclose, "open the root of a file"};
}

/// HDF5 takes files in memory of one name for one file, and none of a name that is on the disk.
std::string image_name(const std::filesystem::path& path) {
    static std::atomic<unsigned> images{0};
    return fmt::format("{} (copy {})", path.string(), ++images);
}

}  // namespace

File::File(std::unique_ptr<AtomicFile> storage, Handle file)
    : storage_{std::move(storage)}, file_{std::move(file)}, root_{open_root(file_)} {}

File File::create(const std::filesystem::path& path) {
    detail::silence();
    auto storage = std::make_unique<AtomicFile>(path, AtomicFile::Mode::create);
    const Handle access = detail::access_through(*storage);
    Handle file{H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access), H5Fclose,
                "create " + path.string()};
    return {std::move(storage), std::move(file)};
}

File File::edit(const std::filesystem::path& path) {
    detail::silence();
    auto storage = std::make_unique<AtomicFile>(path, AtomicFile::Mode::edit);
    const Handle access = detail::access_through(*storage);
    Handle file{H5Fopen(path.c_str(), H5F_ACC_RDWR, access), H5Fclose, "open " + path.string()};
    return {std::move(storage), std::move(file)};
}

File File::read(const std::filesystem::path& path) {
    detail::silence();
    recover(path);
    const Handle access{H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "make access properties"};
    auto image = journalled_image(path);
    const bool checked = image || check_seal(path);
    std::string name = path.string();
    if (image) {
        name = image_name(path);
        detail::check(H5Pset_fapl_core(access, page_size, false), "read a file from memory");
        detail::check(H5Pset_file_image(access, image->data(), image->size()), "take a copy");
    } else {
        detail::check(H5Pset_file_locking(access, false, true), "do without file locks");
    }
    Handle opened{H5Fopen(name.c_str(), H5F_ACC_RDONLY, access), H5Fclose, "open " + path.string()};
    File file{nullptr, std::move(opened)};
    file.checked_ = checked;
    return file;
}

void File::commit() {
    storage_->check_ownership();
    detail::check(H5Fflush(file_, H5F_SCOPE_GLOBAL), "write out a file");
    storage_->commit();
}

void File::close() {
    if (storage_) commit();
    root_.id_.reset();
    file_.reset();
    if (!storage_) return;
    storage_->commit();  // what closing itself changes
    storage_->close();
    storage_.reset();
}

}  // namespace perforin::io

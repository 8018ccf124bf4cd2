// Lets HDF5 read and write through an AtomicFile (HDF5's "virtual file driver" interface).

#include <cstdlib>
#include <exception>

#include "io/hdf5_detail.hpp"
#if H5_VERSION_GE(1, 14, 0)
#include <H5FDdevelop.h>
#endif

namespace perforin::io::detail {

namespace {

/// HDF5's record of an open file; it casts between this and its first member.
struct Driven {
    H5FD_t base;
    AtomicFile* file;
    haddr_t allocated;  // where HDF5 believes the used part of the file ends
};

Driven& driven(H5FD_t* file) {
    return *reinterpret_cast<Driven*>(file);
}
const Driven& driven(const H5FD_t* file) {
    return *reinterpret_cast<const Driven*>(file);
}

/// No exception may cross HDF5, which is C: it becomes HDF5's sign of failure, and its reason.
template <class Action>
herr_t guarded(Action&& action) {
    try {
        action();
        return 0;
    } catch (const std::exception& trouble) {
        H5Epush2(H5E_DEFAULT, __FILE__, __func__, __LINE__, H5E_ERR_CLS, H5E_VFL, H5E_CANTGET, "%s",
                 trouble.what());
        return -1;
    }
}

H5FD_t* open(const char*, unsigned, hid_t access, haddr_t) {
    const auto* const target = static_cast<AtomicFile* const*>(H5Pget_driver_info(access));
    if (target == nullptr) return nullptr;
    auto* const record = static_cast<Driven*>(std::calloc(1, sizeof(Driven)));
    if (record != nullptr) record->file = *target;
    return reinterpret_cast<H5FD_t*>(record);
}

herr_t close(H5FD_t* file) {
    std::free(&driven(file));
    return 0;
}

int compare(const H5FD_t* a, const H5FD_t* b) {
    const auto *const x = driven(a).file, *const y = driven(b).file;
    return x < y ? -1 : x > y ? 1 : 0;
}

herr_t features(const H5FD_t*, unsigned long* flags) {
    *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
             H5FD_FEAT_AGGREGATE_SMALLDATA | H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
    return 0;
}

haddr_t allocated(const H5FD_t* file, H5FD_mem_t) {
    return driven(file).allocated;
}

herr_t allocate(H5FD_t* file, H5FD_mem_t, haddr_t address) {
    driven(file).allocated = address;
    return 0;
}

haddr_t end(const H5FD_t* file, H5FD_mem_t) {
    return driven(file).file->size();
}

herr_t read(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t at, std::size_t bytes, void* into) {
    return guarded([&] { driven(file).file->read(at, into, bytes); });
}

herr_t write(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t at, std::size_t bytes, const void* from) {
    return guarded([&] { driven(file).file->write(at, from, bytes); });
}

herr_t truncate(H5FD_t* file, hid_t, hbool_t) {
    return guarded([&] { driven(file).file->resize(driven(file).allocated); });
}

hid_t driver() {
    static const H5FD_class_t driver_class = {
#if H5_VERSION_GE(1, 14, 0)
        .version = H5FD_CLASS_VERSION,
        .value = static_cast<H5FD_class_value_t>(H5_VFD_RESERVED + 1),
#endif
        .name = "perforin",
        .maxaddr = (static_cast<haddr_t>(1) << 62) - 1,
        .fc_degree = H5F_CLOSE_STRONG,
        .terminate = nullptr,
        .sb_size = nullptr,
        .sb_encode = nullptr,
        .sb_decode = nullptr,
        .fapl_size = sizeof(void*),  // the pointer to the AtomicFile
        .fapl_get = nullptr,
        .fapl_copy = nullptr,
        .fapl_free = nullptr,
        .dxpl_size = 0,
        .dxpl_copy = nullptr,
        .dxpl_free = nullptr,
        .open = open,
        .close = close,
        .cmp = compare,
        .query = features,
        .get_type_map = nullptr,
        .alloc = nullptr,
        .free = nullptr,
        .get_eoa = allocated,
        .set_eoa = allocate,
        .get_eof = end,
        .get_handle = nullptr,
        .read = read,
        .write = write,
        .flush = nullptr,
        .truncate = truncate,
        .lock = nullptr,
        .unlock = nullptr,
        .fl_map = H5FD_FLMAP_DICHOTOMY,
    };
    static const hid_t registered = H5FDregister(&driver_class);
    return registered;
}

}  // namespace

Handle access_through(AtomicFile& file) {
    Handle access{H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "make access properties"};
    AtomicFile* const target = &file;
    check(H5Pset_driver(access, driver(), &target), "install its file driver");
    check(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG), "set how files close");
    return access;
}

}  // namespace perforin::io::detail

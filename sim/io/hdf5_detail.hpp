#pragma once
// What the HDF5 sources of this folder share; the only header that includes <hdf5.h>.

#include <hdf5.h>

#include <functional>
#include <string>
#include <vector>

#include "io/atomic_file.hpp"
#include "io/hdf5.hpp"

namespace perforin::io::detail {

/// Throws Unavailable: "HDF5 cannot <what>: <its own innermost reason>."
[[noreturn]] void fail(const std::string& what);
/// Throws unless the status or identifier says success.
inline void check(hid_t status, const std::string& what) {
    if (status < 0) fail(what);
}
/// Keeps HDF5 from printing its own error stack; per thread, so called wherever a file is opened.
void silence();

/// HDF5's type of a number in memory; files hold the same bits in little-endian order.
hid_t native(Scalar);
hid_t stored(Scalar);
/// UTF-8 text: `bytes` long and zero-padded, or H5T_VARIABLE.
Handle text_type(std::size_t bytes);
/// What the elements of an HDF5 type are. Throws Unavailable for a type that perforin never writes.
Element element_of(hid_t type, const std::string& name);
/// `count` texts of an HDF5 type, padded or of variable length; `read` fills the memory it is given
/// with values of the memory type it is given.
std::vector<std::string> texts(hid_t type, std::size_t count,
                               const std::function<void(hid_t memory, void* into)>& read);
/// Extents of a data space, slowest first; empty for a scalar.
std::vector<std::uint64_t> extents(hid_t space);

/// Access properties under which HDF5 reads and writes through `file`, which must outlive them and
/// every file opened with them.
Handle access_through(AtomicFile& file);

}  // namespace perforin::io::detail

#pragma once
// The pictures of a run: /images/<name>/day_<day>, each a dataset of its own.

#include <cstddef>
#include <string>
#include <vector>

#include "core/image.hpp"
#include "core/time.hpp"
#include "io/hdf5.hpp"

namespace perforin::io {

class ImageLog {
public:
    /// One of a name at a moment, which waits for flush(). Throws logic_error for one whose values
    /// do not fit its size.
    void add(const std::string& name, Seconds at, const std::string& doc, Image image);
    /// Writes what waits. A picture of a moment that an opened file holds already must be the same
    /// to the last bit: throws Broken.
    void flush(Group& root, int level);
    void forget() { waiting_.clear(); }

private:
    struct Waiting {
        std::string name;
        Seconds at = 0;
        std::string doc;
        Image image;
    };
    static void write(Group& root, const Waiting&, int level);
    static void must_repeat(const Dataset&, const Waiting&);

    std::vector<Waiting> waiting_;
};

}  // namespace perforin::io

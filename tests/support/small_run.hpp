#pragma once
// A small trajectory, for the tests that write and read one.

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/geometry.hpp"
#include "core/sink.hpp"
#include "core/time.hpp"
#include "io/hdf5.hpp"
#include "io/trajectory.hpp"

namespace support {

using perforin::Box;
using perforin::Label;
using perforin::Seconds;
using perforin::Vec3;

inline constexpr Box block{{400, 200, 100}};
inline const Label id{"id", "", "Identity"}, position{"position", "um", "Centre"};
inline const std::vector<Label> burden{{"burden", "mm^3", "Volume of all lesions"}};

inline perforin::io::Provenance provenance() {
    perforin::io::Provenance known;
    known.manifest = perforin::io::Manifest::here("perforin run test", 2);
    known.seed = 42;
    known.scenario = {{"scenario.toml", "[patient]\nmass = \"70 kg\"\n"}};
    known.parameters = {{"tumour.cycle", "20", "h", "24", "1", "100", "Length of the cycle",
                         "Somebody 2001", "measured", true, "scenario.toml:3:1"}};
    return known;
}

/// A trajectory with one lesion.
inline perforin::io::Trajectory begin(const std::filesystem::path& path,
                                      const perforin::io::Writing& writing = {}) {
    perforin::io::Trajectory run = perforin::io::Trajectory::create(path, provenance(), writing);
    run.lesion("primary", "Primary tumour", block);
    return run;
}

/// One frame with so many tumour cells, whose identities count up from `first`.
inline void put_frame(perforin::io::Trajectory& run, Seconds at, std::uint64_t first,
                      std::size_t cells) {
    std::vector<std::uint64_t> ids(cells);
    std::vector<Vec3> places(cells);
    for (std::size_t i = 0; i != cells; ++i) {
        ids[i] = first + i;
        places[i] = {static_cast<float>(i), 0.5f, 0.25f};
    }
    perforin::io::Frame frame = run.frame("primary", at);
    frame.cells("tumour").put(id, ids);
    frame.cells("tumour").put(position, places);
}

using Index = std::vector<std::array<std::uint64_t, 2>>;
inline Index rows_of(const perforin::io::File& file, const std::string& kind) {
    return file.root().dataset("lesions/primary/frames/rows/" + kind).read_as<Index::value_type>();
}

inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace support

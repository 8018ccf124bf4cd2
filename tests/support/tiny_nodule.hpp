#pragma once
// The smallest lesion that tests of the program run: some dozen cells of one layer.

#include <string>

namespace support {

inline const std::string tiny_nodule = R"([[lesion]]
layout = "nodule"
[lesion.nodule]
dimensions = 2
radius = "50 um"
extent = "400 um"
)";

}  // namespace support

#pragma once
// A picture in channels, as a microscope takes it.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace perforin {

/// Values are channels × height × width, x fastest: 0 dark … 255 bright.
struct Image {
    std::vector<std::string> channels;
    std::size_t height = 0, width = 0;
    double pixel_um = 1.0;
    std::vector<std::uint8_t> values;

    std::uint8_t& at(std::size_t channel, std::size_t y, std::size_t x) {
        return values[(channel * height + y) * width + x];
    }
    std::uint8_t at(std::size_t channel, std::size_t y, std::size_t x) const {
        return values[(channel * height + y) * width + x];
    }
};

}  // namespace perforin

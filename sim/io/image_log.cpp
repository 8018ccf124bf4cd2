#include "io/image_log.hpp"

#include <cstring>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "io/clock.hpp"

namespace perforin::io {

void ImageLog::add(const std::string& name, Seconds at, const std::string& doc, Image image) {
    if (image.values.empty() ||
        image.values.size() != image.channels.size() * image.height * image.width) {
        throw std::logic_error{"the values of image " + name + " do not fit its size"};
    }
    waiting_.push_back({name, at, doc, std::move(image)});
}

void ImageLog::flush(Group& root, int level) {
    for (const Waiting& one : waiting_) write(root, one, level);
    waiting_.clear();
}

/// Rows of the dataset are channels.
void ImageLog::write(Group& root, const Waiting& one, int level) {
    const std::string place = "images/" + one.name,
                      name = fmt::format("day_{:05}", one.at / seconds_per_day);
    if (root.has(place + "/" + name)) {
        return must_repeat(root.dataset(place + "/" + name), one);
    }
    const Image& image = one.image;
    Group group = root.group(place);
    Dataset dataset = group.extendable(
        {name, "1", one.doc},
        {.scalar = Scalar::u8, .row = {image.height, image.width}, .chunk = {1}, .level = level});
    dataset.append(image.values.data(), image.channels.size());
    dataset.annotate("axes", "CYX");
    dataset.annotate("channels", image.channels);
    dataset.annotate("pixel_um", image.pixel_um);
    dataset.annotate("time_s", std::int64_t{one.at});
}

void ImageLog::must_repeat(const Dataset& known, const Waiting& one) {
    const auto before = known.read();
    if (before.raw.size() == one.image.values.size() &&
        std::memcmp(before.raw.data(), one.image.values.data(), before.raw.size()) == 0) {
        return;
    }
    throw Broken{fmt::format(
        "lived again, {} differs from what the result holds: image {}. Something that makes "
        "results has changed since: the program, the machine, or the file",
        day_text(one.at), one.name)};
}

}  // namespace perforin::io

#include "core/printable.hpp"

#include <algorithm>

namespace perforin {

namespace {

constexpr std::size_t longest_shown = 80;

unsigned byte(std::string_view text, std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
}

/// Whether n continuation bytes follow the first.
bool continues(std::string_view text, std::size_t n) {
    for (std::size_t i = 1; i <= n; ++i) {
        if ((byte(text, i) & 0xc0u) != 0x80u) return false;
    }
    return true;
}

}  // namespace

// RFC 3629, section 4: no overlong forms, no surrogates, nothing beyond U+10FFFF.
std::size_t letter_length(std::string_view text) {
    const unsigned lead = byte(text, 0), next = byte(text, 1);
    if (text.empty()) return 0;
    if (lead < 0x80) return 1;
    if (lead >= 0xc2 && lead <= 0xdf) return continues(text, 1) ? 2 : 0;
    if (lead >= 0xe0 && lead <= 0xef) {
        const bool allowed = !(lead == 0xe0 && next < 0xa0) && !(lead == 0xed && next > 0x9f);
        return allowed && continues(text, 2) ? 3 : 0;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        const bool allowed = !(lead == 0xf0 && next < 0x90) && !(lead == 0xf4 && next > 0x8f);
        return allowed && continues(text, 3) ? 4 : 0;
    }
    return 0;
}

std::string printable(std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    std::string out;
    for (std::size_t shown = 0; !text.empty(); ++shown) {
        if (shown == longest_shown) return out + "…";
        const unsigned code = byte(text, 0);
        const std::size_t length = letter_length(text);
        if (length == 0 || code < 0x20 || code == 0x7f) {
            out += "\\x";
            out += hex[code >> 4];
            out += hex[code & 15u];
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(std::max<std::size_t>(1, length));
    }
    return out;
}

}  // namespace perforin

// A first look at TOML text, before the library: it only follows strings, comments and brackets.

#include <fmt/format.h>

#include <cstdint>

#include "config/toml_text.hpp"
#include "core/error.hpp"
#include "core/printable.hpp"

namespace perforin::config {

namespace {

constexpr int deepest_brackets = 32, longest_dotted = 64;

class Scanner {
public:
    Scanner(std::string_view text, const std::string& layer) : rest_{text}, layer_{layer} {}

    void scan() {
        if (rest_.substr(0, 3) == "\xef\xbb\xbf") rest_.remove_prefix(3);  // a byte-order mark
        while (!rest_.empty()) {
            if (rest_[0] == '#') {
                while (!rest_.empty() && rest_[0] != '\n') step();
            } else if (rest_[0] == '"' || rest_[0] == '\'') {
                string(rest_[0]);
            } else {
                structure();
            }
        }
    }

private:
    [[noreturn]] void refuse(const std::string& what) const {
        throw BadInput{fmt::format("{}:{}:{}: {}", layer_, line_, column_, what)};
    }

    /// One letter outside strings and comments.
    void structure() {
        const char c = rest_[0];
        if (static_cast<unsigned char>(c) >= 0x80) {
            check_letter();
            refuse(
                fmt::format("unexpected '{}': outside quotes and comments only plain letters, "
                            "digits, '_' and '-' can be used",
                            rest_.substr(0, letter_length(rest_))));
        }
        if (c == '[' || c == '{') ++brackets_;
        if (c == ']' || c == '}') --brackets_;
        if (c == '.') ++dots_;
        if (c == '[' || c == '{' || c == ',' || c == '=' || c == '\n') dots_ = 0;
        if (brackets_ > deepest_brackets || dots_ > longest_dotted) refuse("nested too deeply");
        step();
    }

    void string(char quote) {
        const std::string three(3, quote);
        const bool many_lines = rest_.substr(0, 3) == three;
        for (int i = 0; i != (many_lines ? 3 : 1); ++i) step();
        while (!rest_.empty()) {
            if (many_lines ? rest_.substr(0, 3) == three : rest_[0] == quote) {
                for (int i = 0; i != (many_lines ? 3 : 1); ++i) step();
                return;
            }
            if (!many_lines && rest_[0] == '\n') return;  // not closed: the library says so
            if (quote == '"' && rest_[0] == '\\' && rest_.size() > 1) step();
            step();
        }
    }

    void check_letter() const {
        const auto code = static_cast<unsigned char>(rest_[0]);
        if (letter_length(rest_) == 0) {
            refuse(fmt::format("the byte 0x{:02x} is not UTF-8 text", code));
        }
        const bool blank = rest_[0] == '\t' || rest_[0] == '\n' || rest_.substr(0, 2) == "\r\n";
        if ((code < 0x20 && !blank) || code == 0x7f) {
            refuse(fmt::format("the control character 0x{:02x} has no place here", code));
        }
    }

    void step() {
        check_letter();
        const bool ends_line = rest_[0] == '\n';
        rest_.remove_prefix(letter_length(rest_));
        line_ += ends_line ? 1 : 0;
        column_ = ends_line ? 1 : column_ + 1;
    }

    std::string_view rest_;
    const std::string& layer_;
    std::uint32_t line_ = 1, column_ = 1;
    int brackets_ = 0, dots_ = 0;
};

}  // namespace

void scan_toml(std::string_view text, const std::string& layer) {
    Scanner{text, layer}.scan();
}

}  // namespace perforin::config

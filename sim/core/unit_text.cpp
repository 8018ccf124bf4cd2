#include "core/unit_text.hpp"

#include <cmath>
#include <locale>
#include <sstream>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/unit_names.hpp"

namespace perforin {

namespace {

std::string quoted(std::string_view text) {
    return "'" + printable(text) + "'";
}

/// The typographic signs that units are written with, in ASCII.
std::string plain(std::string_view text) {
    struct Sign {
        std::string_view utf8, ascii;
    };
    static constexpr Sign signs[] = {
        {"\u00b5", "u"},  {"\u03bc", "u"},  {"\u00b7", "*"},  {"\u22c5", "*"},
        {"\u2212", "-"},  {"\u00a0", " "},  {"\u2009", " "},  {"\u202f", " "},
        {"\u207b", "^-"}, {"\u00b9", "^1"}, {"\u00b2", "^2"}, {"\u00b3", "^3"},
    };
    std::string out;
    while (!text.empty()) {
        const Sign* found = nullptr;
        for (const Sign& sign : signs) {
            if (text.substr(0, sign.utf8.size()) == sign.utf8) found = &sign;
        }
        const bool exponent = found && found->ascii.front() == '^';
        const bool begun = out.size() > 1 && out.compare(out.size() - 2, 2, "^-") == 0;
        if (!found) {
            out += text.front();
        } else {
            out += found->ascii.substr(exponent && begun ? 1 : 0);
        }
        text.remove_prefix(found ? found->utf8.size() : 1);
    }
    return out;
}

bool digit(char c) {
    return c >= '0' && c <= '9';
}
bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool space(char c) {
    return c == ' ' || c == '\t';
}

/// Length of the decimal number at the start of text; 0 if there is none.
std::size_t number_length(std::string_view text) {
    std::size_t i = 0;
    const auto digits = [&] {
        const std::size_t first = i;
        while (i < text.size() && digit(text[i])) ++i;
        return i - first;
    };
    const auto at = [&](std::size_t k) { return k < text.size() ? text[k] : '\0'; };
    if (at(i) == '+' || at(i) == '-') ++i;
    std::size_t count = digits();
    if (at(i) == '.') {
        ++i;
        count += digits();
    }
    if (count == 0) return 0;
    if (at(i) == 'e' || at(i) == 'E') {
        const std::size_t mantissa = i++;
        if (at(i) == '+' || at(i) == '-') ++i;
        if (digits() == 0) i = mantissa;  // the e belongs to what follows
    }
    return i;
}

/// Reads the grammar documented at parse_unit.
class UnitReader {
public:
    explicit UnitReader(std::string_view text) : rest_{text} {}

    UnitText whole() {
        UnitText unit = expression(0);
        if (!rest_.empty()) throw BadInput{"unexpected " + quoted(rest_) + " in the unit"};
        if (!std::isfinite(unit.factor()) || unit.factor() == 0.0) {
            throw BadInput{"the unit is too large or too small to compute with"};
        }
        return unit;
    }

private:
    static constexpr int deepest = 8, highest_power = 9, most_terms = 32;

    UnitText expression(int depth) {
        if (depth > deepest) throw BadInput{"too many brackets in the unit"};
        skip();
        UnitText unit;
        bool divided = false;
        if (!at('/')) unit = term(depth);
        for (skip(); !rest_.empty() && !at(')'); skip()) {
            const bool divide = at('/');
            if (divide || at('*')) rest_.remove_prefix(1);
            if (divided && !divide) {
                throw BadInput{"a product after '/' is ambiguous: use brackets, as in mg/(kg d)"};
            }
            divided = divided || divide;
            skip();
            const UnitText next = term(depth);
            unit = divide ? times(unit, next, -1) : times(unit, next, 1);
        }
        return unit;
    }

    UnitText term(int depth) {
        if (++terms_ > most_terms) throw BadInput{"the unit is too long"};
        if (rest_.empty()) throw BadInput{"the unit ends too early"};
        if (at('(')) {
            rest_.remove_prefix(1);
            const UnitText inner = expression(depth + 1);
            if (!at(')')) throw BadInput{"a bracket is not closed in the unit"};
            rest_.remove_prefix(1);
            return times({}, inner, power());
        }
        const std::size_t length = number_length(rest_);
        if (length != 0 && rest_.substr(0, length) == "1") {
            rest_.remove_prefix(1);
            return {};
        }
        if (length != 0) {
            throw BadInput{"a second number " + quoted(rest_.substr(0, length)) +
                           " where the unit should be"};
        }
        const UnitText unit = name();
        return times({}, unit, power());
    }

    UnitText name() {
        std::size_t length = at('%') ? 1 : 0;
        while (length == 0 || rest_[0] != '%') {
            if (length == rest_.size() || !letter(rest_[length])) break;
            ++length;
        }
        if (length == 0) throw BadInput{"unexpected " + quoted(rest_) + " in the unit"};
        const std::string_view word = rest_.substr(0, length);
        const NamedUnit& known = named_unit(word);
        rest_.remove_prefix(length);
        return {known.dim, known.numerator, known.denominator};
    }

    /// The power after a name: ^2, ^-1, or a plain digit as in mm2; 1 if there is none.
    int power() {
        const bool marked = at('^');
        if (!marked && (rest_.empty() || !digit(rest_[0]))) return 1;
        if (marked) rest_.remove_prefix(1);
        const bool negative = marked && at('-');
        if (negative) rest_.remove_prefix(1);
        std::size_t length = 0;
        while (length < rest_.size() && digit(rest_[length])) ++length;
        const int value = length == 1 ? rest_[0] - '0' : 0;
        if (value < 1 || value > highest_power) {
            throw BadInput{"a power must be a whole number from 1 to 9, as in um^2 or min^-1"};
        }
        rest_.remove_prefix(length);
        return negative ? -value : value;
    }

    /// a · b^n
    static UnitText times(UnitText a, const UnitText& b, int n) {
        for (int i = 0; i < std::abs(n); ++i) {
            a.numerator *= n > 0 ? b.numerator : b.denominator;
            a.denominator *= n > 0 ? b.denominator : b.numerator;
        }
        a.dim = a.dim + b.dim * n;
        return a;
    }

    bool at(char c) const { return !rest_.empty() && rest_[0] == c; }
    void skip() {
        while (!rest_.empty() && space(rest_[0])) rest_.remove_prefix(1);
    }

    std::string_view rest_;
    int terms_ = 0;
};

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && space(text.front())) text.remove_prefix(1);
    while (!text.empty() && space(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace

double parse_number(std::string_view text) {
    text = trimmed(text);
    if (text.empty() || number_length(text) != text.size()) {
        throw BadInput{quoted(text) + " is not a number"};
    }
    // A stream in the classic locale: strtod follows the user's, from_chars(double) is not
    // everywhere.
    std::istringstream stream{std::string{text}};
    stream.imbue(std::locale::classic());
    double value = 0.0;
    stream >> value;
    const auto mantissa = text.substr(0, text.find_first_of("eE"));
    const bool vanished =
        value == 0.0 && mantissa.find_first_of("123456789") != std::string_view::npos;
    if (stream.fail() || !std::isfinite(value) || vanished) {
        throw BadInput{"the number " + quoted(text) + " is too large or too small"};
    }
    return value;
}

UnitText parse_unit(std::string_view text) {
    const std::string ascii = plain(text);
    return UnitReader{trimmed(ascii)}.whole();
}

QuantityText parse_quantity(std::string_view text) {
    const std::string ascii = plain(text);
    const std::string_view rest = trimmed(ascii);
    if (rest.empty()) throw BadInput{"there is neither a number nor a unit"};
    const std::size_t length = number_length(rest);
    if (length == 0) throw BadInput{"there is no number before the unit"};
    QuantityText read;
    read.number = parse_number(rest.substr(0, length));
    const std::string_view unit = trimmed(rest.substr(length));
    if (!unit.empty() && unit.front() == ',') {
        throw BadInput{"unexpected ',': decimals are written with a point"};
    }
    read.bare = unit.empty();
    if (!read.bare) read.unit = UnitReader{unit}.whole();
    return read;
}

}  // namespace perforin

// Input that nobody would write by hand: it is refused with a sentence, or harmless.

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "config/input.hpp"
#include "core/error.hpp"
#include "core/nearest.hpp"
#include "core/printable.hpp"

using namespace perforin;

namespace {

struct Params : config::Block {
    using Block::Block;
    Length gap = param("gap", 1, um, {0, 5}, "A gap", assumed("a test"));
    std::int64_t n = count("n", 1, {0, 9}, "A number", assumed("a test"));
    std::string name = text("name", "x", "A name");
};

std::string complaint(const std::string& toml) {
    try {
        static_cast<void>(config::from_toml<Params>(toml, "f.toml"));
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

std::string repeated(const std::string& piece, int times) {
    std::string text;
    for (int i = 0; i != times; ++i) text += piece;
    return text;
}

bool starts(const std::string& text, const std::string& part) {
    return text.compare(0, part.size(), part) == 0;
}

bool ends(const std::string& text, const std::string& part) {
    return text.size() >= part.size() &&
           text.compare(text.size() - part.size(), part.size(), part) == 0;
}

}  // namespace

TEST_CASE("nothing, comments and blank lines are a scenario") {
    for (const char* text : {"", "\n", "# only µ a comment", "\r\n\r\n", "\t", "\xef\xbb\xbf"}) {
        CAPTURE(text);
        CHECK(complaint(text).empty());
    }
}

TEST_CASE("a byte-order mark and Windows line ends do not matter") {
    const auto p = config::from_toml<Params>("\xef\xbb\xbfn = 3\r\ngap = '2 um'\r\n");
    CHECK(p.n == 3);
    CHECK(p.gap.in(um) == 2.0);
    CHECK(starts(complaint("n = 3\r\ngap = 4\r\n"), "f.toml:2:7: "));
}

TEST_CASE("letters outside ASCII may stand in text and comments, not in keys") {
    CHECK(config::from_toml<Params>("name = 'Ünï' # µm").name == "Ünï");
    CHECK(config::from_toml<Params>("gap = \"2 µm\"").gap.in(um) == 2.0);
    CHECK(starts(complaint("n = 1\nlänge = 2"), "f.toml:2:2: unexpected 'ä': outside quotes"));
    CHECK(starts(complaint("gap = “2 um”"), "f.toml:1:7: unexpected '“'"));
    CHECK(complaint("\"länge\" = 2") == "f.toml:1:1: \"länge\": no such parameter");
    // Two keys that broke a TOML library.
    CHECK(starts(complaint("\xef\xb3\xbf=1"), "f.toml:1:1: unexpected"));
    CHECK_FALSE(complaint("a\xf0\x90\x80").empty());
}

TEST_CASE("bytes that are no text are refused where they stand") {
    CHECK(complaint("name = '\xff'") == "f.toml:1:9: the byte 0xff is not UTF-8 text");
    CHECK(complaint("# \xc0\xaf") == "f.toml:1:3: the byte 0xc0 is not UTF-8 text");
    CHECK(complaint("name = '\xed\xa0\x80'") == "f.toml:1:9: the byte 0xed is not UTF-8 text");
    CHECK(complaint("name = '\xf5\x80\x80\x80'") == "f.toml:1:9: the byte 0xf5 is not UTF-8 text");
    CHECK(complaint("name = 'µ\xc2") == "f.toml:1:10: the byte 0xc2 is not UTF-8 text");
    CHECK(complaint(std::string{"n = 1\n\0", 7}) ==
          "f.toml:2:1: the control character 0x00 has no place here");
    CHECK(complaint(std::string{"name = '\0'", 10}) ==
          "f.toml:1:9: the control character 0x00 has no place here");
    CHECK(complaint("n = 1\rgap = 2") ==
          "f.toml:1:6: the control character 0x0d has no place here");
    CHECK(complaint("\xff\xfen") == "f.toml:1:1: the byte 0xff is not UTF-8 text");
}

TEST_CASE("deep nesting is refused before anything recurses") {
    CHECK(complaint("n = " + repeated("[", 100000)) == "f.toml:1:37: nested too deeply");
    CHECK(complaint(repeated("{a=", 100000)) == "f.toml:1:97: nested too deeply");
    CHECK(starts(complaint("a" + repeated(".a", 100000) + " = 1"), "f.toml:1:130: nested too"));
    CHECK(starts(complaint("[a" + repeated(".a", 100000) + "]"), "f.toml:1:131: nested too"));
    CHECK(complaint("a" + repeated(".a", 60) + " = 1") == "f.toml:1:1: a: no such table");
    CHECK(starts(complaint("name = '" + repeated("[", 1000) + repeated(".", 1000)), "f.toml:1:"));
}

TEST_CASE("huge and strange numbers are refused") {
    CHECK_FALSE(complaint("n = 99999999999999999999").empty());
    CHECK_FALSE(complaint("n = 1e999").empty());
    CHECK_FALSE(complaint("n = -9223372036854775808").empty());
    CHECK_FALSE(complaint("n = 1e17").empty());
    CHECK_FALSE(complaint("n = inf").empty());
    CHECK_FALSE(complaint("gap = '1e-999 um'").empty());
    CHECK_FALSE(complaint("gap = '" + repeated("9", 100000) + " um'").empty());
    CHECK(complaint("gap = '" + repeated("9", 100000) + " um'").size() < 1000);
    CHECK(complaint("gap = '0." + repeated("0", 100) + "1 um'").empty());
}

TEST_CASE("long names and many entries are cut in messages, not in meaning") {
    CHECK(complaint(repeated("x", 100000) + " = 1").size() < 200);
    CHECK(complaint("name = '" + repeated("x", 100000) + "'").empty());
    CHECK(complaint("n = '" + repeated("x", 100000) + "'").size() < 300);
    std::string many;
    for (int i = 0; i != 2000; ++i) many += "k" + std::to_string(i) + " = 1\n";
    const std::string said = complaint(many);
    CHECK(std::count(said.begin(), said.end(), '\n') == 1999);
}

TEST_CASE("strings that are not closed end the reading, not the program") {
    for (const char* text : {"name = '",
                             "name = \"",
                             "name = \"\"\"",
                             "name = '''",
                             "name = \"\\",
                             "name = \"\\\n",
                             "\"",
                             "'",
                             "[",
                             "[[",
                             "{",
                             "n = {",
                             "n = [",
                             "=",
                             "n",
                             "n =",
                             "n = #",
                             ".",
                             "a.",
                             "[]",
                             "[a",
                             "[[a]",
                             "n = \"\\u12\"",
                             "n = \"\\uD800\"",
                             "n = '''''''''",
                             "n=1 m=2"}) {
        CAPTURE(text);
        CHECK(starts(complaint(text), "f.toml:"));
    }
}

TEST_CASE("settings are as hostile as files") {
    const auto set = [](const std::string& setting) -> std::string {
        try {
            const config::Input input{"f.toml", "", {}, {setting}};
            static_cast<void>(Params{input.root()});
            input.finish();
        } catch (const BadInput& bad) {
            return bad.what();
        }
        return "";
    };
    CHECK_FALSE(set("n=" + repeated("[", 100000)).empty());
    CHECK_FALSE(set("n=\xff").empty());
    CHECK_FALSE(set(std::string{"n=\0", 3}).empty());
    CHECK_FALSE(set("\xff=1").empty());
    CHECK(ends(set(repeated("a.", 100000) + "a=1"), ": nested too deeply"));
    CHECK_FALSE(set("n=1\nname='y'").empty());
    CHECK(set("name=1\n[x]").empty());  // a text of two lines
}

TEST_CASE("an edit distance counts insertions, deletions, replacements and swaps") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("abc", "") == 3);
    CHECK(edit_distance("rate", "rtae") == 1);
    CHECK(edit_distance("rate", "Rates") == 1);
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(nearest("tumor", {"tumour", "stroma"}) == "tumour");
    CHECK(nearest("xyz", {"tumour", "stroma"}).empty());
    CHECK(nearest("", {"a"}).empty());
    CHECK(nearest("b", {"a"}).empty());
}

TEST_CASE("text from outside is safe to print") {
    CHECK(printable("plain µm") == "plain µm");
    CHECK(printable("a\nb\x1b[31m\x7f") == "a\\x0ab\\x1b[31m\\x7f");
    CHECK(printable("\xff\xc2") == "\\xff\\xc2");
    CHECK(printable(repeated("µ", 81)) == repeated("µ", 80) + "…");
}

#include "clinic/measurements/csv.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/printable.hpp"

namespace perforin::clinic {

namespace {

constexpr std::size_t most_shown = 1000;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace

void put_cell(std::string& out, std::string_view text) {
    if (text.find_first_of("\",\n\r") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) out.append(c == '"' ? 2 : 1, c);
    out += '"';
}

void Problems::add(std::uint32_t line, std::uint32_t column, std::string text) {
    problems_.push_back({{.layer = file_, .line = line, .column = column}, std::move(text)});
}

void Problems::finish() const {
    if (!any()) return;
    std::vector<Problem> all = problems_;
    const auto place = [](const Problem& p) { return std::make_tuple(p.at.line, p.at.column); };
    std::stable_sort(all.begin(), all.end(),
                     [&](const Problem& a, const Problem& b) { return place(a) < place(b); });
    std::string text;
    for (std::size_t i = 0; i != std::min(all.size(), most_shown); ++i) {
        text += (i == 0 ? "" : "\n") + all[i].at.text() + ": " + all[i].text;
    }
    if (all.size() > most_shown) {
        text += fmt::format("\n{} more problems are not shown", all.size() - most_shown);
    }
    throw BadInput{text};
}

Csv::Csv(std::string_view text, Problems& problems) : text_{text}, problems_{problems} {
    if (text_.substr(0, byte_order_mark.size()) == byte_order_mark) at_ = byte_order_mark.size();
}

bool Csv::next(std::vector<Cell>& row) {
    while (!at_end()) {
        read_row(row);
        const bool blank =
            std::all_of(row.begin(), row.end(), [](const Cell& cell) { return cell.text.empty(); });
        if (!blank) return true;
    }
    row.clear();
    return false;
}

void Csv::go_to(std::size_t row_start, std::uint32_t line) {
    at_ = row_start;
    line_ = line;
}

void Csv::problem(std::size_t at, const std::string& text) {
    std::uint32_t line = row_line_, column = 1;
    for (std::size_t i = row_start_; i < at;) {
        const bool ends_line = text_[i] == '\n';
        i += std::max<std::size_t>(1, letter_length(text_.substr(i, 4)));
        line += ends_line ? 1 : 0;
        column = ends_line ? 1 : column + 1;
    }
    problems_.add(line, column, text);
}

void Csv::read_row(std::vector<Cell>& row) {
    row.clear();
    unescaped_.clear();
    row_start_ = at_;
    row_line_ = line_;
    for (;;) {
        while (!at_end() && is_blank(text_[at_])) ++at_;
        row.push_back(!at_end() && text_[at_] == '"' ? quoted() : plain());
        if (at_line_end()) break;
        ++at_;  // the comma
    }
    end_line();
}

Cell Csv::plain() {
    const std::size_t start = at_;
    while (!at_line_end() && text_[at_] != ',') ++at_;
    return {trimmed(text_.substr(start, at_ - start)), start};
}

/// In quotes everything is text, ends of lines too; a doubled quote is a quote.
Cell Csv::quoted() {
    const std::size_t start = at_++;
    std::string held;
    std::size_t from = at_;
    for (;; ++at_) {
        if (at_end()) {
            problem(start, "this quote is never closed");
            return {"", start};
        }
        if (text_[at_] == '\n') ++line_;
        if (text_[at_] != '"') continue;
        if (text_.substr(at_ + 1, 1) != "\"") break;
        held += text_.substr(from, at_ + 1 - from);
        from = ++at_ + 1;
    }
    std::string_view text = text_.substr(from, at_ - from);
    if (!held.empty()) text = unescaped_.emplace_back(held.append(text));
    ++at_;  // the closing quote
    const std::string_view after = plain().text;
    if (!after.empty()) {
        problem(start, fmt::format("'{}' follows the quoted cell; expected a comma or the end of "
                                   "the line",
                                   printable(after)));
    }
    return {trimmed(text), start};
}

void Csv::end_line() {
    if (at_end()) return;
    at_ += text_.substr(at_, 2) == "\r\n" ? 2 : 1;
    ++line_;
}

}  // namespace perforin::clinic

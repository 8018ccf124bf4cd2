#pragma once
// Comma-separated text (RFC 4180) as spreadsheets write it: quoted cells, any ends of lines, a
// byte-order mark, blank lines. And what is wrong with it, each problem with its place.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "config/parameter.hpp"

namespace perforin::clinic {

struct Cell {
    std::string_view text;  ///< without quotes, and without blanks around it
    std::size_t at = 0;     ///< where it begins in the file
};

/// Appends a cell; in quotes where it must be.
void put_cell(std::string& out, std::string_view text);

/// The user's mistakes in one file; all are told at once.
class Problems {
public:
    explicit Problems(std::string file) : file_{std::move(file)} {}

    void add(std::uint32_t line, std::uint32_t column, std::string text);
    bool any() const { return !problems_.empty(); }
    /// Throws BadInput if there were any: one a line, sorted by place.
    void finish() const;

private:
    struct Problem {
        config::Origin at;
        std::string text;
    };
    std::string file_;
    std::vector<Problem> problems_;
};

class Csv {
public:
    /// `text` and `problems` outlive it.
    Csv(std::string_view text, Problems& problems);

    /// Reads the next row that is not blank; false at the end. Its cells live until the next call.
    bool next(std::vector<Cell>& row);
    /// The line on which the latest row begins, and where it begins in the file.
    std::uint32_t line() const { return row_line_; }
    std::size_t row_start() const { return row_start_; }

    /// Goes back to a row that was read before.
    void go_to(std::size_t row_start, std::uint32_t line);
    /// Notes a problem of the latest row at a place in the file.
    void problem(std::size_t at, const std::string& text);

private:
    bool at_end() const { return at_ >= text_.size(); }
    bool at_line_end() const { return at_end() || text_[at_] == '\n' || text_[at_] == '\r'; }
    void read_row(std::vector<Cell>& row);
    Cell plain();
    Cell quoted();
    void end_line();

    std::string_view text_;
    Problems& problems_;
    std::size_t at_ = 0, row_start_ = 0;
    std::uint32_t line_ = 1, row_line_ = 1;
    std::deque<std::string> unescaped_;  // cells of this row that hold a quote
};

}  // namespace perforin::clinic

#include "trial/sheet.hpp"

#include <cmath>

#include "config/parameter.hpp"
#include "study/csv_text.hpp"

namespace perforin::trial {

std::size_t Sheet::rows() const {
    if (columns_.empty()) return 0;
    const Column& last = columns_.back();
    return last.text ? last.texts.size() : last.numbers.size();
}

std::string Sheet::csv() const {
    std::string out;
    for (const Column& one : columns_) {
        if (&one != &columns_.front()) out += ',';
        out += study::titled(one.name, one.unit);
    }
    out += '\n';
    for (std::size_t row = 0; row != rows(); ++row) {
        for (const Column& one : columns_) {
            if (&one != &columns_.front()) out += ',';
            if (one.text) {
                out += study::quoted(one.texts[row]);
            } else if (!std::isnan(one.numbers[row])) {
                out += config::number_text(one.numbers[row]);
            }
        }
        out += '\n';
    }
    return out;
}

void Sheet::write(io::Group group) const {
    for (const Column& one : columns_) {
        if (one.text) {
            group.put_text({one.name, "", one.doc}, one.texts);
        } else {
            group.put({one.name, one.unit, one.doc}, one.numbers);
        }
    }
}

}  // namespace perforin::trial

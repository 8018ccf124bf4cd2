#pragma once
// Who reads an image: how far a reading is from what the image shows. METHODS.md.

#include <cstdint>

#include "config/block.hpp"

namespace perforin::clinic {

/// `reader_…` of an imaging examination.
struct ReaderParams : config::Block {
    using Block::Block;
    std::int64_t readers = count("readers", 1, {1, 9}, "Readers who measure each image",
                                 setting("one; trials have two and an adjudicator"));
    double spread =
        param("reader_spread", 0.0268, fraction, {0, 0.5},
              "Scale of the error of a reading, as a natural logarithm",
              fitted("84 % of pairs of readings within 10 %, 3 % rises of 20 %: Oxnard 2011"));
    double tail = param("reader_tail", 0.477, fraction, {0, 2},
                        "How heavy the tail of these errors is (Tukey's h); 0: normal",
                        fitted("the same two shares; a normal law has 0.5 % such rises"));
    double most = param("reader_most", 0.25, fraction, {0, 2}, "Largest error of one reading",
                        assumed("one who is further off sees it; pairs ranged from -23 to +31 %"));
    double persistence =
        param("reader_persistence", 0.8, fraction, {0, 1},
              "Share of an error that the same reader makes again in the same lesion at each visit",
              assumed("most: a reader draws the same edge again, with the last image at hand. "
                      "Oxnard's pairs were of one reader in two scans, where this would be 0"));
    Length step = param("reader_step", 0.1, mm, {0, 10},
                        "Readings are rounded to multiples of this; 0: they are not",
                        setting("calipers on a screen; many reports have whole mm"));
};

/// Who reads which lesion in which images, and when.
struct ReadingKey {
    std::uint64_t seed, examination, lesion, reader;
    std::int64_t at;  ///< simulated second of the visit
};

/// The error (natural logarithm of the ratio) of a standard normal deviate: Tukey's h, cut off.
double misreading(const ReaderParams&, double deviate);

/// Of one reading: what persists of a reader in a lesion, and what is of the visit alone.
double reading_error(const ReaderParams&, const ReadingKey&);

/// What a reader writes down of a length of so many mm.
double read_mm(const ReaderParams&, double shown_mm, double error);

}  // namespace perforin::clinic

#include "engine/fingerprint.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/random.hpp"
#include "core/sink.hpp"

namespace perforin::engine {

namespace {

std::size_t bytes_of(Scalar type) {
    switch (type) {
        case Scalar::u8:
            return 1;
        case Scalar::u16:
            return 2;
        case Scalar::u32:
        case Scalar::f32:
            return 4;
        case Scalar::u64:
        case Scalar::i64:
        case Scalar::f64:
            return 8;
    }
    return 0;
}

/// Takes in bytes at the speed of memory: four lanes of words, each multiplied and rotated, as
/// xxHash does it (Collet 2012). Every step can be undone, so no difference of one word is lost.
class Hash {
public:
    void add(std::span<const std::byte> bytes) {
        add(bytes.size());
        std::array<std::uint64_t, 4> block{};
        for (; !bytes.empty(); bytes = bytes.subspan(std::min(bytes.size(), sizeof block))) {
            if (bytes.size() < sizeof block) block = {};
            std::memcpy(block.data(), bytes.data(), std::min(bytes.size(), sizeof block));
            for (std::size_t lane = 0; lane != block.size(); ++lane) {
                lanes_[lane] = std::rotl(lanes_[lane] + block[lane] * odd[0], 31) * odd[1];
            }
        }
    }
    void add(std::string_view text) { add(std::as_bytes(std::span{text.data(), text.size()})); }
    void add(std::uint64_t number) { lanes_[0] = mix(lanes_[0] ^ number); }

    std::uint64_t value() const {
        std::uint64_t all = 0;
        for (const std::uint64_t lane : lanes_) all = mix(all ^ lane);
        return all;
    }

private:
    static constexpr std::array<std::uint64_t, 2> odd{0xC2B2AE3D27D4EB4Full, 0x9E3779B185EBCA87ull};
    std::array<std::uint64_t, 4> lanes_{1, 2, 3, 4};
};

/// Takes in the columns of one table that no therapy owns.
class Untreated final : public Sink {
public:
    Untreated(Hash& hash, const patient::Patient& patient, std::string table)
        : hash_{hash}, patient_{patient}, table_{std::move(table)} {}
    void put(const Label& label, const Rows& rows) override {
        if (!patient_.without_therapy(table_, label.name)) return;
        hash_.add(table_);
        hash_.add(label.name);
        hash_.add({static_cast<const std::byte*>(rows.data),
                   rows.rows * rows.width * bytes_of(rows.type)});
    }

private:
    Hash& hash_;
    const patient::Patient& patient_;
    std::string table_;
};

}  // namespace

std::uint64_t fingerprint(patient::Patient& patient) {
    constexpr int spare_bits = 11;
    Hash hash;
    for (const cells::NamedTable& one : patient.tables()) {
        Untreated columns{hash, patient, one.name};
        one.table->write(columns);
    }
    return hash.value() >> spare_bits;
}

}  // namespace perforin::engine

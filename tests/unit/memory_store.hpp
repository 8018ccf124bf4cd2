#pragma once
// A place in memory that takes a table and gives it back, for tests of saving and restoring.

#include <cstddef>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/sink.hpp"

namespace perforin::test {

class MemoryStore final : public Sink, public Source {
public:
    void put(const Label& label, const Rows& rows) override {
        Kept& kept = kept_[label.name];
        kept.rows = rows.rows;
        kept.bytes.resize(rows.rows * rows.width * size(rows.type));
        if (!kept.bytes.empty()) std::memcpy(kept.bytes.data(), rows.data, kept.bytes.size());
    }
    std::size_t rows(const std::string& name) const override { return kept_.at(name).rows; }
    void take(const Label& label, void* into, std::size_t rows, std::size_t width,
              Scalar type) const override {
        const auto found = kept_.find(label.name);
        if (found == kept_.end()) throw Broken{"nothing is called " + label.name};
        const auto& bytes = found->second.bytes;
        if (bytes.size() != rows * width * size(type)) throw Broken{"another shape"};
        if (!bytes.empty()) std::memcpy(into, bytes.data(), bytes.size());
    }

private:
    static std::size_t size(Scalar type) {
        switch (type) {
            case Scalar::u8:
                return 1;
            case Scalar::u16:
                return 2;
            case Scalar::u32:
            case Scalar::f32:
                return 4;
            default:
                return 8;
        }
    }
    struct Kept {
        std::size_t rows = 0;
        std::vector<std::byte> bytes;
    };
    std::map<std::string, Kept> kept_;
};

}  // namespace perforin::test

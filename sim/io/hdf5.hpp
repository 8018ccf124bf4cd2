#pragma once
// HDF5 behind a few small classes. Every dataset carries `unit` and `description`, so a reader
// needs no other document. Failures are Unavailable, with a sentence.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/sink.hpp"
#include "io/atomic_file.hpp"
#include "io/values.hpp"

namespace perforin::io {

inline constexpr int default_level = 2;  ///< of gzip, 0 (off) … 9; more costs time and gains little

/// Owns an HDF5 identifier (a hid_t) and closes it with the right function.
class Handle {
public:
    using Id = std::int64_t;
    using Close = int (*)(Id);

    /// Throws Unavailable "HDF5 cannot <what>: …" for an identifier that says failure.
    Handle(Id id, Close close, const std::string& what);
    Handle(Handle&& other) noexcept : id_{std::exchange(other.id_, -1)}, close_{other.close_} {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(id_, other.id_);
        std::swap(close_, other.close_);
        return *this;
    }
    ~Handle() { reset(); }
    void reset();
    operator Id() const { return id_; }

private:
    Id id_;
    Close close_;
};

/// Anything that can carry attributes: a group or a dataset.
class Object {
public:
    void annotate(const std::string& name, std::string_view text);
    void annotate(const std::string& name, const std::vector<std::string>& texts);
    void annotate(const std::string& name, const Rows& numbers);
    template <class T, class = std::enable_if_t<std::is_arithmetic_v<T>>>
    void annotate(const std::string& name, T number) {
        write_number(name, &number, ScalarOf<T>::type);
    }

    bool has_attribute(const std::string& name) const;
    /// Throws Unavailable when there is no such attribute or it is of another kind.
    Values attribute(const std::string& name) const;
    std::string text(const std::string& name) const;
    double number(const std::string& name) const;
    std::vector<std::string> attribute_names() const;  ///< sorted

protected:
    explicit Object(Handle id) : id_{std::move(id)} {}
    Handle id_;

private:
    void write_number(const std::string& name, const void* value, Scalar type);
};

/// Rows of equal shape. Made by Group.
class Dataset : public Object {
public:
    Element element() const;
    std::vector<std::uint64_t> shape() const;  ///< rows first
    std::uint64_t rows() const;
    std::uint64_t row_length() const;  ///< values in a row

    /// Adds rows of the dataset's own type at the end; only for an extendable dataset.
    void append(const void* data, std::uint64_t rows);
    /// Keeps the first `rows` rows.
    void truncate(std::uint64_t rows);

    Values read(std::uint64_t first, std::uint64_t rows) const;
    Values read() const { return read(0, rows()); }
    /// Rows of numbers, converted to T.
    template <class T>
    std::vector<T> read_as(std::uint64_t first, std::uint64_t rows) const {
        std::vector<T> values(rows * row_length() / ScalarOf<T>::width);
        read_numbers(first, rows, values.data(), ScalarOf<T>::type);
        return values;
    }
    template <class T>
    std::vector<T> read_as() const {
        return read_as<T>(0, rows());
    }

    /// Bytes the values take in the file.
    std::uint64_t stored_bytes() const;

private:
    friend class Group;
    explicit Dataset(Handle id) : Object{std::move(id)} {}
    void read_numbers(std::uint64_t first, std::uint64_t rows, void* into, Scalar type) const;
};

/// How an extendable dataset is kept. It is written in chunks, each shuffled (the bytes of numbers
/// by significance) and compressed.
struct Layout {
    Scalar scalar = Scalar::f64;
    std::vector<std::uint64_t> row{};        ///< shape of a row; empty for one value
    std::vector<std::uint64_t> chunk{1024};  ///< rows first; missing extents are the row's own
    int level = default_level;               ///< of gzip; 0: neither shuffled nor compressed
};

/// A folder of datasets and groups. As a Sink and a Source it takes and gives whole tables.
class Group : public Object, public Sink, public Source {
public:
    Group group(const std::string& path);  ///< opens it, or makes it and the groups above it
    Group open(const std::string& path) const;
    bool has(const std::string& path) const;

    struct Child {
        std::string name;
        bool is_group;
    };
    std::vector<Child> children() const;  ///< sorted by name

    /// Opens it, or makes it.
    Dataset extendable(const Label& label, const Layout& layout);
    Dataset dataset(const std::string& path) const;

    void put(const Label& label, const Rows& rows) override;
    void put_text(const Label& label, const std::vector<std::string>& rows);
    void remove(const std::string& name);

    std::size_t rows(const std::string& name) const override;
    void take(const Label& label, void* into, std::size_t rows, std::size_t width,
              Scalar type) const override;

private:
    friend class File;
    explicit Group(Handle id) : Object{std::move(id)} {}
    Dataset fixed(const Label& label, Handle::Id type, std::size_t row_bytes,
                  const std::vector<std::uint64_t>& shape);
};

/// An open file. Changes are in memory until commit().
class File {
public:
    static File create(const std::filesystem::path& path);
    static File edit(const std::filesystem::path& path);  ///< for reading and appending
    /// As of its last commit, without a lock, so a file that is being written can be read. Throws
    /// Unavailable for one that is not as it was written.
    static File read(const std::filesystem::path& path);

    Group& root() { return root_; }
    const Group& root() const { return root_; }

    /// Brings everything written so far into the file, all or nothing.
    void commit();
    /// Brings all commits to the disk, for safety against power cuts.
    void sync() { storage_->sync(); }
    /// Commits, then closes the file and everything in it.
    void close();

    /// Of a file that is written: false once somebody else was seen to change it.
    bool is_sound() const { return storage_->is_sound(); }
    /// Of a file that is read: whether there were checksums that it agrees with.
    bool checked() const { return checked_; }

private:
    File(std::unique_ptr<AtomicFile> storage, Handle file);
    std::unique_ptr<AtomicFile> storage_;  // none when only reading; outlives what uses it
    Handle file_;
    Group root_;
    bool checked_ = false;
};

}  // namespace perforin::io

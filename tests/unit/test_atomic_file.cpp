// The file underneath HDF5: its changes come true all at once, and what is not as it was written
// is noticed.

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "io/atomic_file.hpp"
#include "io/crc32.hpp"
#include "io/recovery.hpp"
#include "support/scratch_folder.hpp"

using namespace perforin;
using namespace perforin::io;
using support::FileSizeLimit;
using support::ScratchFolder;

namespace {

void write_text(AtomicFile& file, std::uint64_t at, const std::string& text) {
    file.write(at, text.data(), text.size());
}

std::string read_text(const AtomicFile& file, std::uint64_t at, std::size_t bytes) {
    std::string text(bytes, '?');
    file.read(at, text.data(), bytes);
    return text;
}

std::string on_disk(const std::filesystem::path& path, std::size_t at, std::size_t bytes) {
    std::ifstream stream{path, std::ios::binary};
    std::string text(bytes, '?');
    stream.seekg(static_cast<std::streamoff>(at));
    stream.read(text.data(), static_cast<std::streamsize>(bytes));
    return text;
}

/// Twenty pages of which the first and the last are about to change, with a short journal.
constexpr std::size_t last_page = std::size_t{19} * 4096;
std::unique_ptr<AtomicFile> about_to_change(const std::filesystem::path& path) {
    auto file = std::make_unique<AtomicFile>(path, AtomicFile::Mode::create, 0);
    write_text(*file, 0, std::string(last_page + 4096, 'a'));
    file->commit();
    file->sync();
    write_text(*file, 0, "new");
    write_text(*file, last_page, "new");
    return file;
}

/// As if the writer died when it had written its journal and the first page.
void leave_half_a_commit(const std::filesystem::path& path) {
    auto file = about_to_change(path);
    const FileSizeLimit limit{50000};  // the last page cannot be overwritten
    CHECK_THROWS_AS((file->commit(), file->sync()), Unavailable);
    file.reset();
}

std::string all_of(const std::filesystem::path& path) {
    return on_disk(path, 0, std::filesystem::file_size(path));
}

void replace(const std::filesystem::path& path, const std::string& content) {
    std::ofstream{path, std::ios::binary | std::ios::trunc} << content;
}

}  // namespace

TEST_CASE("the checksum is that of zlib, and misses no single wrong byte") {
    CHECK(crc32("123456789", 9) == 0xcbf43926u);  // the check value of every CRC-32
    CHECK(crc32("", 0) == 0);
    std::string text(100, 'x');
    const std::uint32_t right = crc32(text.data(), text.size());
    for (char& c : text) {
        for (int wrong = 1; wrong != 256; ++wrong) {
            c = static_cast<char>(c ^ wrong);
            CHECK(crc32(text.data(), text.size()) != right);
            c = static_cast<char>(c ^ wrong);
        }
    }
}

TEST_CASE("bytes are where they were written, before and after a commit") {
    const ScratchFolder folder;
    AtomicFile file{folder / "bytes", AtomicFile::Mode::create};
    write_text(file, 4090, "across a page");
    CHECK(file.size() == 4103);
    CHECK(read_text(file, 4088, 10) == std::string("\0\0across a", 10));
    CHECK(std::filesystem::file_size(folder / "bytes") == 0);
    file.commit();
    file.sync();
    write_text(file, 4097, "PAGE");
    CHECK(read_text(file, 4090, 13) == "across PAGEge");
    CHECK(on_disk(folder / "bytes", 4090, 13) == "across a page");
    file.resize(4100);
    file.commit();
    file.sync();
    CHECK(std::filesystem::file_size(folder / "bytes") == 4100);
    CHECK(on_disk(folder / "bytes", 4090, 10) == "across PAG");
}

TEST_CASE("what was cut off is zero when the file grows again") {
    const ScratchFolder folder;
    AtomicFile file{folder / "cut", AtomicFile::Mode::create};
    write_text(file, 0, std::string(20000, 'x'));
    file.commit();
    file.resize(5000);
    file.resize(15000);
    CHECK(read_text(file, 4998, 4) == std::string("xx\0\0", 4));
    CHECK(read_text(file, 12000, 3) == std::string(3, '\0'));
    file.commit();
    file.sync();
    CHECK(all_of(folder / "cut") == std::string(5000, 'x') + std::string(10000, '\0'));
}

TEST_CASE("a commit without room leaves the file as it was, and can be tried again") {
    const ScratchFolder folder;
    AtomicFile file{folder / "full", AtomicFile::Mode::create};
    write_text(file, 0, "old");
    file.commit();
    file.sync();
    write_text(file, 0, std::string(50000, 'n'));
    {
        const FileSizeLimit limit{10000};
        CHECK_THROWS_WITH_AS(file.commit(), doctest::Contains("Cannot write"), Unavailable);
    }
    CHECK(all_of(folder / "full") == "old");
    file.commit();
    file.sync();
    CHECK(all_of(folder / "full") == std::string(50000, 'n'));
}

TEST_CASE("a commit cut short in the middle is finished by whoever comes next") {
    const ScratchFolder folder;
    const auto path = folder / "cut";
    leave_half_a_commit(path);
    CHECK(on_disk(path, 0, 4) == "newa");  // half done
    CHECK(on_disk(path, last_page, 4) == "aaaa");
    CHECK(journalled_image(path)->at(last_page) == std::byte{'n'});  // for those who only read
    CHECK(recover(path));
    CHECK(on_disk(path, 0, 4) == "newa");
    CHECK(on_disk(path, last_page, 4) == "newa");
    CHECK(check_seal(path));
    CHECK_FALSE(recover(path));
    CHECK_FALSE(std::filesystem::exists(folder / "cut.journal"));
}

TEST_CASE("an unfinished commit does not touch another file of the same name") {
    const ScratchFolder folder;
    const auto path = folder / "other";
    leave_half_a_commit(path);
    const std::string other(100000, 'z');
    replace(path, other);
    CHECK_FALSE(recover(path));
    CHECK_FALSE(journalled_image(path));
    CHECK(all_of(path) == other);
}

TEST_CASE("a file that lost its pages is made whole from its journal") {
    const ScratchFolder folder;
    const auto path = folder / "empty";
    {
        AtomicFile file{path, AtomicFile::Mode::create};
        write_text(file, 0, "all that there ever was");
        file.commit();
        replace(path, "");
    }
    CHECK(recover(path));
    CHECK(on_disk(path, 0, 23) == "all that there ever was");
}

TEST_CASE("any wrong byte in a closed file is noticed") {
    const ScratchFolder folder;
    const auto path = folder / "sealed";
    {
        AtomicFile file{path, AtomicFile::Mode::create};
        write_text(file, 0, std::string(5000, 'x'));
        file.commit();
    }
    const std::string right = all_of(path);
    CHECK(right.size() == 5000 + 2 * 4 + 32);  // two pages, and the foot of the seal
    CHECK(check_seal(path));
    for (std::size_t i = 0; i < right.size(); i += i < 4990 ? 97 : 1) {
        std::string wrong = right;
        wrong[i] = static_cast<char>(wrong[i] ^ 0x10);
        replace(path, wrong);
        INFO(i);
        if (i < 5000) {
            CHECK_THROWS_WITH_AS(check_seal(path), doctest::Contains("is damaged: 1 of its"),
                                 Unavailable);
            CHECK_THROWS_AS((AtomicFile{path, AtomicFile::Mode::edit}), Unavailable);
        } else {  // then it has no seal that is whole, or one that does not fit
            bool trusted = false;
            try {
                trusted = check_seal(path);
            } catch (const Unavailable&) {
            }
            CHECK_FALSE(trusted);
        }
    }
    replace(path, right.substr(0, 4000));
    CHECK_FALSE(check_seal(path));
}

TEST_CASE("a file that others change while it is written is noticed at the next commit") {
    const ScratchFolder folder;
    const auto meddle = [&](const std::string& name, const auto& how) {
        const auto path = folder / name;
        AtomicFile file{path, AtomicFile::Mode::create};
        write_text(file, 0, std::string(5000, 'x'));
        file.commit();
        file.sync();
        how(path);
        write_text(file, 9000, "y");
        std::string why;
        try {
            file.commit();
        } catch (const Unavailable& trouble) {
            why = trouble.what();
        }
        CHECK_FALSE(file.is_sound());
        CHECK(why.find(name) != std::string::npos);
        return why;
    };
    using std::filesystem::path;
    CHECK(meddle("gone", [](const path& file) { std::filesystem::remove(file); })
              .find("was removed by another program. That was while this run was writing it") !=
          std::string::npos);
    CHECK(meddle("other", [](const path& file) {
              std::filesystem::remove(file);
              replace(file, "another file");
          }).find("was replaced with another file") != std::string::npos);
    CHECK(
        meddle("short", [](const path& file) {
            std::filesystem::resize_file(file, 4000);
        }).find("was cut short by another program, from 5000 bytes to 4000") != std::string::npos);
    CHECK(meddle("long", [](const path& file) {
              std::filesystem::resize_file(file, 6000);
          }).find("was made longer") != std::string::npos);
    CHECK(meddle("bare", [](const path& file) {
              std::filesystem::remove(journal_of(file));
          }).find("removed or changed its journal") != std::string::npos);
    CHECK(all_of(folder / "other") == "another file");  // nothing else is harmed
    CHECK_FALSE(std::filesystem::exists(folder / "other.journal"));
    CHECK_FALSE(std::filesystem::exists(folder / "gone.journal"));
}

TEST_CASE("content that changed under the writer is not used") {
    const ScratchFolder folder;
    AtomicFile file{folder / "bits", AtomicFile::Mode::create};
    write_text(file, 0, std::string(5000, 'x'));
    file.commit();
    file.sync();
    std::fstream{folder / "bits", std::ios::in | std::ios::out | std::ios::binary} << "y";
    CHECK(read_text(file, 4096, 1) == "x");
    CHECK_THROWS_WITH_AS(read_text(file, 4095, 1),
                         doctest::Contains("the 4096 bytes from byte 0 on are not what"),
                         Unavailable);
    write_text(file, 10, "z");
    CHECK_THROWS_AS(file.commit(), Unavailable);
}

TEST_CASE("a file has one writer, and a reader can tell whether it lives") {
    const ScratchFolder folder;
    const auto path = folder / "locked";
    CHECK_FALSE(being_written(path));
    {
        const AtomicFile file{path, AtomicFile::Mode::create};
        CHECK(being_written(path));
        CHECK_THROWS_WITH_AS((AtomicFile{path, AtomicFile::Mode::create}),
                             doctest::Contains("is being written by another run"), Unavailable);
    }
    CHECK_FALSE(being_written(path));
}

TEST_CASE(
    "a new journal that was never put in place goes with the next writer, and with recovery") {
    const ScratchFolder folder;
    for (const bool again : {true, false}) {
        const auto path = folder / (again ? "again" : "recovered"),
                   left = folder / (again ? "again.journal.new" : "recovered.journal.new");
        leave_half_a_commit(path);
        std::ofstream{left} << "half a journal";
        if (again) {
            const AtomicFile file{path, AtomicFile::Mode::edit};
        } else {
            CHECK(recover(path));
        }
        CHECK_FALSE(std::filesystem::exists(left));
    }
}

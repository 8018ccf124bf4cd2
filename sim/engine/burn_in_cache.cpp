#include "engine/burn_in_cache.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "engine/provenance.hpp"
#include "io/sha256.hpp"

namespace perforin::engine {

namespace fs = std::filesystem;

namespace {

constexpr const char* account_name = "burn_in";

/// Whether a parameter has no say in what happens before the first day.
bool comes_later(std::string_view path) {
    constexpr std::array<std::string_view, 5> later{"run.", "output.", "therapy", "drug.",
                                                    "examination"};
    return std::any_of(later.begin(), later.end(),
                       [&](std::string_view front) { return path.starts_with(front); });
}

/// Of the file that this program is: a version names a commit, but not what was changed since.
std::string program_digest() {
    io::Sha256 sha;
    std::ifstream file{"/proc/self/exe", std::ios::binary};
    std::vector<char> piece(std::size_t{1} << 20);
    while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())), file.gcount() > 0) {
        sha.add(piece.data(), static_cast<std::size_t>(file.gcount()));
    }
    return sha.hex();
}

/// Passes on what is a patient's whatever therapies she gets.
class Untreated final : public Sink {
public:
    Untreated(io::CheckpointWriter& to, const patient::Patient& patient, std::string table)
        : to_{to}, patient_{patient}, table_{std::move(table)} {}
    void put(const Label& label, const Rows& rows) override {
        if (!patient_.without_therapy(table_, label.name)) return;
        if (!columns_) columns_ = &to_.table(table_);
        columns_->put(label, rows);
    }

private:
    io::CheckpointWriter& to_;
    const patient::Patient& patient_;
    std::string table_;
    Sink* columns_ = nullptr;
};

/// Names of all tables of an entry, sorted.
std::vector<std::string> names(patient::Patient& patient) {
    std::vector<std::string> all{account_name};
    for (const cells::NamedTable& one : patient.tables()) {
        const auto columns = one.table->columns();
        if (std::any_of(columns.begin(), columns.end(), [&](const cells::AnyColumn* column) {
                return patient.without_therapy(one.name, column->label().name);
            })) {
            all.push_back(one.name);
        }
    }
    std::sort(all.begin(), all.end());
    return all;
}

std::uint64_t bytes_of(const cells::Tables& tables) {
    std::uint64_t bytes = 0;
    for (const cells::NamedTable& one : tables) {
        bytes += one.table->size() * one.table->row_bytes();
    }
    return bytes;
}

/// A name that no other program writes to.
fs::path own_name(const fs::path& path) {
    std::random_device random;
    return fmt::format("{}.{:08x}{:08x}", path.string(), random(), random());
}

}  // namespace

std::string burn_in_key(const io::Provenance& provenance, const patient::Patient& patient) {
    std::map<std::string, std::string> values;  // in an order that does not depend on therapies
    for (const io::ParameterRow& row : provenance.parameters) {
        if (!comes_later(row.path)) values[row.path] = with_unit(row.value, row.unit);
    }
    io::Sha256 sha;
    sha.add_number(io::checkpoint_version);
    sha.add_text(provenance.manifest.program_version);
    sha.add_text(provenance.manifest.git_commit);
    sha.add_text(program_digest());
    sha.add_number(provenance.seed);
    sha.add_number(patient.body().blood().classes());  // to which a therapy might add
    for (const auto& [path, value] : values) {
        sha.add_text(path);
        sha.add_text(value);
    }
    return sha.hex();
}

std::optional<fs::path> usual_cache() {
    const auto variable = [](const char* name) -> std::optional<fs::path> {
        const char* value = std::getenv(name);
        if (!value || *value == '\0') return std::nullopt;
        return value;
    };
    if (auto own = variable("PERFORIN_CACHE")) return own;
    if (const auto caches = variable("XDG_CACHE_HOME")) return *caches / "perforin";
    if (const auto home = variable("HOME")) return *home / ".cache" / "perforin";
    return std::nullopt;
}

BurnInCache::BurnInCache(const fs::path& folder, const io::Provenance& provenance,
                         const patient::Patient& patient)
    : head_{.program_version = provenance.manifest.program_version,
            .git_commit = provenance.manifest.git_commit,
            .input = burn_in_key(provenance, patient),
            .seed = provenance.seed} {
    path_ = folder / (head_.input + ".burn_in");
}

/// One that can be used, or nothing; a warning if there is one that cannot.
std::optional<io::Checkpoint> BurnInCache::read(patient::Patient& patient, Watch& watch) const {
    constexpr std::string_view remedy = "The burn-in is lived again and takes its place.";
    std::error_code error;
    if (!fs::exists(path_, error)) return std::nullopt;
    try {
        io::Checkpoint found = io::Checkpoint::read(path_);
        const io::CheckpointHead& head = found.head();
        if (head.program_version == head_.program_version && head.git_commit == head_.git_commit &&
            head.input == head_.input && head.seed == head_.seed &&
            found.names() == names(patient)) {
            return found;
        }
        watch.warn(fmt::format("{} is of another input or program than its name says. {}",
                               printable(path_.string()), remedy));
    } catch (const Unavailable& trouble) {
        watch.warn(fmt::format("{} {}", trouble.what(), remedy));
    }
    return std::nullopt;
}

bool BurnInCache::take(patient::Patient& patient, cells::Table& account, Watch& watch) const {
    const std::optional<io::Checkpoint> found = read(patient, watch);
    if (!found) return false;
    account.read(found->table(account_name));
    patient.restore_untreated(
        [&](const std::string& name) -> const Source& { return found->table(name); });
    return true;
}

void BurnInCache::write(patient::Patient& patient, const cells::Table& account) const {
    fs::create_directories(path_.parent_path());
    const cells::Tables tables = patient.tables();
    const fs::path own = own_name(path_);
    io::CheckpointWriter writer{own, head_, bytes_of(tables)};
    account.write(writer.table(account_name));
    for (const cells::NamedTable& one : tables) {
        Untreated columns{writer, patient, one.name};
        one.table->write(columns);
    }
    writer.finish();
    std::error_code error;
    fs::rename(own, path_, error);
    if (!error) return;
    std::error_code ignored;
    fs::remove(own, ignored);
    throw Unavailable{
        fmt::format("Cannot write {}: {}.", printable(path_.string()), error.message())};
}

void BurnInCache::put(patient::Patient& patient, const cells::Table& account, Watch& watch) const {
    std::string trouble;
    try {
        return write(patient, account);
    } catch (const Unavailable& unavailable) {
        trouble = unavailable.what();
    } catch (const fs::filesystem_error& error) {
        trouble = fmt::format("Cannot make the folder {}: {}.",
                              printable(path_.parent_path().string()), error.code().message());
    }
    watch.warn(fmt::format("{} The burn-in is not kept for other runs.", trouble));
}

}  // namespace perforin::engine

#include "study/identity.hpp"

#include <array>
#include <fstream>
#include <string_view>

#include "engine/provenance.hpp"
#include "io/build_info.hpp"
#include "io/sha256.hpp"

namespace perforin::study {

namespace {

/// Digest of this program's own file; empty if the system does not give it.
std::string own_file() {
    std::ifstream file{"/proc/self/exe", std::ios::binary};
    io::Sha256 sha;
    std::array<char, 1 << 16> piece{};
    while (file.read(piece.data(), piece.size()) || file.gcount() > 0) {
        sha.add(piece.data(), static_cast<std::size_t>(file.gcount()));
    }
    return sha.hex();
}

}  // namespace

/// What a program computes depends on its sources only (tests hold it to that), and a
/// commit says which sources a program was made of, unless they were changed or nobody knows.
std::string program_identity() {
    std::string text = std::string{build::version} + ' ' + build::commit;
    constexpr std::size_t digits_of_a_commit = 40;
    if (std::string_view{build::commit}.size() != digits_of_a_commit) text += ' ' + own_file();
    return text;
}

std::string identity(io::Provenance provenance, std::uint64_t seed, const std::string& program) {
    constexpr std::size_t digits = 32;
    for (io::ParameterRow& row : provenance.parameters) {
        if (row.path == "run.seed") row.value = std::to_string(seed);
    }
    io::Sha256 sha;
    sha.add_text(program);
    sha.add_text(engine::digest_of_run(provenance));
    return sha.hex().substr(0, digits);
}

}  // namespace perforin::study

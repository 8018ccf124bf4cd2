#include "engine/provenance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "io/sha256.hpp"

namespace perforin::engine {

namespace {

/// Paths of parameters that only say how or where to compute.
constexpr std::array<std::string_view, 3> circumstances{"run.threads", "run.checkpoint",
                                                        "output.file"};

bool is_circumstance(std::string_view path) {
    return std::find(circumstances.begin(), circumstances.end(), path) != circumstances.end();
}

/// The key of `key=value`.
std::string_view key_of(std::string_view setting) {
    setting = setting.substr(0, setting.find('='));
    while (!setting.empty() && setting.back() == ' ') setting.remove_suffix(1);
    while (!setting.empty() && setting.front() == ' ') setting.remove_prefix(1);
    return setting;
}

std::string end_of_range(double value) {
    return std::isfinite(value) ? config::number_text(value) : "";
}

io::ParameterRow row(const Scenario& scenario, const config::Parameter& p) {
    config::Evidence plain = p.evidence;
    plain.recalled = false;
    config::Origin origin = p.origin;
    if (origin.line != 0) origin.layer = scenario.recorded(origin.layer);
    return {
        .path = p.path,
        .value = config::plain_text(p.value),
        .unit = p.unit,
        .standard = p.presence == config::Presence::required ? "" : config::plain_text(p.standard),
        .range_low = end_of_range(p.range.low),
        .range_high = end_of_range(p.range.high),
        .meaning = p.meaning,
        .source = p.evidence.source,
        .tag = plain.tag(),
        .recalled = p.evidence.recalled,
        .origin = origin.text()};
}

}  // namespace

io::Provenance provenance(const Scenario& scenario, const config::Input& input, std::uint64_t seed,
                          io::Manifest manifest) {
    io::Provenance all{
        .manifest = std::move(manifest), .seed = seed, .scenario = {}, .parameters = {}};
    for (const config::Layer& layer : input.layers()) {
        all.scenario.push_back({scenario.recorded(layer.name), layer.text});
    }
    for (const std::string& setting : input.settings()) {
        if (!is_circumstance(key_of(setting))) all.scenario.push_back({"--set", setting});
    }
    for (const config::PlacedText& change : input.changes()) {
        all.scenario.push_back({"run.twin", change.text});
    }
    for (const config::Parameter& p : input.parameters()) {
        if (!is_circumstance(p.path)) all.parameters.push_back(row(scenario, p));
    }
    return all;
}

bool makes_result(std::string_view path) {
    return path != "run.days" && !is_circumstance(path);
}

std::string with_unit(const std::string& value, const std::string& unit) {
    return unit.empty() || unit == "1" ? value : value + ' ' + unit;
}

std::string digest_of(const io::Provenance& provenance) {
    io::Sha256 sha;
    sha.add_number(provenance.seed);
    for (const io::ParameterRow& row : provenance.parameters) {
        if (!makes_result(row.path)) continue;
        sha.add_text(row.path);
        sha.add_text(with_unit(row.value, row.unit));
    }
    return sha.hex();
}

std::string digest_of_run(const io::Provenance& provenance) {
    std::map<std::string_view, std::string> values;
    for (const io::ParameterRow& row : provenance.parameters) {
        values[row.path] = with_unit(row.value, row.unit);
    }
    io::Sha256 sha;
    for (const auto& [path, value] : values) {
        sha.add_text(path);
        sha.add_text(value);
    }
    return sha.hex();
}

}  // namespace perforin::engine

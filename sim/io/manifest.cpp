#include "io/manifest.hpp"

#include <sys/utsname.h>

#include <array>
#include <chrono>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "io/build_info.hpp"

namespace perforin::io {

namespace {

std::string system_name() {
    utsname system{};
    if (::uname(&system) != 0) return "unknown";
    return fmt::format("{} {} {}", &system.sysname[0], &system.release[0], &system.machine[0]);
}

/// One column of /parameters: which field of a row it is.
struct TextColumn {
    Label label;
    std::string ParameterRow::*field;
};

void write_manifest(Group group, const Manifest& manifest) {
    group.annotate("program_version", manifest.program_version);
    group.annotate("git_commit", manifest.git_commit);
    group.annotate("compiler", manifest.compiler);
    group.annotate("build_type", manifest.build_type);
    group.annotate("threads", std::int64_t{manifest.threads});
    group.annotate("command_line", manifest.command_line);
    group.annotate("host_os", manifest.host_os);
    group.annotate("started", manifest.started);
    group.annotate("ended", "");
    group.annotate("wall_seconds", 0.0);
    group.annotate("status", "running");
    group.annotate("why", "");
}

void write_scenario(Group group, const std::vector<InputLayer>& layers) {
    std::vector<std::string> names, texts;
    for (const InputLayer& layer : layers) {
        names.push_back(layer.name);
        texts.push_back(layer.text);
    }
    group.put_text({"name", "", "Layers of the input; a later one overrides an earlier one"},
                   names);
    group.put_text({"text", "", "What the layer says, word for word (TOML)"}, texts);
}

void write_parameters(Group group, const std::vector<ParameterRow>& rows) {
    const std::array<TextColumn, 10> columns{{
        {{"path", "", "Where the parameter stands in a scenario"}, &ParameterRow::path},
        {{"value", "", "Value in force, in `unit`"}, &ParameterRow::value},
        {{"unit", "", "Unit of value, default and range; 1: a plain number"}, &ParameterRow::unit},
        {{"default", "", "Value when nothing is said"}, &ParameterRow::standard},
        {{"range_low", "", "Least value allowed; empty: none"}, &ParameterRow::range_low},
        {{"range_high", "", "Greatest value allowed; empty: none"}, &ParameterRow::range_high},
        {{"meaning", "", "What the parameter is"}, &ParameterRow::meaning},
        {{"source", "", "Where the default comes from, or the reason for it"},
         &ParameterRow::source},
        {{"tag", "", "measured, fitted or assumed; setting: a choice of the user"},
         &ParameterRow::tag},
        {{"origin", "", "Where the value in force was written: default, file:line:column, --set"},
         &ParameterRow::origin},
    }};
    for (const TextColumn& column : columns) {
        std::vector<std::string> texts;
        texts.reserve(rows.size());
        for (const ParameterRow& row : rows) texts.push_back(row.*column.field);
        group.put_text(column.label, texts);
    }
    std::vector<std::uint8_t> recalled;
    recalled.reserve(rows.size());
    for (const ParameterRow& row : rows) recalled.push_back(row.recalled ? 1 : 0);
    group.put({"recalled", "", "1: the default was remembered, not read in its source"}, recalled);
}

}  // namespace

Manifest Manifest::here(const std::string& command_line, int threads) {
    return {.program_version = build::version,
            .git_commit = build::commit,
            .compiler = build::compiler,
            .build_type = build::type,
            .command_line = command_line,
            .host_os = system_name(),
            .threads = threads,
            .started = now_utc()};
}

std::string now_utc() {
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
}

void write_provenance(Group& root, const Provenance& provenance) {
    write_manifest(root.group("manifest"), provenance.manifest);
    write_input(root, provenance);
}

void write_input(Group& root, const Provenance& provenance) {
    root.annotate("seed", provenance.seed);
    write_scenario(root.group("scenario"), provenance.scenario);
    write_parameters(root.group("parameters"), provenance.parameters);
}

}  // namespace perforin::io

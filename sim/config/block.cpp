#include "config/block.hpp"

namespace perforin::config {

namespace {

Declaration simple(std::string_view key, Type type, Presence presence, std::string_view meaning,
                   Evidence evidence) {
    return {.key = key,
            .type = type,
            .presence = presence,
            .meaning = meaning,
            .evidence = std::move(evidence)};
}

Declaration counting(std::string_view key, Presence presence, Range range, std::string_view meaning,
                     Evidence evidence) {
    Declaration declaration = simple(key, Type::count, presence, meaning, std::move(evidence));
    declaration.range = range;
    return declaration;
}

Declaration choosing(std::string_view key, Presence presence, std::vector<std::string> choices,
                     std::string_view meaning, Evidence evidence) {
    Declaration declaration = simple(key, Type::choice, presence, meaning, std::move(evidence));
    declaration.choices = std::move(choices);
    return declaration;
}

}  // namespace

std::int64_t Block::count(std::string_view key, std::int64_t standard, Range range,
                          std::string_view meaning, Evidence evidence) const {
    return std::get<std::int64_t>(section_->read(
        counting(key, Presence::standard, range, meaning, std::move(evidence)), standard));
}

std::int64_t Block::required_count(std::string_view key, std::int64_t example, Range range,
                                   std::string_view meaning, Evidence evidence) const {
    return std::get<std::int64_t>(section_->read(
        counting(key, Presence::required, range, meaning, std::move(evidence)), example));
}

std::optional<std::int64_t> Block::optional_count(std::string_view key, Range range,
                                                  std::string_view meaning,
                                                  Evidence evidence) const {
    const Value value =
        section_->read(counting(key, Presence::optional, range, meaning, std::move(evidence)), {});
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    return std::nullopt;
}

bool Block::flag(std::string_view key, bool standard, std::string_view meaning,
                 Evidence evidence) const {
    return std::get<bool>(section_->read(
        simple(key, Type::flag, Presence::standard, meaning, std::move(evidence)), standard));
}

std::string Block::choice(std::string_view key, std::string_view standard,
                          std::vector<std::string> choices, std::string_view meaning,
                          Evidence evidence) const {
    return std::get<std::string>(section_->read(
        choosing(key, Presence::standard, std::move(choices), meaning, std::move(evidence)),
        std::string{standard}));
}

std::string Block::required_choice(std::string_view key, std::string_view example,
                                   std::vector<std::string> choices,
                                   std::string_view meaning) const {
    return std::get<std::string>(section_->read(
        choosing(key, Presence::required, std::move(choices), meaning, {}), std::string{example}));
}

std::string Block::text(std::string_view key, std::string_view standard,
                        std::string_view meaning) const {
    return std::get<std::string>(section_->read(
        simple(key, Type::text, Presence::standard, meaning, {}), std::string{standard}));
}

std::string Block::required_text(std::string_view key, std::string_view example,
                                 std::string_view meaning) const {
    return std::get<std::string>(section_->read(
        simple(key, Type::text, Presence::required, meaning, {}), std::string{example}));
}

std::optional<std::string> Block::optional_text(std::string_view key,
                                                std::string_view meaning) const {
    const Value value =
        section_->read(simple(key, Type::text, Presence::optional, meaning, {}), {});
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return std::nullopt;
}

std::vector<std::string> Block::texts(std::string_view key, std::vector<std::string> standard,
                                      std::string_view meaning) const {
    return std::get<std::vector<std::string>>(section_->read(
        simple(key, Type::texts, Presence::standard, meaning, {}), std::move(standard)));
}

std::vector<std::string> Block::required_texts(std::string_view key,
                                               std::vector<std::string> example,
                                               std::string_view meaning) const {
    return std::get<std::vector<std::string>>(section_->read(
        simple(key, Type::texts, Presence::required, meaning, {}), std::move(example)));
}

}  // namespace perforin::config

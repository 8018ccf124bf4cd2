// The report for programs.

#include <cmath>

#include <fmt/format.h>

#include "bench/report.hpp"

namespace perforin::bench {

namespace {

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string value(const std::string& text) {
    return quoted(text);
}
/// JSON has no infinity and no NaN.
std::string value(double x) {
    return std::isfinite(x) ? fmt::format("{}", x) : "null";
}
std::string value(int x) {
    return std::to_string(x);
}
std::string value(bool x) {
    return x ? "true" : "false";
}

/// An object, member by member.
class Object {
public:
    template <class T>
    Object& add(const char* key, const T& x) {
        return add_json(key, value(x));
    }
    Object& add_json(const char* key, const std::string& json) {
        text_ += (text_.empty() ? "" : ", ") + quoted(key) + ": " + json;
        return *this;
    }
    std::string text() const { return '{' + text_ + '}'; }

private:
    std::string text_;
};

std::string object(const Machine& machine) {
    return Object{}
        .add("processor", machine.processor)
        .add("processors", machine.processors)
        .add("threads", machine.threads)
        .add("instructions", machine.instructions)
        .add("largest_cache_bytes", machine.last_cache)
        .add("program", machine.program)
        .add("commit", machine.commit)
        .add("compiler", machine.compiler)
        .add("build", machine.build)
        .text();
}

std::string object(const Limits& limits) {
    return Object{}
        .add("triad_bytes_per_second", limits.triad)
        .add("triad_array_bytes", static_cast<double>(limits.triad_bytes))
        .add("flops_per_second", limits.flops)
        .add("roots_per_second", limits.roots)
        .add("divisions_per_second", limits.quotients)
        .add("processors_had", limits.processors)
        .text();
}

std::string object(const Measured& one) {
    const Figure& figure = one.figure;
    Object object;
    object.add("benchmark", one.benchmark).add("name", figure.name).add("value", figure.value);
    if (figure.repetitions > 0) {
        object.add("least", figure.best).add("repetitions", figure.repetitions);
    }
    object.add("unit", figure.unit);
    if (figure.limit) {
        object.add("limit", figure.limit->value)
            .add("limit_name", figure.limit->name)
            .add("share", figure.share());
    }
    if (figure.target) {
        object.add("target", figure.target->value)
            .add("target_is", std::string{figure.target->at_least ? "at least" : "at most"})
            .add("met", figure.met())
            .add("factor", figure.factor());
    }
    if (!figure.remark.empty()) object.add("remark", figure.remark);
    return object.text();
}

}  // namespace

std::string json_text(const Machine& machine, const Limits& limits,
                      const std::vector<Measured>& measured) {
    std::string figures;
    for (const Measured& one : measured) {
        figures += (figures.empty() ? "\n    " : ",\n    ") + object(one);
    }
    return "{\n  \"machine\": " + object(machine) + ",\n  \"limits\": " + object(limits) +
           ",\n  \"figures\": [" + figures + "\n  ]\n}\n";
}

}  // namespace perforin::bench

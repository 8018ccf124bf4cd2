#pragma once
// One table of the input, or none (then everything has its default). All sections of one input
// share what they learn: the parameters declared, the keys that are known, and every problem.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/node.hpp"
#include "config/parameter.hpp"
#include "core/units.hpp"

namespace perforin::config {

/// What a parameter's line says about it; the section adds the path.
struct Declaration {
    std::string_view key;
    Type type = Type::quantity;
    Presence presence = Presence::standard;
    std::string_view unit{};  ///< of quantities
    Dim dim{};
    double factor = 1.0;
    Range range{};
    std::string_view meaning{};
    Evidence evidence{};
    std::vector<std::string> choices{};
};

class Ledger;

class Section {
public:
    /// A section without input: every parameter has its default.
    explicit Section(std::string path = {});

    const std::string& path() const { return path_; }
    /// Whether the user wrote this table.
    bool given() const { return table_ != nullptr; }
    /// Whether the user wrote this key.
    bool has(std::string_view key) const;
    /// The keys the user wrote, sorted; for tables whose keys are names (`[lesion.cells]`).
    std::vector<std::string> keys() const;

    /// The texts that the user wrote under this key, one or a list, each with its place. What is no
    /// text is left out: `read` complains of it.
    std::vector<PlacedText> placed_texts(std::string_view key) const;

    /// A table inside this one; one that was not written gives defaults.
    Section child(std::string_view key) const;
    /// The tables of `[[key]]`, in order; their path is `key.name` if they have a name, else
    /// `key[0]`.
    std::vector<Section> elements(std::string_view key) const;
    /// The whole input, as this section sees it.
    Section top() const;
    /// The whole input as it is where this table, laid over it, holds: what is not written here is
    /// as there, and a table here need not be whole.
    Section over_top() const;

    /// Declares a parameter and gives the value in force. A wrong value is noted as a problem
    /// and the standard is given, so that reading goes on.
    Value read(const Declaration& declaration, const Value& standard) const;
    /// An entry of `[ablation]` of the whole input: true switches a mechanism off.
    bool ablation(std::string_view key, std::string_view meaning) const;

    /// Notes a problem of the user's, placed at the key if it was written, else at the table.
    void problem(std::string_view key, std::string_view text) const;
    /// Leaves this table unread: its keys are not reported as unknown.
    void ignore() const;

    /// Every parameter declared so far in the whole input, in order of declaration.
    const std::vector<Parameter>& parameters() const;
    /// A table of quantities whose keys are names, `[key]` with `name = "3 um"`; the declaration's
    /// key is not used. Names without a value keep their standard.
    std::map<std::string, double> read_named(std::string_view key, Declaration declaration,
                                             std::map<std::string, double> standard) const;
    /// Declares Params for the reference only: what each `[[key]]` would hold, if there were one.
    template <class Params>
    void document(std::string_view key) const {
        const Section example{inside(key) + "[]"};
        static_cast<void>(Params{example});
        add_documentation(example);
    }
    /// What was declared for the reference only; elements are marked `lesion[].diameter`, free
    /// names `lesion.cells.<name>`.
    const std::vector<Parameter>& documented() const;

private:
    friend class Input;
    Section(std::shared_ptr<Ledger> ledger, std::string path, const Node* table, Origin place);
    std::string inside(std::string_view key) const;
    bool written_here(std::string_view key) const;
    void add_documentation(const Section& example) const;

    std::shared_ptr<Ledger> ledger_;
    std::string path_;
    const Node* table_ = nullptr;
    Origin place_;                          ///< where problems of the whole table are shown
    std::shared_ptr<const Section> below_;  ///< what this section is laid over; null: nothing
    std::shared_ptr<const Section> root_;   ///< the whole input as it sees it; null: as written
};

}  // namespace perforin::config

#include "io/event_log.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace perforin::io {

namespace {

Column column(Group& group, const Label& label, Scalar scalar, int level) {
    return {group, label, {.scalar = scalar, .row = {}, .chunk = {4096}, .level = level}};
}

/// One axis of where it happened.
Column place(Group& group, const std::string& axis, const Precisions& precisions, int level) {
    const auto found = precisions.find("position");
    return {group,
            {axis, "um", "Where in the lesion's block; NaN: nowhere"},
            {.scalar = Scalar::f32, .row = {}, .chunk = {4096}, .level = level},
            found == precisions.end() ? Precision{} : found->second};
}

const Label kind_label{"kind", "", "What happened: row of kinds/name"};
const Label lesion_label{"lesion", "", "Attribute `index` of the lesion; 65535: the body at large"};
const Label who_label{"who", "", "Identity of the one it happened to; 0: nobody"};
const Label whom_label{"whom", "", "Identity of the other, as the kind of event says; 0: nobody"};
const Label value_label{"value", "see kinds/unit", "What the kind of event says; NaN: nothing"};
const Label first_party_label{"first_party", "1", "First of the event's rows in parties/"};
const Label party_count_label{"party_count", "1", "How many rows of parties/ the event has"};
const Label party_id_label{"id", "", "Identity of one who took part, such as a killer"};
const Label party_amount_label{"amount", "1", "Its share, as a count: the hits of a killer"};

}  // namespace

EventLog::EventLog(Group group, const Precisions& precisions, int level)
    : group_{std::move(group)},
      kinds_group_{group_.group("kinds")},
      parties_{group_.group("parties")},
      times_{group_, {.scalar = Scalar::i64, .row = {}, .chunk = {4096}, .level = level}},
      kind_{column(group_, kind_label, Scalar::u16, level)},
      lesion_{column(group_, lesion_label, Scalar::u16, level)},
      who_{column(group_, who_label, Scalar::u64, level)},
      whom_{column(group_, whom_label, Scalar::u64, level)},
      x_{place(group_, "x", precisions, level)},
      y_{place(group_, "y", precisions, level)},
      z_{place(group_, "z", precisions, level)},
      value_{column(group_, value_label, Scalar::f64, level)},
      first_party_{column(group_, first_party_label, Scalar::u64, level)},
      party_count_{column(group_, party_count_label, Scalar::u32, level)},
      party_id_{column(parties_, party_id_label, Scalar::u64, level)},
      party_amount_{column(parties_, party_amount_label, Scalar::u32, level)} {
    kinds_group_.has("name") ? read_kinds() : write_kinds();
}

std::uint16_t EventLog::kind(const Label& label) {
    const auto found = std::find_if(kinds_.begin(), kinds_.end(),
                                    [&](const Label& known) { return known.name == label.name; });
    const auto code = static_cast<std::uint16_t>(std::distance(kinds_.begin(), found));
    if (found == kinds_.end()) {
        kinds_.push_back(label);
        kinds_changed_ = true;
    }
    return code;
}

void EventLog::add(const Event& event) {
    if (event.kind >= kinds_.size()) throw std::logic_error{"an event of an unknown kind"};
    waiting_.push_back(event);
}

void EventLog::write(const Event& event) {
    times_.add(event.at);
    kind_.add(event.kind);
    lesion_.add(event.lesion);
    who_.add(event.who);
    whom_.add(event.whom);
    x_.add(event.where.x);
    y_.add(event.where.y);
    z_.add(event.where.z);
    value_.add(event.value);
    first_party_.add(party_id_.rows());
    party_count_.add(static_cast<std::uint32_t>(event.parties.size()));
    for (const Party& party : event.parties) {
        party_id_.add(party.id);
        party_amount_.add(party.amount);
    }
}

void EventLog::read_kinds() {
    const auto names = kinds_group_.dataset("name").read().text;
    const auto units = kinds_group_.dataset("unit").read().text;
    const auto docs = kinds_group_.dataset("description").read().text;
    for (std::size_t i = 0; i != names.size(); ++i) {
        kinds_.push_back({names[i], units[i], docs[i]});
    }
    kinds_changed_ = false;
}

void EventLog::write_kinds() {
    std::vector<std::string> names, units, docs;
    for (const Label& kind : kinds_) {
        names.push_back(kind.name);
        units.push_back(kind.unit);
        docs.push_back(kind.doc);
    }
    kinds_group_.put_text({"name", "", "Kinds of event, by their code"}, names);
    kinds_group_.put_text({"unit", "", "Unit of `value`; empty: the kind has none"}, units);
    kinds_group_.put_text({"description", "", "What the kind means; what who, whom and value are"},
                          docs);
    kinds_changed_ = false;
}

void EventLog::flush() {
    if (kinds_changed_) write_kinds();
    std::stable_sort(waiting_.begin(), waiting_.end(),
                     [](const Event& a, const Event& b) { return a.at < b.at; });
    for (const Event& event : waiting_) write(event);
    waiting_.clear();
    times_.flush();
    for (Column* column : {&kind_, &lesion_, &who_, &whom_, &x_, &y_, &z_, &value_, &first_party_,
                           &party_count_, &party_id_, &party_amount_}) {
        column->flush();
    }
}

}  // namespace perforin::io

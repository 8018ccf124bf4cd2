#pragma once
// Where a lesion keeps its events until somebody fetches them. Days are written whole, but a run
// may end within one, so what waits is state like all else.

#include <cstdint>
#include <vector>

#include "cells/tables.hpp"
#include "tissue/events.hpp"

namespace perforin::tissue {

/// One row an event.
struct EventRows : cells::Table {
    Column<std::int64_t> at = column<std::int64_t>("at", "s", "When");
    Column<std::uint16_t> kind = column<std::uint16_t>("kind", "1", "What happened: EventKind");
    Column<std::uint64_t> who = column<std::uint64_t>("who", "1", "Cell it happened to");
    Column<std::uint64_t> whom = column<std::uint64_t>("whom", "1", "The other cell");
    Column<Vec3> where = column<Vec3>("where", "um", "Where in the block");
    Column<double> value = column<double>("value", "1", "What the kind of event says");
    Column<std::uint32_t> parties =
        column<std::uint32_t>("parties", "1", "Cells that took part: rows of their table");
};

/// Those who took part in events, in the order of the events.
struct PartyRows : cells::Table {
    Column<std::uint64_t> id = column<std::uint64_t>("id", "1", "Cell that took part");
    Column<std::uint32_t> amount = column<std::uint32_t>("amount", "1", "By how much: hits");
};

class Recorder {
public:
    void add(const Event& event) {
        const std::size_t row = events_.size();
        events_.resize(row + 1);
        events_.at[row] = event.at;
        events_.kind[row] = static_cast<std::uint16_t>(event.kind);
        events_.who[row] = event.who;
        events_.whom[row] = event.whom;
        events_.where[row] = event.where;
        events_.value[row] = event.value;
        events_.parties[row] = static_cast<std::uint32_t>(event.parties.size());
        for (const Party& party : event.parties) {
            const std::size_t next = parties_.size();
            parties_.resize(next + 1);
            parties_.id[next] = party.id;
            parties_.amount[next] = party.amount;
        }
    }

    /// All that waits, in the order of its coming; nothing waits any more.
    std::vector<Event> take() {
        std::vector<Event> all(events_.size());
        std::size_t party = 0;
        for (std::size_t row = 0; row != all.size(); ++row) {
            all[row] = {.at = events_.at[row],
                        .kind = static_cast<EventKind>(events_.kind[row]),
                        .who = events_.who[row],
                        .whom = events_.whom[row],
                        .where = events_.where[row],
                        .value = events_.value[row]};
            for (std::uint32_t k = 0; k != events_.parties[row]; ++k, ++party) {
                all[row].parties.push_back({parties_.id[party], parties_.amount[party]});
            }
        }
        events_.resize(0);
        parties_.resize(0);
        return all;
    }

    cells::Tables tables() { return {{"events", &events_}, {"event_parties", &parties_}}; }

private:
    EventRows events_;
    PartyRows parties_;
};

}  // namespace perforin::tissue

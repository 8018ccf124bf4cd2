// What of a lesion is saved, and how it goes on from that. Part of Lesion.

#include "core/error.hpp"
#include "tissue/lesion.hpp"

namespace perforin::tissue {

/// The books come first: they say how the block is laid out, and so how large tables are.
cells::Tables Lesion::tables() {
    cells::Tables all{{"books", &books_},           {"cells", &cells_},
                      {"wounds", &wounds_},         {"clones", &clones_},
                      {"minority_pool", &pool_},    {"block_rates", &block_rates_},
                      {"departures", &departures_}, {"folds", &folds_}};
    for (std::size_t kind = 0; kind != populations_.size(); ++kind) {
        all.push_back({"kinds/" + rules_.kind_names[kind], populations_[kind].get()});
    }
    cells::add(all, "", recorder_.tables());
    cells::add(all, "dissolved/", dissolved_->tables());
    return all;
}

void Lesion::restore(const cells::Saved& saved) {
    cells::restore({tables().front()}, saved);
    const Layout* booked = books_.outgrown != 0 ? successor_.get() : founding_.get();
    if (!booked) throw Broken{"lesion " + name() + " was saved in a layout that it does not have"};
    if (layout_ != booked) lay_out();
    cells::restore(tables(), saved);
    dissolved_->renew();
    index();
    renew_entry();
}

}  // namespace perforin::tissue

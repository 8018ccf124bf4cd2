#include "tissue/rules.hpp"

#include "config/plugins.hpp"

namespace perforin::tissue {

namespace {

template <class Interface>
void take(std::vector<config::Made<Interface>> made, std::vector<std::string>* names,
          std::vector<std::unique_ptr<Interface>>& plugins) {
    for (auto& one : made) {
        if (names) names->push_back(one.type);
        plugins.push_back(std::move(one.plugin));
    }
}

}  // namespace

Rules::Rules(const config::Section& top)
    : tissue{top.child("tissue")},
      vessels{top.child("tissue").child("vessels")},
      oedema{top.child("tissue").child("oedema")},
      mutation{top.child("mutation")},
      mechanics{top.child("mechanics")},
      interaction{config::make_chosen<cells::Interaction>(
          top.child("mechanics"), "interaction", "overlap_adhesion",
          "Law of the forces between cells; its parameters stand in a table of that name",
          config::setting("the only general one"))} {
    take(config::make_all<Kind>(top, "biology"), &kind_names, kinds);
    while (kinds.at(tumour)->founding_radius() <= 0.0) ++tumour;
    take(config::make_all<fields::Substance>(top, "substance"), &substance_names, substances);
    take(config::make_all<Effect>(top, "effect"), nullptr, effects);
    const config::Section own = top.child("tissue");
    if (step() % settle() != 0) own.problem("settle", "does not divide `step`");
    if (settle() % sub_step() != 0) {
        own.problem("sub_step",
                    tissue.settle ? "does not divide `settle`" : "does not divide `step`");
    }
    if (vessels.collapse_full <= vessels.collapse_begins) {
        own.child("vessels").problem("collapse_full", "is not above `collapse_begins`");
    }
    if (seconds_per_day % step() != 0) own.problem("step", "does not divide a day");
}

}  // namespace perforin::tissue

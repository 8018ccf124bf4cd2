#include "tissue/lesion.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "config/plugins.hpp"
#include "core/error.hpp"
#include "core/maths.hpp"
#include "core/parallel.hpp"
#include "tissue/geometry.hpp"

namespace perforin::tissue {

std::uint64_t identity_of(std::string_view lesion) {
    std::uint64_t id = 0x6C6573696F6Eull;
    for (const char c : lesion) id = descend(id, static_cast<unsigned char>(c));
    return id;
}

namespace {

/// Which index holds the cells of a kind: 0 those of the tissue, 1 leukocytes that reside and act
/// on others, 2 those that move, among them slow lymphocytes, whom others look out for at every
/// leg.
std::uint8_t group_of(const Kind& kind) {
    const std::uint16_t roles = kind.roles();
    if (kind.moves() || (roles & role::lymphocyte) != 0) return 2;
    return (roles & role::leukocyte) != 0 && (roles & ~role::leukocyte) != 0 ? 1 : 0;
}

std::vector<const fields::Substance*> pointers(const Rules& rules) {
    std::vector<const fields::Substance*> all;
    for (const auto& substance : rules.substances) all.push_back(substance.get());
    return all;
}

/// Null where the layout has no successor.
std::unique_ptr<Layout> make_successor(const config::Section& section, const Layout& layout) {
    const std::string name{layout.successor()};
    if (name.empty()) return nullptr;
    config::Section own = section.child(name);
    auto successor = registry<Layout>().find(name)->second.make(own);
    const std::string misfit = layout.unfit(*successor);
    if (!misfit.empty()) section.problem("layout", misfit);
    return successor;
}

/// Clones of the start must fit: together no more than all cells.
void check_clones(const config::Section& section, std::vector<CloneParams>& clones) {
    double share = 0.0;
    for (const CloneParams& clone : clones) share += clone.share;
    if (share <= 1.0) return;
    section.problem("clone", fmt::format("the clones' shares add up to {}, more than 1", share));
    clones.clear();  // the run will not take place
}

}  // namespace

Lesion::Lesion(const Rules& rules, const config::Section& section, LesionAntigens antigens,
               std::vector<DrugInTissue> drugs, std::uint64_t seed,
               std::optional<Seedling> seedling)
    : rules_{rules},
      params_{section},
      seedling_{std::move(seedling)},
      first_{config::each<CloneParams>(section, "clone")},
      antigens_{std::move(antigens)},
      founding_{config::make_chosen<Layout>(
          section, "layout", "slab",
          "How the block is laid out; its own parameters stand in a table of that name",
          config::setting("nodule: the whole lesion; slab: a sample of a large one"))},
      successor_{make_successor(section, *founding_)},
      layout_{guard(section, drugs.size())},
      seed_{seed},
      identity_{identity_of(name())},
      box_{layout_->box()},
      dissolved_{dissolve(std::move(drugs))},
      mechanics_{*rules.interaction, box_, walls_of(*layout_), rules.mechanics},
      still_{cells::SpatialGrid{box_, still_bins}},
      resident_{cells::SpatialGrid{box_, resident_bins}},
      moving_{cells::SpatialGrid{box_, moving_bins}} {
    for (const auto& kind : rules_.kinds) {
        populations_.push_back(kind->populate());
        host_kind_.push_back(kind->host_tissue() ? 1 : 0);
        group_.push_back(group_of(*kind));
    }
    folds_.resize(rules_.kinds.size());
    for (double& fold : folds_.fold.span()) fold = 1.0;
    open_gates();
    check_clones(section, first_);
    found_clones();
    found();
}

Lesion::~Lesion() = default;

std::unique_ptr<Dissolved> Lesion::dissolve(std::vector<DrugInTissue> drugs) const {
    return std::make_unique<Dissolved>(*layout_, static_cast<float>(rules_.tissue.voxel.in(um)),
                                       params_.vascularised, rules_.vessels, pointers(rules_),
                                       std::move(drugs), seed_, identity_);
}

void Lesion::found() {
    const double thickness = static_cast<double>(box_.size.z);
    const double block = layout_->tumour_volume(thickness);
    const double represented = sphere_um3(0.5 * params_.diameter.in(um));
    books_.cells_per_agent = layout_->sample() ? represented / block : params_.cells_per_agent;

    const Founder standard;
    const double radius = rules_.kinds[rules_.tumour]->founding_radius();
    const double spacing = 2.0 * radius * rules_.tissue.packing;
    const std::vector<Vec3> sites = layout_->sites(spacing, seed_, identity_);
    for (const Vec3& site : sites) {
        Founder founder = standard;
        founder.position = site;
        founder.clone = first_clone(books_.founders, sites.size());
        add(rules_.tumour, founder);
    }
    for (std::uint16_t kind = 0; kind != rules_.kinds.size(); ++kind) {
        found_kind(kind, rules_.kinds[kind]->initial_density());
    }
    found_stroma(0);
    find_margin();
    double occupied = 0.0;
    for (std::size_t row = 0; row != cells_.size(); ++row) {
        if (in_lesion(row)) occupied += sphere_um3(cells_.radius[row]);
    }
    found_pool(sites.size());
    books_.founded = stock()[0] + static_cast<double>(pool_.total());
    books_.fill = occupied / block;
    rearrange(order_(cells_.position.span(), cells_.id.span()));
    index();
}

/// Scatters cells of a kind over the tumour part at random places. Draws go by the name of the
/// kind, not by its rank, so a new kind leaves the others where they are.
void Lesion::found_kind(std::uint16_t kind, PerVolume density) {
    const double block = layout_->tumour_volume(static_cast<double>(box_.size.z));
    const double expected = (density * (block * um3)) / weight_of(kind);
    std::vector<std::uint32_t> known;
    for_each_antigen(antigens_.founding(),
                     [&](std::uint32_t antigen) { known.push_back(antigen); });
    const std::uint64_t which = identity_of(rules_.kind_names[kind]);
    Stream number{seed_, "lesion.founders"_draw, {identity_, which}, 0};
    const auto agents = static_cast<std::uint64_t>(std::floor(expected + uniform(number)));
    for (std::uint64_t k = 0; k != agents; ++k) {
        Stream random{seed_, "lesion.place"_draw, {identity_, descend(which, k)}, 0};
        Founder founder;
        do {
            for (std::size_t axis = 0; axis != 3; ++axis) {
                const auto u = static_cast<float>(uniform(random));
                founder.position[axis] =
                    axis == 2 && box_.dimensions == 2 ? 0.5f * box_.size.z : u * box_.size[axis];
            }
        } while (!layout_->in_tumour(founder.position));
        if (!known.empty()) founder.clone = known[k % known.size()];
        add(kind, rules_.kinds[kind]->founder(founder, random));
    }
}

/// Adds one new cell; without an id in `founder` it gets the lesion's next founder's.
Row Lesion::add(std::uint16_t kind, const Founder& founder) {
    const auto row = static_cast<Row>(cells_.size());
    Population& population = *populations_[kind];
    const auto own = static_cast<Row>(population.size());
    cells_.resize(row + 1u);
    population.resize(own + 1u);
    Founder named = founder;
    named.seed = seed_;
    if (named.id == 0) {
        named.id = descend(identity_, books_.founders);
        books_.founders += 1;
    }
    cells_.id[row] = named.id;
    cells_.position[row] = box_.wrap(named.position);
    cells_.kind[row] = static_cast<std::uint8_t>(kind);
    cells_.own[row] = own;
    cells_.partner_row[row] = no_row;
    cells_.swelling[row] =
        static_cast<float>(swelling(dissolved_->fluid()[dissolved_->grid().voxel(named.position)]));
    cells_.weight[row] =
        named.probe ? 0.0f : static_cast<float>(weight_of(static_cast<std::uint16_t>(kind)));
    const cells::Strength strength = rules_.interaction->standard();
    cells_.repulsion[row] = named.probe ? 0.0f : strength.repulsion;
    cells_.adhesion[row] = named.probe ? 0.0f : strength.adhesion;
    population.row[own] = row;
    rules_.kinds[kind]->found(named, row, cells_, population);
    if ((cells_.roles[row] & role::tumour) != 0) {
        express(row);
        cells_.mhc1[row] *= clones_.mhc1[cells_.clone[row]];
    }
    return row;
}

World Lesion::look(const Tick& tick) const {
    return {{.seed = seed_,
             .box = &box_,
             .surface = &cells_,
             .dissolved = dissolved_.get(),
             .near = {&still_, &resident_, &moving_}},
            tick};
}

/// Sorts the cells into bins by whom a search means (group_of). Those whom it cannot mean, or who
/// are not there, cost it nothing.
void Lesion::index() {
    const std::array<Indexed*, 3> groups{&still_, &resident_, &moving_};
    const std::array<std::vector<Row>*, 3> rows{&still_rows_, &resident_rows_, &moving_rows_};
    for (std::size_t g = 0; g != groups.size(); ++g) {
        groups[g]->roles = 0;
        groups[g]->largest_radius = 0.0f;
        rows[g]->clear();
    }
    for (std::size_t k = 0; k != populations_.size(); ++k) {
        if (populations_[k]->size() != 0) groups[group_[k]]->roles |= rules_.kinds[k]->roles();
    }
    prey_ = 0;
    for (Row row = 0; row != cells_.size(); ++row) {
        const std::size_t kind = cells_.kind[row], g = group_[kind];
        if ((cells_.roles[row] & role::target) != 0) prey_ |= cells_.roles[row];
        if ((cells_.roles[row] & ~rules_.kinds[kind]->roles()) != 0) {
            throw std::logic_error{"a kind of cell has a role that it did not declare"};
        }
        rows[g]->push_back(row);
        groups[g]->largest_radius = std::max(groups[g]->largest_radius, cells_.radius[row]);
    }
    for (std::size_t g = 0; g != groups.size(); ++g) {
        groups[g]->grid.build(cells_.position.span(), *rows[g]);
    }
}

void Lesion::advance(const Tick& tick) {
    index();
    exchange(tick);
    remodel(tick);
    sterilise(tick);
    live(tick);
    stirred_ = true;
    for (const Tick& part : tick.split(rules_.settle())) {
        settle(part, static_cast<double>(tick.end() - part.end()) * second);
        sub_steps(part);
    }
    const Stopwatch::Scope timing{*stopwatch_, "hand-over"};
    keep_outliers();
    drop_strays();
    find_margin();
    hand_over(tick);
    cut_core(tick);
    outgrow(tick);
    renew_entry();
    check(tick);
}

void Lesion::exchange(const Tick& tick) {
    const Stopwatch::Scope timing{*stopwatch_, "fields"};
    dissolved_->begin();
    Exchange exchange{*dissolved_, cells_};
    const World world = look(tick);
    for (std::size_t kind = 0; kind != rules_.kinds.size(); ++kind) {
        rules_.kinds[kind]->exchange(world, *populations_[kind], exchange);
    }
    try {
        dissolved_->relax(tick, rules_.goal());
    } catch (const Broken& broken) {
        throw Broken{fmt::format("lesion {}, day {:.4f}: {}", name(),
                                 static_cast<double>(tick.end()) / seconds_per_day, broken.what())};
    }
}

void Lesion::live(const Tick& tick) {
    const Stopwatch::Scope timing{*stopwatch_, "biology step"};
    const World world = look(tick);
    Intents intents;
    for (std::size_t kind = 0; kind != rules_.kinds.size(); ++kind) {
        rules_.kinds[kind]->decide(world, *populations_[kind], intents);
    }
    for (const auto& effect : rules_.effects) effect->act(world, intents);
    commit_fates(intents, tick);
    for (std::size_t kind = 0; kind != rules_.kinds.size(); ++kind) {
        rules_.kinds[kind]->update(look(tick), cells_, *populations_[kind]);
    }
}

/// The last one of a biology step leaves crowding and order behind.
void Lesion::settle(const Tick& tick, Time later) {
    const Stopwatch::Scope timing{*stopwatch_, "mechanics"};
    const auto bonds = this->bonds();
    const auto drives = this->drives();
    const auto report = mechanics_.advance(
        cells_, cells_.crowding.span(), tick,
        {.bonds = bonds, .drives = drives, .settled = !stirred_, .later = later});
    stirred_ = false;
    books_.sweeps += report.effort;
    books_.steps += static_cast<double>(report.steps);
    books_.shortened += static_cast<double>(report.rejected);
    const Seconds every = std::llround(rules_.tissue.reorder.in(second));
    if (later <= Time{} && tick.end() % std::max<Seconds>(every, 1) == 0) {
        rearrange(order_(cells_.position.span(), cells_.id.span()));
    }
    index();
}

/// Synapses hold their cells together, where kinds say so.
std::vector<cells::Bond> Lesion::bonds() const {
    std::vector<cells::Bond> bonds;
    for (Row row = 0; row != cells_.size(); ++row) {
        if (cells_.partner[row] == 0) continue;
        const double pull = rules_.kinds[cells_.kind[row]]->tether().in(per_minute);
        if (pull > 0.0) bonds.push_back({row, cells_.partner_row[row], static_cast<float>(pull)});
    }
    return bonds;
}

/// Cells that walk against what is in their way, where kinds say so.
std::vector<cells::Drive> Lesion::drives() const {
    std::vector<cells::Drive> drives;
    for (std::size_t kind = 0; kind != rules_.kinds.size(); ++kind) {
        const auto walks = rules_.kinds[kind]->walk(*populations_[kind]);
        for (std::size_t own = 0; own != walks.size(); ++own) {
            if (dot(walks[own], walks[own]) == 0.0f) continue;
            drives.push_back({populations_[kind]->row[own], walks[own]});
        }
    }
    return drives;
}

void Lesion::sub_steps(const Tick& tick) {
    const Stopwatch::Scope timing{*stopwatch_, "immune sub-steps"};
    if (moving_rows_.empty()) return;
    const auto [hunting, resting] = hunters();
    if (!resting.empty()) hasten(tick, resting, &Kind::rest);
    if (hunting.empty()) return;
    for (const Tick& moment : tick.split(rules_.sub_step())) {
        hasten(moment, hunting, &Kind::react);
    }
}

/// Kinds that move and have cells: those in whose block somebody is whom they hunt, and the others.
Lesion::Hunters Lesion::hunters() const {
    Hunters found;
    for (std::size_t kind = 0; kind != rules_.kinds.size(); ++kind) {
        if (!rules_.kinds[kind]->moves() || populations_[kind]->size() == 0) continue;
        const std::uint16_t quarry = rules_.kinds[kind]->quarry();
        const bool hunts = quarry == Kind::always || (quarry & prey_) != 0;
        (hunts ? found.hunting : found.resting).push_back(kind);
    }
    return found;
}

/// These kinds do something, all in view of the same frozen world; then moves, synapses and hits
/// come true.
void Lesion::hasten(const Tick& moment, const std::vector<std::size_t>& kinds, Doing doing) {
    const World world = look(moment);
    Intents intents;
    for (const std::size_t kind : kinds) {
        (*rules_.kinds[kind].*doing)(world, *populations_[kind], intents);
    }
    stirred_ = stirred_ || !intents.moves.empty();
    for (const Move& move : intents.moves) cells_.position[move.row] = move.to;
    commit_synapses(intents);
    commit_hits(intents, moment);
    moving_.grid.build(cells_.position.span(), moving_rows_);
}

Volume Lesion::volume() const {
    return represented([this](std::size_t row) { return cells_.room(row); });
}

Volume Lesion::solid() const {
    return represented([this](std::size_t row) { return cells_.radius[row]; });
}

/// Blood flow goes by tissue and the leukocytes that it can hold, or they would call for each
/// other.
Volume Lesion::perfused() const {
    const Volume all = solid();
    return std::min(all, (all - infiltrate()) / (1.0 - rules_.vessels.perfused_infiltrate));
}

Volume Lesion::infiltrate() const {
    return represented([this](std::size_t row) {
        return (cells_.roles[row] & role::leukocyte) != 0 ? cells_.radius[row] : 0.0f;
    });
}

template <class Radius>
Volume Lesion::represented(Radius&& radius) const {
    const double um3_of_cells = parallel::sum(cells_.size(), [&](std::size_t row) {
        return in_lesion(row) ? sphere_um3(radius(row)) : 0.0;
    });
    return books_.cells_per_agent * um3_of_cells / books_.fill * um3;
}

Length Lesion::diameter() const {
    return maths::cbrt(volume().in(um3)*6.0 / std::numbers::pi) * um;
}

Parts Lesion::parts() const {
    const auto of = [this](auto&& is) {
        return represented([&](std::size_t row) { return is(row) ? cells_.radius[row] : 0.0f; });
    };
    const auto has = [this](std::size_t row, std::uint16_t any) {
        return (cells_.roles[row] & any) != 0;
    };
    return {.tumour = of([&](std::size_t row) { return has(row, role::tumour); }),
            .infiltrate = infiltrate(),
            .debris = of([&](std::size_t row) { return has(row, role::debris); }),
            .stroma = of([&](std::size_t row) {
                return !has(row, role::tumour | role::leukocyte | role::debris);
            }),
            .fluid = volume() - solid()};
}

void Lesion::tally(Tally& tally) const {
    const Volume all = volume(), fluid = all - solid();
    tally.add({"volume", "mm^3", "Represented volume: cells, corpses, infiltrate and fluid"},
              all.in(mm3));
    tally.add({"diameter", "mm", "Diameter of the sphere of that volume"}, diameter().in(mm));
    tally.add({"fluid", "mm^3", "Oedema fluid in that volume"}, fluid.in(mm3));
    tally.add({"fluid_share", "1", "Its share of that volume"}, all > Volume{} ? fluid / all : 0.0);
    for (std::size_t kind = 0; kind != rules_.kinds.size(); ++kind) {
        rules_.kinds[kind]->tally(cells_, *populations_[kind], books_.cells_per_agent, tally);
    }
    tally.add({"minority_pool", "cells", "Live tumour cells beside the block"},
              static_cast<double>(pool_.total()));
    books_.write(tally);
    dissolved_->tally(tally);
    tally_clones(tally);
}

void Lesion::write_cells(std::uint16_t kind, Sink& sink) const {
    const Population& population = *populations_[kind];
    Surface shown;
    shown.append(cells_, population.row.span());
    shown.write(sink);
    population.write(sink);
}

Event Lesion::event(EventKind kind, Row row, Seconds at, double value) const {
    return {.at = at,
            .kind = kind,
            .who = cells_.id[row],
            .where = cells_.position[row],
            .value = value};
}

}  // namespace perforin::tissue

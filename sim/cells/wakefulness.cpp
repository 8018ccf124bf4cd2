// Who moves in a step. Cells that are slow, and whose neighbours are, wait; the time that they owe
// is made up for by faster steps later. Part of Mechanics.

#include <algorithm>
#include <atomic>

#include "cells/mechanics.hpp"
#include "core/grow.hpp"
#include "core/parallel.hpp"

namespace perforin::cells {

namespace {

constexpr std::uint8_t stirred = 1, fast = 2;  // bits
constexpr std::size_t chunk = Neighbours::chunk;

std::vector<std::uint32_t> rows_of(std::span<const std::uint8_t> marked) {
    return parallel::gather<std::uint32_t>(marked.size(),
                                           [&](std::size_t i, std::vector<std::uint32_t>& rows) {
                                               if (marked[i] != 0)
                                                   rows.push_back(static_cast<std::uint32_t>(i));
                                           });
}

}  // namespace

void Mechanics::wake_all() {
    const std::size_t n = ids_.size();
    for (auto* marks : {&is_awake_, &stirred_}) {
        grow_to(*marks, n);
        std::fill(marks->begin(), marks->end(), std::uint8_t{1});
    }
    grow_to(awake_, n);
    parallel::for_each(n, [&](std::size_t i) { awake_[i] = static_cast<std::uint32_t>(i); });
}

void Mechanics::wake_stirred() {
    is_awake_ = stirred_;
    awake_ = rows_of(is_awake_);
}

/// A tick begins: with all, unless it goes on where the last one ended.
void Mechanics::wake_for(const Motion& motion) {
    const std::size_t n = ids_.size();
    if (!owing_ || owed_.size() != n) {
        grow_to(owed_, n);
        std::fill(owed_.begin(), owed_.end(), 0.0f);
        owing_ = false;
    }
    if (!motion.settled || !owing_) return wake_all();
    for (const Drive& drive : motion.drives) stirred_[drive.row] = 1;
    for (const Bond& bond : motion.bonds) stirred_[bond.a] = stirred_[bond.b] = 1;
    wake_stirred();
}

/// Those of the awake that would not move by `doze` in what is left of the biology step (min), nor
/// would their neighbours, are awake no more; those that slept beside one that would are to be
/// awake in the next step.
void Mechanics::doze_off(double left) {
    if (doze_ <= 0.0) return;
    const bool few_would_wait = 3 * stir(left) > ids_.size();
    if (few_would_wait && all_awake()) {
        stirred_ = is_awake_;
        return;
    }
    stir_neighbours();
    if (few_would_wait) return;
    const std::size_t before = awake_.size();
    std::vector<std::uint32_t> still_awake;
    still_awake.reserve(before);
    for (const std::uint32_t row : awake_) {
        if (stirred_[row] != 0) still_awake.push_back(row);
    }
    if (10 * still_awake.size() > 9 * before) {  // not worth the trouble
        for (const std::uint32_t row : awake_) stirred_[row] = 1;
        return;
    }
    for (const std::uint32_t row : awake_) is_awake_[row] = stirred_[row];
    awake_.swap(still_awake);
    neighbours_.keep(is_awake_);
}

/// Marks the cells that are fast or held or walk by themselves, and only these; counts them.
std::size_t Mechanics::stir(double minutes) {
    std::fill(stirred_.begin(), stirred_.end(), std::uint8_t{0});
    const auto left = static_cast<float>(minutes), least = static_cast<float>(doze_);
    for (const Drive& drive : motion_.drives) stirred_[drive.row] = stirred | fast;
    for (const Bond& bond : motion_.bonds) {
        for (const std::uint32_t row : {bond.a, bond.b}) stirred_[row] = stirred | fast;
    }
    return static_cast<std::size_t>(parallel::sum(awake_.size(), [&](std::size_t k) {
        const std::size_t i = awake_[k];
        const Vec3 owed = (owed_[i] + left) * first_velocity_[i];
        if (dot(owed, owed) >= least * least) stirred_[i] = stirred | fast;
        return stirred_[i] != 0 ? 1.0 : 0.0;
    }));
}

/// Marks the neighbours of those that are marked as fast.
void Mechanics::stir_neighbours() {
    parallel::for_chunks(
        ids_.size(),
        [&](std::size_t c, std::size_t, std::size_t) {
            for (const Slice& slice : neighbours_.slices(c)) {
                for (std::size_t k = 0; k != slice.size; ++k) {
                    const std::atomic_ref own{stirred_[slice.rows[k]]};
                    if ((own.load(std::memory_order_relaxed) & fast) == 0) continue;
                    const Slice::List list = slice.list(k);
                    for (std::size_t n = 0; n != list.size; ++n) {
                        const std::uint32_t row = neighbours_.source(list[n]);
                        if (row >= stirred_.size()) break;  // fillers
                        std::atomic_ref{stirred_[row]}.fetch_or(stirred, std::memory_order_relaxed);
                    }
                }
            }
        },
        chunk);
    for (const auto& [first, second] : late_) {
        if ((stirred_[first] & fast) != 0) stirred_[second] |= stirred;
        if ((stirred_[second] & fast) != 0) stirred_[first] |= stirred;
    }
    parallel::for_each(stirred_.size(), [&](std::size_t i) {
        stirred_[i] = stirred_[i] != 0 ? std::uint8_t{1} : std::uint8_t{0};
    });
}

/// Books what a step of `h` min leaves owed, and what it made up for.
void Mechanics::keep_account(double h) {
    if (!all_awake()) owing_ = true;
    if (!owing_) return;
    const auto minutes = static_cast<float>(h);
    parallel::for_each(ids_.size(), [&](std::size_t i) {
        if (is_awake_[i] == 0) {
            owed_[i] += minutes;
        } else if (mobility_[i] > 1.0f) {
            owed_[i] = larger(0.0f, owed_[i] - (mobility_[i] - 1.0f) * minutes);
        }
    });
}

}  // namespace perforin::cells

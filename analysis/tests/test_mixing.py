"""Contacts, overlap and reach on boards whose scores can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from patterns import lattice, uniform
from perforin import Problem
from perforin.mixing import Mixing, mixing, morisita_horn, on_quadrats, share_within
from perforin.windows import Window

N = 8
"""Fields along an edge of a board; cells of radius 5 µm touch those beside them."""


def board(dimensions: int, rule: object) -> tuple[np.ndarray, np.ndarray, Window]:
    """Immune cells where the rule holds for a field's numbers, tumour cells elsewhere."""
    points = lattice(N, 10.0, dimensions)
    field = np.floor(points / 10).astype(int)
    black = rule(field)
    return points[black], points[~black], Window.box([10.0 * N] * dimensions, (True,) * dimensions)


def checkers(field: np.ndarray) -> np.ndarray:
    return field.sum(axis=1) % 2 == 0


def halves(field: np.ndarray) -> np.ndarray:
    return field[:, 0] < N // 2


def contacts(immune: np.ndarray, tumour: np.ndarray, window: Window, contact: float) -> Mixing:
    radius = np.full(len(immune), 5.0), np.full(len(tumour), 5.0)
    return mixing(immune, radius[0], tumour, radius[1], window, contact=contact)


def test_on_a_checkerboard_all_contacts_are_mixed():
    # four sides each; across the corners the other immune cells: 2 N²/2 pairs
    found = contacts(*board(2, checkers), contact=1.2)
    assert (found.across, found.within, found.score) == (2 * N**2, 0, np.inf)
    found = contacts(*board(2, checkers), contact=1.5)
    assert (found.across, found.within, found.score) == (2 * N**2, N**2, 2)
    # six faces; twelve edges, of N³/2 cells
    found = contacts(*board(3, checkers), contact=1.5)
    assert (found.across, found.within) == (3 * N**3, 3 * N**3)


def test_on_halves_only_the_fronts_mix():
    # two fronts of N; within a half N columns of N/2 along, N/2 rows of N around
    found = contacts(*board(2, halves), contact=1.2)
    assert (found.across, found.within) == (2 * N, N * (N // 2 - 1) + N * N // 2)
    assert found.score == pytest.approx(2 / (N - 1))
    found = contacts(*board(3, halves), contact=1.2)
    assert (found.across, found.within) == (2 * N**2, N**2 * (N // 2 - 1) + 2 * N**3 // 2)
    # without periodic faces there is one front
    immune, tumour, window = board(2, halves)
    assert contacts(immune, tumour, Window.box(window.size), 1.2).across == N


def test_the_normalised_score_of_chance_is_one_whatever_the_shares():
    window = Window.box([300, 300, 300], (True,) * 3)
    points = uniform(6000, window.size, 1)
    for count in (600, 3000):
        found = contacts(points[:count], points[count:], window, 1.5)
        assert found.normalised == pytest.approx(1, abs=4 / np.sqrt(found.within))
    assert contacts(*board(2, halves), contact=1.5).normalised < 0.3


def test_contact_depends_on_both_radii():
    window = Window.box([100, 100])
    immune = np.array([[50.0, 50.0]])
    tumour = np.array([[50.0, 62], [50, 37.9], [60, 50], [33.3, 50]])
    found = mixing(immune, [4.0], tumour, [6.0, 6, 2, 10], window, contact=1.2)
    assert found.across == 2  # 12 of 12, not 12.1 of 12 nor 10 of 7.2, 16.7 of 16.8
    assert np.isnan(mixing(immune, [4.0], tumour[:2], [1.0, 1.0], window).score)


def test_contacts_of_agents_are_those_of_the_cells_they_stand_for():
    immune, tumour, window = board(2, checkers)
    radius = np.full(len(immune), 5.0)
    tenth = np.full(len(immune), 0.1)
    found = mixing(immune, radius, tumour, radius, window, tenth, contact=1.5)
    assert (found.across, found.within) == pytest.approx((0.1 * 2 * N**2, 0.01 * N**2))
    assert found.immune == pytest.approx(0.1 * N**2 / 2)
    with pytest.raises(Problem, match="outside the window"):
        mixing(immune - 100, radius, tumour, radius, Window.box(window.size))


def test_overlap_of_the_same_and_of_separate_places():
    assert morisita_horn(np.array([1, 2, 3]), np.array([2, 4, 6])) == pytest.approx(1)
    assert morisita_horn(np.array([1, 2, 0]), np.array([0, 0, 5])) == 0
    # p = (1, 0), q = (1/2, 1/2): 2 · 1/2 / (1 + 1/2)
    assert morisita_horn(np.array([4, 0]), np.array([1, 1])) == pytest.approx(2 / 3)
    with pytest.raises(Problem, match="both kinds"):
        morisita_horn(np.array([0, 0]), np.array([1, 1]))


@pytest.mark.parametrize("dimensions", [2, 3])
def test_overlap_on_boards(dimensions):
    immune, tumour, window = board(dimensions, checkers)
    over = [on_quadrats(kind, window, edge=20) for kind in (immune, tumour)]
    assert over[0].shape == (N // 2,) * dimensions and np.all(over[0] == 2 ** (dimensions - 1))
    assert morisita_horn(*over) == pytest.approx(1)
    immune, tumour, window = board(dimensions, halves)
    over = [on_quadrats(kind, window, edge=20) for kind in (immune, tumour)]
    assert morisita_horn(*over) == 0
    # one quadrat over both sees no difference
    over = [on_quadrats(kind, window, edge=500) for kind in (immune, tumour)]
    assert morisita_horn(*over) == pytest.approx(1)


def test_quadrats_count_weights():
    found = on_quadrats(
        np.array([[1.0, 1.0], [2, 2], [99, 99]]), Window.box([100, 100]), [0.1, 1, 1]
    )
    np.testing.assert_allclose(found, [[1.1, 0], [0, 1]])


def test_share_within_reach_on_boards():
    immune, tumour, window = board(2, halves)
    # one column at each of the two fronts, of N/2 columns; then two
    assert share_within(tumour, immune, window, reach=10) == pytest.approx(2 / (N // 2))
    assert share_within(tumour, immune, window, reach=20) == 1
    assert share_within(tumour, immune, Window.box(window.size), reach=20) == pytest.approx(0.5)
    assert share_within(tumour, immune, window, reach=9.9) == 0
    assert share_within(tumour, immune[:0], window) == 0
    with pytest.raises(Problem, match="no cells"):
        share_within(tumour[:0], immune, window)


def test_share_within_reach_of_agents():
    window = Window.box([100, 100], (True, True))
    target = np.array([[50.0, 50], [52, 50], [99, 50]])
    found = share_within([[51.0, 50], [3, 50]], target, window, 5, target_weight=[0.5, 0.2, 0.1])
    assert found == pytest.approx(0.5 * (1 - 0.5 * 0.8) + 0.5 * 0.1)

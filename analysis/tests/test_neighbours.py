"""Nearest neighbours lie where those of known patterns do."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
from patterns import agrees, hard_core, lattice, uniform
from perforin import Problem
from perforin.neighbours import nearest_neighbours
from perforin.windows import Window, filled_by
from test_ripley import PLANE, SPACE, WINDOWS, l_shaped

NAMES = ["periodic plane", "plane", "torus", "slab", "block"]


def randomness(radii: np.ndarray, density: float, dimensions: int) -> np.ndarray:
    ball = pi * radii**2 if dimensions == 2 else 4 / 3 * pi * radii**3
    return 1 - np.exp(-density * ball)


@pytest.mark.parametrize("name", NAMES)
def test_g_of_randomness(name):
    window, count = WINDOWS[name], 400
    typical = (count / window.measure) ** (-1 / window.dimensions)
    radii = typical * np.array([0.3, 0.5, 0.7])
    within, across, means = [], [], []
    for seed in range(60):
        one = uniform(count, window.size, seed) + window.low
        two = uniform(count, window.size, 500 + seed) + window.low
        own = nearest_neighbours(one, None, window)
        within.append(own.g(radii))
        means.append(own.ratio)
        across.append(nearest_neighbours(one, two, window).g(radii))
    expected = randomness(radii, count / window.measure, window.dimensions)
    agrees(across, expected, 0.04)
    # n − 1 others
    agrees(within, randomness(radii, (count - 1) / window.measure, window.dimensions), 0.04)
    assert np.mean(means) == pytest.approx(1, abs=0.02)


def test_g_in_a_mask():
    window = WINDOWS["L"]
    radii = np.array([2.0, 4.0])
    found, density = [], 500 / np.prod(PLANE)
    for seed in range(100):
        found.append(nearest_neighbours(uniform(500, PLANE, seed), None, window).g(radii))
    # distances to the border are known to a voxel of 10 µm, and erosion to a layer of them
    expected = randomness(radii, density, 2)
    np.testing.assert_allclose(np.mean(found, axis=0), expected, atol=0.03)


def test_the_formula_of_randomness():
    points = uniform(100, SPACE, 1)
    it = nearest_neighbours(points, None, WINDOWS["torus"])
    assert it.density == pytest.approx(100 / np.prod(SPACE))
    radii = np.array([3.0, 9.0])
    np.testing.assert_allclose(it.g_random(radii), randomness(radii, it.density, 3))
    # the mean is the integral of 1 − G; 0.55396 λ^(−1/3)
    assert it.mean_random == pytest.approx(0.55396 * it.density ** (-1 / 3), rel=1e-4)
    flat = nearest_neighbours(points[:, :2], None, Window.box(SPACE[:2]))
    assert flat.mean_random == pytest.approx(0.5 / np.sqrt(flat.density))


@pytest.mark.parametrize("dimensions", [2, 3])
def test_in_a_lattice_everybody_is_one_spacing_away(dimensions):
    points = lattice(6, 10.0, dimensions)
    for wraps in (True, False):
        window = Window.box([60.0] * dimensions, (wraps,) * dimensions)
        it = nearest_neighbours(points, None, window)
        assert it.mean == pytest.approx(10)
        np.testing.assert_allclose(it.g(np.array([9.999, 10.001])), [0, 1])
        # 1/(2√λ) is half a spacing
        assert it.ratio == pytest.approx(2 if dimensions == 2 else 1 / 0.55396, rel=1e-4)
        # the middles of the cells: half a diagonal away
        shifted = nearest_neighbours(points[:1] + 5.0, points, window)
        assert shifted.mean == pytest.approx(5 * np.sqrt(dimensions))


def test_a_hard_core_keeps_neighbours_away_and_apart():
    it = nearest_neighbours(hard_core(200, 6.0, PLANE, 1), None, WINDOWS["periodic plane"])
    assert it.g(np.array([5.999]))[0] == 0
    assert it.ratio > 1.2


def test_neighbours_are_found_across_periodic_faces_only():
    points = np.array([[1.0, 80.0], [99.0, 80.0]])
    assert nearest_neighbours(points, None, WINDOWS["strip"]).mean == pytest.approx(2)
    with pytest.raises(Problem, match="beyond the border"):
        nearest_neighbours(points, None, WINDOWS["plane"])


def test_without_correction_the_border_would_hide_neighbours():
    # few points in a long thin box: the nearest seen one is often not the nearest
    window, found, raw = Window.box([400.0, 60.0]), [], []
    for seed in range(200):
        points = uniform(60, window.size, seed)
        found.append(nearest_neighbours(points, None, window).mean)
        free = np.linalg.norm(points[:, None] - points[None], axis=2)
        raw.append(np.sort(free, axis=1)[:, 1].mean())
    expected = 0.5 / np.sqrt(60 / window.measure)
    assert np.mean(raw) > 1.07 * expected
    assert np.mean(found) == pytest.approx(expected, rel=0.02)


def test_an_agent_of_a_tenth_is_a_cell_with_that_probability():
    window = WINDOWS["slab"]
    origin = uniform(40, SPACE, 1) + window.low
    target = uniform(300, SPACE, 2) + window.low
    weight = np.random.default_rng(3).uniform(0.05, 0.3, 300)
    radii = np.array([10.0, 15.0, 20.0])
    # by hand, in a window without border
    torus = Window.box(SPACE, (True,) * 3)
    away = torus.shift((origin - window.low)[:, None], (target - window.low)[None])
    distance = np.linalg.norm(away, axis=2)
    missing = np.where(distance[..., None] <= radii, 1 - weight[None, :, None], 1).prod(axis=1)
    it = nearest_neighbours(origin - window.low, target - window.low, torus, target_weight=weight)
    np.testing.assert_allclose(it.g(radii), 1 - missing.mean(axis=0), rtol=1e-4)
    assert it.density == pytest.approx(weight.sum() / torus.measure)
    # all the same as thinning the targets by dice, in the slab
    found = []
    random = np.random.default_rng(4)
    for _ in range(300):
        there = target[random.uniform(size=300) < weight]
        found.append(nearest_neighbours(origin, there, window).g(radii))
    expected = nearest_neighbours(origin, target, window, target_weight=weight).g(radii)
    np.testing.assert_allclose(np.mean(found, axis=0), expected, atol=0.02)


def test_neighbours_need_somebody():
    window, points = WINDOWS["plane"], uniform(5, PLANE, 1)
    for origin, target in ((points[:1], None), (points, points[:0]), (points[:0], points)):
        with pytest.raises(Problem, match="both kinds"):
            nearest_neighbours(origin, target, window)


# --- windows ---


def test_a_window_knows_its_size_and_what_it_covers():
    window = Window.box(PLANE, (True, False), low=(10, 0), mask=l_shaped())
    assert window.measure == pytest.approx(100 * 160 - 60 * 100)
    points = np.array([[15, 150], [115, 150], [85, 150], [85, 10], [15, 161], [-5, 10]])
    assert window.covers(points).tolist() == [True, True, False, True, False, True]
    assert window.reach == 50


def test_erosion_of_a_box():
    block = Window.box(SPACE, (True, True, False))
    np.testing.assert_allclose(block.eroded(np.array([0, 10, 50])), [960_000, 720_000, 0])
    points = np.array([[1.0, 1.0, 30.0], [50.0, 60.0, 75.0]])
    np.testing.assert_allclose(block.to_border(points), [30, 5])
    mask = np.ones((10, 12, 40), bool)
    mask[:, :, 20:] = False  # voxels of 10 × 10 × 2 µm
    half = Window.box(SPACE, (True, True, False), mask=mask)
    np.testing.assert_allclose(half.to_border([[5, 5, 19.5], [5, 5, 38.5]]), [19, 1])
    assert half.eroded(np.array([10.0])) == pytest.approx(100 * 120 * 20, rel=0.1)


def test_tissue_fills_what_cells_fill():
    box = Window.box([200, 200, 300], (True, True, False))
    points = lattice(20, 15.0, 3)
    points = points[(points < [200, 200, 150]).all(axis=1)]
    points[:, :2] *= 200 / 195  # 13 cells fill the block across
    tissue = filled_by(points, 7.5, box)
    assert tissue.measure == pytest.approx(200 * 200 * 150, rel=0.07)
    # a hole of one cell is tissue, a large one is not
    holed = points[np.linalg.norm(points - points[1000], axis=1) > 1]
    assert filled_by(holed, 7.5, box).measure == pytest.approx(tissue.measure, rel=0.003)
    hollow = points[np.linalg.norm(points - [100, 100, 75], axis=1) > 40]
    lost = tissue.measure - filled_by(hollow, 7.5, box).measure
    assert lost == pytest.approx(4 / 3 * pi * 40**3, rel=0.35)

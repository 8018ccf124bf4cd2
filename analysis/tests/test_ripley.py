"""K, cross-K and L give the known answers of known patterns."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
from patterns import agrees, hard_core, lattice, thomas, uniform
from perforin import Problem
from perforin.ripley import cross_k, l_function, random_labelling, ripley_k
from perforin.windows import Window
from scipy.special import erf

PLANE, SPACE = np.array([100.0, 160.0]), np.array([100.0, 120.0, 80.0])
RADII = np.array([5.0, 10.0, 20.0, 30.0])


def ball(radii: np.ndarray, dimensions: int) -> np.ndarray:
    return pi * radii**2 if dimensions == 2 else 4 / 3 * pi * radii**3


def l_shaped() -> np.ndarray:
    """A mask of a box of 100 × 160 µm."""
    mask = np.ones((10, 16), bool)
    mask[4:, 6:] = False
    return mask


WINDOWS = {
    "periodic plane": Window.box(PLANE, (True, True)),
    "strip": Window.box(PLANE, (True, False)),
    "plane": Window.box(PLANE),
    "L": Window.box(PLANE, mask=l_shaped()),
    "L on a cylinder": Window.box(PLANE, (False, True), mask=l_shaped()),
    "torus": Window.box(SPACE, (True, True, True)),
    "slab": Window.box(SPACE, (True, True, False), low=(5, -3, 40)),
    "block": Window.box(SPACE),
}


@pytest.mark.parametrize("name", WINDOWS)
def test_k_of_randomness_is_the_ball_in_any_window(name):
    window = WINDOWS[name]
    found = []
    for seed in range(60):
        points = uniform(500, window.size, seed) + window.low
        found.append(ripley_k(points, window, RADII))
    agrees(found, ball(RADII, window.dimensions), 0.08)


def test_on_a_torus_k_is_as_exact_as_counts_of_pairs():
    # pairs within r are Poisson: n(n − 1)/2 · πr²/A of them
    window, count = WINDOWS["periodic plane"], 2000
    pairs = count * (count - 1) / 2 * ball(RADII, 2) / window.measure
    for seed in range(3):
        k = ripley_k(uniform(count, PLANE, seed), window, RADII)
        assert np.all(np.abs(k / ball(RADII, 2) - 1) < 4 / np.sqrt(pairs))


@pytest.mark.parametrize("name", ["L", "slab"])
def test_cross_k_of_two_independent_patterns_is_the_ball(name):
    window = WINDOWS[name]
    found = []
    for seed in range(60):
        # clustered by themselves, but not with each other
        first = np.repeat(uniform(60, window.size, seed), 3, axis=0) + window.low
        second = uniform(300, window.size, 1000 + seed) + window.low
        found.append(cross_k(first, second, window, RADII[1:]))
    agrees(found, ball(RADII[1:], window.dimensions), 0.08)


def test_cross_k_is_the_same_both_ways():
    window = WINDOWS["L on a cylinder"]
    first, second = uniform(100, PLANE, 1), uniform(200, PLANE, 2)
    there, back = cross_k(first, second, window, RADII), cross_k(second, first, window, RADII)
    np.testing.assert_allclose(there, back)


def test_k_of_clusters_in_a_plane():
    # Thomas: πr² + (1 − exp(−r²/4σ²)) / κ
    window, parents, children, sigma = WINDOWS["periodic plane"], 60, 8, 4.0
    excess = (1 - np.exp(-(RADII**2) / (4 * sigma**2))) * window.measure / parents
    agrees(of_thomas(window, parents, children, sigma), ball(RADII, 2) + excess, 0.08)


def test_k_of_clusters_in_space():
    # two children lie √2 σ apart along each axis: Maxwell's distribution
    window, parents, children, sigma = WINDOWS["torus"], 60, 8, 4.0
    z = RADII / (2 * sigma)
    excess = (erf(z) - 2 * z / np.sqrt(pi) * np.exp(-z * z)) * window.measure / parents
    agrees(of_thomas(window, parents, children, sigma), ball(RADII, 3) + excess, 0.08)


def of_thomas(window: Window, parents: int, children: int, sigma: float) -> list[np.ndarray]:
    """K with the known density in the place of the found one, which makes it unbiased."""
    found = []
    for seed in range(100):
        points = thomas(parents, children, sigma, window.size, seed)
        n = len(points)
        share = n * (n - 1) / (parents * children) ** 2
        found.append(ripley_k(points, window, RADII) * share)
    return found


def test_k_of_a_lattice_counts_its_neighbours():
    window = Window.box([80, 80, 80], (True,) * 3)
    points = lattice(8, 10.0, 3)
    neighbours = np.array([0, 6, 18, 26, 32])
    k = ripley_k(points, window, np.array([9.99, 10, 14.2, 17.4, 20]))
    np.testing.assert_allclose(k, neighbours * window.measure / (len(points) - 1))


def test_no_pair_is_nearer_than_a_hard_core():
    points = hard_core(200, 6.0, PLANE, 1)
    k = ripley_k(points, WINDOWS["periodic plane"], np.array([5.999, 12.0]))
    assert k[0] == 0 and k[1] > 0


def test_l_of_randomness_is_the_radius():
    np.testing.assert_allclose(l_function(ball(RADII, 2), 2), RADII)
    np.testing.assert_allclose(l_function(ball(RADII, 3), 3), RADII)


def test_k_does_not_change_when_the_pattern_is_moved_or_turned():
    window = Window.box([100, 100, 100], (True,) * 3)
    points = thomas(30, 6, 5.0, window.size, 3)
    k = ripley_k(points, window, RADII)
    np.testing.assert_allclose(ripley_k(points + [37, -512, 8.5], window, RADII), k)
    turned = np.stack([100 - points[:, 1], points[:, 0], points[:, 2]], axis=1)
    np.testing.assert_allclose(ripley_k(turned, window, RADII), k)
    free = Window.box([100, 100, 100])
    moved = Window.box([100, 100, 100], low=(37, -512, 8.5))
    k = ripley_k(points, free, RADII)
    np.testing.assert_allclose(ripley_k(points + [37, -512, 8.5], moved, RADII), k)
    np.testing.assert_allclose(ripley_k(turned, free, RADII), k)


def test_a_periodic_block_is_a_large_tiling():
    # across the tiled axis, seen from the middle tile of three
    window = Window.box([60, 60, 90], (True, True, False))
    points = uniform(150, window.size, 4)
    tiles = [points + [60 * i, 60 * j, 0] for i in (-1, 0, 1) for j in (-1, 0, 1)]
    everywhere = np.concatenate(tiles)
    away = everywhere[None] - points[:, None]
    distance = np.linalg.norm(away, axis=2)
    share = 60 * 60 * (90 - np.abs(away[:, :, 2]))
    for radius, k in zip(RADII, ripley_k(points, window, RADII)):
        near = (distance <= radius) & (distance > 0)
        expected = np.sum(near / share) * window.measure**2 / (150 * 149)
        assert k == pytest.approx(expected)


def test_a_mask_of_everything_is_no_mask():
    points = uniform(100, PLANE, 5)
    for wraps in ((True, False), (False, False)):
        plain = ripley_k(points, Window.box(PLANE, wraps), RADII)
        masked = Window.box(PLANE, wraps, mask=np.ones((7, 9), bool))
        np.testing.assert_allclose(ripley_k(points, masked, RADII), plain)


def test_a_mask_of_half_the_box_is_half_the_box():
    mask = np.zeros((10, 8), bool)
    mask[:5] = True
    points = uniform(200, PLANE, 6)
    masked = ripley_k(points, Window.box(PLANE, mask=mask), RADII)
    kept = points[points[:, 0] < 50]
    np.testing.assert_allclose(masked, ripley_k(kept, Window.box([50, 160]), RADII))


def test_weights_are_probabilities_of_points():
    window = WINDOWS["strip"]
    points, weight = uniform(60, PLANE, 7), np.random.default_rng(7).uniform(0.2, 1, 60)
    dealt = np.random.default_rng(8).uniform(size=(4000, 60)) < weight
    pairs = np.array([n * (n - 1) for n in dealt.sum(axis=1)])
    found = [ripley_k(points[rows], window, RADII[2:]) for rows in dealt]
    drawn = np.average(found, axis=0, weights=pairs)
    np.testing.assert_allclose(ripley_k(points, window, RADII[2:], weight), drawn, rtol=0.02)


def test_k_is_refused_where_it_cannot_be_seen():
    points = uniform(10, PLANE, 1)
    with pytest.raises(Problem, match="half of its edge, 50 µm"):
        ripley_k(points, WINDOWS["periodic plane"], np.array([51.0]))
    with pytest.raises(Problem, match="two or more"):
        ripley_k(points[:1], WINDOWS["plane"], RADII)
    with pytest.raises(Problem, match="both kinds"):
        cross_k(points, points[:0], WINDOWS["plane"], RADII)
    with pytest.raises(Problem, match="0 or more"):
        ripley_k(points, WINDOWS["plane"], RADII, np.full(10, -0.5))


def test_groups_of_cells_are_as_far_from_each_other_as_cells_in_their_places():
    points = uniform(40, PLANE, 1)
    single = ripley_k(points, WINDOWS["plane"], RADII)
    doubled = ripley_k(points, WINDOWS["plane"], RADII, np.full(40, 2.0))
    np.testing.assert_allclose(doubled, single)


def test_kinds_that_are_dealt_out_by_chance_stay_within_the_envelope():
    found = []
    for seed in range(20):
        points = thomas(40, 8, 6.0, PLANE, seed)  # clusters are in both, and do not matter
        first = np.random.default_rng(seed).uniform(size=len(points)) < 0.3
        it = random_labelling(points[first], points[~first], WINDOWS["L"], RADII)
        found.append(it.p)
        again = random_labelling(points[first], points[~first], WINDOWS["L"], RADII)
        np.testing.assert_array_equal(it.low, again.low)
    # p is uniform: of twenty, more than four below 0.05 have a chance of 0.3 %
    assert sum(p <= 0.05 for p in found) <= 4
    assert 0.25 < np.mean(found) < 0.75


def test_kinds_that_keep_apart_leave_the_envelope():
    points = uniform(400, PLANE, 9)
    left = points[:, 0] < 50
    apart = random_labelling(points[left], points[~left], WINDOWS["plane"], RADII)
    assert np.all(apart.found < apart.low) and apart.p == 0.01
    # pairs of one of each, close to each other
    first = uniform(100, PLANE, 10)
    second = (first + [2.0, 0]) % PLANE
    together = random_labelling(first, second, WINDOWS["periodic plane"], RADII)
    assert together.found[0] > together.high[0] and together.p == 0.01


def test_the_found_curve_is_that_of_cross_k():
    window = WINDOWS["L"]
    first, second = uniform(80, PLANE, 11), uniform(160, PLANE, 12)
    weight = np.random.default_rng(1).uniform(0.1, 1, 80)
    it = random_labelling(first, second, window, RADII, weight)
    k = cross_k(first, second, window, RADII, weight)
    np.testing.assert_allclose(it.found, l_function(k, 2) - RADII)
    points = lattice(8, 10.0, 2)  # pairs that lie exactly r apart are within r
    torus, few = Window.box([80, 80], (True, True)), np.array([10.0, 20.0, 30.0])
    k = cross_k(points[:20], points[20:], torus, few)
    it = random_labelling(points[:20], points[20:], torus, few)
    np.testing.assert_allclose(it.found, l_function(k, 2) - few)
    with pytest.raises(Problem, match="larger radii"):
        random_labelling(first, second, window, RADII, judged_from=31.0)

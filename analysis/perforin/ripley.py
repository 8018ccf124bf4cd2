"""Ripley's K, cross-K and L of point patterns, and what random labelling makes of them.

Points may have a weight between 0 and 1, the probability that there is a cell at all: an agent of
a rare kind stands for a tenth of a cell, and ten agents show where one cell may be. All statistics
are then those of the cells, in expectation. An agent of several cells (weight above 1) counts as so
many; how they stand to each other it does not tell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from perforin.errors import Problem
from perforin.windows import Window, unit_ball


def ripley_k(
    points: np.ndarray, window: Window, radii: np.ndarray, weight: np.ndarray | None = None
) -> np.ndarray:
    """Ripley's K(r): further points within r of a point, per density (µm² or µm³).

    With the translation correction of Ohser & Stoyan (1981): a pair that lies v apart counts by
    1/|W ∩ (W + v)|. Unbiased also in a window of any shape, since it asks for no more than the
    shifts that the window allows; exact across periodic faces. πr² or 4/3 πr³ for randomness.
    """
    place, weight = window.keep(points, weight)
    pairs = weight.sum() ** 2 - np.sum(weight**2)
    if not pairs > 0:
        raise Problem("K needs two or more cells in the window")
    i, j, distance, share = _pairs(place, place, window, radii)
    other = i != j
    i, j, distance, share = i[other], j[other], distance[other], share[other]
    return _summed(distance, weight[i] * weight[j] * share, radii) * window.measure**2 / pairs


def cross_k(
    first: np.ndarray,
    second: np.ndarray,
    window: Window,
    radii: np.ndarray,
    first_weight: np.ndarray | None = None,
    second_weight: np.ndarray | None = None,
) -> np.ndarray:
    """Cross-K(r): points of the second kind within r of one of the first, per density of the second.

    πr² or 4/3 πr³ where the two kinds know nothing of each other. Corrected as `ripley_k`.
    """
    start, start_weight = window.keep(first, first_weight)
    end, end_weight = window.keep(second, second_weight)
    pairs = start_weight.sum() * end_weight.sum()
    if not pairs > 0:
        raise Problem("cross-K needs cells of both kinds in the window")
    i, j, distance, share = _pairs(start, end, window, radii)
    weight = start_weight[i] * end_weight[j] * share
    return _summed(distance, weight, radii) * window.measure**2 / pairs


def l_function(k: np.ndarray, dimensions: int) -> np.ndarray:
    """L(r) = (K(r)/b)^(1/n), b the unit ball: L(r) = r for randomness (Besag 1977)."""
    return (np.asarray(k, float) / unit_ball(dimensions)) ** (1 / dimensions)


def _pairs(
    start: np.ndarray, end: np.ndarray, window: Window, radii: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Pairs within the largest radius: indices, distances, 1/|W ∩ (W + v)|."""
    most = float(np.max(radii))
    if most > window.reach * (1 + 1e-9):
        raise Problem(
            f"K is asked for up to {most:g} µm; a periodic window shows it up to half of its edge, "
            f"{window.reach:g} µm"
        )
    near = window.tree(start).sparse_distance_matrix(
        window.tree(end), most * (1 + 1e-12), output_type="ndarray"
    )
    i, j = near["i"], near["j"]
    overlap = window.covariance(window.shift(start[i], end[j]))
    return i, j, near["v"], 1 / np.maximum(overlap, 1e-300)


def _summed(distance: np.ndarray, weight: np.ndarray, radii: np.ndarray) -> np.ndarray:
    """Weights of what lies within each radius."""
    order = np.argsort(distance, kind="stable")
    held = np.concatenate([[0.0], np.cumsum(weight[order])])
    return held[np.searchsorted(distance[order], radii, side="right")]


# --- random labelling ---


@dataclass(frozen=True)
class Labelling:
    """L(r) − r across two kinds, and what it would be were the kinds dealt out by chance.

    Attributes
    ----------
    radii, found : numpy.ndarray
        r and L(r) − r (µm).
    low, high, mean : numpy.ndarray
        Least, largest and mean of the permutations (µm).
    p : float
        Of the largest deviation from the mean over all r: the rank of the found one among those
        of the permutations, over how many there are (Ripley 1981; Baddeley 2014).
    judged_from : float
        The r from which on deviations count for `p` (µm).
    """

    radii: np.ndarray
    found: np.ndarray
    low: np.ndarray
    high: np.ndarray
    mean: np.ndarray
    p: float
    judged_from: float


def random_labelling(
    first: np.ndarray,
    second: np.ndarray,
    window: Window,
    radii: np.ndarray,
    first_weight: np.ndarray | None = None,
    second_weight: np.ndarray | None = None,
    permutations: int = 99,
    seed: int = 1,
    judged_from: float = 0.0,
) -> Labelling:
    """Cross-L beside that of random labelling: places stay, kinds (with weights) are permuted.

    The shape of the tissue and the crowding of cells are then the same in both, and what is left
    is whether the kinds mix.

    Parameters
    ----------
    permutations
        99 give least and largest a chance of 1 % each at any one r.
    judged_from
        Cells of different size cannot be exchanged where they lie close: from which r on the
        deviations count (µm).
    """
    start, start_weight = window.keep(first, first_weight)
    end, end_weight = window.keep(second, second_weight)
    if not len(start) or not len(end):
        raise Problem("random labelling needs cells of both kinds in the window")
    place = np.concatenate([start, end])
    i, j, distance, share = _pairs(place, place, window, radii)
    scale = window.measure**2 / (start_weight.sum() * end_weight.sum())
    is_first = np.concatenate([start_weight, np.zeros(len(end))])
    is_second = np.concatenate([np.zeros(len(start)), end_weight])
    slot = np.searchsorted(radii, distance, side="left")
    random = np.random.default_rng(seed)
    curves = []
    for number in range(permutations + 1):
        order = random.permutation(len(place)) if number else np.arange(len(place))
        weight = is_first[order][i] * is_second[order][j] * share
        within = np.cumsum(np.bincount(slot, weight, minlength=len(radii) + 1))[: len(radii)]
        curves.append(l_function(within * scale, window.dimensions) - radii)
    found, chance = curves[0], np.array(curves[1:])
    mean = chance.mean(axis=0)
    judged = np.asarray(radii) >= judged_from
    if not judged.any():
        raise Problem(f"deviations from {judged_from:g} µm on need larger radii")
    # From the mean of all, the found one too: then each has the same chance of any rank.
    deviation = np.abs(np.array(curves) - np.mean(curves, axis=0))[:, judged].max(axis=1)
    p = float(np.mean(deviation >= deviation[0] - 1e-12))
    return Labelling(np.asarray(radii), found, chance.min(0), chance.max(0), mean, p, judged_from)

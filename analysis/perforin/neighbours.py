"""Distances to the nearest cell in point patterns: G(r), mean, ratio to randomness.

Points may have a weight between 0 and 1, the probability that there is a cell at all: an agent of
a rare kind stands for a tenth of a cell, and ten agents show where one cell may be. All statistics
are then those of the cells, in expectation. An agent of several cells (weight above 1) is there for
certain, and counts as so many.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gamma

import numpy as np

from perforin.errors import Problem
from perforin.windows import Window, unit_ball

_NEGLIGIBLE = 1e-6
"""Probability that none of the neighbours looked at is a cell."""


@dataclass(frozen=True)
class NearestNeighbours:
    """Distances from cells of one kind to the nearest of another, or of their own.

    Attributes
    ----------
    distance, share : numpy.ndarray
        Distances in rising order (µm), and the probability of each.
    density : float
        Of the cells that are sought, per µm² or µm³ of the window.
    """

    distance: np.ndarray
    share: np.ndarray
    density: float
    dimensions: int

    def g(self, radius: np.ndarray) -> np.ndarray:
        """G(r): probability that the nearest one is not further away than r."""
        held = np.concatenate([[0.0], np.cumsum(self.share)])
        return held[np.searchsorted(self.distance, radius, side="right")]

    def g_random(self, radius: np.ndarray) -> np.ndarray:
        """G(r) of complete spatial randomness: 1 − exp(−λ b rⁿ), b the unit ball."""
        ball = unit_ball(self.dimensions) * np.asarray(radius, float) ** self.dimensions
        return -np.expm1(-self.density * ball)

    @property
    def mean(self) -> float:
        """Mean distance to the nearest (µm)."""
        return float(np.sum(self.share * self.distance))

    @property
    def mean_random(self) -> float:
        """That of complete spatial randomness: ∫ exp(−λ b rⁿ) dr = Γ(1 + 1/n) (λ b)^(−1/n).

        1/(2 √λ) in a plane (Clark & Evans 1954), 0.554 λ^(−1/3) in space (Hertz 1909).
        """
        n = self.dimensions
        return gamma(1 + 1 / n) * (self.density * unit_ball(n)) ** (-1 / n)

    @property
    def ratio(self) -> float:
        """Mean distance over that of randomness (Clark & Evans 1954): 1 random, below 1 near each
        other, above 1 apart."""
        return self.mean / self.mean_random


def nearest_neighbours(
    origin: np.ndarray,
    target: np.ndarray | None,
    window: Window,
    origin_weight: np.ndarray | None = None,
    target_weight: np.ndarray | None = None,
) -> NearestNeighbours:
    """Distances from each point to the nearest target, corrected for what lies beyond the border.

    The estimator is Hanisch's (1984): a distance d counts only where the origin is not nearer to
    the border than d, and then by 1/|W ⊖ d|, the share of the window in which it would have been
    seen. Across periodic faces the nearest image counts, and nothing is to be corrected. With weights
    it is the distance given that there is a cell at all.

    Parameters
    ----------
    origin, target
        Positions (µm); points outside the window are left out. Without a target the nearest other
        point of the same kind is sought.
    origin_weight, target_weight
        The probabilities of the points; 1 if not given.
    """
    start, start_weight = window.keep(origin, origin_weight)
    end, end_weight = (
        (start, start_weight) if target is None else window.keep(target, target_weight)
    )
    alone = 1 if target is None else 0
    if not len(start) or len(end) <= alone:
        raise Problem("nearest neighbours need cells of both kinds, or two of one, in the window")
    count = min(len(end), _looked_at(end_weight) + alone)
    distance, index = window.tree(end).query(start, k=np.arange(1, count + 1))
    weight = np.minimum(end_weight[index], 1.0)
    if alone:
        weight = np.where(index == np.arange(len(start))[:, None], 0.0, weight)
    earlier = np.cumprod(1 - weight, axis=1)
    earlier = np.concatenate([np.ones((len(start), 1)), earlier[:, :-1]], axis=1)
    share = start_weight[:, None] * weight * earlier
    border = window.to_border(start + window.low)[:, None]
    seen = (share > 0) & (distance <= border)
    distance, share = distance[seen], share[seen]
    share = share / np.maximum(window.eroded(distance), 1e-300)
    if not share.sum() > 0:
        raise Problem("every nearest neighbour may lie beyond the border: the window is too small")
    order = np.argsort(distance, kind="stable")
    density = end_weight.sum() / window.measure
    return NearestNeighbours(
        distance[order], share[order] / share.sum(), float(density), window.dimensions
    )


def _looked_at(weight: np.ndarray) -> int:
    """How many neighbours until one of them is a cell, all but certainly."""
    least = float(weight.min())
    return 1 if least >= 1 else int(np.ceil(np.log(_NEGLIGIBLE) / np.log1p(-least)))

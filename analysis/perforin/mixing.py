"""How far two kinds of cells mix: contacts, overlap on quadrats, who is within reach of whom.

Weights are probabilities of cells, as in `neighbours`; what is counted are cells, in expectation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from perforin.errors import Problem
from perforin.windows import Window

CONTACT = 1.2
"""Cells touch when their centres are not further apart than this times the sum of their radii.
Assumed: room for membranes that are not round."""

QUADRAT_UM = 50.0
"""Edge of a quadrat, some three tumour cells (µm). Assumed; state it with the index."""

REACH_UM = 20.0
"""A T cell is near a tumour cell within this distance of centres (µm): the usual one on multiplex
images, and the default of SPIAT (`mixing_score_summary`)."""


@dataclass(frozen=True)
class Mixing:
    """Contacts between and within two kinds.

    Attributes
    ----------
    across : float
        Pairs of an immune and a tumour cell that touch.
    within : float
        Pairs of immune cells that touch.
    immune, tumour : float
        Cells.
    """

    across: float
    within: float
    immune: float
    tumour: float

    @property
    def score(self) -> float:
        """Contacts of immune with tumour cells per contact of immune cells (Keren 2018).

        Each pair counts once; a program that counts those of immune cells from both sides gives
        half of it. Infinite where immune cells touch tumour cells only, no number where they touch nothing.
        """
        if self.within > 0:
            return self.across / self.within
        return np.inf if self.across > 0 else np.nan

    @property
    def normalised(self) -> float:
        """The score over what chance gives: score · (n_immune − 1) / (2 n_tumour).

        That is the share of all pairs across that touch over the share of all immune pairs that
        do: 1 for kinds of one size that are dealt out at random. It does not rise with the share
        of tumour cells, as the score itself does.
        """
        return self.score * (self.immune - 1) / (2 * self.tumour)


def mixing(
    immune: np.ndarray,
    immune_radius: np.ndarray,
    tumour: np.ndarray,
    tumour_radius: np.ndarray,
    window: Window,
    immune_weight: np.ndarray | None = None,
    tumour_weight: np.ndarray | None = None,
    contact: float = CONTACT,
) -> Mixing:
    """Count contacts.

    Parameters
    ----------
    immune, tumour
        Positions (µm); all must lie in the window.
    immune_radius, tumour_radius
        Of the cells (µm).
    contact
        See `CONTACT`.
    """
    one, w = _all_kept(immune, immune_weight, window)
    two, v = _all_kept(tumour, tumour_weight, window)
    r, s = np.asarray(immune_radius, float), np.asarray(tumour_radius, float)
    i, j = _touching(one, r, two, s, window, contact)
    k, m = _touching(one, r, one, r, window, contact)
    pairs = k < m
    return Mixing(
        across=float(np.sum(w[i] * v[j])),
        within=float(np.sum(w[k[pairs]] * w[m[pairs]])),
        immune=float(w.sum()),
        tumour=float(v.sum()),
    )


def _all_kept(
    points: np.ndarray, weight: np.ndarray | None, window: Window
) -> tuple[np.ndarray, np.ndarray]:
    place, kept = window.keep(points, weight)
    if len(place) != len(points):
        raise Problem("cells without weight or outside the window cannot be asked for contacts")
    return place, kept


def _touching(
    start: np.ndarray,
    start_radius: np.ndarray,
    end: np.ndarray,
    end_radius: np.ndarray,
    window: Window,
    contact: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Indices of pairs in contact."""
    if not len(start) or not len(end):
        return np.zeros(0, int), np.zeros(0, int)
    most = contact * (start_radius.max() + end_radius.max())
    near = window.tree(start).sparse_distance_matrix(
        window.tree(end), most * (1 + 1e-12), output_type="ndarray"
    )
    i, j = near["i"], near["j"]
    touch = near["v"] <= contact * (start_radius[i] + end_radius[j]) * (1 + 1e-12)
    return i[touch], j[touch]


def morisita_horn(first: np.ndarray, second: np.ndarray) -> float:
    """Morisita–Horn index of two kinds on quadrats: 2 Σ p q / (Σ p² + Σ q²) (Horn 1966; of
    lymphocytes and cancer cells Maley 2015).

    0 where no quadrat holds both kinds, 1 where the kinds have the same shares in every quadrat.

    Parameters
    ----------
    first, second
        Cells of each kind in each quadrat.
    """
    p, q = np.asarray(first, float), np.asarray(second, float)
    if not p.sum() > 0 or not q.sum() > 0:
        raise Problem("the Morisita–Horn index needs cells of both kinds")
    p, q = p / p.sum(), q / q.sum()
    return float(2 * np.sum(p * q) / (np.sum(p * p) + np.sum(q * q)))


def on_quadrats(
    points: np.ndarray,
    window: Window,
    weight: np.ndarray | None = None,
    edge: float = QUADRAT_UM,
) -> np.ndarray:
    """Cells in each quadrat (in space: cube) of a window.

    Parameters
    ----------
    edge
        Of a quadrat (µm), made a little larger or smaller so that whole ones fill the box.
    """
    place, weight = window.keep(points, weight)
    count = np.maximum(1, np.rint(window.size / edge)).astype(int)
    edges = [np.linspace(0, size, n + 1) for size, n in zip(window.size, count)]
    return np.histogramdd(place, edges, weights=weight)[0]


def share_within(
    origin: np.ndarray,
    target: np.ndarray,
    window: Window,
    reach: float = REACH_UM,
    origin_weight: np.ndarray | None = None,
    target_weight: np.ndarray | None = None,
) -> float:
    """Share of the cells of one kind that have one of another within reach (µm).

    Not corrected for what lies beyond the window: nothing does, where it holds all of the tissue.
    """
    start, w = window.keep(origin, origin_weight)
    end, v = window.keep(target, target_weight)
    if not len(start):
        raise Problem("there are no cells whose neighbours could be sought")
    if not len(end):
        return 0.0
    near = window.tree(start).sparse_distance_matrix(
        window.tree(end), reach * (1 + 1e-12), output_type="ndarray"
    )
    with np.errstate(divide="ignore"):  # a whole cell: log 0, none is missing for certain
        missing = np.bincount(near["i"], np.log1p(-v[near["j"]]), minlength=len(start))
    return float(np.average(-np.expm1(missing), weights=w))

"""Indices of sensitivity: of Sobol, of Morris, partial rank correlations."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from perforin.errors import Problem
from perforin.trials.statistic import LEVEL, z_of

RESAMPLES = 1000
SEED = 1


@dataclass(frozen=True)
class Index:
    """An index of each parameter with the ends of its interval."""

    name: str
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    method: str
    p: np.ndarray | None = None


def sobol(
    a: np.ndarray, b: np.ndarray, ab: np.ndarray, level: float = LEVEL
) -> tuple[Index, Index]:
    """First-order and total indices.

    With V the variance of A's and B's outcomes together and AB_i the points of A with the i-th
    parameter of B: S_i = mean(f_B (f_ABi − f_A)) / V (Saltelli 2010), with f centred, which makes
    its error smaller; T_i = mean((f_A − f_ABi)²) / 2V (Jansen 1999). Intervals: bootstrap of rows.

    Parameters
    ----------
    a, b
        Outcomes at the points of both designs, (n,).
    ab
        (parameters, n).
    """
    variance = float(np.var(np.concatenate([a, b])))
    if not variance > 0:
        raise Problem("the outcome is the same everywhere: nothing to explain")
    values = _sobol(a, b, ab)
    draw = np.random.default_rng(SEED)
    again = [
        _sobol(a[rows], b[rows], ab[:, rows])
        for rows in draw.integers(0, len(a), (RESAMPLES, len(a)))
    ]
    ends = 50 * (1 - level), 100 - 50 * (1 - level)
    low, high = np.nanpercentile(np.stack(again), ends, axis=0)
    spread = f"bootstrap of rows, {RESAMPLES} resamples, percentiles, seed {SEED}"
    methods = f"Saltelli 2010; {spread}", f"Jansen 1999; {spread}"
    return tuple(
        Index(name, values[i], low[i], high[i], methods[i])
        for i, name in enumerate(("first", "total"))
    )


def _sobol(a: np.ndarray, b: np.ndarray, ab: np.ndarray) -> np.ndarray:
    both = np.concatenate([a, b])
    variance, centre = both.var(), both.mean()
    with np.errstate(divide="ignore", invalid="ignore"):
        first = np.mean((b - centre) * (ab - a), axis=1) / variance
        total = np.mean((a - ab) ** 2, axis=1) / 2 / variance
    return np.stack([first, total])


def morris(effects: np.ndarray, level: float = LEVEL) -> tuple[Index, Index, Index]:
    """μ*, μ and σ of elementary effects (Morris 1991; μ*: Campolongo 2007).

    Parameters
    ----------
    effects
        (trajectories, parameters): change of the outcome over the step, per whole range.
    """
    if len(effects) < 2:
        raise Problem("Morris' method needs two trajectories at least")
    draw = np.random.default_rng(SEED)
    again = effects[draw.integers(0, len(effects), (RESAMPLES, len(effects)))]
    ends = 50 * (1 - level), 100 - 50 * (1 - level)
    spread = f"bootstrap of trajectories, {RESAMPLES} resamples, percentiles, seed {SEED}"
    found = []
    for name, of in (
        ("mu_star", lambda x, axis: np.abs(x).mean(axis=axis)),
        ("mu", lambda x, axis: x.mean(axis=axis)),
        ("sigma", lambda x, axis: x.std(axis=axis, ddof=1)),
    ):
        low, high = np.percentile(of(again, 1), ends, axis=0)
        found.append(Index(name, of(effects, 0), low, high, f"Morris 1991; {spread}"))
    return tuple(found)


def prcc(x: np.ndarray, y: np.ndarray, level: float = LEVEL) -> Index:
    """Partial correlation of ranks of each parameter with the outcome, the others held: of the
    residuals of both ranks after regression on the others'. Interval by Fisher's z, test by t.

    Parameters
    ----------
    x
        (points, parameters).
    """
    n, k = x.shape
    freedom = n - 1 - k  # n − 2 less the k − 1 that are held
    if freedom < 2:
        raise Problem(f"{n} points are too few for {k} parameters")
    ranks = np.apply_along_axis(stats.rankdata, 0, x)
    ranked = stats.rankdata(y)
    if np.ptp(ranked) == 0:
        raise Problem("the outcome is the same everywhere: nothing to explain")
    found = np.full(k, math.nan)
    for i in range(k):
        others = np.column_stack([np.ones(n), np.delete(ranks, i, axis=1)])
        left = [
            v - others @ np.linalg.lstsq(others, v, rcond=None)[0] for v in (ranks[:, i], ranked)
        ]
        sizes = [math.sqrt(float(it @ it)) for it in left]
        # What is left of a parameter that the others determine is rounding.
        if sizes[0] > 1e-9 * n**1.5 and sizes[1] > 1e-9 * n**1.5:
            found[i] = np.clip(float(left[0] @ left[1]) / (sizes[0] * sizes[1]), -1, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        z, reach = np.arctanh(found), z_of(level) / math.sqrt(freedom - 1)
        p = 2 * stats.t.sf(np.abs(found) * np.sqrt(freedom / (1 - found**2)), freedom)
    method = "partial correlation of ranks; Fisher's z, t test"
    return Index("prcc", found, np.tanh(z - reach), np.tanh(z + reach), method, p)

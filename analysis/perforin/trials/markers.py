"""What a monitored quantity tells of the response: ROC, calibration, decision curve."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from perforin.trials import logistic
from perforin.trials.rates import rate
from perforin.trials.statistic import LEVEL, Statistic, z_of

FOLDS = 10


@dataclass(frozen=True)
class Roc:
    """False and true positive rates as the threshold falls, and the area with its error."""

    false_positive: np.ndarray
    true_positive: np.ndarray
    area: float
    error: float


def roc(marker: np.ndarray, yes: np.ndarray) -> Roc:
    """The curve of a marker whose high values speak for a response; ties count half.

    The error is DeLong's (1988), from placements by ranks (Sun & Xu 2014).
    """
    marker, yes = np.asarray(marker, float), np.asarray(yes, bool)
    high, low = marker[yes], marker[~yes]
    m, n = len(high), len(low)
    ranks = stats.rankdata(np.concatenate([high, low]))
    of_high = (ranks[:m] - stats.rankdata(high)) / n  # share of the others that lies below
    of_low = 1 - (ranks[m:] - stats.rankdata(low)) / m
    area = float(of_high.mean())
    variance = of_high.var(ddof=1) / m + of_low.var(ddof=1) / n if min(m, n) > 1 else math.nan
    cuts = np.unique(marker)[::-1]
    true = np.array([0.0, *((high >= cut).mean() for cut in cuts)])
    false = np.array([0.0, *((low >= cut).mean() for cut in cuts)])
    return Roc(false, true, area, math.sqrt(variance))


def auc(marker: np.ndarray, yes: np.ndarray, level: float = LEVEL) -> Statistic:
    """Area under the curve with DeLong's interval on the logit, and the test against a half."""
    found = Statistic(
        *("", "auc"),
        n=float(len(yes)),
        events=float(np.sum(yes)),
        level=level,
        method="Mann–Whitney; DeLong, on the logit; Wald's test against 0.5",
    )
    if min(np.sum(yes), np.sum(~np.asarray(yes, bool))) < 2:
        return found.of(note="fewer than two with a response, or without one")
    curve = roc(marker, yes)
    found = found.of(value=curve.area)
    if not 0 < curve.area < 1 or not curve.error > 0:
        return found.of(note="the marker separates them wholly: DeLong's error is 0")
    centre = math.log(curve.area / (1 - curve.area))
    reach = z_of(level) * curve.error / (curve.area * (1 - curve.area))
    low, high = (1 / (1 + math.exp(-(centre + sign * reach))) for sign in (-1, 1))
    p = 2 * float(stats.norm.sf(abs(curve.area - 0.5) / curve.error))
    return found.of(low=low, high=high, p=p)


def predicted(marker: np.ndarray, yes: np.ndarray, seed: int = 1) -> np.ndarray:
    """Each patient's chance of a response by a logistic model of the marker that was fitted
    without her: ten folds, fewer where there are fewer patients of either kind."""
    marker, yes = np.asarray(marker, float), np.asarray(yes, float)
    draw = np.random.default_rng(seed)
    folds = np.empty(len(yes), int)
    count = int(min(FOLDS, yes.sum(), len(yes) - yes.sum()))
    for kind in (0, 1):  # responders in every fold
        rows = draw.permutation(np.flatnonzero(yes == kind))
        folds[rows] = np.arange(len(rows)) % count
    found = np.empty(len(yes))
    for fold in range(count):
        inside = folds != fold
        found[~inside] = logistic.chances(marker[inside], yes[inside], marker[~inside])
    return found


@dataclass(frozen=True)
class Calibration:
    """Predicted chances and observed shares in groups of equal size, with exact limits."""

    predicted: np.ndarray
    observed: np.ndarray
    low: np.ndarray
    high: np.ndarray


def calibration(chance: np.ndarray, yes: np.ndarray, groups: int = 5) -> Calibration:
    """Patients in order of their predicted chance, in groups."""
    parts = [p for p in np.array_split(np.argsort(chance, kind="stable"), groups) if len(p)]
    rows = [rate(np.asarray(yes, bool)[part]) for part in parts]
    return Calibration(
        np.array([np.mean(chance[part]) for part in parts]),
        *(np.array([getattr(row, it) for row in rows]) for it in ("value", "low", "high")),
    )


def calibration_slope(chance: np.ndarray, yes: np.ndarray, level: float = LEVEL) -> list[Statistic]:
    """Slope and intercept of the response on the logit of its predicted chance (Cox 1958): 1 and 0
    of a prediction that is right; and Brier's score against that of the plain share."""
    yes = np.asarray(yes, float)
    logit = np.log(chance / (1 - chance))
    common = dict(n=float(len(yes)), events=float(yes.sum()), level=level)
    method = f"{FOLDS}-fold cross-validated logistic model; "
    ones = np.ones(len(yes))
    fits = (
        logistic.fit(np.column_stack([ones, logit]), yes),
        logistic.fit(ones[:, None], yes, offset=logit),
    )
    rows = []
    for fit, at, name in zip(fits, (-1, 0), ("calibration_slope", "calibration_intercept")):
        row = Statistic("", name, method=method + "Wald", **common)
        error = math.inf if fit is None else float(fit.bse[at])
        if not error < 100:
            rows.append(row.of(note="the model has no finite fit"))
            continue
        value, reach = float(fit.params[at]), z_of(level) * error
        rows.append(row.of(value=value, low=value - reach, high=value + reach))
    brier, plain = float(np.mean((chance - yes) ** 2)), float(yes.mean() * (1 - yes.mean()))
    rows.append(
        Statistic(
            *("", "brier_skill"),
            value=1 - brier / plain,
            method=method + "1 − Brier's score / that of the share of responders",
            **common,
        )
    )
    return rows


@dataclass(frozen=True)
class DecisionCurve:
    """Net benefit of treating by the marker, of treating all; treating nobody has 0."""

    threshold: np.ndarray
    marker: np.ndarray
    everybody: np.ndarray


def decision_curve(chance: np.ndarray, yes: np.ndarray) -> DecisionCurve:
    """True positives less false ones, weighed by the odds of the threshold, per patient
    (Vickers & Elkin 2006)."""
    yes = np.asarray(yes, bool)
    thresholds = np.arange(0.01, 0.99, 0.01)
    odds = thresholds / (1 - thresholds)
    treat = chance[None, :] >= thresholds[:, None]
    benefit = (treat & yes).mean(axis=1) - (treat & ~yes).mean(axis=1) * odds
    return DecisionCurve(thresholds, benefit, yes.mean() - (1 - yes.mean()) * odds)

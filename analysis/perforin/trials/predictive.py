"""Is a marker predictive of the effect, or prognostic of the course? Twins can tell."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import statsmodels.api as sm

from perforin.trials.pairs import Pairs, pairs
from perforin.trials.rates import WEIGHTED, is_weighted
from perforin.trials.statistic import LEVEL, Statistic
from perforin.trials.tables import Trial

FEWEST = 8
"""Patients that a regression is made of at least."""


def slope(marker: np.ndarray, outcome: np.ndarray, level: float = LEVEL) -> Statistic:
    """Change of an outcome per standard deviation of the marker: least squares, errors that hold
    whatever the scatter (HC3)."""
    found = Statistic(
        *("", "slope"), n=float(len(marker)), level=level, method="least squares; HC3, t"
    )
    spread = float(np.std(marker, ddof=1)) if len(marker) > 1 else 0.0
    if len(marker) < FEWEST or not spread > 0:
        return found.of(note=f"fewer than {FEWEST} patients, or all have the same value")
    design = sm.add_constant((marker - np.mean(marker)) / spread)
    fit = sm.OLS(outcome, design).fit(cov_type="HC3", use_t=True)
    low, high = fit.conf_int(1 - level)[1]
    value, p = float(fit.params[1]), float(fit.pvalues[1])
    if not math.isfinite(p) or np.ptp(outcome) == 0:
        return found.of(note="the outcome is the same for all")
    return found.of(value=value, low=float(low), high=float(high), p=p)


def interaction(
    marker: np.ndarray, outcome: np.ndarray, treated: np.ndarray, level: float = LEVEL
) -> Statistic:
    """The same question asked of randomised patients: the marker's slope in one arm less that in
    the other, per standard deviation of the marker."""
    found = Statistic(
        *("", "interaction_randomised"),
        n=float(len(marker)),
        level=level,
        method="least squares with interaction; HC3, t",
    )
    spread = float(np.std(marker, ddof=1)) if len(marker) > 1 else 0.0
    if min(np.sum(treated), np.sum(~treated), len(marker)) < FEWEST or not spread > 0:
        return found.of(note=f"fewer than {FEWEST} patients in an arm, or all have the same value")
    x = (marker - np.mean(marker)) / spread
    design = np.column_stack([np.ones(len(x)), x, treated, x * treated])
    fit = sm.OLS(outcome, design).fit(cov_type="HC3", use_t=True)
    low, high = fit.conf_int(1 - level)[3]
    if not math.isfinite(fit.pvalues[3]):
        return found.of(note="the outcome is the same for all")
    return found.of(
        value=float(fit.params[3]), low=float(low), high=float(high), p=float(fit.pvalues[3])
    )


def of_markers(trial: Trial, level: float = LEVEL) -> Iterator[Statistic]:
    """For each baseline: its slope on the effect between twins (predictive), on the outcome of the
    control (prognostic), and the interaction that the randomised patients alone show. `subgroup`
    names the marker.

    Holm's p of the predictive slopes of an endpoint stands in the note.
    """
    markers = [name for name in trial.monitored() if name.startswith("baseline.")]
    for arm in trial.arms[1:]:
        for it in pairs(trial, arm):
            if it.endpoint.startswith("outcome."):
                continue
            common = dict(endpoint=it.endpoint, arm=arm, against=trial.control, unit=it.unit)
            if is_weighted(it.weight):
                yield Statistic(statistic="predictive_slope", note=WEIGHTED, **common)
                continue
            yield from _adjusted(_of_endpoint(it, markers, level), common)


def _of_endpoint(it: Pairs, markers: list[str], level: float) -> Iterator[Statistic]:
    for name in markers:
        values = it.table[name].to_numpy(float)
        known = np.isfinite(values)
        values, ours, theirs, home = (x[known] for x in (values, it.ours, it.theirs, it.home))
        yield slope(values, ours - theirs, level).of(statistic="predictive_slope", subgroup=name)
        yield slope(values, theirs, level).of(statistic="prognostic_slope", subgroup=name)
        real, treated = np.isfinite(home), home == 1
        outcome = np.where(treated, ours, theirs)
        yield interaction(values[real], outcome[real], treated[real], level).of(subgroup=name)


def _adjusted(rows: Iterator[Statistic], common: dict) -> Iterator[Statistic]:
    rows = list(rows)
    tested = [i for i, row in enumerate(rows) if row.statistic == "predictive_slope"]
    tested = [i for i in tested if not math.isnan(rows[i].p)]
    for i, p in zip(tested, holm([rows[i].p for i in tested])):
        rows[i] = rows[i].of(note=f"p by Holm over {len(tested)} markers: {p:.2g}")
    yield from (row.of(**common) for row in rows)


def holm(p: list[float]) -> list[float]:
    """The p of several tests, such that the chance of any false one is kept (Holm 1979)."""
    from statsmodels.stats.multitest import multipletests

    return [float(x) for x in multipletests(p, method="holm")[1]] if p else []

"""Patients and their twins in another arm: effects per patient, and how many patients it takes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from perforin.trials.endpoints import responded
from perforin.trials.rates import effective_size, is_weighted
from perforin.trials.statistic import LEVEL, Statistic, z_of
from perforin.trials.tables import Trial

RESAMPLES = 2000
SEED = 1


@dataclass(frozen=True)
class Pairs:
    """An endpoint of the same patients in two arms.

    Attributes
    ----------
    home : numpy.ndarray
        Which of the two she was assigned to: 1 the arm, 0 the control, NaN another.
    table : pandas.DataFrame
        The patients' rows in the arm; their baselines are the same in both.
    """

    endpoint: str
    unit: str
    ours: np.ndarray
    theirs: np.ndarray
    weight: np.ndarray
    home: np.ndarray
    table: pd.DataFrame
    note: str = ""

    @property
    def difference(self) -> np.ndarray:
        """The effect on each patient."""
        return self.ours - self.theirs


def pairs(trial: Trial, arm: str) -> list[Pairs]:
    """Patients who were simulated in an arm and in the control, for each endpoint that has a value
    in both: response, depth of response, what was monitored, and survival up to a day."""
    a = trial.patients[trial.patients["arm"] == arm].set_index("patient")
    b = trial.patients[trial.patients["arm"] == trial.control].set_index("patient")
    both = sorted({*a.index} & {*b.index})
    a, b = a.loc[both], b.loc[both]
    if not len(both):
        return []
    home = np.where(a["assigned"] == 1, 1.0, np.where(b["assigned"] == 1, 0.0, np.nan))
    weight = a["weight"].to_numpy(float)
    found = []
    for name, unit, x, y, note in _endpoints(trial, a, b):
        known = np.isfinite(x) & np.isfinite(y)
        if known.sum() > 1:
            parts = (it[known] for it in (x, y, weight, home, a))
            found.append(Pairs(name, unit, *parts, note))
    return found


def _endpoints(trial: Trial, a: pd.DataFrame, b: pd.DataFrame) -> Iterator[tuple]:
    for it in trial.criteria[:1]:
        yield f"{it}.orr", "1", *(responded(x, it).astype(float) for x in (a, b)), ""
        if f"{it}.change" in a:
            yield f"{it}.change", trial.units[f"{it}.change"], *_both(a, b, f"{it}.change"), ""
    for name in ("os", *(f"{it}.pfs" for it in trial.criteria[:1])):
        if name in a and f"{name}_event" in a:
            end, restricted = _restricted(a, b, name)
            if end >= 1:
                yield f"{name}.restricted", "d", *restricted, f"up to day {end:.6g}"
    for name in trial.monitored():
        if name.startswith("outcome."):
            yield name, trial.units[name], *_both(a, b, name), ""


def _both(a: pd.DataFrame, b: pd.DataFrame, name: str) -> tuple[np.ndarray, np.ndarray]:
    return a[name].to_numpy(float), b[name].to_numpy(float)


LOST = 0.1
"""Share of the pairs, at most, that are left out because one of the two was censored early."""


def _restricted(a: pd.DataFrame, b: pd.DataFrame, name: str) -> tuple[float, tuple]:
    """Times up to a day, the last to which nine pairs in ten were observed, or died before; a pair
    that was not has none."""
    times = np.stack(_both(a, b, name))
    events = np.stack(_both(a, b, f"{name}_event"))
    known = np.isfinite(times).all(axis=0)
    if not known.any():
        return 0.0, (times[0], times[1])
    observed = np.where(events == 1, np.inf, times).min(axis=0)
    end = float(np.sort(observed[known])[int(LOST * known.sum())])
    end = end if np.isfinite(end) else float(times[:, known].max())
    cut = np.where(observed >= end, np.minimum(times, end), np.nan)
    return end, (cut[0], cut[1])


def _variance(values: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Of the last axis, unbiased for weights that say how reliable a patient is."""
    total = weight.sum(axis=-1, keepdims=True)
    mean = (weight * values).sum(axis=-1, keepdims=True) / total
    lost = (np.square(weight).sum(axis=-1) / total[..., 0]) / total[..., 0]
    return (weight * (values - mean) ** 2).sum(axis=-1) / total[..., 0] / (1 - lost)


@dataclass(frozen=True)
class Reduction:
    """How twins sharpen an effect.

    Attributes
    ----------
    paired, unpaired : float
        Variance of a patient's difference to her twin; sum of the variances in both arms.
    factor, low, high : float
        unpaired / paired, with its interval.
    """

    pairs: Pairs
    paired: float
    unpaired: float
    factor: float
    low: float
    high: float

    def needed(self, half_width: float, level: float = LEVEL) -> tuple[float, float]:
        """Patients with twins, and patients in each of two arms without, for an interval of the
        mean effect of plus or minus `half_width`. A patient with twin takes two simulated courses,
        as do two patients, one in each arm: the two numbers cost the same."""
        z = z_of(level)
        return tuple(
            max(math.ceil(z**2 * it / half_width**2 - 1e-9), 2)
            for it in (self.paired, self.unpaired)
        )


def reduction(it: Pairs, level: float = LEVEL) -> Reduction:
    """The factor by which twins reduce the variance of the mean effect, at the same number of
    simulated courses; its interval is a bootstrap of patients with their twins (percentiles)."""
    paired, unpaired = _variances(it.ours, it.theirs, it.weight)
    n = len(it.ours)
    draw = np.random.default_rng(SEED)
    rows = draw.integers(0, n, (RESAMPLES, n))
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.divide(unpaired, paired)
        again = _variances(it.ours[rows], it.theirs[rows], it.weight[rows])
        factors = again[1] / again[0]
    factors = factors[~np.isnan(factors)]
    low = high = math.nan
    if len(factors) > RESAMPLES / 2:
        ends = 50 * (1 - level), 100 - 50 * (1 - level)
        low, high = (float(x) for x in np.percentile(factors, ends, method="nearest"))
    return Reduction(it, float(paired), float(unpaired), float(factor), low, high)


def _variances(ours: np.ndarray, theirs: np.ndarray, weight: np.ndarray) -> tuple:
    of_both = _variance(ours, weight) + _variance(theirs, weight)
    return _variance(ours - theirs, weight), of_both


RATE = 0.1
"""Half-width of a difference of response rates for which numbers are told."""


def of_twins(
    trial: Trial, level: float = LEVEL, half_widths: Mapping[str, float] | None = None
) -> Iterator[Statistic]:
    """Mean effect between twins, the factor, and the numbers needed for a precision.

    Parameters
    ----------
    half_widths
        Of the interval of an endpoint's mean effect, in its unit; by default a tenth of a rate, and
        of others a tenth of the standard deviation.
    """
    for arm in trial.arms[1:]:
        for it in pairs(trial, arm):
            weighted = is_weighted(it.weight)
            found = reduction(it, level)
            n = effective_size(it.weight) if weighted else float(len(it.ours))
            common = dict(
                endpoint=it.endpoint, arm=arm, against=trial.control, n=n, level=level, note=it.note
            )
            mean = float(np.average(it.difference, weights=it.weight))
            error = math.sqrt(found.paired / n)
            reach = float(stats.t.ppf(0.5 + level / 2, max(n - 1, 1))) * error
            yield Statistic(
                statistic="twin_effect",
                value=mean,
                low=mean - reach,
                high=mean + reach,
                unit=it.unit,
                p=2 * float(stats.t.sf(abs(mean) / error, n - 1)) if error > 0 else math.nan,
                method="paired t" + (", Kish's effective size" if weighted else ""),
                **common,
            )
            yield Statistic(
                statistic="variance_reduction",
                value=found.factor,
                low=found.low,
                high=found.high,
                method=f"(s²₁ + s²₂) / s² of the difference; bootstrap of patients, {RESAMPLES} "
                f"resamples, percentiles, seed {SEED}",
                **common,
            )
            yield from _needed(found, common, level, (half_widths or {}).get(it.endpoint))


def _needed(
    found: Reduction, common: dict, level: float, asked: float | None
) -> Iterator[Statistic]:
    """The numbers for a half-width, which the note says."""
    is_rate = found.pairs.endpoint.endswith(".orr")
    half = asked or (RATE if is_rate else 0.1 * math.sqrt(found.unpaired / 2))
    if not half > 0:
        return
    unit = "" if found.pairs.unit == "1" else f" {found.pairs.unit}"
    notes = (common["note"], f"for ± {half:.4g}{unit}")
    names = "needed_with_twins", "needed_per_arm_without"
    for name, count in zip(names, found.needed(half, level)):
        row = Statistic("", name, value=float(count), method="(z s / half-width)², normal")
        yield row.of(**{**common, "note": "; ".join(filter(None, notes))})

"""Times to an event: Kaplan–Meier, medians, restricted means, log-rank, Cox."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass

import numpy as np
from scipy import stats
from statsmodels.duration.hazard_regression import PHReg
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from perforin.trials.rates import WEIGHTED, effective_size, is_weighted
from perforin.trials.statistic import LEVEL, Statistic, z_of

_EXACT = 1e-9  # shares that differ by less are the same


@dataclass(frozen=True)
class Times:
    """Times (days) of patients, whether each ends with the event, and what each counts."""

    time: np.ndarray
    event: np.ndarray
    weight: np.ndarray

    @classmethod
    def of(cls, time: object, event: object, weight: object = None) -> Times:
        """Those that are known: a patient without a time is left out."""
        time, event = np.asarray(time, float), np.asarray(event, float)
        weight = np.ones(len(time)) if weight is None else np.asarray(weight, float)
        known = np.isfinite(time) & np.isfinite(event)
        return cls(time[known], event[known] == 1, weight[known])

    def __len__(self) -> int:
        return len(self.time)

    @property
    def weighted(self) -> bool:
        """Whether patients count differently."""
        return is_weighted(self.weight)

    @property
    def size(self) -> float:
        """Patients; of a weighted cohort the effective number."""
        return effective_size(self.weight) if self.weighted else float(len(self))

    @property
    def scaled(self) -> np.ndarray:
        """Weights that add up to the effective number."""
        return self.weight * self.size / self.weight.sum()


@dataclass(frozen=True)
class Curve:
    """An estimate of survival: a step down at each `time`, with pointwise limits."""

    times: Times
    time: np.ndarray
    survival: np.ndarray
    error: np.ndarray
    low: np.ndarray
    high: np.ndarray
    level: float
    fitted: SurvfuncRight | None

    def at(self, day: float) -> tuple[float, float, float]:
        """Survival on a day and its limits; NaN after the last patient was seen alive."""
        if len(self.times) == 0 or day > self.times.time.max() + _EXACT and self._open:
            return math.nan, math.nan, math.nan
        row = int(np.searchsorted(self.time, day + _EXACT, side="right")) - 1
        if row < 0:
            return 1.0, math.nan, math.nan
        return float(self.survival[row]), float(self.low[row]), float(self.high[row])

    @property
    def _open(self) -> bool:
        return not len(self.survival) or self.survival[-1] > _EXACT

    def at_risk(self, day: float) -> float:
        """Patients neither gone nor lost before a day."""
        return float(np.sum(self.times.time >= day - _EXACT))


def kaplan_meier(times: Times, level: float = LEVEL) -> Curve:
    """Kaplan & Meier's estimate, Greenwood's error, limits by log(−log S)."""
    none = np.array([])
    if not times.event.any():
        return Curve(times, none, none, none, none, none, level, None)
    weights = times.scaled if times.weighted else None
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore")  # the error where nobody is left
        fitted = SurvfuncRight(times.time, times.event.astype(int), freq_weights=weights)
        survival, error = fitted.surv_prob, fitted.surv_prob_se
        spread = z_of(level) * error / (survival * np.abs(np.log(survival)))
        low, high = survival ** np.exp(spread), survival ** np.exp(-spread)
    return Curve(times, fitted.surv_times, survival, error, low, high, level, fitted)


_WEIGHTED_CURVE = ", weights scaled to Kish's effective size"


def median(curve: Curve) -> Statistic:
    """The first day on which half or fewer live, with Brookmeyer & Crowley's interval."""
    found = Statistic(
        *("", "median"),
        n=curve.times.size,
        events=float(curve.times.event.sum()),
        unit="d",
        level=curve.level,
        method="Kaplan–Meier; Brookmeyer & Crowley on log(−log S)"
        + (_WEIGHTED_CURVE if curve.times.weighted else ""),
    )
    if not len(curve.times):
        return found.of(n=0.0, note="no patient")
    if curve.fitted is None:
        return found.of(low=math.nan, high=math.inf)
    below = np.flatnonzero(curve.survival <= 0.5 + _EXACT)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = curve.fitted.quantile_ci(0.5, alpha=1 - curve.level, method="cloglog")
    return found.of(
        value=float(curve.time[below[0]]) if len(below) else math.nan,
        low=float(low),
        high=math.inf if math.isnan(high) else float(high),
    )


def landmark(curve: Curve, day: float, name: str) -> Statistic:
    """Share without the event on a day."""
    value, low, high = curve.at(day)
    return Statistic(
        *("", name),
        n=curve.times.size,
        events=float(curve.times.event.sum()),
        value=value,
        low=low,
        high=high,
        level=curve.level,
        method="Kaplan–Meier; Greenwood on log(−log S)"
        + (_WEIGHTED_CURVE if curve.times.weighted else ""),
        note="nobody was followed so long" if math.isnan(value) else "",
    )


def restricted_mean(curve: Curve, until: float) -> tuple[float, float]:
    """Mean time up to a day (d), and its standard error: the area under the curve, with
    Greenwood's sum over the squared areas that are left."""
    if not len(curve.times):
        return math.nan, math.nan
    steps = curve.time[curve.time < until]
    survival = np.concatenate([[1.0], curve.survival[: len(steps)]])
    edges = np.concatenate([[0.0], steps, [until]])
    parts = survival * np.diff(edges)
    left = parts.sum() - np.cumsum(parts)[:-1]  # the area after each step
    if curve.fitted is None:
        return float(parts.sum()), 0.0
    at_risk = np.asarray(curve.fitted.n_risk, float)[: len(steps)]
    died = np.asarray(curve.fitted.n_events, float)[: len(steps)]
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(at_risk > died, left**2 * died / (at_risk * (at_risk - died)), 0.0)
    return float(parts.sum()), float(math.sqrt(terms.sum()))


def rmst(curve: Curve, until: float) -> Statistic:
    """The restricted mean with its normal interval, cut where no mean can be."""
    mean, error = restricted_mean(curve, until)
    reach = z_of(curve.level) * error
    return Statistic(
        *("", "rmst"),
        n=curve.times.size if len(curve.times) else 0.0,
        events=float(curve.times.event.sum()),
        value=mean,
        low=max(mean - reach, 0.0) if error > 0 else math.nan,
        high=min(mean + reach, until) if error > 0 else math.nan,
        unit="d",
        level=curve.level,
        method=f"area under Kaplan–Meier up to day {until:.6g}; Greenwood"
        + (_WEIGHTED_CURVE if curve.times.weighted else ""),
        note="" if len(curve.times) else "no patient",
    )


def rmst_difference(ours: Curve, theirs: Curve, until: float) -> Statistic:
    """Restricted mean of ours less that of theirs."""
    (a, sa), (b, sb) = restricted_mean(ours, until), restricted_mean(theirs, until)
    error = math.hypot(sa, sb)
    found = _pair("rmst_difference", ours.times, theirs.times, ours.level).of(
        unit="d",
        value=a - b,
        method=f"areas under Kaplan–Meier up to day {until:.6g}; Greenwood, normal"
        + (_WEIGHTED_CURVE if ours.times.weighted or theirs.times.weighted else ""),
    )
    if not error > 0:
        return found.of(note="an arm has no patient" if math.isnan(a - b) else "no event")
    reach = z_of(ours.level) * error
    p = 2 * float(stats.norm.sf(abs(a - b) / error))
    return found.of(low=a - b - reach, high=a - b + reach, p=p)


def common_end(*all_times: Times) -> float:
    """The last day on which somebody of each was seen: until then restricted means compare."""
    return min((float(it.time.max()) for it in all_times if len(it)), default=math.nan)


def _pair(statistic: str, ours: Times, theirs: Times, level: float) -> Statistic:
    return Statistic(
        *("", statistic),
        n=float(len(ours) + len(theirs)),
        events=float(ours.event.sum() + theirs.event.sum()),
        level=level,
    )


def log_rank(
    ours: Times, theirs: Times, strata: np.ndarray | None = None, level: float = LEVEL
) -> Statistic:
    """Log-rank test, `value` is chi squared.

    Parameters
    ----------
    strata
        Of ours, then of theirs; only patients of the same stratum are compared.
    """
    name = "log_rank" if strata is None else "stratified_log_rank"
    found = _pair(name, ours, theirs, level).of(
        method="log-rank (Mantel), two-sided" + ("" if strata is None else ", stratified")
    )
    why = _why_not(ours, theirs, each=False)
    if why:
        return found.of(note=why)
    time, event, group = _joined(ours, theirs)
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore")
        try:
            chi2, p = survdiff(time, event, group, strata=strata)
        except np.linalg.LinAlgError:  # the variance is 0: no death left the other arm at risk
            chi2 = p = math.nan
    if not math.isfinite(chi2):
        return found.of(note="no event while both arms had patients")
    return found.of(value=float(chi2), p=float(p))


def hazard_ratio(
    ours: Times, theirs: Times, strata: np.ndarray | None = None, level: float = LEVEL
) -> Statistic:
    """Hazard of ours over that of theirs: Cox's model, Efron's ties, Wald's interval."""
    name = "hazard_ratio" if strata is None else "stratified_hazard_ratio"
    found = _pair(name, ours, theirs, level).of(
        method="Cox, ties by Efron; Wald on the logarithm"
        + ("" if strata is None else ", stratified")
    )
    why = _why_not(ours, theirs, each=True)
    if why:
        return found.of(note=why)
    time, event, group = _joined(ours, theirs)
    fit = cox(time, event, group[:, None].astype(float), strata)
    if fit is None:
        return found.of(note="the model has no finite fit")
    beta, error = float(fit.params[0]), float(fit.bse[0])
    reach = z_of(level) * error
    return found.of(
        value=math.exp(beta),
        low=math.exp(beta - reach),
        high=math.exp(beta + reach),
        p=float(fit.pvalues[0]),
    )


def cox(
    time: np.ndarray, event: np.ndarray, columns: np.ndarray, strata: np.ndarray | None = None
):  # noqa: ANN201
    """Cox's model with Efron's ties, or None where it has no finite fit."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            model = PHReg(time, columns, status=event.astype(int), strata=strata, ties="efron")
            fit = model.fit(disp=0)
        except (np.linalg.LinAlgError, ValueError, ZeroDivisionError, IndexError):
            return None
    finite = np.isfinite(fit.params).all() and np.isfinite(fit.bse).all()
    # A coefficient that runs away leaves an error of hundreds behind.
    return fit if finite and np.all(fit.bse < 100) and np.all(fit.bse > 0) else None


def _why_not(ours: Times, theirs: Times, each: bool) -> str:
    """Why two arms cannot be compared; empty if they can."""
    if not len(ours) or not len(theirs):
        return "an arm has no patient"
    if ours.weighted or theirs.weighted or not np.isclose(ours.weight[0], theirs.weight[0]):
        return WEIGHTED
    events = bool(ours.event.any()), bool(theirs.event.any())
    if not any(events):
        return "no event"
    return "an arm has no event" if each and not all(events) else ""


def _joined(ours: Times, theirs: Times) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    time = np.concatenate([ours.time, theirs.time])
    event = np.concatenate([ours.event, theirs.event]).astype(int)
    return time, event, np.repeat([1, 0], [len(ours), len(theirs)])

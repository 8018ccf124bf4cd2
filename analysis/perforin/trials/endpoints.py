"""The endpoints of a trial: of each arm, and of each arm against the control."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from perforin.trials import rates, survival
from perforin.trials.statistic import LEVEL, MONTH, Statistic
from perforin.trials.survival import Times, kaplan_meier
from perforin.trials.tables import Trial

LANDMARKS = (3, 6, 12, 24, 36, 60)
"""Months of which the share without the event is told, if patients were followed so long."""

_LANDMARK = re.compile(r".*\.at_(\d+)_months")

_RESPONDED = {"orr": ("CR", "PR"), "cr": ("CR",), "dcr": ("CR", "PR", "SD")}


def responded(frame: pd.DataFrame, criterion: str, what: str = "orr", of: str = "best"):
    """Whether each patient had it; one without a response read had not (intention to treat)."""
    return frame[f"{criterion}.{of}"].isin(_RESPONDED[what]).to_numpy()


def times(frame: pd.DataFrame, endpoint: str) -> Times:
    """Times to an endpoint: "os", "recist.pfs", "recist.duration" …"""
    return Times.of(frame[endpoint], frame[f"{endpoint}_event"], frame["weight"])


def time_endpoints(trial: Trial) -> list[str]:
    """Those that the table has, overall survival first."""
    names = ["os", *(f"{it}.{what}" for it in trial.criteria for what in ("pfs", "duration"))]
    return [it for it in names if it in trial.patients and f"{it}_event" in trial.patients]


def landmarks(trial: Trial) -> list[int]:
    """The months of landmarks, those of published values among them."""
    tables = trial.document.get("published", [])
    said = [str(it.get("endpoint")) for it in tables if isinstance(it, dict)]
    asked = (_LANDMARK.fullmatch(it) for it in said)
    return sorted({*LANDMARKS, *(int(it[1]) for it in asked if it and int(it[1]) > 0)})


def of_arms(trial: Trial, level: float = LEVEL, until: float | None = None) -> Iterator[Statistic]:
    """Rates, medians, landmarks and restricted means of each arm.

    Parameters
    ----------
    until
        Day up to which restricted means go; by default the last on which every arm has patients
        under observation.
    """
    ends = {it: until or _end(trial, it) for it in time_endpoints(trial)}
    months = landmarks(trial)
    for arm in trial.arms:
        frame = trial.arm(arm)
        for row in _rates(trial, frame, level):
            yield row.of(arm=arm)
        for endpoint, end in ends.items():
            for row in _times(times(frame, endpoint), end, level, months):
                yield row.of(arm=arm, endpoint=endpoint)


def _end(trial: Trial, endpoint: str) -> float:
    return survival.common_end(*(times(trial.arm(arm), endpoint) for arm in trial.arms))


def _rates(trial: Trial, frame: pd.DataFrame, level: float) -> Iterator[Statistic]:
    weight = frame["weight"].to_numpy()
    for criterion in trial.criteria:
        for what in _RESPONDED:
            yield rates.rate(responded(frame, criterion, what), weight, level).of(
                endpoint=f"{criterion}.{what}"
            )
        if f"{criterion}.confirmed" in frame:
            confirmed = responded(frame, criterion, "orr", "confirmed")
            yield rates.rate(confirmed, weight, level).of(endpoint=f"{criterion}.confirmed_orr")
    if "grade" in frame:
        known = frame[frame["grade"].notna()]
        severe = (known["grade"] >= 3).to_numpy()
        yield rates.rate(severe, known["weight"].to_numpy(), level).of(endpoint="grade_3_or_more")
    for flag in ("dropped_out", "dlt"):
        if flag in frame and (flag != "dlt" or not trial.escalates):
            known = frame[frame[flag].notna()]
            yield rates.rate(known[flag] == 1, known["weight"].to_numpy(), level).of(endpoint=flag)
    if "dlt" in frame and trial.escalates:
        known = frame[frame["dlt"].notna() & frame["dose_level"].notna()]
        for dose, rows in known.groupby("dose_level"):
            yield rates.rate(rows["dlt"] == 1, rows["weight"].to_numpy(), level).of(
                endpoint="dlt", subgroup=f"dose_level={dose:g}"
            )


def _times(them: Times, end: float, level: float, landmarks: list[int]) -> Iterator[Statistic]:
    curve = kaplan_meier(them, level)
    yield survival.median(curve)
    last = float(them.time.max()) if len(them) else 0.0
    for months in landmarks:
        if months * MONTH <= last:
            yield survival.landmark(curve, months * MONTH, f"at_{months}_months")
    if end > 0:
        yield survival.rmst(curve, end)


def comparisons(
    trial: Trial, level: float = LEVEL, until: float | None = None
) -> Iterator[Statistic]:
    """Each arm against the control, of randomised patients alone."""
    control = trial.arm(trial.control)
    for arm in trial.others:
        frame = trial.arm(arm)
        rows = [*_compare_rates(trial, frame, control, level)]
        for endpoint in time_endpoints(trial):
            if not endpoint.endswith(".duration"):  # of responders: not a randomised comparison
                rows += _compare_times(frame, control, endpoint, level, until)
        for row in rows:
            yield row.of(arm=arm, against=trial.control)


def _compare_rates(
    trial: Trial, ours: pd.DataFrame, theirs: pd.DataFrame, level: float
) -> Iterator[Statistic]:
    weighted = rates.is_weighted(np.concatenate([ours["weight"], theirs["weight"]]))
    yes = {
        f"{it}.{what}": (responded(ours, it, what), responded(theirs, it, what))
        for it in trial.criteria
        for what in ("orr", "dcr")
    }
    if "grade" in ours:
        known = (frame.loc[frame["grade"].notna(), "grade"] for frame in (ours, theirs))
        yes["grade_3_or_more"] = tuple((grade >= 3).to_numpy() for grade in known)
    for endpoint, (a, b) in yes.items():
        if weighted:
            for name in ("difference", "odds_ratio"):
                yield Statistic(endpoint, name, note=rates.WEIGHTED)
            continue
        yield rates.difference(a, b, level).of(endpoint=endpoint)
        yield rates.odds_ratio(a, b, level).of(endpoint=endpoint)
        strata = sorted({*ours["stratum"], *theirs["stratum"]})
        if len(strata) > 1 and endpoint.endswith(".orr"):
            tables = [
                rates.counts(a[ours["stratum"] == s], b[theirs["stratum"] == s]) for s in strata
            ]
            yield rates.common_odds_ratio(tables, level).of(endpoint=endpoint)


def _compare_times(
    ours: pd.DataFrame, theirs: pd.DataFrame, endpoint: str, level: float, until: float | None
) -> list[Statistic]:
    both = [_known(frame, endpoint) for frame in (ours, theirs)]
    a, b = (times(frame, endpoint) for frame in both)
    end = until or survival.common_end(a, b)
    curves = kaplan_meier(a, level), kaplan_meier(b, level)
    found = [survival.log_rank(a, b, level=level), survival.hazard_ratio(a, b, level=level)]
    strata = np.concatenate([frame["stratum"].to_numpy(str) for frame in both])
    if len(set(strata)) > 1:
        found.append(survival.log_rank(a, b, strata, level))
        found.append(survival.hazard_ratio(a, b, strata, level))
    if end > 0:
        found.append(survival.rmst_difference(*curves, end))
    return [row.of(endpoint=endpoint) for row in found]


def _known(frame: pd.DataFrame, endpoint: str) -> pd.DataFrame:
    """The rows that `times` takes."""
    return frame[frame[endpoint].notna() & frame[f"{endpoint}_event"].notna()]

"""Effects in subgroups by baseline, with tests of interaction."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats

from perforin.trials import logistic, rates, survival
from perforin.trials.endpoints import responded, times
from perforin.trials.statistic import LEVEL, Statistic
from perforin.trials.tables import Trial

MOST_GROUPS = 6
"""Words that a baseline may take to be made subgroups of."""


def subgroups(trial: Trial) -> dict[str, pd.Series]:
    """The subgroup of each randomised patient ("ecog=1"), by the covariate that makes them.

    Words and up to five numbers are subgroups as they are; other numbers are halved at the median
    of the randomised; strata are taken apart.
    """
    frame = trial.randomised
    found = _strata(frame)
    for name in frame:
        short = name.removeprefix("baseline.")
        if name == short or short in found:
            continue
        groups = _groups(frame[name], short, trial.units.get(name, "1"))
        if 1 < groups[groups != ""].nunique() <= MOST_GROUPS:
            found[short] = groups
    return found


def _strata(frame: pd.DataFrame) -> dict[str, pd.Series]:
    parts = frame["stratum"].map(
        lambda text: dict(p.split("=", 1) for p in str(text).split(";") if "=" in p)
    )
    names = dict.fromkeys(name for part in parts for name in part)
    found = {}
    for name in names:
        groups = parts.map(lambda part, name=name: f"{name}={part[name]}" if name in part else "")
        if groups[groups != ""].nunique() > 1:
            found[name] = groups
    return found


def _groups(values: pd.Series, name: str, unit: str) -> pd.Series:
    if not pd.api.types.is_numeric_dtype(values):
        return values.map(lambda text: f"{name}={text}" if text else "")
    if values.nunique() <= 5:
        return values.map(lambda x: "" if math.isnan(x) else f"{name}={x:g}")
    middle = float(values.median())
    unit = "" if unit == "1" else f" {unit}"
    limit = f"{middle:.4g}".replace("-", "−") + unit
    low, high = f"{name} < {limit}", f"{name} ≥ {limit}"
    return values.map(lambda x: "" if math.isnan(x) else (low if x < middle else high))


def of_subgroups(
    trial: Trial, level: float = LEVEL, only: str | None = None
) -> Iterator[Statistic]:
    """Response of each arm, odds and hazard ratios against the control, by subgroup; tests of
    interaction stand in rows whose subgroup is the covariate's name.

    Parameters
    ----------
    only
        An endpoint, if not all are wanted.
    """
    criterion = trial.criteria[0] if trial.criteria else None
    hazards = [it for it in ("os", f"{criterion}.pfs") if it in trial.patients]
    if only is not None:
        hazards = [it for it in hazards if it == only]
        criterion = criterion if only == f"{criterion}.orr" else None
    for name, groups in subgroups(trial).items():
        levels = sorted(set(groups) - {""})
        for group in levels:
            rows = trial.randomised[groups == group]
            yield from _of_group(trial, rows, criterion, hazards, group, level)
        for arm in trial.others:
            both = trial.randomised[trial.randomised["arm"].isin([arm, trial.control])]
            labels = dict(arm=arm, against=trial.control, subgroup=name, level=level)
            if criterion:
                yield interaction_of_odds(
                    responded(both, criterion), (both["arm"] == arm), groups[both.index], both
                ).of(endpoint=f"{criterion}.orr", **labels)
            for endpoint in hazards:
                yield interaction_of_hazards(
                    both, endpoint, (both["arm"] == arm), groups[both.index]
                ).of(endpoint=endpoint, **labels)


def _of_group(
    trial: Trial,
    rows: pd.DataFrame,
    criterion: str | None,
    hazards: list[str],
    group: str,
    level: float,
) -> Iterator[Statistic]:
    frames = {arm: rows[rows["arm"] == arm] for arm in trial.arms}
    theirs = frames[trial.control]
    for arm, ours in frames.items():
        if criterion:
            answered = responded(ours, criterion)
            yield rates.rate(answered, ours["weight"].to_numpy(), level).of(
                endpoint=f"{criterion}.orr", arm=arm, subgroup=group
            )
        if arm not in trial.others:
            continue
        labels = dict(arm=arm, against=trial.control, subgroup=group)
        if criterion:
            endpoint = f"{criterion}.orr"
            if rates.is_weighted(rows["weight"].to_numpy()):
                yield Statistic(endpoint, "odds_ratio", note=rates.WEIGHTED, **labels)
            else:
                odds = rates.odds_ratio(answered, responded(theirs, criterion), level)
                yield odds.of(endpoint=endpoint, **labels)
        for endpoint in hazards:
            yield survival.hazard_ratio(
                times(ours, endpoint), times(theirs, endpoint), level=level
            ).of(endpoint=endpoint, **labels)


def _designs(treated: np.ndarray, groups: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Columns of the model without interaction, and with it (no constant)."""
    levels = sorted(set(groups))
    dummies = np.column_stack([(groups == it).astype(float) for it in levels[1:]])
    plain = np.column_stack([treated, dummies])
    return plain, np.column_stack([plain, dummies * treated[:, None]])


def _tested(statistic: str, method: str, plain: float, full: float, more: int) -> Statistic:
    """A likelihood-ratio test from two log-likelihoods."""
    chi2 = max(2 * (full - plain), 0.0)
    return Statistic(
        *("", statistic), value=chi2, p=float(stats.chi2.sf(chi2, more)), method=method
    )


def interaction_of_odds(
    yes: np.ndarray, treated: pd.Series, groups: pd.Series, frame: pd.DataFrame
) -> Statistic:
    """Whether the odds ratio differs between subgroups: logistic models, likelihood ratio."""
    method = "likelihood ratio of logistic models with and without interaction"
    found = Statistic("", "interaction", method=method)
    if rates.is_weighted(frame["weight"].to_numpy()):
        return found.of(note=rates.WEIGHTED)
    known = (groups != "").to_numpy()
    yes, treated, groups = (
        np.asarray(yes, float)[known],
        treated.to_numpy(float)[known],
        groups.to_numpy(str)[known],
    )
    cells = {(t, g) for t, g in zip(treated, groups)}
    if len(set(groups)) < 2 or len(cells) < 2 * len(set(groups)) or len(set(yes)) < 2:
        return found.of(note="a subgroup lacks an arm, or all have the same response")
    plain, full = _designs(treated, groups)
    ones = np.ones(len(yes))
    fits = [logistic.likelihood(np.column_stack([ones, it]), yes) for it in (plain, full)]
    row = _tested("interaction", method, *fits, full.shape[1] - plain.shape[1])
    return row.of(n=float(len(yes)), events=float(yes.sum()))


def interaction_of_hazards(
    frame: pd.DataFrame, endpoint: str, treated: pd.Series, groups: pd.Series
) -> Statistic:
    """Whether the hazard ratio differs between subgroups: Cox models, likelihood ratio."""
    method = "likelihood ratio of Cox models with and without interaction"
    found = Statistic("", "interaction", method=method)
    known = (groups != "") & frame[endpoint].notna() & frame[f"{endpoint}_event"].notna()
    them = times(frame[known], endpoint)
    if them.weighted:
        return found.of(note=rates.WEIGHTED)
    treated, groups = treated[known].to_numpy(float), groups[known].to_numpy(str)
    died = {(t, g) for t, g, e in zip(treated, groups, them.event) if e}
    if len(set(groups)) < 2 or len(died) < 2 * len(set(groups)):
        return found.of(note="a subgroup has an arm without an event")
    plain, full = _designs(treated, groups)
    fits = [survival.cox(them.time, them.event, columns) for columns in (plain, full)]
    if any(fit is None for fit in fits):
        return found.of(note="the model has no finite fit")
    more = full.shape[1] - plain.shape[1]
    row = _tested("interaction", method, *(float(fit.llf) for fit in fits), more)
    return row.of(n=float(len(them)), events=float(them.event.sum()))

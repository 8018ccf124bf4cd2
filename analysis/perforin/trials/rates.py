"""Shares of patients and how they differ: exact intervals, odds ratios."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable, Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from perforin.trials.statistic import LEVEL, Statistic

WEIGHTED = "not given: the method has no weights"


def effective_size(weight: np.ndarray) -> float:
    """How many patients of equal weight tell as much (Kish 1965)."""
    total = float(np.sum(weight))
    return total**2 / float(np.sum(np.square(weight))) if total > 0 else 0.0


def is_weighted(weight: np.ndarray) -> bool:
    """Whether patients count differently."""
    return len(weight) > 0 and float(np.ptp(weight)) > 1e-12 * float(np.max(weight))


def rate(yes: np.ndarray, weight: np.ndarray | None = None, level: float = LEVEL) -> Statistic:
    """Share of those for whom it is true, with an exact interval.

    Of weighted patients it is the interval at their effective number (Korn & Graubard 1998).
    """
    yes = np.asarray(yes, bool)
    weight = np.ones(len(yes)) if weight is None else np.asarray(weight, float)
    if len(yes) == 0:
        return Statistic("", "rate", n=0, events=0, level=level, note="no patient")
    weighted = is_weighted(weight)
    n = effective_size(weight) if weighted else float(len(yes))
    share = float(np.average(yes, weights=weight))
    low, high = proportion_confint(share * n, n, alpha=1 - level, method="beta")
    return Statistic(
        *("", "rate"),
        n=n,
        events=float(yes.sum()),
        value=share,
        low=float(low) if share > 0 else 0.0,
        high=float(high) if share < 1 else 1.0,
        level=level,
        method="exact (Clopper–Pearson)" + (", at Kish's effective size" if weighted else ""),
    )


def difference(ours: np.ndarray, theirs: np.ndarray, level: float = LEVEL) -> Statistic:
    """Share among ours less that among theirs: Newcombe's interval, Fisher's exact test."""
    a, b = np.asarray(ours, bool), np.asarray(theirs, bool)
    if not len(a) or not len(b):
        return Statistic("", "difference", level=level, note="an arm has no patient")
    low, high = confint_proportions_2indep(
        a.sum(), len(a), b.sum(), len(b), method="newcomb", compare="diff", alpha=1 - level
    )
    return Statistic(
        *("", "difference"),
        n=float(len(a) + len(b)),
        events=float(a.sum() + b.sum()),
        value=float(a.mean() - b.mean()),
        low=float(low),
        high=float(high),
        p=float(stats.fisher_exact(counts(a, b))[1]),
        level=level,
        method="Newcombe's hybrid score; Fisher's exact test",
    )


def counts(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Yes and no (columns) of ours and theirs (rows)."""
    return np.array([[np.sum(x), len(x) - np.sum(x)] for x in (ours, theirs)], float)


def odds_ratio(ours: np.ndarray, theirs: np.ndarray, level: float = LEVEL) -> Statistic:
    """Odds among ours over those among theirs: Woolf's interval, Fisher's exact test.

    Where a cell of the table is empty, 0.5 is added to each (Haldane, Anscombe).
    """
    a, b = np.asarray(ours, bool), np.asarray(theirs, bool)
    if not len(a) or not len(b):
        return Statistic("", "odds_ratio", level=level, note="an arm has no patient")
    table = counts(a, b)
    method, note = "Woolf's logarithm; Fisher's exact test", ""
    if not table[:, 0].sum() or not table[:, 1].sum():
        note = "all have the same response"
        value = low = high = math.nan
    else:
        empty = bool((table == 0).any())
        method += " (0.5 added to each cell)" if empty else ""
        fitted = Table2x2(table + 0.5 if empty else table, shift_zeros=False)
        value = float(fitted.oddsratio)
        low, high = map(float, fitted.oddsratio_confint(1 - level))
    return Statistic(
        *("", "odds_ratio"),
        n=float(len(a) + len(b)),
        events=float(a.sum() + b.sum()),
        value=value,
        low=low,
        high=high,
        p=float(stats.fisher_exact(table)[1]),
        level=level,
        method=method,
        note=note,
    )


def common_odds_ratio(tables: Sequence[np.ndarray], level: float = LEVEL) -> Statistic:
    """Odds ratio over strata: Mantel & Haenszel, Robins, Breslow & Greenland's interval.

    Parameters
    ----------
    tables
        Of `counts`, one a stratum.
    """
    tables = [t for t in tables if t.sum(axis=1).all() and t.sum(axis=0).all()]
    method = "Mantel–Haenszel; Robins, Breslow & Greenland; test of Cochran, Mantel & Haenszel"
    total = float(sum(t.sum() for t in tables))
    events = float(sum(t[:, 0].sum() for t in tables))
    found = Statistic(
        "", "stratified_odds_ratio", n=total, events=events, level=level, method=method
    )
    crossed = sum(t[0, 0] * t[1, 1] for t in tables), sum(t[0, 1] * t[1, 0] for t in tables)
    if not tables or not all(crossed):
        return found.of(note="no stratum in which both arms have both outcomes")
    fitted = StratifiedTable(tables)
    low, high = fitted.oddsratio_pooled_confint(1 - level)
    return found.of(
        value=float(fitted.oddsratio_pooled),
        low=float(low),
        high=float(high),
        p=float(fitted.test_null_odds(correction=False).pvalue),
    )

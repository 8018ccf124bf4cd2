"""What growth and swelling at the first scan, and pseudoprogression, depend on among the patients
of a trial: partial rank correlations with what differs between them."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from scipy.stats import rankdata

from perforin.errors import Problem
from perforin.phenomena.analysis import Analysis
from perforin.phenomena.definitions import BY_NAME, Seen
from perforin.sensitivity.indices import prcc
from perforin.sensitivity.table import Row

GROWTH = "growth at the first scan"
SWELLING = "swelling at the first scan"
CASE = "pseudoprogression"
OF_CASES = ("pseudoprogression", "irrc_any")


def drivers(analysis: Analysis) -> Iterator[Row]:
    """Of the control's patients by true sizes: of the sum of diameters at the first scan over its
    baseline; of leukocytes and fluid gained by then, over the baseline's volume; of whether she has
    pseudoprogression by RECIST 1.1 or irRC; and of the sum over that in each other arm."""
    mine = {
        who: seen
        for (arm, who, on), seen in analysis.seen.items()
        if (arm, on) == (analysis.control, "truth") and seen.run.covariates
    }
    outcomes = {
        GROWTH: {who: _growth(it) for who, it in mine.items()},
        SWELLING: {who: _swelling(it) for who, it in mine.items()},
        CASE: {who: _is_case(it) for who, it in mine.items()},
    }
    for arm in analysis.arms:
        if arm == analysis.control:
            continue
        twins = {who: analysis.seen.get((arm, who, "truth")) for who in mine}
        outcomes[f"{GROWTH}, against {arm}"] = {
            who: _growth(mine[who]) - _growth(twin) for who, twin in twins.items() if twin
        }
    for outcome, values in outcomes.items():
        known = [who for who, value in values.items() if not math.isnan(value)]
        names, points = _varied([mine[who] for who in known])
        if not names:
            continue
        try:
            index = prcc(points, np.array([values[who] for who in known]))
        except Problem:
            continue  # too few patients, or all alike
        for i, name in enumerate(names):
            ends = (float(it[i]) for it in (index.value, index.low, index.high, index.p))
            yield Row(outcome, name, index.name, *ends, len(known), "1", index.method)


def _varied(patients: list[Seen]) -> tuple[list[str], np.ndarray]:
    """What differs between patients: numbers, and of each word whether it is said (but for one).
    What is not known of everybody is left out, and what has the ranks of an earlier one."""
    columns: dict[str, np.ndarray] = {}
    ranks: list[np.ndarray] = []
    for name in patients[0].run.covariates if patients else ():
        values = [it.run.covariates[name] for it in patients]
        words = sorted({it for it in values if isinstance(it, str)})
        if any(isinstance(it, float) and math.isnan(it) for it in values):
            continue
        found = {f"{name} is {word}": [it == word for it in values] for word in words[1:]}
        for title, column in (found if words else {name: values}).items():
            numbers = np.array(column, float)
            mine = rankdata(numbers)
            if np.ptp(numbers) > 0 and not any(np.array_equal(mine, it) for it in ranks):
                columns[title] = numbers
                ranks.append(mine)
    return [*columns], np.column_stack([*columns.values()]) if columns else np.empty((0, 0))


def _growth(seen: Seen) -> float:
    """Logarithm of the sum of diameters at the first scan that was made over the baseline's."""
    record = seen.record
    before, complete = record.sum(record.baseline)
    if not record.made or not complete or before <= 0:
        return math.nan
    now, complete = record.sum(record.made[0])
    return math.log(now / before) if complete and now > 0 else math.nan


def _swelling(seen: Seen) -> float:
    """Leukocytes and fluid at that scan less those at the baseline, over the whole volume then."""
    record, parts = seen.record, seen.run.parts
    if not record.made or not {record.baseline.day, record.made[0].day} <= parts.keys():
        return math.nan
    before, now = parts[record.baseline.day], parts[record.made[0].day]
    known = [it for it in record.baseline.findings if it in before and it in now]
    whole = sum(before[it]["volume"] for it in known)
    if not whole > 0:
        return math.nan
    return sum(now[it][part] - before[it][part]
               for it in known for part in ("infiltrate", "fluid")) / whole  # fmt: skip


def _is_case(seen: Seen) -> float:
    """Not told where neither criterion has a case and one of them cannot tell."""
    flags = [BY_NAME[it].judge(seen).flag for it in OF_CASES]
    if any(flags):
        return 1.0
    return math.nan if None in flags else 0.0

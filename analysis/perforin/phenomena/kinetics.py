"""How fast target lesions grow and shrink between scans: quantiles to compare with a trial's own
tables of diameters.

Of lesions with three scans or more, the baseline among them, as published tables are filtered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from perforin.phenomena.analysis import Analysis
from perforin.phenomena.course import fell
from perforin.phenomena.records import Record

LEAST_SCANS = 3
INTERVAL, SHORTEST, LONGEST = 42, 30, 70
"""Days to which a change is scaled, and between which scans may be apart for it."""
LEAST_SIZE = 100
"""Tenths of a millimetre: changes of smaller lesions are errors of reading."""
QUANTILES = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)


@dataclass(frozen=True)
class Kinetic:
    """Quantiles of one quantity, a row of kinetics.csv.

    Attributes
    ----------
    on : str
        "truth" or "read".
    quantity : str
        `change_6_weeks`, relative, between scans; and of lesions that shrank by 30 %
        `response_day`, the first scan that shows it, `size_at_response` there and `nadir`, relative
        to the baseline, and `nadir_day`.
    n : int
        Changes, or lesions.
    """

    arm: str
    on: str
    quantity: str
    n: int
    q01: float
    q05: float
    q10: float
    q25: float
    q50: float
    q75: float
    q90: float
    q95: float
    q99: float


def kinetics(found: Analysis) -> Iterator[Kinetic]:
    """Of each arm, by true sizes and as read; quantities that no lesion has are left out."""
    for arm in found.arms:
        for on in ("truth", "read"):
            values: dict[str, list[float]] = {}
            for (of, _, table), seen in found.seen.items():
                if (of, table) == (arm, on):
                    _add(values, seen.record)
            for quantity, known in values.items():
                yield Kinetic(arm, on, quantity, len(known), *np.quantile(known, QUANTILES))


def _add(values: dict[str, list[float]], record: Record) -> None:
    for lesion in record.targets:
        course = [
            (scan.day, size)
            for scan in (record.baseline, *record.scans)
            if not scan.missed and (size := record.size(scan, lesion.name)) is not None
        ]
        if len(course) < LEAST_SCANS or course[0][1] <= 0:
            continue
        for (before, was), (day, size) in zip(course, course[1:]):
            if SHORTEST <= day - before <= LONGEST and was >= LEAST_SIZE:
                change = max(size, 1) / was
                scaled = change ** (INTERVAL / (day - before)) - 1
                values.setdefault("change_6_weeks", []).append(scaled)
        first = course[0][1]
        response = next((it for it in course if fell(it[1], first)), None)
        if response is None:
            continue
        nadir = min(course, key=lambda it: it[1])
        for quantity, value in (
            ("response_day", response[0]),
            ("size_at_response", response[1] / first),
            ("nadir", nadir[1] / first),
            ("nadir_day", nadir[0]),
        ):
            values.setdefault(quantity, []).append(float(value))

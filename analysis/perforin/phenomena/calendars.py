"""The same courses, scanned on other days: what of a phenomenon is the calendar's.

True sizes are known every day; a table of them is made as scans on other days would have had it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from perforin.phenomena.analysis import Analysis
from perforin.phenomena.course import NORMAL_NODE
from perforin.phenomena.definitions import BY_NAME, Seen
from perforin.phenomena.rates import exact
from perforin.phenomena.records import Finding, Lesion, Record, Scan
from perforin.phenomena.runs import Run

FIRST_WEEKS = (3, 6, 9, 12)
EVERY_WEEKS = 6
# Nothing that asks for what scans on the real days showed beside sizes: labels, parts, twins.
TOLD = ("pseudoprogression", "irrc_any", "progression_at_first_scan", "response_or_later",
        "lesion_pseudoprogression")  # fmt: skip
LEAST = 0.1
"""What is smaller is not there (mm)."""


@dataclass(frozen=True)
class CalendarRate:
    """A row of calendars.csv: a phenomenon by true sizes, the first scan in that week and then
    every six; shares in per cent."""

    arm: str
    first_week: int
    phenomenon: str
    n: int
    cases: int
    percent: float
    low: float
    high: float


def calendars(analysis: Analysis) -> Iterator[CalendarRate]:
    """Rates of each arm by the week of the first scan."""
    for arm in analysis.arms:
        mine = [
            seen
            for (of, _, on), seen in analysis.seen.items()
            if (of, on) == (arm, "truth") and _is_known(seen.run)
        ]
        for first in FIRST_WEEKS if mine else ():
            days = range(7 * first, 10_000, 7 * EVERY_WEEKS)
            moved = [replace(it, record=rescanned(it.run, days)) for it in mine]
            for name in TOLD:
                yield _rate(arm, first, name, moved)


def _rate(arm: str, first: int, name: str, patients: Iterable[Seen]) -> CalendarRate:
    found = [BY_NAME[name].judge(it) for it in patients]
    n, cases = sum(it.n for it in found), sum(it.cases for it in found)
    if not n:
        return CalendarRate(arm, first, name, 0, 0, *3 * (float("nan"),))
    row = exact(arm, name, "truth", cases, n)
    return CalendarRate(arm, first, name, n, cases, row.percent, row.low, row.high)


def _is_known(run: Run) -> bool:
    """Whether the size of every target is known every day."""
    return all(run.courses.get(it.name) for it in run.records["truth"].targets)


def rescanned(run: Run, days: Iterable[int]) -> Record:
    """A patient's table of true sizes if she had been scanned on these days after the baseline, to
    the last that is known of her. Which lesions are targets stays; lesions that were never seen at
    the scans that were made stay unseen."""
    record = run.records["truth"]
    shapes = {name: _shape(record, run, name) for name in record.lesions if name in run.courses}
    last = max((max(run.courses[it], default=0) for it in shapes), default=0)
    scans = []
    noticed: set[str] = set()
    for day in days:
        if day > last:
            break
        findings = {}
        for name, shape in shapes.items():
            lesion = record.lesions[name]
            diameter = run.courses[name].get(day)
            if diameter is None:
                continue
            axes = shape.axes(diameter)
            if lesion.role == "new" and name not in noticed:
                if not _appears(axes, lesion, run.detection):
                    continue
            noticed.add(name)
            findings[name] = Finding(*(round(10 * it) for it in axes), True)
        scans.append(Scan(day, findings))
    return replace(record, scans=tuple(scans))


@dataclass(frozen=True)
class _Shape:
    """How axes follow from the diameter of the sphere of the tumour's volume: `aspect` is short
    over long; a lymph node has a volume of its own beside the tumour (cube of a diameter, mm³)."""

    aspect: float
    own: float

    def axes(self, diameter: float) -> tuple[float, float]:
        """Long and short axis, mm."""
        long = float(np.cbrt((diameter**3 + self.own) / self.aspect**2))
        return long, self.aspect * long


def _shape(record: Record, run: Run, name: str) -> _Shape:
    course = run.courses[name]
    known = [
        (course[scan.day], it.long / 10, it.short / 10)
        for scan in (record.baseline, *record.made)
        if (it := scan.findings.get(name)) and it.long and it.short and scan.day in course
    ]
    if not known:
        return _Shape(1.0, 0.0)
    _, long, short = max(known)  # rounding counts least
    aspect = short / long
    if not record.lesions[name].node:
        return _Shape(aspect, 0.0)
    diameter, long, _ = min(known)
    return _Shape(aspect, max(0.0, aspect**2 * long**3 - diameter**3))


def _appears(axes: tuple[float, float], lesion: Lesion, detection: float) -> bool:
    """Whether a new lesion is noticed for the first time."""
    long, short = axes
    return 10 * short >= NORMAL_NODE if lesion.node else long >= max(detection, LEAST)

"""Published values of a trial, to stand beside ours: [[published]] in trial.toml."""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import dataclass
from pathlib import Path

from perforin.errors import Problem, unknown
from perforin.quantity import read_quantity
from perforin.trials.statistic import MONTH, Statistic
from perforin.trials.tables import CRITERIA

_RATES = ("orr", "confirmed_orr", "cr", "dcr", "grade_3_or_more", "dropped_out", "dlt")
_LANDMARK = re.compile(rf"(os|({'|'.join(CRITERIA)})\.(pfs|duration))\.at_[1-9]\d*_months")
_KEYS = ("arm", "against", "endpoint", "value", "low", "high", "source")


@dataclass(frozen=True)
class Published:
    """A value of a publication, in the unit of ours, with ours."""

    arm: str
    endpoint: str
    value: float
    low: float
    high: float
    source: str
    ours: Statistic

    @property
    def verdict(self) -> str:
        """How far the two agree."""
        if math.isnan(self.ours.value):
            return "we have none" if self.ours.note else "not reached in ours"
        low, high = self.low, self.high
        if not math.isnan(low) and low <= self.ours.value <= high:
            return "ours within the published interval"
        if self.ours.low <= self.value <= self.ours.high:
            return "published within our interval"
        apart = math.isnan(low) or math.isnan(self.ours.low)
        if not apart and self.ours.low <= high and low <= self.ours.high:
            return "intervals overlap"
        return "apart"


def read_published(
    document: dict, path: Path, rows: list[Statistic], arms: list[str]
) -> list[Published]:
    """The published values of a trial's file, each with the row of ours that it names.

    Parameters
    ----------
    path
        The file, for what is said of mistakes.

    Raises
    ------
    Problem
        With everything that is wrong, each with its row.
    """
    tables = document.get("published", [])
    if not isinstance(tables, list) or not all(isinstance(it, dict) for it in tables):
        raise Problem(f"{path}: write [[published]] for each value")
    plain = [row for row in rows if not row.subgroup]
    found, problems = [], []
    for number, table in enumerate(tables, 1):
        try:
            found.append(_one(table, plain, arms))
        except Problem as problem:
            problems.append(f"{path}, [[published]] number {number}: {problem}")
    if problems:
        raise Problem("\n".join(problems))
    return found


def _one(table: dict, rows: list[Statistic], arms: list[str]) -> Published:
    for key in table:
        if key not in _KEYS:
            raise unknown("key", key, _KEYS)
    for key in ("arm", "endpoint", "value", "source"):
        if key not in table:
            raise Problem(f"lacks '{key}'")
    arm, endpoint, against = str(table["arm"]), str(table["endpoint"]), table.get("against")
    if arm not in arms:
        raise unknown("arm", arm, arms)
    known = {row.key: row for row in rows if row.arm == arm and against in (None, row.against)}
    ours = known.get(endpoint) or _none(arm, endpoint)
    value, low, high = (_number(table, key, ours.unit) for key in ("value", "low", "high"))
    if math.isnan(low) != math.isnan(high) or low > value or value > high:
        raise Problem("'low', 'value' and 'high' are not in order, or one limit is missing")
    return Published(arm, endpoint, value, low, high, str(table["source"]), ours)


def _none(arm: str, key: str) -> Statistic:
    """Of an endpoint that exists, but of which we have nothing."""
    names = _names()
    if key not in names and not _LANDMARK.fullmatch(key):
        near = difflib.get_close_matches(key, names, n=1, cutoff=0.6)
        raise Problem(
            f"there is no endpoint '{key}'" + (f"; did you mean '{near[0]}'?" if near else "")
        )
    endpoint, _, statistic = key.rpartition(".")
    unit = "d" if statistic in ("median", "rmst", "rmst_difference") else "1"
    rate = statistic in _RATES
    what = (key, "rate") if rate else (endpoint, statistic)
    return Statistic(*what, arm, unit=unit, note="not among ours")


def _names() -> list[str]:
    """All endpoints by their keys, but for landmarks."""
    rates = [f"{it}.{what}" for it in CRITERIA for what in _RATES[:4]] + [*_RATES[4:]]
    times = ["os", *(f"{it}.{what}" for it in CRITERIA for what in ("pfs", "duration"))]
    compared = ("difference", "odds_ratio", "stratified_odds_ratio")
    of_times = ("median", "rmst", "hazard_ratio", "stratified_hazard_ratio", "rmst_difference")
    return [
        *rates,
        *(f"{it}.{what}" for it in rates for what in compared),
        *(f"{it}.{what}" for it in times for what in of_times),
    ]


def _number(table: dict, key: str, unit: str) -> float:
    """A value in our unit: 0.41, "41 %", "251 d", "8.3 months" of 365.25 / 12 days."""
    said = table.get(key)
    if said is None:
        return math.nan
    text = str(said).strip() if isinstance(said, str) else ""
    for name in ("months", "month"):
        if unit == "d" and text.endswith(name):
            return MONTH * read_quantity(text.removesuffix(name).strip(), "1")
    try:
        return read_quantity(said, unit)
    except Problem as problem:
        raise Problem(f"'{key}': {problem}") from None

"""Published values of a trial, to stand beside ours: [[published]] in trial.toml."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path

from perforin.errors import Problem, unknown
from perforin.quantity import read_quantity
from perforin.trials.statistic import MONTH, Statistic

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
            return "we have none"
        low, high = self.low, self.high
        if not math.isnan(low) and low <= self.ours.value <= high:
            return "ours within the published interval"
        if self.ours.low <= self.value <= self.ours.high:
            return "published within our interval"
        apart = math.isnan(low) or math.isnan(self.ours.low)
        if not apart and self.ours.low <= high and low <= self.ours.high:
            return "intervals overlap"
        return "apart"


def read_published(path: Path, rows: list[Statistic]) -> list[Published]:
    """Read the published values, each with the row of ours that it names.

    Raises
    ------
    Problem
        With everything that is wrong, each with its row.
    """
    if not path.exists():
        return []
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("published", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem(f"{path}: {error}") from None
    if not isinstance(tables, list) or not all(isinstance(it, dict) for it in tables):
        raise Problem(f"{path}: write [[published]] for each value")
    found, problems = [], []
    for number, table in enumerate(tables, 1):
        try:
            found.append(_one(table, rows))
        except Problem as problem:
            problems.append(f"{path}, [[published]] number {number}: {problem}")
    if problems:
        raise Problem("\n".join(problems))
    return found


def _one(table: dict, rows: list[Statistic]) -> Published:
    for key in table:
        if key not in _KEYS:
            raise unknown("key", key, _KEYS)
    for key in ("arm", "endpoint", "value", "source"):
        if key not in table:
            raise Problem(f"lacks '{key}'")
    arm, endpoint, against = str(table["arm"]), str(table["endpoint"]), table.get("against")
    plain = [row for row in rows if not row.subgroup]
    if arm not in {row.arm for row in plain}:
        raise unknown("arm", arm, {row.arm for row in plain})
    of_arm = [row for row in plain if row.arm == arm and against in (None, row.against)]
    ours = next((row for row in of_arm if row.key == endpoint), None)
    if ours is None:
        raise unknown(f"endpoint of {arm}", endpoint, {row.key for row in of_arm})
    value, low, high = (_number(table, key, ours.unit) for key in ("value", "low", "high"))
    if math.isnan(low) != math.isnan(high) or low > value or value > high:
        raise Problem("'low', 'value' and 'high' are not in order, or one limit is missing")
    return Published(arm, endpoint, value, low, high, str(table["source"]), ours)


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

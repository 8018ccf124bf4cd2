"""A figure with its interval, and the name of the method that gave it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from scipy import stats

from perforin.table import write_rows

LEVEL = 0.95
MONTH = 365.25 / 12  # days


def z_of(level: float = LEVEL) -> float:
    """The normal quantile of a two-sided interval."""
    return float(stats.norm.ppf(0.5 + level / 2))


@dataclass(frozen=True)
class Statistic:
    """One row of statistics.csv.

    Attributes
    ----------
    endpoint, statistic : str
        What of it: "os", "median".
    arm, against, subgroup : str
        Of whom, compared with whom.
    n, events : float
        Patients (of a weighted cohort the effective number), and events among them.
    value, low, high, level : float
        With the interval and its level; NaN: there is none, and `note` says why.
    p : float
        Two-sided, NaN where nothing was tested.
    method : str
        Of estimate and interval.
    """

    endpoint: str
    statistic: str
    arm: str = ""
    against: str = ""
    subgroup: str = ""
    n: float = math.nan
    events: float = math.nan
    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    unit: str = "1"
    p: float = math.nan
    level: float = LEVEL
    method: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        """How a published value names it: "recist.orr", "os.median"."""
        return self.endpoint if self.statistic == "rate" else f"{self.endpoint}.{self.statistic}"

    def of(self, **what: object) -> Statistic:
        """The same with other labels."""
        return replace(self, **what)


def write_statistics(path: Path, rows: Iterable[Statistic]) -> Path:
    """Write a row each; empty where there is nothing."""
    return write_rows(path, Statistic, rows)


def count_text(count: float) -> str:
    """How many; an effective number with a decimal, nothing where none was counted."""
    return "" if math.isnan(count) else f"{round(count, 1):g}"


def p_text(p: float) -> str:
    """A p as papers write it."""
    if math.isnan(p):
        return ""
    return "< 0.0001" if p < 1e-4 else f"{p:.2g}"


def interval_text(row: Statistic) -> str:
    """ "0.41 (0.30 to 0.53)", shares in per cent, days in whole ones."""
    if math.isnan(row.value):
        return "not reached" if row.statistic == "median" and not row.note else "none"
    share = row.unit == "1" and is_share(row.statistic)
    digits = "{:.1f}" if row.unit == "d" or share else "{:.3g}"
    scale, unit = (100, " %") if share else (1, "" if row.unit == "1" else f" {row.unit}")

    def told(x: float) -> str:
        if math.isnan(x):
            return "?"
        x *= scale
        if math.isinf(x):
            return "∞"
        return f"{x:.0f}" if abs(x) >= 1000 else digits.format(x)

    text = told(row.value) + unit
    if not (math.isnan(row.low) and math.isnan(row.high)):
        text += f" ({told(row.low)} to {told(row.high)})"
    return text


def is_share(statistic: str) -> bool:
    """Whether it is a share of patients, which is told in per cent."""
    return statistic in ("rate", "difference") or statistic.startswith("at_")

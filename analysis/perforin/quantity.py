"""Numbers with units, as users write them: "28 d", "120 um", "1.5 mm^3"."""

from __future__ import annotations

import re

from perforin.errors import Problem, unknown

# Each unit: what it measures, and how many of that dimension's first unit it holds.
_UNITS = {
    "s": ("time", 1.0),
    "min": ("time", 60.0),
    "h": ("time", 3600.0),
    "d": ("time", 86400.0),
    "day": ("time", 86400.0),
    "days": ("time", 86400.0),
    "week": ("time", 604800.0),
    "weeks": ("time", 604800.0),
    "um": ("length", 1.0),
    "mm": ("length", 1e3),
    "cm": ("length", 1e4),
    "um^3": ("volume", 1.0),
    "mm^3": ("volume", 1e9),
    "cm^3": ("volume", 1e12),
    "mL": ("volume", 1e12),
    "pM": ("concentration", 1.0),
    "nM": ("concentration", 1e3),
    "uM": ("concentration", 1e6),
    "1/d": ("rate", 1.0),
    "1/h": ("rate", 24.0),
    "1/min": ("rate", 1440.0),
    "1": ("number", 1.0),
    "%": ("number", 0.01),
}

# Units that may be left out: they only say what is counted.
_COUNTS = {"", "1", "cells", "molecules"}

_TEXT = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(\S.*?)?\s*")


def convert(value: float, unit: str, to: str) -> float:
    """A value in another unit of the same dimension.

    Raises
    ------
    Problem
        If the two do not measure the same.
    """
    if unit == to:
        return value
    here, there = _UNITS.get(unit), _UNITS.get(to)
    if here is None or there is None or here[0] != there[0]:
        raise Problem(f"'{unit}' is no unit for what is given in '{to}'")
    return value * here[1] / there[1]


def read_quantity(said: str | float, unit: str) -> float:
    """The number in `unit` that a user means by "28 d" or, where nothing is measured, by 28.

    Raises
    ------
    Problem
        For what is no number, for a bare number where a unit is due, for a unit of something else.
    """
    if isinstance(said, bool) or not isinstance(said, (str, int, float)):
        raise Problem(f"{said!r} is no number")
    if not isinstance(said, str):
        if unit in _COUNTS:
            return float(said)
        raise Problem(f'{said:g} needs a unit: write "{said:g} {unit}"')
    match = _TEXT.fullmatch(said)
    if not match:
        raise Problem(f"'{said}' is no number with a unit")
    if match[2] is None:
        return read_quantity(float(match[1]), unit)
    if match[2] == unit:
        return float(match[1])
    if match[2] not in _UNITS:
        raise unknown("unit", match[2], {*_UNITS, unit})
    return convert(float(match[1]), match[2], unit)


def in_days(when: str | float) -> float:
    """A moment in days; a plain number is days already."""
    return read_quantity(when, "d") if isinstance(when, str) else float(when)

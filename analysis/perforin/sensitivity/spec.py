"""Which parameters a design varies and how: a study's file, read for its [design] and [[vary]]."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy import stats

from perforin.errors import Problem, unknown
from perforin.quantity import convert

_VARY = ("key", "values", "distribution", "from", "to", "mean", "sd", "median", "factor", "whole")
_DESIGN = ("type", "points", "seed", "levels", "replicates", "first_seed", "luck")
_LAWS = {
    "uniform": ("from", "to"),
    "log_uniform": ("from", "to"),
    "normal": ("mean", "sd"),
    "log_normal": ("median", "factor"),
}


@dataclass(frozen=True)
class Factor:
    """One parameter that is varied.

    Attributes
    ----------
    law : str
        A distribution, or "values": each in an equal share.
    ends : dict
        The numbers that the distribution goes by, in `unit`.
    whole : bool
        Whether it takes whole numbers only.
    """

    key: str
    law: str
    ends: dict[str, float]
    unit: str
    values: tuple[str, ...] = ()
    whole: bool = False

    def quantile(self, u: np.ndarray) -> np.ndarray:
        """Values (of `values`: their numbers) at which shares u of the distribution lie below."""
        u, end = np.asarray(u, float), self.ends
        if self.law == "values":
            return np.minimum((u * len(self.values)).astype(int), len(self.values) - 1).astype(
                float
            )
        if self.law == "uniform":
            low, high = end["from"], end["to"]
            if self.whole:  # each number has the same share
                return np.minimum(low + np.floor(u * (high - low + 1)), high)
            return low + u * (high - low)
        if self.law == "log_uniform":
            found = np.exp((1 - u) * math.log(end["from"]) + u * math.log(end["to"]))
        else:
            log = self.law == "log_normal"
            scale = math.log(end["factor"]) if log else end["sd"]
            centre = math.log(end["median"]) if log else end["mean"]
            cuts = [
                stats.norm.cdf(((math.log(end[it]) if log else end[it]) - centre) / scale)
                if it in end
                else default
                for it, default in (("from", 0.0), ("to", 1.0))
            ]
            found = centre + scale * stats.norm.ppf(cuts[0] + u * (cuts[1] - cuts[0]))
            found = np.exp(found) if log else found
        return np.round(found) if self.whole else found

    def text(self, value: float) -> str:
        """A value as --set takes it."""
        if self.law == "values":
            return self.values[int(value)]
        number = f"{value:.0f}" if self.whole else f"{value:.12g}"
        return number if self.unit == "1" else f"{number} {self.unit}"


@dataclass(frozen=True)
class Spec:
    """A study's file.

    Attributes
    ----------
    points : int
        Base points of Sobol's method, trajectories of Morris'.
    levels : int
        Of Morris' grid.
    document : dict
        All of it.
    """

    path: Path
    factors: list[Factor]
    points: int
    seed: int
    levels: int
    document: dict = field(repr=False)


def read_spec(path: Path) -> Spec:
    """Read a specification.

    Raises
    ------
    Problem
        With everything that is wrong.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Problem(f"{path} does not exist") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, IsADirectoryError) as error:
        raise Problem(f"{path}: {error}") from None
    problems: list[str] = []
    design = document.get("design", {})
    if not isinstance(design, dict):
        raise Problem(f"{path}: [design] is no table")
    problems += [f"[design]: {unknown('key', k, _DESIGN)}" for k in design if k not in _DESIGN]
    points = _whole(design, "points", None, 2, 100_000, problems)
    seed = _whole(design, "seed", 1, 0, 2**53, problems)
    levels = _whole(design, "levels", 4, 2, 1000, problems)
    if levels % 2:
        problems.append("[design]: 'levels' must be even")
    tables = document.get("vary", [])
    if not isinstance(tables, list) or not all(isinstance(it, dict) for it in tables) or not tables:
        problems.append("there is no [[vary]]")
        tables = []
    factors = []
    for number, table in enumerate(tables, 1):
        try:
            factors.append(_factor(table))
        except Problem as problem:
            problems.append(f"[[vary]] number {number}: {problem}")
    keys = [it.key for it in factors]
    problems += [f"{key} is varied twice" for key in dict.fromkeys(keys) if keys.count(key) > 1]
    if problems:
        raise Problem("\n".join(f"{path}: {it}" for it in problems))
    return Spec(path, factors, points, seed, levels, document)


def _whole(
    table: dict, key: str, default: int | None, low: int, high: int, problems: list[str]
) -> int:
    value = table.get(key, default)
    if value is None:
        problems.append(f"[design]: lacks '{key}'")
        return low
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        problems.append(f"[design]: '{key}' is {value!r}, no whole number from {low} to {high}")
        return low
    return value


def _factor(table: dict) -> Factor:
    for name in table:
        if name not in _VARY:
            raise unknown("key", name, _VARY)
    key = table.get("key")
    if not isinstance(key, str) or not key:
        raise Problem("lacks 'key'")
    if "values" in table:
        values = table["values"]
        if not isinstance(values, list) or len(values) < 2 or not all(map(_is_text, values)):
            raise Problem(f"{key}: 'values' are two texts at least")
        others = [it for it in table if it not in ("key", "values")]
        if others:
            raise Problem(f"{key}: '{others[0]}' does not go with 'values'")
        return Factor(key, "values", {}, "1", tuple(values))
    law = table.get("distribution", "uniform")
    if law not in _LAWS:
        raise Problem(f"{key}: {unknown('distribution', law, _LAWS)}")
    wanted = _LAWS[law]
    allowed = {*wanted, "from", "to"}
    for name in ("from", "to", "mean", "sd", "median", "factor"):
        if name in wanted and name not in table:
            raise Problem(f"{key}: lacks '{name}'")
        if name in table and name not in allowed:
            raise Problem(f"{key}: '{name}' does not go with {law}")
    return _checked(key, law, {it: table[it] for it in allowed if it in table}, table)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _checked(key: str, law: str, said: dict, table: dict) -> Factor:
    from perforin.quantity import read_quantity

    reference = next(it for it in _LAWS[law] if it != "factor")
    unit = _unit(said[reference])
    ends = {}
    for name, value in said.items():
        try:
            if name == "factor":
                ends[name] = read_quantity(value, "1")
            elif _unit(value) == unit:  # also of units that are not known here
                ends[name] = float(str(value).split()[0])
            else:
                ends[name] = read_quantity(value, unit)
        except (Problem, ValueError) as problem:
            raise Problem(f"{key}: '{name}': {problem}") from None
    low, high = ends.get("from", -math.inf), ends.get("to", math.inf)
    if not low < high or not all(map(math.isfinite, ends.values())):
        raise Problem(f"{key}: 'from' must be less than 'to'")
    positive = {"log_uniform": ("from",), "log_normal": ("median", "from", "to"), "normal": ("sd",)}
    for name in positive.get(law, ()):
        if name in ends and not ends[name] > 0:
            raise Problem(f"{key}: '{name}' must be more than 0")
    if "factor" in ends and not ends["factor"] > 1:
        raise Problem(f"{key}: 'factor' must be more than 1")
    return Factor(key, law, ends, unit, whole=bool(table.get("whole", False)))


def _unit(said: object) -> str:
    parts = str(said).split(maxsplit=1)
    return parts[1] if isinstance(said, str) and len(parts) == 2 else "1"


def in_unit_of(factor: Factor, values: np.ndarray, unit: str) -> np.ndarray:
    """Values of a factor in the unit of a table's column."""
    if factor.law == "values" or factor.unit == unit:
        return values
    return values * convert(1.0, factor.unit, unit)

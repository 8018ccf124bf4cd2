"""Designs for indices of sensitivity, as studies that list their points."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import qmc

from perforin.errors import Problem
from perforin.sensitivity.spec import Factor, Spec

MOST_RUNS = 100_000  # of a study


@dataclass(frozen=True)
class Design:
    """Points in shares of the distributions.

    Attributes
    ----------
    shares : numpy.ndarray
        (points, parameters), from 0 to 1.
    """

    method: str
    factors: list[Factor]
    shares: np.ndarray

    @property
    def values(self) -> np.ndarray:
        """The points in the parameters' units."""
        columns = [it.quantile(self.shares[:, i]) for i, it in enumerate(self.factors)]
        return np.column_stack(columns)

    @property
    def texts(self) -> list[tuple[str, ...]]:
        """The points as --set takes them."""
        return [tuple(f.text(x) for f, x in zip(self.factors, row)) for row in self.values]


def make(spec: Spec, method: str) -> Design:
    """The design of a specification; the same every time."""
    return Design(method, spec.factors, {"sobol": _sobol, "morris": _morris}[method](spec))


def _sobol(spec: Spec) -> np.ndarray:
    """A, B, and AB_i for each parameter, one block after the other: n points each, taken from
    2 k dimensions of Sobol's sequence, scrambled (Owen)."""
    k, n = len(spec.factors), spec.points
    if n & (n - 1):
        raise Problem(
            f"{spec.path}: [design]: 'points' is {n}, no power of two: Sobol's sequence "
            "is even in its first 2, 4, 8 … points only"
        )
    both = qmc.Sobol(2 * k, scramble=True, seed=spec.seed).random(n)
    a, b = both[:, :k], both[:, k:]
    mixed = []
    for i in range(k):
        mixed.append(a.copy())
        mixed[-1][:, i] = b[:, i]
    return np.concatenate([a, b, *mixed])


def _morris(spec: Spec) -> np.ndarray:
    """Trajectories of k + 1 points: from a point of the grid each parameter moves once, by half
    the levels, in random order (Morris 1991)."""
    k, levels = len(spec.factors), spec.levels
    draw = np.random.default_rng(spec.seed)
    step = levels // 2
    points = []
    for _ in range(spec.points):
        at = draw.integers(0, levels, k)
        points.append(at)
        for i in draw.permutation(k):
            at = at.copy()
            at[i] += step if at[i] < step else -step
            points.append(at)
    shares = np.array(points) / (levels - 1)
    endless = [
        f.key
        for f in spec.factors
        if f.law in ("normal", "log_normal") and not {"from", "to"} <= f.ends.keys()
    ]
    if endless:
        raise Problem(
            f"{spec.path}: {endless[0]}: Morris' grid goes to the ends of a distribution: "
            "give 'from' and 'to'"
        )
    return shares


def write_points(spec: Spec, design: Design, path: Path) -> int:
    """Write the study that lists the points, each once; how many there are."""
    distinct = list(dict.fromkeys(design.texts))
    replicates = spec.document.get("design", {}).get("replicates", 1)
    if len(distinct) * replicates > MOST_RUNS:
        raise Problem(f"{len(distinct) * replicates} runs: a study has at most {MOST_RUNS}")
    lines = [
        f"# Points of {design.method.capitalize()}'s method, made of {spec.path.name}: "
        f"{spec.points} {'base points' if design.method == 'sobol' else 'trajectories'}.",
        f"# perforin sensitivity TABLE.csv --method {design.method} --design {spec.path.name}",
    ]
    tables = {key: it for key, it in spec.document.items() if key not in ("design", "vary")}
    lines += _tables({"study": tables.pop("study")} if "study" in tables else {})
    kept = {k: v for k, v in spec.document.get("design", {}).items() if k in _KEPT}
    lines += ["", "[design]", 'type = "list"', *(f"{k} = {_toml(v)}" for k, v in kept.items())]
    for i, factor in enumerate(design.factors):
        lines += ["", "[[vary]]", f"key = {_toml(factor.key)}", "values = ["]
        lines += [f"    {_toml(point[i])}," for point in distinct] + ["]"]
    lines += _tables(tables)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(distinct)


_KEPT = ("replicates", "first_seed", "luck")


def _tables(tables: dict) -> list[str]:
    """Tables, and arrays of tables, of plain values."""
    lines = []
    for name, found in tables.items():
        for table in found if isinstance(found, list) else [found]:
            head = f"[[{name}]]" if isinstance(found, list) else f"[{name}]"
            if not isinstance(table, dict):
                raise Problem(f"'{name}' is no table")
            lines += ["", head, *(f"{key} = {_toml(value)}" for key, value in table.items())]
    return lines


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):  # JSON's escapes are TOML's
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ", ".join(_toml(it) for it in value) + "]"
    if isinstance(value, (int, float)):
        return repr(value)
    raise Problem(f"{value!r} cannot stand in a study")

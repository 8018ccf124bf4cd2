"""Indices of sensitivity of a study's table, as rows."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from perforin.errors import Problem, unknown
from perforin.quantity import read_quantity
from perforin.sensitivity import indices
from perforin.sensitivity.design import Design, make
from perforin.sensitivity.indices import Index
from perforin.sensitivity.spec import Spec, in_unit_of
from perforin.sensitivity.study import Study
from perforin.table import write_rows
from perforin.trials.csv_table import read_csv
from perforin.trials.statistic import LEVEL

METHODS = ("prcc", "sobol", "morris")


@dataclass(frozen=True)
class Row:
    """One row of sensitivity.csv."""

    outcome: str
    parameter: str
    index: str
    value: float
    low: float
    high: float
    p: float
    points: int
    unit: str
    method: str


def of_study(
    study: Study,
    method: str,
    spec: Spec | None = None,
    outcomes: list[str] | None = None,
    level: float = LEVEL,
) -> list[Row]:
    """Indices of the outcomes, all by default.

    Parameters
    ----------
    spec
        What the design was made of; Sobol's and Morris' methods need it.
    """
    for name in outcomes or []:
        study.check_outcome(name)
    rows: list[Row] = []
    problems = []
    for outcome in outcomes or study.outcomes:
        try:
            found, names, points, units = _of_outcome(study, method, spec, outcome, level)
        except Problem as problem:
            problems.append(f"{outcome}: {problem}")
            continue
        for index in found:
            for i, name in enumerate(names):
                p = math.nan if index.p is None else float(index.p[i])
                ends = (float(it[i]) for it in (index.value, index.low, index.high))
                rows.append(Row(outcome, name, index.name, *ends, p, points, units, index.method))
    if problems and (outcomes or not rows):
        raise Problem("\n".join(problems))
    return rows


def _of_outcome(
    study: Study, method: str, spec: Spec | None, outcome: str, level: float
) -> tuple[tuple[Index, ...], list[str], int, str]:
    if method == "prcc":
        points = study.points()
        points = points[points[outcome].notna()]
        names = [it for it in study.varied if points[it].nunique() > 1]
        unordered = [it for it in names if len(study.words.get(it, [])) > 2]
        if unordered:
            raise Problem(f"{unordered[0]} takes words, which have no ranks")
        if not names:
            raise Problem("nothing was varied")
        index = indices.prcc(points[names].to_numpy(), points[outcome].to_numpy(), level)
        return (index,), names, len(points), "1"
    if spec is None:
        raise Problem(f"--method {method} needs --design SPEC.toml, of which the points were made")
    design = make(spec, method)
    y = outcomes_of(study, design, outcome)
    names, k = [it.key for it in design.factors], len(design.factors)
    if method == "sobol":
        a, b, *ab = y.reshape(k + 2, -1)
        return indices.sobol(a, b, np.stack(ab), level), names, len(y), "1"
    effects = elementary_effects(design, y)
    return indices.morris(effects, level), names, len(y), study.units[outcome]


def elementary_effects(design: Design, y: np.ndarray) -> np.ndarray:
    """Change of the outcome over each step, per whole range: (trajectories, parameters)."""
    k = len(design.factors)
    shares = design.shares.reshape(-1, k + 1, k)
    steps, gained = np.diff(shares, axis=1), np.diff(y.reshape(-1, k + 1), axis=1)
    moved = np.abs(steps).argmax(axis=2)
    effects = gained / np.take_along_axis(steps, moved[:, :, None], 2)[:, :, 0]
    found = np.empty_like(effects)
    np.put_along_axis(found, moved, effects, axis=1)
    return found


def outcomes_of(study: Study, design: Design, outcome: str) -> np.ndarray:
    """The outcome at each point of a design, found by the values of what was varied."""
    keys = [it.key for it in design.factors]
    for key in keys:
        if key not in study.varied:
            raise unknown("varied parameter", key, study.varied)
    points = study.points()
    there = points[keys].to_numpy()
    wanted = np.column_stack(
        [_as_in(study, f, column) for f, column in zip(design.factors, design.values.T)]
    )
    scale = np.maximum(np.abs(wanted).max(axis=0), 1e-300)
    rows = {key: i for i, key in enumerate(map(tuple, np.round(there / scale, 9)))}
    found = [rows.get(key) for key in map(tuple, np.round(wanted / scale, 9))]
    found = [
        _nearest(there / scale, row) if at is None else at for at, row in zip(found, wanted / scale)
    ]
    lacking = sum(at is None for at in found)
    if lacking:
        raise Problem(
            f"{lacking} of the design's {len(found)} points are not among the runs that are done: "
            "the table is of another design, or not complete"
        )
    y = points[outcome].to_numpy()[np.array(found)]
    if np.isnan(y).any():
        raise Problem(f"{int(np.isnan(y).sum())} of the design's points have no such outcome")
    return y


def _as_in(study: Study, factor, column: np.ndarray) -> np.ndarray:  # noqa: ANN001
    """A factor's values as the study's table has them."""
    if factor.law != "values":
        return in_unit_of(factor, column, study.units[factor.key])
    words = study.words.get(factor.key)
    texts = [factor.values[int(it)] for it in column]
    if words is None:
        unit = study.units[factor.key]
        return np.array([read_quantity(text, unit) for text in texts])
    if any(text not in words for text in texts):
        raise Problem(f"the table lacks values of {factor.key}")
    return np.array([words.index(text) for text in texts], float)


def _nearest(there: np.ndarray, row: np.ndarray) -> int | None:
    """The point that is the same but for rounding."""
    off = np.abs(there - row).max(axis=1)
    at = int(off.argmin())
    return at if off[at] < 1e-8 else None


def write_indices(path: Path, rows: list[Row]) -> Path:
    """Write sensitivity.csv."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_rows(path, Row, rows)


def is_table_of_indices(path: Path) -> bool:
    """Whether `write_indices` wrote it."""
    try:
        with path.open(encoding="utf-8") as file:
            return file.readline().startswith("outcome,parameter,index,")
    except (OSError, UnicodeDecodeError):
        return False


def read_indices(path: Path) -> list[Row]:
    """Read what `write_indices` wrote."""
    table = read_csv(path)
    table.need(*(it.name for it in fields(Row)))
    numbers = {n: table.numbers(n) for n in ("value", "low", "high", "p", "points")}
    table.check()
    return [
        Row(
            **{n: table.columns[n][i] for n in ("outcome", "parameter", "index", "unit", "method")},
            **{n: float(it[i]) for n, it in numbers.items() if n != "points"},
            points=int(numbers["points"][i]),
        )
        for i in range(len(table.lines))
    ]

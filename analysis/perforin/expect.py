"""Judges a run by what its scenario expects."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from perforin.errors import Problem
from perforin.expectations import Expectation, Expectations
from perforin.measures import MEASURES
from perforin.quantity import read_quantity
from perforin.trajectory import Trajectory

_TAKE = {
    "mean": lambda values: np.mean(values),
    "min": lambda values: np.min(values),
    "max": lambda values: np.max(values),
    "change": lambda values: values[-1] - values[0],
}


@dataclass
class Verdict:
    """An expectation and what was found.

    `outcome` is "ok", "failed" or, for what lies beyond the run's planned end, "later".
    """

    expectation: str
    outcome: str
    found: str = ""
    allowed: str = ""
    notes: list[str] = field(default_factory=list)


def judge(
    expectations: Expectations, run: Trajectory, twin: Trajectory | None = None
) -> list[Verdict]:
    """What became of each expectation; the first verdict is on how the run ended."""
    planned = _planned_days(run)
    form = expectations.form_of(planned)
    whole = run.status == "completed"
    verdicts = [Verdict("the run is completed", "ok" if whole else "failed", run.status)]
    if not whole and run.manifest.get("why"):
        verdicts[0].notes.append(str(run.manifest["why"]))
    for expectation in expectations.all:
        if expectation.form in (None, form):
            verdicts.append(_judge_one(expectation, planned, run, twin))
    return verdicts


def _planned_days(run: Trajectory) -> float:
    name = "run.days"
    return run.parameters[name].number if name in run.parameters else run.days


def _judge_one(
    it: Expectation, planned: float, run: Trajectory, twin: Trajectory | None
) -> Verdict:
    verdict = Verdict(str(it), "later", found=f"the run ends at {planned:g} d")
    if max(it.end, it.reference if isinstance(it.reference, float) else 0.0) > planned:
        return verdict
    try:
        value, unit = _evaluate(it, run, twin)
        least = None if it.least is None else read_quantity(it.least, unit)
        most = None if it.most is None else read_quantity(it.most, unit)
    except Problem as problem:
        return Verdict(str(it), "failed", "–", notes=[str(problem), it.why])
    verdict.found = _shown(value, unit)
    verdict.allowed = _shown_range(least, most, unit)
    # A value that is no number lies within no bounds.
    fits = (least is None or value >= least) and (most is None or value <= most)
    verdict.outcome = "ok" if fits else "failed"
    verdict.notes.append(it.why)
    return verdict


def _evaluate(it: Expectation, run: Trajectory, twin: Trajectory | None) -> tuple[float, str]:
    value, unit = _value(it, run, it.start, it.end)
    if it.reference is None:
        return value, unit
    if it.reference == "twin":
        if twin is None:
            raise Problem("there is no twin to compare with: name its run with --twin OTHER.h5")
        other, _ = _value(it, twin, it.start, it.end)
    else:
        other, _ = _value(it, run, float(it.reference), float(it.reference))
    if it.compare == "difference":
        return value - other, unit
    if other == 0:
        raise Problem("what it is relative to is 0")
    return value / other, "1"


def _value(it: Expectation, run: Trajectory, start: float, end: float) -> tuple[float, str]:
    """A quantity of one run and its unit."""
    if end > run.days + 1e-9:
        raise Problem(f"{run.path} ends at {run.days:g} d")
    if it.quantity in MEASURES:
        measure = MEASURES[it.quantity]
        moments = (start, end) if measure.window else (end,)
        return measure.function(run, it.lesion, *moments), measure.unit
    name, _, column = it.quantity.rpartition(".")
    series = run.series(name)
    unit = series[column].unit
    if start == end:
        return series.at(column, end), unit
    rows = (series["time"] >= start - 1e-9) & (series["time"] <= end + 1e-9)
    if not rows.any():
        raise Problem(f"{name} has no row from {start:g} to {end:g} d")
    return float(_TAKE[it.take](np.asarray(series[column][rows], float))), unit


def _shown(value: float, unit: str) -> str:
    return f"{value:.4g}" + ("" if unit in ("", "1") else f" {unit}")


def _shown_range(least: float | None, most: float | None, unit: str) -> str:
    suffix = "" if unit in ("", "1") else f" {unit}"
    if least is None:
        return f"≤ {most:.4g}{suffix}"
    if most is None:
        return f"≥ {least:.4g}{suffix}"
    return f"{least:.4g} … {most:.4g}{suffix}"


def table(verdicts: list[Verdict], coloured: bool = False) -> str:
    """The verdicts as text: outcome, expectation, found, allowed; below what failed, the reason."""
    rows = [("", "expectation", "found", "allowed")]
    rows += [(_WORDS[v.outcome], v.expectation, v.found, v.allowed) for v in verdicts]
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    lines: list[str] = []
    notes: list[list[str]] = [[], *(v.notes if v.outcome == "failed" else [] for v in verdicts)]
    for row, reasons in zip(rows, notes):
        line = "  ".join(text.ljust(width) for text, width in zip(row, widths)).rstrip()
        lines.append(f"\033[31m{line}\033[0m" if row[0] == "FAILED" and coloured else line)
        lines += [" " * (widths[0] + 2) + reason for reason in reasons]
    count = {outcome: sum(v.outcome == outcome for v in verdicts) for outcome in _WORDS}
    lines.append(
        f"{count['ok']} ok, {count['failed']} failed"
        + (f", {count['later']} later than this run" if count["later"] else "")
    )
    return "\n".join(lines)


_WORDS = {"ok": "ok", "failed": "FAILED", "later": "later"}

"""Counts what the oracle makes of series: labels, steps from one to the next, rules, results."""

from __future__ import annotations

from collections import Counter

import immune_burden
import recist
from measurement_table import Patient
from response_oracle import PATIENT_COLUMNS, VISIT_COLUMNS, judge

LABELS = ("recist_target", "recist", "irecist", "irecist_reason", "irrc", "imrecist")
STEPS = ("recist", "irecist", "irrc", "imrecist")


def near(value: int, limit: int, step: int) -> str:
    """Whether a value is exactly at a limit, or misses it by no more than a step."""
    if abs(value - limit) > step:
        return ""
    return "exactly at" if value == limit else "just above" if value > limit else "just below"


def near_target_limits(patient: Patient, opened: list[bool]) -> list[str]:
    """Which limits of the targets, and of time since a run began, each visit meets."""
    found, begun = [], None
    for facts, opens in zip(recist.facts_of(patient), opened):
        total, nadir = facts.target_sum, facts.nadir
        if begun and not opens:
            found.append(("4 weeks after a run began", near(facts.day - begun.day, 28, 1)))
        if facts.has_targets and facts.complete:
            rise, fifth = total - nadir, near(10 * total, 12 * nadir, 10)
            found.append(("+20 %, and 5 mm or more", fifth if rise >= 50 else ""))
            enough = 10 * total >= 12 * nadir
            found.append(("+5 mm, and 20 % or more", near(rise, 50, 1) if enough else ""))
            found.append(("-30 %", near(10 * total, 7 * facts.baseline, 10)))
            if begun and not opens and begun.complete:
                rise = total - begun.target_sum
                found.append(("5 mm above the sum that began a run", near(rise, 50, 1)))
        begun = facts if opens else begun
    return [f"{where} {what}" for what, where in found if where]


def near_burden_limits(patient: Patient) -> list[str]:
    """Which limits of irRC each visit meets."""
    _, burdens, _ = immune_burden.irrc(patient, recist.facts_of(patient))
    complete = [burden.measured for burden in burdens if burden.complete]
    found = []
    for i, burden in enumerate(complete[1:], 1):
        nadir, baseline = min(complete[:i]), complete[0]
        found.append(("+25 % of the burden", near(4 * burden, 5 * nadir, nadir // 20)))
        found.append(("-50 % of the burden", near(2 * burden, baseline, baseline // 50)))
    return [f"{where} {what}" for what, where in found if where]


class Coverage:
    """What was met so far."""

    def __init__(self) -> None:
        self.visits = self.patients = 0
        self.counts: dict[str, Counter[str]] = {}

    def count(self, what: str, which: object) -> None:
        self.counts.setdefault(what, Counter())[str(which)] += 1

    def add(self, patient: Patient) -> None:
        """Judges one patient more."""
        rows, summary = judge(patient)
        self.patients += 1
        self.visits += len(rows)
        before = dict.fromkeys(STEPS, "start")
        for row in rows:
            named = dict(zip(VISIT_COLUMNS, row))
            for column in LABELS:
                self.count(f"visits: {column}", named[column] or "(none)")
            for column in STEPS:
                self.count(f"steps: {column}", f"{before[column]} -> {named[column]}")
                before[column] = named[column]
        for column, value in zip(PATIENT_COLUMNS[1:], summary[1:]):
            if column.endswith("_day"):
                value = "a day" if value != "" else "(none)"
            self.count(f"patients: {column}", value)
        opened = [str(row[8]).startswith("opened") for row in rows]
        self.count("patients: runs of iUPD", sum(opened))
        for limit in near_target_limits(patient, opened) + near_burden_limits(patient):
            self.count("limits", limit)

    def text(self) -> str:
        """A report, rarest last."""
        lines = [f"{self.patients} patients, {self.visits} visits after the baseline"]
        for what in sorted(self.counts):
            lines += ["", what]
            lines += [f"{n:10d}  {which}" for which, n in self.counts[what].most_common()]
        return "\n".join(lines) + "\n"

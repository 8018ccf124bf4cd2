"""Counts what the oracle makes of series: labels, steps from one to the next, rules, results."""

from __future__ import annotations

from collections import Counter

from measurement_table import Patient
from response_oracle import PATIENT_COLUMNS, VISIT_COLUMNS, judge

LABELS = ("recist_target", "recist", "irecist", "irecist_reason", "irrc", "imrecist")
STEPS = ("recist", "irecist", "irrc", "imrecist")


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
        runs = sum(str(row[6]).startswith("opened") for row in rows)
        self.count("patients: runs of iUPD", runs)

    def text(self) -> str:
        """A report, rarest last."""
        lines = [f"{self.patients} patients, {self.visits} visits after the baseline"]
        for what in sorted(self.counts):
            lines += ["", what]
            lines += [f"{n:10d}  {which}" for which, n in self.counts[what].most_common()]
        return "\n".join(lines) + "\n"

"""A scan before the baseline for tables that have none: how fast lesions grew before treatment."""

from __future__ import annotations

import csv
import io
import math

from perforin.phenomena.records import HEADER, Record
from perforin.phenomena.runs import Run

LEAST_DAYS = 14
"""Between the two scans before treatment (sim/clinic/METHODS.md, Endpoints)."""


def table_for_growth(run: Run, on: str) -> str:
    """Her table; where it has no scan before the baseline and is of true sizes, with one at the
    start of the simulation, if that was two weeks before the baseline or more.

    A target's volume then is known from its series. What lies around it in a lymph node stays as it
    is: the body of the table's axes at the baseline less the lesion itself.
    """
    record, text = run.records[on], run.texts[on]
    enough = record.baseline.day - run.before_day >= LEAST_DAYS
    if record.earlier or on != "truth" or not enough:
        return text
    lines = _rows_before(run, record)
    return text + lines if lines else text


def _rows_before(run: Run, record: Record) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    parts = run.parts.get(record.baseline.day, {})
    patient = next(csv.DictReader(io.StringIO(run.texts["truth"])))["patient"]
    for lesion in record.targets:
        found = record.baseline.findings.get(lesion.name)
        if lesion.name not in run.before or found is None or not (found.long and found.short):
            return ""
        body = math.pi / 6 * found.long * found.short**2 * 1e-3  # mm³: long and two short axes
        own = min(parts.get(lesion.name, {}).get("volume", body), body)
        then = (body - own + own * run.before[lesion.name]) / body
        axes = (round(it * then ** (1 / 3)) / 10 for it in (found.long, found.short))
        row = dict(zip(("long_mm", "short_mm"), (f"{it:g}" for it in axes)))
        row |= {"patient": patient, "day": run.before_day, "lesion": lesion.name, "role": "target"}
        row |= {"organ": lesion.organ, "node": int(lesion.node)}
        writer.writerow([row.get(name, "") for name in HEADER])
    return out.getvalue()

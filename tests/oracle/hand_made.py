"""Series made by hand, and what the oracle says of them."""

from __future__ import annotations

import response_oracle
from measurement_table import HEADER, read

ROW = dict.fromkeys(HEADER, "")


def lesion(day: int, name: str, role: str, long: object, short: object = None, **more) -> dict:
    """A row of a lesion; the short axis is half the long one if it is not given."""
    if short is None:
        short = "" if long == "" else float(long) / 2
        short = f"{short:.1f}" if short != "" else ""
    row = {"day": day, "lesion": name, "role": role, "organ": "lung", "node": 0}
    return ROW | row | {"long_mm": long, "short_mm": short, "measurable": 1} | more


def visit(day: int, **more) -> dict:
    """The row without a lesion."""
    return ROW | {"day": day} | more


def judged(rows: list[dict]) -> tuple[list[dict], dict]:
    """Results of one patient: per visit, and in all."""
    lines = [",".join(HEADER)]
    for row in rows:
        lines.append(",".join(str((row | {"patient": "a"})[name]) for name in HEADER))
    (patient,) = read(lines)
    visits, summary = response_oracle.judge(patient)
    named = [dict(zip(response_oracle.VISIT_COLUMNS, values)) for values in visits]
    return named, dict(zip(response_oracle.PATIENT_COLUMNS, summary))


def series(*sizes: tuple[int, object], new: dict[int, object] | None = None, **more) -> list[dict]:
    """A patient with one target of 50 mm and, on some days, one new lesion."""
    rows = [lesion(0, "t", "target", 50), visit(0, **more)]
    for day, size in sizes:
        if size == "missed":
            rows.append(visit(day, missed=1))
            continue
        rows += [lesion(day, "t", "target", size), visit(day)]
        if new and day in new:
            rows.append(lesion(day, "n", "new", new[day]))
    return rows


def labels(rows: list[dict], column: str) -> str:
    """One column of all visits, in one line."""
    return " ".join(str(row[column]) for row in judged(rows)[0])


def event_day(patient: dict, criterion: str) -> object:
    """The day of progression, if there is one."""
    return patient[f"{criterion}_pfs_day"] if patient[f"{criterion}_pfs_event"] else ""

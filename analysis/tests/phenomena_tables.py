"""Measurement tables made by hand, and runs that have them, as the simulator would write them."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import synthetic
from perforin.phenomena.records import HEADER, Record, read_record

DAYS = (0, 42, 84, 126, 168, 210, 252)


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a comma-separated table."""
    with path.open(newline="", encoding="utf-8") as file:
        return [*csv.DictReader(file)]


def row(rows: list[dict[str, str]], **wanted: str) -> dict[str, str]:
    """The one that has these."""
    found = [it for it in rows if all(it[k] == v for k, v in wanted.items())]
    assert len(found) == 1, (wanted, found)
    return found[0]


def write_patients(folder: Path, rows: list[list]) -> None:
    """A trial's table of patients: number, arm, whether assigned, hash of the run, state."""
    with (folder / "patients.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["patient", "arm", "assigned", "hash", "state"])
        writer.writerows(rows)


def table(
    targets: dict[str, list],
    new: dict[str, list] | None = None,
    days: tuple[int, ...] = DAYS,
    nontarget: list[str] | None = None,
    death: int | None = None,
    nodes: tuple[str, ...] = (),
    missed: tuple[int, ...] = (),
    organ: str = "lung",
) -> str:
    """A table: for each lesion its sizes (mm, both axes alike; None: no row) at these days, the
    baseline first, up to the last that any has; `missed` are days of visits that were not
    made."""
    lines = [",".join(HEADER)]
    longest = max(len(it) for it in (*targets.values(), *(new or {}).values()))
    for place, day in enumerate(days[:longest]):
        for role, lesions in (("target", targets), ("new", new or {})):
            for name, sizes in lesions.items():
                size = sizes[place] if place < len(sizes) else None
                if size is None or day in missed:
                    continue
                measurable = int(size >= 10)
                node = int(name in nodes)
                axes = f"{size:g},{size:g}"
                lines.append(f"p,{day},{name},{role},{organ},{node},{axes},{measurable},,,,,,")
        of = nontarget[place] if nontarget else ""
        lines.append(f"p,{day},,,,,,,,,{of},0,0,{int(day in missed)},{death or ''}")
    return "\n".join(lines) + "\n"


def record(*args: object, **more: object) -> Record:
    """The record of such a table."""
    return read_record(table(*args, **more), "a table by hand")


def write_run(
    path: Path,
    read: str | None,
    true: str | None = None,
    start: int = 14,
    parts: dict[str, dict[str, list[float]]] | None = None,
    plasma: tuple[list, list, list] | None = None,
    irradiated: str = "",
    irecist: list[int] | None = None,
    irecist_true: list[int] | None = None,
    days: tuple[int, ...] = DAYS,
    until: int = 280,
    diameters: dict[str, float] | None = None,
    seed: int = 7,
    commit: str = "",
) -> Path:
    """A run that has these tables, none without `read`; `parts` are volumes at the scans, by lesion and column,
    `diameters` those of the lesions at the start."""
    parameters = {"run.days": (str(until + start), "1"), "biology.bystander.radius": ("4.5", "um")}
    if irradiated:
        parameters["therapy[0].type"] = ("radiotherapy", "")
        parameters["therapy[0].lesions"] = (irradiated, "")
    parameters["run.seed"] = ("1", "1")
    at = np.array(days, float) + start
    with synthetic.begin(path, "patient", parameters) as file:
        file.attrs["seed"] = np.uint64(seed)
        file["manifest"].attrs["git_commit"] = commit
        if read is not None:
            file["manifest"].attrs["measurements_ct"] = read
        if true is not None:
            file["manifest"].attrs["true_measurements_ct"] = true
        first = np.where(at > start, start, -1)
        visits = {"first_dose": (first, "d"), "baseline": ((at <= start).astype(int), "1")}
        synthetic.series(file, "examinations/ct/visits", at, visits)
        for index, (lesion, diameter) in enumerate((diameters or {}).items()):
            synthetic.lesion(file, lesion, index, np.full(3, 100.0), [1, 1, 0])
            columns = {"diameter": (np.array([diameter, 1.0]), "mm")}
            synthetic.series(file, f"lesions/{lesion}", np.array([0.0, 1.0]), columns)
        for lesion, columns in (parts or {}).items():
            of = {name: (np.array(values), "mm^3") for name, values in columns.items()}
            of["volume"] = (sum(np.array(it, float) for it in columns.values()), "mm^3")
            synthetic.series(file, f"examinations/ct/lesions/{lesion}", at, of)
        if irecist is not None:
            true_codes = np.array(irecist_true or irecist)
            both = {"irecist": (np.array(irecist), ""), "irecist_true": (true_codes, "")}
            synthetic.series(file, "examinations/ct/response", at[1:], both)
        if plasma is not None:
            when, true_copies, copies = plasma
            columns = {"copies_true": (np.array(true_copies), "1/mL"),
                       "copies": (np.array(copies), "1/mL")}  # fmt: skip
            of_days = np.array(when, float) + start
            synthetic.series(file, "examinations/blood/plasma", of_days, columns)
    return path

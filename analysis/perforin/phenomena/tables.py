"""cases.csv and composition.csv, written and read again: what is kept of a trial's runs, and all
that rates, pairs, pages and figures are made of."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from perforin.errors import Problem, unknown
from perforin.phenomena.composition import Composition
from perforin.phenomena.definitions import PHENOMENA, Finding, Phenomenon
from perforin.phenomena.findings import Findings, Key, Who
from perforin.phenomena.header import HEADER, read_header, write_header
from perforin.phenomena.runs import TABLES
from perforin.table import write_rows
from perforin.trials.csv_table import CsvTable, read_csv

CASES, COMPOSITION = "cases.csv", "composition.csv"
WHO = ("part", "arm", "patient", "on")
WIDEST = 2**53  # whole numbers that are exact as a double; seeds are no larger


@dataclass
class Kept:
    """What a folder holds of a trial, or of several parts of it."""

    folder: Path
    findings: Findings
    composition: list[Composition]

    def __post_init__(self):
        of = {(it.arm, Who(it.part, it.patient), it.on) for it in self.composition}
        for arm, who, on in sorted(of - self.findings.findings.keys()):
            text = f"patient {who.number:g} of part {who.part} in arm {arm}, {on}"
            raise Problem(f"{self.folder / COMPOSITION} has {text}, but {CASES} has not")


def write_kept(kept: Kept) -> Iterator[Path]:
    """Write the tables and their header and give the paths."""
    cases, rows = kept.findings.findings, kept.composition
    yield write_cases(kept.folder / CASES, kept.findings)
    yield write_rows(kept.folder / COMPOSITION, Composition, rows)
    counts = {CASES: len(cases), COMPOSITION: len(rows)}
    yield write_header(kept.folder / HEADER, kept.findings, counts)


def read_kept(folder: Path) -> Kept:
    """Read what `write_kept` wrote.

    Raises
    ------
    Problem
        With the file and the place of what is missing or makes no sense.
    """
    if not folder.is_dir():
        raise Problem(f"{folder} is no folder")
    for name in (CASES, COMPOSITION, HEADER):
        if not (folder / name).is_file():
            inside = folder / "phenomena"
            hint = f"; did you mean {inside}?" if (inside / name).is_file() else ""
            raise Problem(f"{folder} has no {name} of `perforin phenomena`{hint}")
    found, counts = read_header(folder / HEADER)
    _read_cases(folder / CASES, found)
    rows = _read_composition(folder / COMPOSITION)
    for name, count in ((CASES, len(found.findings)), (COMPOSITION, len(rows))):
        if counts.get(name) != count:
            raise Problem(
                f"{folder / name} has {count} rows, but {HEADER}, rows.{name} says "
                f"{counts.get(name, 'nothing')}: it was changed or cut short"
            )
    return Kept(folder, found, rows)


# --- cases ---


def write_cases(path: Path, found: Findings) -> Path:
    """A row a patient, arm, and truth or reading: of each phenomenon its cases, of how many, the
    day, the trigger, and why nobody can tell."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*WHO, "seed", *(name for it in PHENOMENA for name in _columns(it.name))])
        for (arm, who, on), of in found.findings.items():
            cells: list[object] = []
            for it in (of[phenomenon.name] for phenomenon in PHENOMENA):
                day = "" if math.isnan(it.day) else f"{it.day:g}"
                cells += [it.cases if it.n else "", it.n, day, it.detail, it.left_out]
            seed = found.seeds[arm, who, on]
            writer.writerow([who.part, arm, f"{who.number:.10g}", on, seed, *cells])
    return path


def _columns(name: str) -> tuple[str, ...]:
    return name, f"{name}_n", f"{name}_day", f"{name}_detail", f"{name}_left_out"


def _read_cases(path: Path, found: Findings) -> None:
    table = read_csv(path)
    expected = [*WHO, "seed", *(name for it in PHENOMENA for name in _columns(it.name))]
    keys = _keys(table, expected, found)
    seeds = _whole(table, "seed", 0, WIDEST)
    of = [_findings(table, it) for it in PHENOMENA]
    table.check()
    for row, key in enumerate(keys):
        if key in found.findings:
            table.problem(row, "patient", f"{key[1].number:g} is there twice")
        told = zip(PHENOMENA, of)
        found.findings[key] = {phenomenon.name: it[row] for phenomenon, it in told}
        found.seeds[key] = seeds[row]
    table.check()


def _keys(table: CsvTable, expected: list[str], found: Findings) -> list[Key]:
    _check_columns(table, expected)
    parts = _whole(table, "part", 1, len(found.parts))
    numbers = table.numbers("patient", 0, empty=False)
    arms = _words(table, "arm", found.arms)
    on = _words(table, "on", [*TABLES])
    return [(arm, Who(part, float(number)), it)
            for part, arm, number, it in zip(parts, arms, numbers, on)]  # fmt: skip


def _findings(table: CsvTable, phenomenon: Phenomenon) -> list[Finding]:
    """Of a phenomenon, row by row."""
    some, n, day, detail, why = _columns(phenomenon.name)
    cases = _whole(table, some, 0, empty=True)
    of = _whole(table, n, 0, WIDEST if phenomenon.unit == "lesions" else 1)
    days = table.numbers(day)
    found = []
    for row, (count, whole) in enumerate(zip(cases, of)):
        text, reason = table.columns[some][row], table.columns[why][row]
        if bool(text) != bool(whole) or count > whole:
            table.problem(row, some, f"'{text}' does not go with {n} = {whole}")
        if bool(reason) == bool(whole):
            table.problem(row, why, f"'{reason}' does not go with {n} = {whole}")
        told = table.columns[detail][row]
        found.append(Finding(count, whole, float(days[row]), told, reason))
    return found


# --- composition ---


def _read_composition(path: Path) -> list[Composition]:
    table = read_csv(path)
    _check_columns(table, [it.name for it in fields(Composition)])
    readers = {"int": _whole, "float": CsvTable.numbers, "str": CsvTable.words}
    columns = [readers[it.type](table, it.name) for it in fields(Composition)]
    seen = set()
    for row, key in enumerate(zip(*(table.columns[it] for it in (*WHO, "lesion")))):
        if key in seen:
            table.problem(row, "lesion", f"{key[-1]} is there twice")
        seen.add(key)
    table.check()
    types = {"int": int, "float": float, "str": str}
    kinds = [types[it.type] for it in fields(Composition)]
    return [Composition(*(kind(it) for kind, it in zip(kinds, row))) for row in zip(*columns)]


# --- cells ---


def _check_columns(table: CsvTable, expected: list[str]) -> None:
    table.need(*expected)
    more = [name for name in table.columns if name not in expected]
    if more:
        raise Problem(f"{table.path}: {unknown('column', more[0], expected)}")


def _words(table: CsvTable, name: str, among: list[str]) -> list[str]:
    for row, text in enumerate(table.columns[name]):
        if text not in among:
            table.problem(row, name, str(unknown(name, text, among)))
    return table.columns[name]


def _whole(
    table: CsvTable, name: str, low: float = -WIDEST, high: float = WIDEST, empty: bool = False
) -> list[int]:
    """A column of whole numbers; 0 where a cell is empty, or wrong and noted."""
    numbers = table.numbers(name, low, high, empty)
    found = []
    for row, number in enumerate(numbers):
        whole = number == number and number == math.floor(number)
        if number == number and not whole:
            table.problem(row, name, f"{table.columns[name][row]} is no whole number")
        found.append(int(number) if whole else 0)
    return found

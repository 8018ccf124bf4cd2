"""Compares what the oracle says of a table of measurements with what perforin says.

usage: compare.py --visits ORACLE.csv TABLE.visits.csv --patients ORACLE.csv TABLE.patients.csv

perforin writes a row for each criterion, the oracle a column. Prints every column of the oracle that
disagrees, with the pairs of values and the examples that come earliest in their series; ends with 1
if there are any, with 2 if a table cannot be compared.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

CRITERIA = RECIST, IRECIST, IRRC, IMRECIST = "RECIST 1.1", "iRECIST", "irRC", "imRECIST"
# The oracle's columns, and the criterion and column where perforin says the same.
VISIT_COLUMNS = {
    "new_lesion": (RECIST, "new_lesion"),
    "target_sum_mm": (RECIST, "burden"),
    "target_nadir_mm": (RECIST, "nadir"),
    "recist_target": (RECIST, "target_class"),
    "recist": (RECIST, "response"),
    "irecist": (IRECIST, "response"),
    "irrc_burden_mm2": (IRRC, "burden"),
    "irrc_nadir_mm2": (IRRC, "nadir"),
    "irrc": (IRRC, "response"),
    "imrecist_burden_mm": (IMRECIST, "burden"),
    "imrecist_nadir_mm": (IMRECIST, "nadir"),
    "imrecist": (IMRECIST, "response"),
}
OF_PATIENT = {
    "best": "best_response",
    "best_unconfirmed": "best_unconfirmed",
    "response_day": "response_day",
    "confirmed_response_day": "confirmed_response_day",
    "response_duration": "response_duration_days",
    "progression_day": "progression_day",
    "confirmed_progression_day": "confirmed_progression_day",
    "pfs_day": "pfs_day",
    "pfs_event": "pfs_event",
    "best_after": "best_after_progression",
}
PATIENT_COLUMNS = {
    f"{prefix}_{our}": (criterion, their)
    for prefix, criterion in zip(("recist", "irecist", "irrc", "imrecist"), CRITERIA)
    for our, their in OF_PATIENT.items()
}
SHOWN_WITH_EXAMPLES = "irecist_reason"  # a column of the oracle alone
MOST_PAIRS = 12  # of values, for each column


class BadTable(Exception):
    """A table that cannot be compared."""


@dataclass
class Differences:
    """Of one column."""

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    patients: set[str] = field(default_factory=set)
    examples: list[tuple[int, str]] = field(default_factory=list)  # how late in the series, text


Key = tuple[str, ...]
Row = dict[str, str]


def rows_of(path: str, columns: Iterable[str]) -> Iterator[dict[str, str]]:
    """The rows of a table that has at least these columns."""
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        missing = [name for name in columns if name not in (reader.fieldnames or [])]
        if missing:
            raise BadTable(f"{path} has no column {', '.join(missing)}")
        yield from reader


def key_of(row: dict[str, str], keys: list[str]) -> Key:
    return tuple(row[key] for key in keys)


def gathered(path: str, names: dict[str, tuple[str, str]], keys: list[str]) -> dict[Key, Row]:
    """The rows of perforin, those of all criteria in one, by the names of the oracle."""
    of_criterion: dict[str, list[tuple[str, str]]] = {}
    for our, (criterion, their) in names.items():
        of_criterion.setdefault(criterion, []).append((our, their))
    found: dict[Key, Row] = {}
    columns = [*keys, "criterion", *(their for _, their in names.values())]
    for row in rows_of(path, columns):
        here = found.setdefault(key_of(row, keys), {})
        for our, their in of_criterion.get(row["criterion"], []):
            if our in here:
                raise BadTable(f"{path} has {row['criterion']} of {key_of(row, keys)} twice")
            here[our] = sys.intern(row[their])
    return found


def compare(
    ours: str, theirs: str, names: dict[str, tuple[str, str]], keys: list[str], examples: int
) -> tuple[dict[str, Differences], int]:
    """The differences by column, those of rows under "(rows)", and how many rows were compared."""
    other = gathered(theirs, names, keys)
    found: dict[str, Differences] = {}
    compared, place, patient = 0, 0, None
    for row in rows_of(ours, [*keys, *names]):
        key = key_of(row, keys)
        place = place + 1 if key[0] == patient else 1
        patient = key[0]
        here = other.pop(key, None)
        if here is None:
            note(found, "(rows)", key, ("there", "missing"), place, row, examples)
            continue
        compared += 1
        for name in names:
            their = here.get(name, "(no row)")
            if row[name] != their:
                note(found, name, key, (row[name], their), place, row, examples)
    for key in other:
        note(found, "(rows)", key, ("missing", "there"), 0, {}, examples)
    return found, compared


def note(
    found: dict[str, Differences],
    column: str,
    key: Key,
    pair: tuple[str, str],
    place: int,
    row: dict[str, str],
    examples: int,
) -> None:
    """Keeps a difference, and as an example if it comes early in its series."""
    column_differences = found.setdefault(column, Differences())
    column_differences.pairs[pair] += 1
    column_differences.patients.add(key[0])
    kept = column_differences.examples
    if len(kept) < examples or (kept and place < kept[-1][0]):
        why = f"  [{row[SHOWN_WITH_EXAMPLES]}]" if SHOWN_WITH_EXAMPLES in row else ""
        where = f"patient {key[0]}" + "".join(f", day {day}" for day in key[1:])
        kept.append((place, f"{where}: oracle {pair[0] or '-'}, perforin {pair[1] or '-'}{why}"))
        kept.sort(key=lambda example: example[0])
        del kept[examples:]


def report(title: str, found: dict[str, Differences], compared: int) -> None:
    """Prints the differences of one pair of tables."""
    print(f"{title}: {compared} rows compared, {len(found)} columns differ")
    for column, differences in found.items():
        number = sum(differences.pairs.values())
        print(f"  {column}: {number} rows, {len(differences.patients)} patients")
        for (our, their), count in differences.pairs.most_common(MOST_PAIRS):
            print(f"    {count:8d}  oracle {our or '-'}, perforin {their or '-'}")
        for _, text in differences.examples:
            print(f"    e.g. {text}")


def main(arguments: list[str]) -> int:
    """Compares one or both pairs of tables."""
    parser = argparse.ArgumentParser(description="Compare the oracle with perforin.")
    parser.add_argument("--visits", nargs=2, metavar=("ORACLE", "PERFORIN"))
    parser.add_argument("--patients", nargs=2, metavar=("ORACLE", "PERFORIN"))
    parser.add_argument("--examples", type=int, default=3, help="how many for each column")
    options = parser.parse_args(arguments)
    pairs = (
        ("visits", options.visits, VISIT_COLUMNS, ["patient", "day"]),
        ("patients", options.patients, PATIENT_COLUMNS, ["patient"]),
    )
    if not options.visits and not options.patients:
        parser.error("there is nothing to compare: give --visits, --patients or both")
    differ = False
    for title, tables, columns, keys in pairs:
        if tables:
            try:
                found, compared = compare(*tables, columns, keys, options.examples)
            except (BadTable, OSError) as problem:
                print(f"compare.py: {problem}", file=sys.stderr)
                return 2
            report(title, found, compared)
            differ = differ or bool(found) or compared == 0
    return int(differ)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

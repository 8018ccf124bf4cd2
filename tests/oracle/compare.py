"""Compares what the oracle says of a table of measurements with what another program says.

usage: compare.py --visits ORACLE.csv OTHER.csv --patients ORACLE.csv OTHER.csv [--examples N]

Prints every column that disagrees, with the pairs of values and the examples that come earliest in
their series; ends with 1 if there are any, with 2 if a table cannot be compared.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

# The oracle's columns, and what the other program calls them; None leaves a column out.
VISIT_COLUMNS: dict[str, str | None] = {
    "patient": "patient",
    "day": "day",
    "recist_target": "recist_target",
    "recist": "recist",
    "irecist": "irecist",
    "irrc": "irrc",
    "imrecist": "imrecist",
}
PATIENT_COLUMNS: dict[str, str | None] = {
    "patient": "patient",
    "best_confirmed": "best_confirmed",
    "best_unconfirmed": "best_unconfirmed",
    "pfs_day": "pfs_day",
    "pfs_event": "pfs_event",
    "ibor": "ibor",
    "ipfs_day": "ipfs_day",
    "ipfs_event": "ipfs_event",
    "irrc_best": "irrc_best",
    "irrc_best_unconfirmed": "irrc_best_unconfirmed",
    "irrc_pd_day": "irrc_pd_day",
    "imrecist_best": "imrecist_best",
    "imrecist_best_unconfirmed": "imrecist_best_unconfirmed",
    "imrecist_pd_day": "imrecist_pd_day",
}
# Words that mean the same in both tables: what is found, and what it is compared as.
SAME: dict[str, str] = {
    "nonCRnonPD": "SD",
    "non-iCR/non-iUPD": "iSD",
    "irNE": "NE",
    "iNE": "NE",
    "yes": "1",
    "true": "1",
    "no": "0",
    "false": "0",
}
SHOWN_WITH_EXAMPLES = "irecist_reason"  # a column of the oracle alone


class BadTable(Exception):
    """A table that cannot be compared."""


@dataclass
class Differences:
    """Of one column."""

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    patients: set[str] = field(default_factory=set)
    examples: list[tuple[int, str]] = field(default_factory=list)  # how late in the series, text


def plain(value: str) -> str:
    """A value as it is compared: 84 and 84.0 are the same, and so are the words of SAME."""
    value = SAME.get(value.strip(), value.strip())
    try:
        number = float(value)
    except ValueError:
        return sys.intern(value)
    return str(int(number)) if number.is_integer() else value


def rows_of(path: str, columns: list[str]) -> Iterator[dict[str, str]]:
    """The rows of a table that has at least these columns."""
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        missing = [name for name in columns if name not in (reader.fieldnames or [])]
        if missing:
            raise BadTable(f"{path} has no column {', '.join(missing)}")
        yield from reader


def key_of(row: dict[str, str], keys: list[str]) -> tuple[str, ...]:
    return tuple(plain(row[key]) for key in keys)


def compare(
    ours: str, theirs: str, columns: dict[str, str | None], keys: list[str], examples: int
) -> tuple[dict[str, Differences], int]:
    """The differences by column, those of rows under "(rows)", and how many rows were alike."""
    names = {our: their for our, their in columns.items() if their is not None}
    values = [name for name in names if name not in keys]
    their_keys = [names[key] for key in keys]
    other: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in rows_of(theirs, list(names.values())):
        key = key_of(row, their_keys)
        if len(keys) > 1 and float(key[1]) <= 0:
            continue  # the baseline, which the oracle does not judge
        if key in other:
            raise BadTable(f"{theirs} has {' '.join(key)} twice")
        other[key] = tuple(plain(row[names[name]]) for name in values)

    found: dict[str, Differences] = {}
    compared, place, patient = 0, 0, None
    for row in rows_of(ours, list(names)):
        key = key_of(row, keys)
        place = place + 1 if key[0] == patient else 1
        patient = key[0]
        here = other.pop(key, None)
        if here is None:
            note(found, "(rows)", key, ("there", "missing"), place, row, examples)
            continue
        compared += 1
        for name, their in zip(values, here):
            our = plain(row[name])
            if our != their:
                note(found, name, key, (our, their), place, row, examples)
    for key in other:
        note(found, "(rows)", key, ("missing", "there"), 0, {}, examples)
    return found, compared


def note(
    found: dict[str, Differences],
    column: str,
    key: tuple[str, ...],
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
        kept.append((place, f"{where}: oracle {pair[0] or '-'}, other {pair[1] or '-'}{why}"))
        kept.sort(key=lambda example: example[0])
        del kept[examples:]


def report(title: str, found: dict[str, Differences], compared: int) -> None:
    """Prints the differences of one pair of tables."""
    print(f"{title}: {compared} rows compared, {len(found)} columns differ")
    for column, differences in found.items():
        number = sum(differences.pairs.values())
        print(f"  {column}: {number} rows, {len(differences.patients)} patients")
        for (our, their), count in differences.pairs.most_common():
            print(f"    {count:8d}  oracle {our or '-'}, other {their or '-'}")
        for _, text in differences.examples:
            print(f"    e.g. {text}")


def main(arguments: list[str]) -> int:
    """Compares one or both pairs of tables."""
    parser = argparse.ArgumentParser(description="Compare the oracle with another program.")
    parser.add_argument("--visits", nargs=2, metavar=("ORACLE", "OTHER"))
    parser.add_argument("--patients", nargs=2, metavar=("ORACLE", "OTHER"))
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

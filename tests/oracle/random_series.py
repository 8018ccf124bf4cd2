"""Makes random series of measurements that often meet the thresholds of response criteria.

usage: random_series.py PATIENTS [--seed N] [--output TABLE.csv] [--coverage REPORT.txt]

Nothing here resembles a real cohort: exact thresholds, lengths just beside them, gaps and returns
are common. The report counts what the oracle makes of the series, so that one sees what is met.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Iterator

from coverage_report import Coverage
from measurement_table import HEADER, patient_from
from random_lesions import some_targets
from random_moves import KINDS, Life, move_all, next_gap


def write_visit(life: Life, missed: bool, symptoms: bool) -> None:
    """The rows of one visit."""
    here = len(life.rows)
    if not missed:
        gap = life.happens(0.07)
        for target in life.targets:
            if life.sums:
                row = target.row(life.chance, gap and life.happens(0.6))
            else:
                row = target.first_row(life.chance, life.both_axes)
            life.rows += [row] if row else []
        if life.has_nontarget and life.has_nontarget_rows:
            size = {"CR": "0", "nonCRnonPD": "12.0", "PD": "17.0", "NE": ""}[life.nontarget]
            life.rows.append(["other1", "nontarget", "bone", 0, size, size, 0, ""])
        gap = life.happens(0.08)
        for lesion in life.new:
            row = lesion.row(life.chance, gap and life.happens(0.6))
            life.rows += [row] if row else []
    life.rows[here:] = [["", life.day, *row, "", "", "", "", ""] for row in life.rows[here:]]
    nontarget = life.nontarget if life.has_nontarget and not missed else ""
    if nontarget == "NE" and life.happens(0.3):
        nontarget = ""
    worse = life.has_nontarget and life.happens(0.4 if life.nontarget == "PD" else 0.02)
    known = "" if missed else int(worse and life.day > 0)
    plain = ["", life.day, *[""] * 8, nontarget, known, int(symptoms), int(missed), ""]
    says_something = nontarget or known == 1 or symptoms or missed or len(life.rows) == here
    if says_something or life.happens(0.9):
        life.rows.append(plain)
    life.sums.append(sum(target.size for target in life.targets))


def begin(chance: random.Random) -> Life:
    """A patient with a baseline."""
    targets = [] if chance.random() < 0.07 else some_targets(chance)
    nontarget = chance.random() < (0.5 if targets else 0.95)
    life = Life(chance, chance.choice(KINDS), targets, nontarget)
    life.has_nontarget_rows = life.happens(0.9)
    life.both_axes = life.happens(0.97)
    life.day = chance.choice((0, 0, -1, -7, -28))
    write_visit(life, missed=False, symptoms=False)
    life.day = 0
    return life


def series(chance: random.Random) -> list[list[object]]:
    """The rows of one patient, still without the name."""
    life = begin(chance)
    missing = 0  # visits still to be missed
    for _ in range(chance.choice((1, 3, 6, 8, 8, 9, 10, 12))):
        life.day += next_gap(life)
        if missing == 0 and life.happens(0.05):
            missing = chance.choice((1, 1, 2, 2, 3))
        missed, missing = missing > 0, max(missing - 1, 0)
        life.since_progression += 1
        move_all(life)
        often = 0.4 if life.since_progression < 2 else 0.1
        write_visit(life, missed, not missed and life.happens(often))
    if life.happens(0.05):
        tell_early(life)
    if life.happens(0.35):
        die(life)
    return life.rows


def tell_early(life: Life) -> None:
    """Rows of new lesions at the visits before they are there, as wide tables have them."""
    made = {row[1] for row in life.rows if row[2] and row[1] != life.rows[0][1]}
    for lesion in life.new:
        rows = [row for row in life.rows if row[2] == lesion.name]
        first = min((row[1] for row in rows), default=0)
        for day in sorted(made):
            if day < first:
                row = lesion.row_before(life.chance)
                life.rows.append(["", day, *row, "", "", "", "", ""])


def die(life: Life) -> None:
    """Soon after the last visit, which may have been planned still for some time after."""
    death = life.day + life.chance.choice((0, 1, 30, 90))
    if life.happens(0.2):
        life.day = death + 1
        for _ in range(life.chance.choice((1, 2, 3))):
            write_visit(life, missed=True, symptoms=False)
            life.day += 42
    for row in life.rows:
        row[-1] = death if row[2] == "" else ""


def all_series(patients: int, seed: int) -> Iterator[list[list[object]]]:
    """The rows of every patient; each is the same however many there are."""
    for number in range(1, patients + 1):
        rows = series(random.Random(f"{seed} {number}"))
        for row in rows:
            row[0] = f"p{number}"
        yield [[str(entry) for entry in row] for row in rows]


def main(options: argparse.Namespace) -> int:
    """Writes the table, and what it covers."""
    coverage = Coverage() if options.coverage else None
    with open(options.output, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for rows in all_series(options.patients, options.seed):
            writer.writerows(rows)
            if coverage:
                coverage.add(patient_from(rows[0][0], rows))
    if coverage:
        with open(options.coverage, "w", encoding="utf-8") as file:
            file.write(coverage.text())
    return 0


def options_of(arguments: list[str]) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description="Make random series of measurements.")
    parser.add_argument("patients", type=int, help="how many")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another table")
    parser.add_argument("--output", default="random_series.csv", help="where the table goes")
    parser.add_argument("--coverage", help="where a count of what is met goes")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(options_of(sys.argv[1:])))

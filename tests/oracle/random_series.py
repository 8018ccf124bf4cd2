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
from dataclasses import dataclass, field

from coverage_report import Coverage
from measurement_table import HEADER, patient_from
from random_lesions import NewLesion, Target, change_sum, scale_other_axis, some_targets

KINDS = ("responder", "pseudoprogressor", "progressor", "any", "waves")
WEIGHTS = {
    "responder": {"same": 2, "noise": 1, "down": 5, "vanish": 6, "nodes": 2, "return": 3},
    "pseudoprogressor": {"same": 2, "up": 4, "down": 5, "threshold": 3, "other axis": 1},
    "progressor": {"same": 1, "up": 5, "small rise": 3, "threshold": 2, "other axis": 2},
    "any": {"same": 2, "noise": 2, "threshold": 6, "vanish": 1, "other axis": 3, "nodes": 2},
}


@dataclass
class Life:
    """One patient while the series is made."""

    chance: random.Random
    kind: str
    targets: list[Target]
    has_nontarget: bool
    day: int = 0
    nontarget: str = "nonCRnonPD"
    new: list[NewLesion] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)  # of all earlier visits
    rows: list[list[object]] = field(default_factory=list)
    has_nontarget_rows: bool = True
    both_axes: bool = True  # of all targets at the baseline
    since_progression: int = 99  # visits since something may have begun a run
    wave: int = 0  # visits so far, for the kind of patient that has waves

    def happens(self, probability: float) -> bool:
        return self.chance.random() < probability


def next_gap(life: Life) -> int:
    """Days to the next visit; just before and after four weeks where a run may be open."""
    if life.kind != "waves" and life.since_progression < 2 and life.happens(0.5):
        return life.chance.choice((13, 14, 27, 27, 28, 28, 29, 35))
    if life.happens(0.1):
        return life.chance.choice((7, 14, 27, 28, 29, 57))
    return life.chance.choice((41, 42, 42, 42, 43, 56, 63))


def move_targets(life: Life) -> None:
    """Changes the sizes of the targets by one of the moves of this kind of patient."""
    chance, targets = life.chance, life.targets
    weights = WEIGHTS.get(life.kind if life.happens(0.8) else "any", WEIGHTS["any"])
    if life.kind == "pseudoprogressor" and life.since_progression == 1 and life.happens(0.6):
        weights = {"down": 1}
    move = chance.choices(list(weights), list(weights.values()))[0]
    total = sum(target.size for target in targets)
    earlier = chance.choice((life.sums[0], min(life.sums), life.sums[-1]))
    beside = chance.choice((0, 0, 0, -1, 1))
    if move == "noise":
        change_sum(chance, targets, total + chance.randint(-15, 15))
    elif move == "threshold":
        wanted = (12 * earlier // 10, earlier + 50, 7 * earlier // 10, earlier)
        change_sum(chance, targets, chance.choice(wanted) + beside)
    elif move == "up":
        wanted = max(12 * earlier // 10, earlier + 50)
        change_sum(chance, targets, wanted + beside + chance.choice((0, 0, 20, 50, 130)))
    elif move == "down":
        change_sum(chance, targets, 7 * earlier // 10 + beside - chance.choice((0, 0, 30, 200)))
    elif move == "small rise":
        change_sum(chance, targets, total + chance.choice((20, 40, 49, 50, 51)))
    elif move == "vanish":
        for target in targets:
            target.vanish(chance)
    elif move == "return":
        for target in targets:
            if target.size == 0 and life.happens(0.3):
                target.resize(chance.choice((1, 30, 49, 50, 51, 120)))
    elif move == "nodes":
        for target in targets:
            if target.node:
                target.resize(chance.choice((0, 50, 99, 99, 100, 101, 149, 150)))
    elif move == "other axis":
        scale_other_axis(chance, targets)
    if move in ("up", "threshold"):
        life.since_progression = 0


def move_nontarget(life: Life) -> None:
    """The class of non-target disease goes from one to another."""
    ways = {
        "responder": {"same": 8, "CR": 4, "nonCRnonPD": 1, "NE": 0.5, "PD": 0.2},
        "pseudoprogressor": {"same": 8, "CR": 0.5, "nonCRnonPD": 2, "NE": 0.5, "PD": 1.2},
        "progressor": {"same": 8, "CR": 0.2, "nonCRnonPD": 1, "NE": 0.5, "PD": 2},
    }.get(life.kind, {"same": 6, "CR": 1, "nonCRnonPD": 2, "NE": 0.7, "PD": 0.7})
    to = life.chance.choices(list(ways), list(ways.values()))[0]
    if to == "PD":
        life.since_progression = 0
    life.nontarget = life.nontarget if to == "same" else to


def move_new_lesions(life: Life) -> None:
    """Known ones change, others appear."""
    chance = life.chance
    for lesion in life.new:
        lesion.change(chance)
    frequency = 0.05 if life.kind == "responder" else 0.14
    if life.since_progression == 1 and life.happens(0.1) or life.happens(frequency):
        number = chance.choice((1, 1, 1, 2, 3)) if life.happens(0.96) else chance.randint(5, 18)
        single = chance.choice(("lung", "liver", "skin", None, None))
        for _ in range(number):
            life.new.append(NewLesion(chance, f"new{len(life.new) + 1}", single))
        life.since_progression = 0


def move_all(life: Life) -> None:
    """Targets, non-target disease and new lesions go their ways."""
    if life.targets:
        move_targets(life)
    if life.has_nontarget:
        move_nontarget(life)
    move_new_lesions(life)


def move_in_waves(life: Life) -> None:
    """New lesions, then shrinking targets, over and over; then one of the two grows a little.

    This is the way to runs that are reset while new lesions persist, and to what follows.
    """
    chance, phase = life.chance, life.wave % 2
    life.wave += 1
    known = [lesion for lesion in life.new if lesion.size]
    if life.wave > 4 and known:
        lesion = chance.choice(known)
        rises = (0, 20, 49, 50, 51, lesion.size // 5, -lesion.size)
        if life.happens(0.7):
            lesion.resize(lesion.size + chance.choice(rises))
        if life.targets and life.happens(0.3):
            change_sum(chance, life.targets, max(12 * life.sums[-1] // 10, life.sums[-1] + 50))
    elif phase == 0 and life.happens(0.8):
        life.new.append(NewLesion(chance, f"new{len(life.new) + 1}", None))
    elif phase == 1 and life.targets:
        wanted = (12 * min(life.sums) // 10 - 1, 7 * life.sums[0] // 10, 0)
        change_sum(chance, life.targets, chance.choice(wanted))


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
        if life.kind == "waves" and life.happens(0.95):
            move_in_waves(life)
        else:
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

"""A trial of hand-made runs that can be run in parts, and what `phenomena` writes of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from perforin.__main__ import main
from phenomena_tables import table, write_patients, write_run

SHARES = {"tumour": 0.41, "infiltrate": 0.29, "debris": 0.17, "stroma": 0.07, "fluid": 0.06}
PSEUDO, GROWTH = [50, 60, 35, 35, 35, 35, 35], [50, 60, 70, 80]
BRIEF, LATE = [50, 34, 34, 34, 34], [50, 50, 50, 50, 50, 34, 34]
COURSES = {
    "P": {"a": PSEUDO},
    "PP": {"a": PSEUDO, "b": PSEUDO},
    "G": {"a": GROWTH},
    "R": {"a": BRIEF},
    "D": {"a": [50, *[34] * 6]},
    "L": {"a": LATE},
    "S": {"a": [50, 34, 34, 34], "b": [50, 61, 61, 61]},
    "N": {},  # no targets
    "abscopal": {"a": [30, 10, 10], "b": [20, 14, 14]},
    "local": {"a": [30, 10, 10], "b": [20, 20, 20]},
}
# By patient, 1 to 12. True sizes are the same, but for patient 3 under nivolumab, who grows.
NIVOLUMAB = ["PP", "P", "P", "PP", "P", "G", "G", "R", "D", "L", "S", "N"]
ABLATED = ["G", "G", "G", "PP", "R", "P", "G", "R", "D", "N", "S", "N"]
RADIATED = ["", "abscopal", "", "local", "", "abscopal", "", "", "", "", "", ""]
ARMS = {"nivolumab": NIVOLUMAB, "ablated": ABLATED, "radiated": RADIATED}
EVERYBODY, ODD, EVEN = range(1, 13), range(1, 13, 2), range(2, 13, 2)
RADIATION = ("--irradiated", "radiated=ablated")


def write_trial(
    folder: Path, patients: Iterable[int], commit: str = "c0ffee", toml: str = ""
) -> Path:
    """The tables and runs of some of these patients, who are numbered from 1 on in each trial."""
    runs = folder / "runs"
    runs.mkdir(parents=True)
    rows = []
    for number, patient in enumerate(patients, 1):
        for arm, courses in ARMS.items():
            course = courses[patient - 1]
            if not course:
                continue
            true = "G" if (arm, patient) == ("nivolumab", 3) else course
            write_run(
                runs / f"{arm}{patient}.h5",
                sizes_of(course),
                sizes_of(true),
                parts=volumes(COURSES[true], patient),
                plasma=([0, 42, 84], [100, 70 + 9 * patient, 31], [90, 80 + 7 * patient, 3]),
                irecist=[1, 5, 5, 5, 5, 5] if "P" in course else [2] * 6,
                irradiated="a" if arm == "radiated" else "",
                seed=1000 + patient,
                commit=commit,
            )
            rows.append([number, arm, int(arm == "nivolumab"), f"{arm}{patient}", "done"])
    write_patients(folder, rows)
    (folder / "trial.toml").write_text(toml, encoding="utf-8")
    return folder


def sizes_of(course: str) -> str:
    """The table of it."""
    targets = COURSES[course]
    return table(targets, new=None if targets else {"n": [None, *[8] * 6]})


def volumes(targets: dict[str, list], patient: int) -> dict[str, dict[str, list[float]]]:
    """What lesions are made of, in numbers that no table holds in full."""
    found = {}
    for lesion, sizes in targets.items():
        filled = [*sizes, *[sizes[-1]] * (7 - len(sizes))]
        found[lesion] = {
            part: [share * size ** (3 + 0.01 * patient) for size in filled]
            for part, share in SHARES.items()
        }
    return found


def without_pictures(*arguments: object) -> int:
    """A command that draws nothing (pictures take the most time), without a program or other
    runs; gives its exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PERFORIN_PROGRAM", "nowhere/perforin")
        patch.delenv("PERFORIN_RUNS", raising=False)
        patch.setattr("perforin.phenomena.report.write_figures", lambda *_: iter(()))
        return main([*map(str, arguments)])


def judged(folder: Path, *options: str) -> Path:
    """What `phenomena` writes of a trial, whose runs are gone afterwards."""
    assert without_pictures("phenomena", folder, *options) == 0
    shutil.rmtree(folder / "runs")
    return folder / "phenomena"


def edit(path: Path, old: str, new: str) -> None:
    """Replace what must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def bytes_in(folder: Path) -> dict[str, bytes]:
    """All files by their path."""
    return {it.relative_to(folder).as_posix(): it.read_bytes()
            for it in folder.rglob("*") if it.is_file()}  # fmt: skip

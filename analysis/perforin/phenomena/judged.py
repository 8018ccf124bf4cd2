"""What the program itself says of measurement tables: `perforin respond`, for what it computes and
this package should not compute again (iRECIST, rates of growth, hyperprogression)."""

from __future__ import annotations

import csv
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from perforin import runs
from perforin.errors import Problem
from perforin.phenomena.records import HEADER

_WORDS = {"iUPD": "unconfirmed PD", "iCPD": "PD", "iPR": "PR", "iCR": "CR", "iSD": "SD"}


@dataclass
class Verdict:
    """Of one table.

    Attributes
    ----------
    irecist : list
        Day and response of each visit, in the words of `perforin.clinic.RESPONSES`.
    hyperprogression : bool or None
        Champiat's definition; None: a rate of growth is unknown.
    growth_before, growth_after : str
        % of volume a month; empty: unknown.
    """

    irecist: list[tuple[int, str]] = field(default_factory=list)
    hyperprogression: bool | None = None
    growth_before: str = ""
    growth_after: str = ""


def program() -> Path | None:
    """The program, if there is one that can be started at once (the start script might build)."""
    found = runs.program()
    return found if found.is_file() and found != runs.project_root() / "perforin" else None


def judge(tables: Mapping[str, str], confirmation_days: int | None = None) -> dict[str, Verdict]:
    """The program's verdict on each table.

    Parameters
    ----------
    tables
        Measurement tables of one patient each, by a name that is to stand for her.
    confirmation_days
        From when on a scan confirms a progression; by default what the program does by itself.

    Raises
    ------
    Problem
        If there is no program, or it refuses the tables.
    """
    path = program()
    if path is None:
        raise Problem(
            f"the program {runs.program()} is not there: build it, or name it by PERFORIN_PROGRAM"
        )
    with tempfile.TemporaryDirectory() as scratch:
        table = Path(scratch, "tables.csv")
        with table.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADER)
            for name, text in tables.items():
                for row in csv.DictReader(text.splitlines()):
                    writer.writerow([name, *(row[it] for it in HEADER[1:])])
        command = [str(path), "respond", str(table), "-q"]
        if confirmation_days is not None:
            command += ["--set", f"confirmation_days={confirmation_days}"]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        except OSError as error:
            raise Problem(f"{path} cannot be started: {error.strerror}") from None
        if done.returncode != 0:
            raise Problem(f"{path} respond: {done.stderr.strip()}")
        return _read(Path(scratch))


def _read(folder: Path) -> dict[str, Verdict]:
    found: dict[str, Verdict] = {}
    for row in _rows(folder / "tables.visits.csv"):
        if row["criterion"] == "iRECIST":
            label = _WORDS.get(row["response"], row["response"])
            verdict = found.setdefault(row["patient"], Verdict())
            verdict.irecist.append((int(row["day"]), label))
    for row in _rows(folder / "tables.patients.csv"):
        verdict = found.setdefault(row["patient"], Verdict())
        said = row["hyperprogression_champiat"]
        verdict.hyperprogression = {"1": True, "0": False}.get(said)
        verdict.growth_before, verdict.growth_after = row["growth_before"], row["growth_after"]
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return [*csv.DictReader(file)]

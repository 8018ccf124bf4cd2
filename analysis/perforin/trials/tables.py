"""The tables of a virtual trial: patients, visits, doses, looks."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from perforin.errors import Problem, unknown
from perforin.trials.csv_table import CsvTable, read_csv

CRITERIA = ("recist", "irecist", "irrc", "imrecist")
RESPONSES = ("CR", "PR", "SD", "PD", "NE")

# What criteria call them: by their immune names, unconfirmed, without targets.
_MEANS = {
    **{word: word for word in RESPONSES},
    **{f"{prefix}{word}": word for prefix in ("i", "ir") for word in RESPONSES},
    **{"UPD": "PD", "iUPD": "PD", "iCPD": "PD"},
    **{"nonCRnonPD": "SD", "non-iCR/non-iUPD": "SD"},
}
_DAYS = ("enrolled", "os", "followed")
_FLAGS = ("os_event", "dropped_out", "dlt")


@dataclass
class Trial:
    """What a trial came to.

    Attributes
    ----------
    patients : pandas.DataFrame
        A row a patient and arm, whose run was done; columns without their units.
    units : dict
        Of the columns of `patients`.
    visits, doses, looks : pandas.DataFrame or None
        None if the folder has no such table.
    left_out : list of str
        Rows that are not used, and why, in words.
    control : str
        The arm that the others are compared with.
    document : dict
        The trial's own file, trial.toml; empty if there is none.
    """

    name: str
    patients: pd.DataFrame
    units: dict[str, str]
    visits: pd.DataFrame | None = None
    doses: pd.DataFrame | None = None
    looks: pd.DataFrame | None = None
    left_out: list[str] = field(default_factory=list)
    control: str = ""
    document: dict = field(default_factory=dict)

    @property
    def arms(self) -> list[str]:
        """All arms, the control first, then as the trial has them or they first occur."""
        found = list(dict.fromkeys([*_planned(self.document), *self.patients["arm"]]))
        return sorted(found, key=lambda arm: arm != self.control)

    @property
    def others(self) -> list[str]:
        """Arms that are compared with the control: none where arms are dose levels that were
        filled one after the other, for then nobody was randomised."""
        return [] if self.escalates else self.arms[1:]

    @property
    def escalates(self) -> bool:
        """Whether arms are dose levels."""
        return "dose_level" in self.patients and bool(self.patients["dose_level"].notna().any())

    @property
    def randomised(self) -> pd.DataFrame:
        """Patients in the arm that they were assigned to: no twins."""
        return self.patients[self.patients["assigned"] == 1]

    def arm(self, name: str) -> pd.DataFrame:
        """The patients who were assigned to an arm."""
        return self.randomised[self.randomised["arm"] == name]

    @property
    def has_twins(self) -> bool:
        """Whether any patient was simulated in more than one arm."""
        return bool(self.patients["patient"].duplicated().any())

    @property
    def weighted(self) -> bool:
        """Whether patients count differently."""
        return self.patients["weight"].nunique() > 1

    @property
    def criteria(self) -> list[str]:
        """Those by which responses were read."""
        return [it for it in CRITERIA if f"{it}.best" in self.patients]

    def monitored(self) -> list[str]:
        """Columns of numbers that were monitored, and take more than one value."""
        return [
            name
            for name in self.patients
            if name.startswith(("baseline.", "outcome."))
            and pd.api.types.is_numeric_dtype(self.patients[name])
            and self.patients[name].nunique() > 1
        ]


def read_trial(folder: Path, control: str | None = None) -> Trial:
    """Read the tables of a folder, or of the folder of a patients.csv.

    Parameters
    ----------
    control
        The arm that the others are compared with; by default the first.

    Raises
    ------
    Problem
        With the file, line and column of everything that makes no sense.
    """
    folder = folder.parent if folder.suffix == ".csv" else folder
    if not folder.is_dir():
        raise Problem(f"{folder} is no folder with the tables of a trial")
    table = read_csv(folder / "patients.csv")
    table.need("patient", "arm", "assigned")
    patients = _patients(table)
    others = {name: _other(folder / f"{name}.csv", needs) for name, needs in _OTHERS.items()}
    trial = Trial(folder.resolve().name, patients, table.units, **others)
    trial.document = _document(folder / "trial.toml")
    asked = control or _table(trial.document, "trial").get("control")
    if asked is not None and asked not in trial.arms:
        raise unknown("arm", asked, trial.arms)
    trial.control = asked or next(iter(trial.arms), "")
    _leave_out(trial)
    return trial


def _document(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem(f"{path}: {error}") from None


def _table(document: dict, name: str) -> dict:
    found = document.get(name)
    return found if isinstance(found, dict) else {}


def _planned(document: dict) -> list[str]:
    found = document.get("arm")
    tables = found if isinstance(found, list) else []
    return [str(it["name"]) for it in tables if isinstance(it, dict) and "name" in it]


_OTHERS = {
    "visits": ("patient", "arm", "assigned", "day"),
    "doses": ("patient", "arm", "assigned", "day", "therapy"),
    "looks": ("look",),
}


def _patients(table: CsvTable) -> pd.DataFrame:
    """The table of patients, checked."""
    found: dict[str, object] = {
        "patient": table.numbers("patient", 0, empty=False),
        "arm": table.columns["arm"],
        "assigned": table.numbers("assigned", 0, 1, empty=False),
        "weight": np.ones(len(table.lines)),
        "stratum": [""] * len(table.lines),
    }
    for name in table.columns:
        if name in ("patient", "arm", "assigned"):
            continue
        found[name] = _column(table, name)
    _check_pairs(table, found)
    table.check()
    return pd.DataFrame(found, index=range(len(table.lines)))


def _column(table: CsvTable, name: str) -> object:
    """A column as what it is by its name."""
    last = name.rpartition(".")[2]
    if name.startswith(("baseline.", "outcome.")):
        return table.numbers(name) if table.is_number(name) else table.columns[name]
    if name == "weight":
        return table.numbers(name, 0, empty=False)
    if last in ("best", "confirmed"):
        return [_MEANS.get(word, "") for word in table.words(name, tuple(_MEANS))]
    if name in _FLAGS or last.endswith("_event"):
        return table.numbers(name, 0, 1)
    if name in _DAYS or last in ("pfs", "response", "duration"):
        return table.numbers(name, 0)
    if last == "change" or name in ("grade", "dose_level"):
        return table.numbers(name)
    return table.columns[name]


def _check_pairs(table: CsvTable, found: dict[str, object]) -> None:
    """A patient is once in an arm, and was assigned to one; every time has its event."""
    seen: dict[tuple, int] = {}
    home: dict[float, int] = {}
    rows = zip(found["patient"], found["arm"], found["assigned"])
    for row, (patient, arm, assigned) in enumerate(rows):
        if not arm:
            table.problem(row, "arm", "is empty")
        first = seen.setdefault((patient, arm), row)
        if first != row:
            text = f"patient {patient:g} is in arm {arm} at line {table.lines[first]} already"
            table.problem(row, "patient", text)
        if assigned == 1 and home.setdefault(patient, row) != row:
            text = f"patient {patient:g} was assigned at line {table.lines[home[patient]]} already"
            table.problem(row, "assigned", text)
    for time, event in timed(found):
        for row in np.flatnonzero(np.isfinite(found[time]) & ~np.isfinite(found[event])):
            table.problem(int(row), event, f"is empty, but {time} is not")


def timed(columns: object) -> list[tuple[str, str]]:
    """Columns of times with those that say whether they end with the event."""
    return [(it, f"{it}_event") for it in columns if f"{it}_event" in columns]


def _other(path: Path, needs: tuple[str, ...]) -> pd.DataFrame | None:
    if not path.exists():
        return None
    table = read_csv(path)
    table.need(*needs)
    for name in ("patient", "assigned", "day"):
        if name in needs:
            table.numbers(name, empty=False)
    table.check()
    return table.frame(list(table.columns))


def _leave_out(trial: Trial) -> None:
    """Drop rows whose run has no result, and say how many."""
    patients = trial.patients
    if "state" in patients:
        undone = ~patients["state"].isin(["done", ""])
        for state, count in patients.loc[undone, "state"].value_counts().items():
            twins = int(((patients["state"] == state) & (patients["assigned"] == 0)).sum())
            trial.left_out.append(
                f"{count} rows are left out, {twins} of them twins: their runs are {state}"
            )
        patients = patients[~undone]
    weightless = patients["weight"] == 0
    if weightless.any():
        trial.left_out.append(f"{int(weightless.sum())} rows are left out: their weight is 0")
    trial.patients = patients[~weightless].reset_index(drop=True)

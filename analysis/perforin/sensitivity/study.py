"""The table of a study: its points, what was varied, what came out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import h5py
import numpy as np
import pandas as pd

from perforin.errors import Problem, unknown
from perforin.trials.csv_table import CsvTable, read_csv

FIRST = ("point", "replicate", "seed", "hash", "state", "reason")


@dataclass
class Study:
    """Runs of a study that are done.

    Attributes
    ----------
    runs : pandas.DataFrame
        A row a run: `point`, `replicate`, and the columns below; words "false", "true" are 0, 1.
    varied, outcomes : list of str
        Names of columns.
    words : dict
        Of the columns that were words, what 0, 1 … stand for.
    left_out : list of str
        Runs that are not used, and why.
    """

    name: str
    runs: pd.DataFrame
    varied: list[str]
    outcomes: list[str]
    units: dict[str, str]
    words: dict[str, list[str]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def points(self) -> pd.DataFrame:
        """A row a point: means over its replicates; an outcome that none of them has is NaN."""
        return self.runs.groupby("point", sort=True)[[*self.varied, *self.outcomes]].mean()

    def luck(self, outcome: str) -> float:
        """Share of the variance between points' means that luck alone leaves, NaN of one
        replicate: the mean variance within points over the replicates, relative to it."""
        groups = self.runs.dropna(subset=[outcome]).groupby("point")[outcome]
        counts = groups.count()
        if not (counts > 1).any():
            return float("nan")
        within = groups.var()[counts > 1].mean() / counts[counts > 1].mean()
        between = groups.mean().var()
        return float(within / between) if between > 0 else float("nan")

    def check_outcome(self, name: str) -> None:
        """Refuse a name that is none."""
        if name not in self.outcomes:
            raise unknown("outcome", name, self.outcomes)


def read_study(path: Path) -> Study:
    """Read the table that `perforin sweep` writes.

    What was varied stands before the outcomes. Where these begin, the study's .h5 beside the table
    tells; without it, a key of a parameter has a dot in its name and an outcome has none.
    """
    table = read_csv(path)
    table.need("point", "replicate", "state")
    others = [name for name in table.columns if name not in FIRST]
    count = _outcomes(path, others)
    if not count:
        raise Problem(f"{path} has no outcomes")
    varied, found = others[: len(others) - count], others[len(others) - count :]
    runs = pd.DataFrame({"point": table.numbers("point"), "replicate": table.numbers("replicate")})
    words: dict[str, list[str]] = {}
    for name in varied:
        runs[name] = _varied(table, name, words)
    for name in found:
        runs[name] = table.numbers(name)
    table.check()
    state = pd.Series(table.columns["state"])
    left_out = [
        f"{n} runs are left out: they are {it}"
        for it, n in state[state != "done"].value_counts().items()
    ]
    runs = runs[(state == "done").to_numpy()].reset_index(drop=True)
    if not len(runs):
        raise Problem(f"{path}: no run is done")
    units = {name: table.units[name] for name in others}
    return Study(path.stem, runs, varied, found, units, words, left_out)


def _outcomes(path: Path, names: list[str]) -> int:
    """How many of the last columns are outcomes."""
    beside = path.with_suffix(".h5")
    if beside.is_file() and h5py.is_hdf5(beside):
        with h5py.File(beside) as file:
            if str(file.attrs.get("format")) == "perforin study" and "outcomes" in file:
                return sum(name in file["outcomes"] for name in names)
    dotted = [i for i, name in enumerate(names) if "." in name]
    return len(names) - (dotted[-1] + 1 if dotted else 0)


def _varied(table: CsvTable, name: str, words: dict[str, list[str]]) -> np.ndarray:
    """A column as numbers; words become 0, 1 … in their order, "false" before "true"."""
    if table.is_number(name):
        return table.numbers(name)
    known = sorted(set(table.columns[name]))
    words[name] = known
    return np.array([known.index(text) for text in table.columns[name]], float)

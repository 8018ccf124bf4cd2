"""What examinations found, by what they are: an examination is called as the user likes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from perforin.table import Series
from perforin.trajectory import Trajectory

RESPONSES = ("NE", "unconfirmed PD", "PD", "non-CR/non-PD", "SD", "PR", "CR")
CRITERIA = {
    "recist": "RECIST 1.1",
    "irecist": "iRECIST",
    "irrc": "irRC",
    "imrecist": "imRECIST",
}


def examinations(trajectory: Trajectory) -> dict[str, dict[str, Series]]:
    """The tables of each examination, those without rows left out, by the rest of their names."""
    found: dict[str, dict[str, Series]] = {}
    for name in trajectory.series_names:
        family, _, rest = name.partition("/")
        examination, _, table = rest.partition("/")
        if family != "examinations":
            continue
        series = trajectory.series(name)
        if len(series["time"]):
            found.setdefault(examination, {})[table] = series
    return found


def by_lesion(trajectory: Trajectory, column: str) -> dict[str, Series]:
    """The tables by lesion of the first examination that has such a column: "long_shown" of CT
    scans, "tps_true" of biopsies."""
    for tables in examinations(trajectory).values():
        found = {
            name.removeprefix("lesions/"): series
            for name, series in tables.items()
            if name.startswith("lesions/") and column in series
        }
        if found:
            return found
    return {}


def responses(trajectory: Trajectory) -> Series | None:
    """Responses by each criterion at the visits of the first scans that were judged."""
    for tables in examinations(trajectory).values():
        if "response" in tables:
            return tables["response"]
    return None


def first_dose(trajectory: Trajectory) -> float | None:
    """The day of the first dose of any therapy, as visits noted it."""
    for tables in examinations(trajectory).values():
        if "visits" in tables:
            noted = np.asarray(tables["visits"]["first_dose"])
            if np.any(noted >= 0):
                return float(noted[noted >= 0][0])
    return None


@dataclass(frozen=True)
class Course:
    """How a length of a lesion went, over that at the last visit before treatment.

    Attributes
    ----------
    days, read, true
        Of the visits; `read` and `true` in mm, 0 where nothing was seen.
    baseline : float
        Length read at the last visit before treatment (mm); 0: the lesion is a later one.
    """

    days: np.ndarray
    read: np.ndarray
    true: np.ndarray
    baseline: float
    true_baseline: float

    @property
    def change(self) -> np.ndarray:
        """Per cent of the baseline that was read."""
        return 100.0 * (self.read / self.baseline - 1.0)

    @property
    def true_change(self) -> np.ndarray:
        """The same in truth."""
        return 100.0 * (self.true / self.true_baseline - 1.0)


def courses(trajectory: Trajectory) -> dict[str, Course]:
    """Of each lesion that was scanned, by the first reader; of a lymph node its short axis."""
    found = {}
    start = first_dose(trajectory)
    for lesion, series in by_lesion(trajectory, "long_shown").items():
        axis = "short" if _is_node(trajectory, lesion) else "long"
        days = np.asarray(series["time"], float)
        read, true = np.asarray(series[f"{axis}_1"]), np.asarray(series[f"{axis}_true"])
        before = np.flatnonzero(days <= (days[0] if start is None else max(start, days[0])))
        last = int(before[-1])
        found[lesion] = Course(days, read, true, float(read[last]), float(true[last]))
    return found


def _is_node(trajectory: Trajectory, lesion: str) -> bool:
    path = f"lesion.{lesion}.organ"
    parameters = trajectory.parameters
    return path in parameters and parameters[path].value == "lymph_node"


# --- tables whose columns this package does not know beforehand ---


@dataclass(frozen=True, eq=False)
class Measured:
    """One quantity that was measured, with the truth if the table has it.

    Attributes
    ----------
    name, unit
        Of the quantity.
    """

    name: str
    unit: str
    days: np.ndarray
    read: np.ndarray
    true: np.ndarray | None


def measured(trajectory: Trajectory, kind: str, wanted: tuple[str, ...] = ()) -> list[Measured]:
    """What an examination found that is called `kind`, or whose name begins so ("ctdna_2").

    Truth is what a table has beside `x` as `x_true` or `true_x`; tables of visits are left out.

    Parameters
    ----------
    wanted
        Parts of the names of columns, the most wanted first; without any, or if no column has one
        of them, all columns.
    """
    found = []
    for name, tables in examinations(trajectory).items():
        if not name.startswith(kind):
            continue
        for table, series in tables.items():
            if table not in ("visits", "response"):
                found += _of_table(series)
    chosen = [it for part in wanted for it in found if part in it.name]
    return list(dict.fromkeys(chosen)) or found


def _of_table(series: Series) -> list[Measured]:
    days = np.asarray(series["time"], float)
    found = []
    for name in series:
        if name in ("time", "time_s") or name.endswith("_true") or name.startswith("true_"):
            continue
        truth = next((t for t in (f"{name}_true", f"true_{name}") if t in series), None)
        true = np.asarray(series[truth], float) if truth else None
        read = np.asarray(series[name], float)
        found.append(Measured(name, series[name].unit, days, read, true))
    return found

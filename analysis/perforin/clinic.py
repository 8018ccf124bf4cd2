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
    scanned = by_lesion(trajectory, "long_shown")
    begins = min((float(series["time"][0]) for series in scanned.values()), default=0.0)
    baseline = max(_last_day_before_treatment(trajectory), begins)
    for lesion, series in scanned.items():
        axis = "short" if _is_node(trajectory, lesion) else "long"
        days = np.asarray(series["time"], float)
        read, true = np.asarray(series[f"{axis}_1"]), np.asarray(series[f"{axis}_true"])
        before = np.flatnonzero(days <= baseline)
        first = (float(read[before[-1]]), float(true[before[-1]])) if len(before) else (0.0, 0.0)
        found[lesion] = Course(days, read, true, *first)
    return found


def _last_day_before_treatment(trajectory: Trajectory) -> float:
    """The day of the first dose; without one, that of the last visit planned as the baseline."""
    start = first_dose(trajectory)
    if start is not None:
        return start
    for tables in examinations(trajectory).values():
        if "response" in tables and "baseline" in tables.get("visits", {}):
            visits = tables["visits"]
            planned = np.asarray(visits["time"], float)[np.asarray(visits["baseline"]) > 0]
            return float(planned[-1]) if len(planned) else 0.0
    return 0.0


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


def measured(trajectory: Trajectory, table: str, wanted: tuple[str, ...] = ()) -> list[Measured]:
    """What the first examination found that has such a table with one of the wanted columns,
    whatever it is called.

    Truth is what a table has beside `x` as `x_true` or `true_x`.

    Parameters
    ----------
    wanted
        Names of columns, in the order in which they are given back; without any, all of them.
    """
    for tables in examinations(trajectory).values():
        if table not in tables:
            continue
        found = _of_table(tables[table])
        chosen = [it for name in wanted for it in found if it.name == name] if wanted else found
        if chosen:
            return chosen
    return []


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

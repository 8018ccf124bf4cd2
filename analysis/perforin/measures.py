"""Figures that describe a run: growth, rims, densities, killing.

The functions with a trajectory as their first argument are also what expectations can ask for by
name (see `MEASURES`); a lesion without a name is the only one there is, moments are in days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from perforin import spatial
from perforin.errors import Problem
from perforin.profiles import NODULE_KIND, radial_profile
from perforin.quantity import convert
from perforin.stereology import per_area
from perforin.table import Series
from perforin.trajectory import Trajectory

T_CELLS = ("ctl_progenitor", "ctl_effector", "ctl_exhausted", "ctl_memory")
"""Columns of a lesion's series that count tumour-specific CD8 T cells, by phenotype."""


def series_of(trajectory: Trajectory, lesion: str | None) -> Series:
    """The series of a lesion."""
    return trajectory.series(f"lesions/{trajectory.lesion(lesion).of}")


# --- growth ---


def burden_ratio(
    trajectory: Trajectory, lesion: str | None, when: float, baseline: float = 0.0
) -> float:
    """Volume of a lesion relative to that at another moment (the start)."""
    series = series_of(trajectory, lesion)
    return series.at("volume", when) / series.at("volume", baseline)


def doubling_time_of(days: np.ndarray, volume: np.ndarray) -> float:
    """Time in which a volume doubles: ln 2 over the slope of ln volume, by least squares.

    Parameters
    ----------
    days, volume
        At least two moments; volumes above zero, in any unit.

    Returns
    -------
    float
        Days; negative for a volume that shrinks (its size is then the halving time), infinite for
        one that stays.
    """
    days, volume = np.asarray(days, float), np.asarray(volume, float)
    if len(days) < 2 or not np.all(volume > 0):
        raise Problem("a doubling time needs two or more volumes above zero")
    rate = np.polyfit(days - days[0], np.log(volume), 1)[0]
    return float(np.log(2) / rate) if abs(rate) > 1e-12 else np.inf


def doubling_time(trajectory: Trajectory, lesion: str | None, start: float, end: float) -> float:
    """Volume doubling time of a lesion between two moments (days)."""
    series = series_of(trajectory, lesion)
    rows = (series["time"] >= start - 1e-9) & (series["time"] <= end + 1e-9)
    return doubling_time_of(series["time"][rows], series["volume"][rows])


# --- spheroids ---


def _profile(trajectory: Trajectory, lesion: str | None, when: float):  # noqa: ANN202
    it = trajectory.lesion(lesion)
    frame = trajectory.frame_near(it.name, when)
    cells = trajectory.cells(it.name, NODULE_KIND, frame)
    return radial_profile(cells, it.dimensions)


def spheroid_radius(trajectory: Trajectory, lesion: str | None, when: float) -> float:
    """Outer radius of a nodule in the nearest frame (µm); see `profiles.radial_profile`."""
    return _profile(trajectory, lesion, when).radius


def viable_rim(trajectory: Trajectory, lesion: str | None, when: float) -> float:
    """Thickness of a nodule's viable rim in the nearest frame (µm).

    The rim reaches from the outer radius inwards to where live cells no longer make up half of the
    cells' volume; without a dead core it is the radius. See `profiles.radial_profile`.
    """
    return _profile(trajectory, lesion, when).rim


# --- T cells ---


def t_cell_density(trajectory: Trajectory, lesion: str | None, when: float) -> float:
    """Tumour-specific CD8 T cells per mm² of a section of 4 µm through a lesion."""
    series = series_of(trajectory, lesion)
    radius = trajectory.parameters["biology.cytotoxic_t.radius"]
    diameter = 2 * convert(radius.number, radius.unit, "um")
    count = sum(series.at(name, when) for name in T_CELLS if name in series)
    return per_area(count / series.at("volume", when), diameter)


def kills_per_t_cell_day(
    trajectory: Trajectory,
    lesion: str | None,
    start: float,
    end: float,
    columns: tuple[str, ...] = T_CELLS,
) -> float:
    """Tumour cells killed per T cell and day between two moments.

    Kills over the time that T cells spent in the lesion (trapezoidal rule over the series).

    Parameters
    ----------
    columns
        Which T cells to count; by default those of all phenotypes.
    """
    series = series_of(trajectory, lesion)
    rows = (series["time"] >= start - 1e-9) & (series["time"] <= end + 1e-9)
    count = sum(np.asarray(series[name][rows]) for name in columns if name in series)
    cell_days = np.trapz(count, series["time"][rows])
    killed = series["killed"][rows]
    if len(killed) < 2 or cell_days <= 0:
        raise Problem("no T cell spent any time in the lesion")
    return float(killed[-1] - killed[0]) / float(cell_days)


# --- by name ---


@dataclass(frozen=True)
class Measure:
    """A measure that an expectation can name.

    Attributes
    ----------
    function
        Of a trajectory, a lesion, and one moment or, with `window`, two.
    """

    function: Callable[..., float]
    unit: str
    window: bool

    @property
    def description(self) -> str:
        """The first sentence of its documentation."""
        return (self.function.__doc__ or "").strip().splitlines()[0]


MEASURES = {
    "burden_ratio": Measure(burden_ratio, "1", window=False),
    "doubling_time": Measure(doubling_time, "d", window=True),
    "spheroid_radius": Measure(spheroid_radius, "um", window=False),
    "viable_rim": Measure(viable_rim, "um", window=False),
    "t_cell_density": Measure(t_cell_density, "1/mm^2", window=False),
    "kills_per_t_cell_day": Measure(kills_per_t_cell_day, "1/d", window=True),
    "cd8_core": Measure(spatial.cd8_core, "1/mm^2", window=False),
    "cd8_margin": Measure(spatial.cd8_margin, "1/mm^2", window=False),
    "mixing": Measure(spatial.mixing, "1", window=False),
    "overlap": Measure(spatial.overlap, "1", window=False),
    "tumour_near_cd8": Measure(spatial.tumour_near_cd8, "1", window=False),
}
"""Measures by the name that expect.toml uses."""

"""How cells and fields change from the centre of a nodule outwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from perforin.errors import Problem
from perforin.records import Field
from perforin.table import Table

NODULE_KIND = "tumour"
ALIVE = 0
"""Code of live cells in the column `condition`."""

_OUTER_SHARE = 0.9
_RIM_SHARE = 0.5


@dataclass(frozen=True)
class RadialProfile:
    """A nodule as seen from its centre.

    Attributes
    ----------
    centre : numpy.ndarray
        x, y, z (µm).
    radius : float
        Outer radius R (µm): R = r₉₀ / 0.9^(1/n), where r₉₀ holds 90 % of the cells' volume and n
        the number of dimensions. Exact for an even ball, and blind to single cells far out and to
        the density of the core.
    core : float
        Radius of the dead core (µm): where, from outside inwards, live cells first make up less
        than half of the cells' volume; 0 if they nowhere do.
    edges : numpy.ndarray
        Radii between the shells (µm).
    live, packed : numpy.ndarray
        Of each shell: share of live cells in the cells' volume (NaN where there are no cells), and
        the cells' volume per volume of the shell.
    """

    centre: np.ndarray
    radius: float
    core: float
    edges: np.ndarray
    live: np.ndarray
    packed: np.ndarray

    @property
    def rim(self) -> float:
        """Thickness of the viable rim (µm)."""
        return self.radius - self.core

    @property
    def middles(self) -> np.ndarray:
        """Radii of the shells' middles (µm)."""
        return 0.5 * (self.edges[1:] + self.edges[:-1])


def radial_profile(cells: Table, dimensions: int = 3, shell_um: float = 15.0) -> RadialProfile:
    """The profile of a nodule's tumour cells, dead and alive.

    Parameters
    ----------
    cells
        With `position`, `radius` and `condition`.
    dimensions
        2 for a disc: shells are then rings.
    shell_um
        Thickness of a shell (µm), about one cell.
    """
    if not cells.rows:
        raise Problem(f"there are no cells: {cells.what}")
    position = np.asarray(cells["position"], float)
    volume = np.asarray(cells["radius"], float) ** 3
    volume = volume * (np.asarray(cells["weight"]) > 0) if "weight" in cells else volume
    alive = np.asarray(cells["condition"]) == ALIVE
    centre = np.average(position, axis=0, weights=volume)
    distance = np.linalg.norm((position - centre)[:, :dimensions], axis=1)

    order = np.argsort(distance, kind="stable")
    held = np.cumsum(volume[order]) / volume.sum()
    outer = float(np.interp(_OUTER_SHARE, held, distance[order]))
    radius = outer / _OUTER_SHARE ** (1 / dimensions)

    count = max(1, int(np.ceil(distance.max() / shell_um)))
    edges = shell_um * np.arange(count + 1)
    every = np.histogram(distance, edges, weights=volume)[0]
    living = np.histogram(distance, edges, weights=volume * alive)[0]
    live = np.divide(living, every, out=np.full(count, np.nan), where=every > 0)
    room = np.diff(edges**3) if dimensions == 3 else np.diff(edges**2)
    # Sphere over sphere; in 2-D disc over ring, with the discs' mean thickness left out.
    packed = every / room if dimensions == 3 else _areas(distance, cells, edges) / room
    core = _core(0.5 * (edges[1:] + edges[:-1]), live)
    return RadialProfile(centre, radius, min(core, radius), edges, live, packed)


def field_profile(field: Field, centre: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Mean of a field in each shell around a point (NaN where a shell holds no voxel's centre).

    Parameters
    ----------
    centre
        x, y, z (µm).
    edges
        Radii between the shells (µm).
    """
    axes = [field.centres(axis) - centre[axis] for axis in range(3)]
    if field.values.shape[0] == 1:
        axes[2] = np.zeros(1)
    z, y, x = np.meshgrid(axes[2], axes[1], axes[0], indexing="ij")
    distance = np.sqrt(x * x + y * y + z * z)
    count = np.histogram(distance, edges)[0]
    total = np.histogram(distance, edges, weights=np.asarray(field.values, float))[0]
    return np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0)


def _areas(distance: np.ndarray, cells: Table, edges: np.ndarray) -> np.ndarray:
    return np.histogram(distance, edges, weights=np.asarray(cells["radius"], float) ** 2)[0]


def _core(middles: np.ndarray, live: np.ndarray) -> float:
    """Where the live share, from outside inwards, first falls below a half; between two shells the
    place is interpolated."""
    filled = np.flatnonzero(~np.isnan(live))
    for outer, inner in zip(filled[::-1], filled[-2::-1]):
        if live[inner] < _RIM_SHARE <= live[outer]:
            step = (_RIM_SHARE - live[inner]) / (live[outer] - live[inner])
            return float(middles[inner] + step * (middles[outer] - middles[inner]))
    return 0.0

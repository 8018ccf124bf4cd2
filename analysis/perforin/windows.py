"""Windows in which points are observed: boxes, periodic or not, and masks of voxels in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import pi

import numpy as np
from scipy import ndimage
from scipy.spatial import cKDTree

from perforin.errors import Problem


def unit_ball(dimensions: int) -> float:
    """Area or volume of the ball of radius 1."""
    return pi if dimensions == 2 else 4 / 3 * pi


@dataclass(frozen=True)
class Window:
    """A box in two or three dimensions, or a part of it.

    Statistics of points ask a window for what a point near its border cannot see. Across a
    periodic face nothing is hidden: there the nearest image of a point counts.

    Attributes
    ----------
    size : numpy.ndarray
        Edges of the box, which begins at `low` (µm).
    periodic : tuple of bool
        Along which axes.
    mask : numpy.ndarray or None
        Which voxels of the box belong to the window, in the order of the axes; without it, all.
    """

    size: np.ndarray
    periodic: tuple[bool, ...]
    low: np.ndarray
    mask: np.ndarray | None = None

    @classmethod
    def box(
        cls,
        size: Sequence[float],
        periodic: Sequence[bool] | None = None,
        low: Sequence[float] | None = None,
        mask: np.ndarray | None = None,
    ) -> Window:
        """A box that begins at the origin, or at `low`; not periodic if nothing is said."""
        edges = np.asarray(size, float)
        wraps = tuple(bool(yes) for yes in periodic) if periodic else (False,) * len(edges)
        start = np.zeros(len(edges)) if low is None else np.asarray(low, float)
        return cls(edges, wraps, start, mask)

    @property
    def dimensions(self) -> int:
        """2 or 3."""
        return len(self.size)

    @property
    def voxel(self) -> np.ndarray:
        """Edges of a voxel of the mask (µm)."""
        return self.size / np.array(self.mask.shape)

    @cached_property
    def measure(self) -> float:
        """Area (µm²) or volume (µm³)."""
        share = 1.0 if self.mask is None else float(np.mean(self.mask))
        return float(np.prod(self.size)) * share

    @property
    def reach(self) -> float:
        """Distance up to which every pair has one image only: half the least periodic edge (µm)."""
        edges = [edge for edge, wraps in zip(self.size, self.periodic) if wraps]
        return 0.5 * min(edges, default=np.inf)

    def inner(self, points: np.ndarray) -> np.ndarray:
        """Points relative to the corner of the box, across periodic faces moved into it."""
        moved = np.asarray(points, float)[:, : self.dimensions] - self.low
        wraps = np.array(self.periodic)
        moved[:, wraps] %= self.size[wraps]
        return np.where(wraps & (moved >= self.size), 0.0, moved)  # rounding of tiny negatives

    def covers(self, points: np.ndarray) -> np.ndarray:
        """Which points lie in the window."""
        moved = self.inner(points)
        inside = np.all((moved >= 0) & (moved <= self.size), axis=1)
        if self.mask is not None:
            inside[inside] = self.mask[self._voxels(moved[inside])]
        return inside

    def keep(
        self, points: np.ndarray, weight: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Points in the window relative to its corner, and their weights: 1 if not given.

        Below 1 a weight is the probability of a cell, above it so many stand in one place.
        """
        weight = np.ones(len(points)) if weight is None else np.asarray(weight, float)
        if np.any(~(weight >= 0)):
            raise Problem("a weight is a number of cells: 0 or more")
        if not len(points):
            return np.zeros((0, self.dimensions)), weight
        rows = (weight > 0) & self.covers(points)
        return self.inner(np.asarray(points)[rows]), weight[rows]

    def tree(self, points: np.ndarray) -> cKDTree:
        """A search tree of points (as of `inner`) that sees across periodic faces."""
        return cKDTree(points, boxsize=np.where(self.periodic, self.size, 0.0))

    def shift(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """From each point to the nearest image of another."""
        away = end - start
        return away - np.where(self.periodic, self.size * np.rint(away / self.size), 0.0)

    def covariance(self, shift: np.ndarray) -> np.ndarray:
        """Set covariance: how much of the window still lies in it when it is shifted, (n,).

        Exact, also for a mask: that of a union of voxels is linear between whole voxels.
        """
        if self.mask is None:
            left = np.maximum(self.size - np.abs(shift), 0.0)
            return np.prod(np.where(self.periodic, self.size, left), axis=1)
        lags = (shift / self.voxel).T
        found = ndimage.map_coordinates(self._mask_covariance, lags, order=1, mode="grid-wrap")
        return found * float(np.prod(self.voxel))

    def to_border(self, points: np.ndarray) -> np.ndarray:
        """Distance of points of the window to its border; infinite where there is none (µm).

        In a mask that of their voxel.
        """
        moved = self.inner(points)
        if self.mask is not None:
            return self._mask_depth[self._voxels(moved)]
        nearest = np.where(self.periodic, np.inf, np.minimum(moved, self.size - moved))
        return nearest.min(axis=1)

    def eroded(self, distance: np.ndarray) -> np.ndarray:
        """Area or volume of what lies further than `distance` from the border."""
        distance = np.asarray(distance, float)
        if self.mask is not None:
            depth = np.sort(self._mask_depth[self.mask])
            deeper = len(depth) - np.searchsorted(depth, distance, side="left")
            return deeper * float(np.prod(self.voxel))
        left = np.maximum(self.size - 2 * distance[..., None], 0.0)
        return np.prod(np.where(self.periodic, self.size, left), axis=-1)

    def plane(self, axis: int, at: float) -> Window:
        """The window as a plane across one axis sees it.

        Parameters
        ----------
        at
            Where the plane cuts the axis (µm).
        """
        rest = [other for other in range(self.dimensions) if other != axis]
        mask = self.mask
        if mask is not None:
            layer = int((at - self.low[axis]) / self.voxel[axis])
            mask = np.take(mask, min(max(layer, 0), mask.shape[axis] - 1), axis=axis)
        wraps = [self.periodic[other] for other in rest]
        return Window.box(self.size[rest], wraps, self.low[rest], mask)

    # --- of masks ---

    def _voxels(self, moved: np.ndarray) -> tuple[np.ndarray, ...]:
        place = np.floor(moved / self.voxel).astype(int)
        return tuple(np.clip(place, 0, np.array(self.mask.shape) - 1).T)

    @cached_property
    def _mask_covariance(self) -> np.ndarray:
        """In voxels, for shifts by whole voxels; room is left where the box does not wrap."""
        shape = [n if wraps else 2 * n for n, wraps in zip(self.mask.shape, self.periodic)]
        waves = np.fft.rfftn(self.mask.astype(float), shape, axes=range(self.dimensions))
        return np.fft.irfftn(np.abs(waves) ** 2, shape, axes=range(self.dimensions))

    @cached_property
    def _mask_depth(self) -> np.ndarray:
        """Distance of the voxels' centres to the border of the mask (µm)."""
        return depth_in(self.mask, self.voxel, self.periodic)


def depth_in(mask: np.ndarray, voxel: np.ndarray, periodic: Sequence[bool]) -> np.ndarray:
    """How deep the centres of a mask's voxels lie in it (µm); infinite in one without a border."""
    if mask.all() and all(periodic):
        return np.full(mask.shape, np.inf)
    padded, keep = mask, []
    for axis, (count, wraps) in enumerate(zip(mask.shape, periodic)):
        room = count if wraps else 1
        width = [(room, room) if a == axis else (0, 0) for a in range(mask.ndim)]
        padded = np.pad(padded, width, mode="wrap" if wraps else "constant")
        keep.append(slice(room, room + count))
    depth = ndimage.distance_transform_edt(padded, sampling=voxel)[tuple(keep)]
    return np.where(mask, depth - 0.5 * float(np.min(voxel)), 0.0)


TISSUE_REACH_UM = 15.0
"""Gaps in tissue are tissue too where the next cell is not further away (µm). Assumed: a cell."""

_VOXEL_UM = 10.0


def filled_by(points: np.ndarray, radius_um: float, box: Window) -> Window:
    """The part of a box that tissue fills, so that K is not just the shape of the lesion.

    Voxels of about 10 µm whose centres have a cell within `TISSUE_REACH_UM`; of these as much is
    taken from the outside as reaches beyond the cells' bodies (a closing).

    Parameters
    ----------
    points
        Centres of the cells (µm), at least one.
    radius_um
        Of a cell (µm).
    """
    shape = np.maximum(1, np.rint(box.size / _VOXEL_UM)).astype(int)
    axes = [(np.arange(n) + 0.5) * size / n for n, size in zip(shape, box.size)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, box.dimensions)
    away, _ = box.tree(box.inner(points)).query(grid)
    near = (away <= TISSUE_REACH_UM).reshape(shape)
    # Tissue may go on beyond the faces of the box: they are no border from which to take.
    room = [(0, 0) if wraps else (3, 3) for wraps in box.periodic]
    depth = depth_in(np.pad(near, room, mode="edge"), box.size / shape, box.periodic)
    inside = tuple(slice(before, before + n) for (before, _), n in zip(room, shape))
    mask = near & (depth[inside] > TISSUE_REACH_UM - radius_um)
    return Window.box(box.size, box.periodic, box.low, mask)

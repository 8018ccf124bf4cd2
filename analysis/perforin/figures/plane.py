"""The plane in which a block of tissue is cut for a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from perforin.records import Lesion
from perforin.trajectory import Trajectory


class Image(NamedTuple):
    """A field in a plane: when (days), values (up, across), where (µm: left, right, bottom, top)."""

    day: float
    values: np.ndarray
    extent: tuple[float, ...]
    unit: str


@dataclass(frozen=True)
class Plane:
    """A section across the block: `across` and `up` are its axes, `through` the one cut at `at`."""

    across: int
    up: int
    through: int
    at: float
    half: float

    @classmethod
    def of(cls, lesion: Lesion, thickness_um: float) -> Plane:
        """Through the middle of the block, the margin up; a 2-D block is shown whole."""
        if lesion.dimensions == 2:
            return cls(0, 1, 2, 0.5 * lesion.block[2], np.inf)
        return cls(0, 2, 1, 0.5 * lesion.block[1], 0.5 * thickness_um)

    def rows(self, position: np.ndarray) -> np.ndarray:
        """Cells with their centre in the section, those in its plane last."""
        off = np.abs(position[:, self.through] - self.at)
        inside = np.flatnonzero(off <= self.half)
        return inside[np.argsort(-off[inside], kind="stable")]

    def image(self, trajectory: Trajectory, lesion: str, name: str, day: float) -> Image:
        """A field in this plane, at the moment nearest to `day`."""
        field = trajectory.field(lesion, name, day)
        layer = int(np.argmin(np.abs(field.centres(self.through) - self.at)))
        values = np.take(np.asarray(field.values), layer, axis=2 - self.through)
        extent: list[float] = []
        for axis in (self.across, self.up):
            centres = field.centres(axis)
            half = 0.5 * field.spacing[axis]
            extent += [centres[0] - half, centres[-1] + half]
        return Image(field.time, values, tuple(extent), field.values.unit)

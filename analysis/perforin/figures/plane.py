"""The plane in which a block of tissue is cut for a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from perforin.records import Lesion
from perforin.trajectory import Trajectory


_ENOUGH = 5
"""Cells that the middle of the block must show in every frame, lest another place is taken."""


_NOTHING = 1e-15
"""Levels below are the tails of decay, far beneath one molecule (in any unit that is used)."""


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
    def of(cls, lesion: Lesion, thickness_um: float, frames: Sequence[np.ndarray] = ()) -> Plane:
        """The middle of the block, the margin up; a 2-D block is shown whole.

        Where a section there would miss the cells of a frame, it is the place at which the poorest
        frame shows most.

        Parameters
        ----------
        thickness_um
            Of the section (µm).
        frames
            Positions of the cells, (n, 3), for each frame that is to be shown.
        """
        if lesion.dimensions == 2:
            return cls(0, 1, 2, 0.5 * lesion.block[2], np.inf)
        middle = 0.5 * lesion.block[1]
        seen = [position[:, 1] for position in frames if len(position)]
        # The middle first: it stands where no other place is better.
        places = [middle, *np.arange(0.5 * thickness_um, lesion.block[1], thickness_um)]
        shown = [
            min((np.sum(np.abs(y - at) <= 0.5 * thickness_um) for y in seen), default=0)
            for at in places
        ]
        best = 0 if shown[0] >= _ENOUGH else int(np.argmax(shown))
        return cls(0, 2, 1, float(places[best]), 0.5 * thickness_um)

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
        values = np.where(np.abs(values) > _NOTHING, values, 0.0)
        return Image(field.time, values, tuple(extent), field.values.unit)

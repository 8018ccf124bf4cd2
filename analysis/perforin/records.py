"""What a trajectory holds besides tables by time: lesions, fields, events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from perforin.table import Column, Table


@dataclass(frozen=True)
class Lesion:
    """What a trajectory says about a lesion as a whole.

    Attributes
    ----------
    name : str
        Of the lesion; "<lesion>/sample" for the block that took the place of an outgrown nodule.
    block : numpy.ndarray
        Edges of its block of tissue along x, y, z (µm).
    periodic : tuple of bool
        Whether the block is periodic along x, y, z.
    dimensions : int
        2 or 3; a 2-D block is one cell thick along z.
    kinds, fields : tuple of str
        Kinds of cells in its frames, and fields that were kept.
    """

    name: str
    index: int
    description: str
    block: np.ndarray
    periodic: tuple[bool, ...]
    dimensions: int
    kinds: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def of(self) -> str:
        """The lesion that it belongs to: itself, unless it is a later block of one."""
        return self.name.partition("/")[0]

    @property
    def is_nodule(self) -> bool:
        """Whether the block is the whole lesion in host tissue, not a sample of a large one."""
        return not any(self.periodic)

    @property
    def depth_axis(self) -> int:
        """The axis that points to the margin: z, in 2-D y."""
        return self.dimensions - 1


@dataclass(frozen=True)
class Field:
    """One moment of a field.

    Attributes
    ----------
    time : float
        Days.
    values : Column
        Array (z, y, x) in `values.unit`.
    spacing, origin : numpy.ndarray
        Edges of a voxel and the centre of the first one, along x, y, z (µm).
    """

    name: str
    time: float
    values: Column
    spacing: np.ndarray
    origin: np.ndarray

    def centres(self, axis: int) -> np.ndarray:
        """Coordinates of the voxels' centres along x (0), y (1) or z (2), µm."""
        return self.origin[axis] + self.spacing[axis] * np.arange(self.values.shape[2 - axis])

    def at(self, positions: np.ndarray) -> np.ndarray:
        """Values in the voxels that hold these points.

        Parameters
        ----------
        positions
            Array (n, 3), x, y, z in µm; points outside count to the nearest voxel.
        """
        count = np.array(self.values.shape[::-1])
        voxel = np.rint((np.asarray(positions) - self.origin) / self.spacing).astype(int)
        x, y, z = np.clip(voxel, 0, count - 1).T
        return np.asarray(self.values)[z, y, x]


class Events(Table):
    """The flight recorder: who did what to whom, when and where.

    `kind` and `lesion` are names (no lesion: ""); `who` and `whom` are identities, 0 nobody.
    """

    def __init__(
        self,
        what: str,
        rows: int,
        columns: Mapping[str, Callable[[], Column]],
        parties: tuple[np.ndarray, np.ndarray],
    ):
        super().__init__(what, rows, columns)
        self._parties = parties

    def parties(self, row: int) -> list[tuple[int, int]]:
        """Those who took part in the event of this row, and by how much: (identity, hits)."""
        first = int(self["first_party"][row])
        part = slice(first, first + int(self["party_count"][row]))
        ids, amounts = self._parties
        return [(int(i), int(a)) for i, a in zip(ids[part], amounts[part])]

"""The pictures that a trajectory holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import h5py
import numpy as np

from perforin.errors import unknown

_SECONDS_PER_DAY = 86400


@dataclass(frozen=True)
class Image:
    """A picture of an examination, as a microscope takes it.

    Attributes
    ----------
    name : str
        Of the series that it belongs to, without "examinations/": "biopsy/lesions/primary".
    time : float
        Days.
    channels : tuple of str
        What each of them shows.
    values : numpy.ndarray
        (channel, y, x), 0 dark … 255 bright; "CYX" in the words of OME.
    pixel : float
        Edge of a pixel (µm).
    """

    name: str
    time: float
    channels: tuple[str, ...]
    values: np.ndarray
    pixel: float

    def channel(self, name: str) -> np.ndarray:
        """One channel, (y, x)."""
        if name not in self.channels:
            raise unknown("channel", name, self.channels)
        return self.values[self.channels.index(name)]


def picture_days(root: h5py.Group) -> dict[str, list[float]]:
    """Days of the pictures of a file, by name."""
    found: dict[str, list[float]] = {}

    def visit(name: str, item: object) -> None:
        if isinstance(item, h5py.Dataset):
            day = float(item.attrs["time_s"]) / _SECONDS_PER_DAY
            found.setdefault(name.rpartition("/")[0], []).append(day)

    if "images" in root:
        root["images"].visititems(visit)
    return {name: sorted(days) for name, days in sorted(found.items())}


def read_image(root: h5py.Group, name: str, day: float) -> Image:
    """The picture of a day that has one."""
    dataset = root[f"images/{name}/day_{int(day):05d}"]
    channels: Iterable[object] = dataset.attrs["channels"]
    return Image(
        name=name,
        time=day,
        channels=tuple(str(channel) for channel in channels),
        values=dataset[()],
        pixel=float(dataset.attrs["pixel_um"]),
    )

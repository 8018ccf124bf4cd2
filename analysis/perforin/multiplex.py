"""Pictures of biopsies in colour: one picture of all channels."""

from __future__ import annotations

import numpy as np

from perforin.images import Image

COLOURS = {
    "nuclei": (0.20, 0.20, 0.26),
    "tumour": (0.08, 0.30, 0.60),
    "CD8": (0.25, 1.00, 0.25),
    "CD4": (0.00, 0.60, 0.65),
    "FOXP3": (1.00, 0.10, 0.75),
    "CD68": (1.00, 0.60, 0.00),
    "PD-L1": (0.95, 0.10, 0.10),
    "dead": (0.42, 0.42, 0.42),
}
"""Red, green and blue of each channel at its brightest; other channels are not shown."""


def composite(image: Image, channels: tuple[str, ...] | None = None) -> np.ndarray:
    """The channels in their colours on black, added up as light is: (y, x, 3), 0…1.

    Parameters
    ----------
    channels
        Which; by default all that have a colour.
    """
    shown = [name for name in channels or image.channels if name in COLOURS]
    sum_of_light = np.zeros((*image.values.shape[1:], 3))
    for name in shown:
        sum_of_light += image.channel(name)[..., None] / 255.0 * np.array(COLOURS[name])
    return np.clip(sum_of_light, 0.0, 1.0)

"""What a histological section shows of cells that are spheres in a volume."""

from __future__ import annotations

import numpy as np

from perforin.windows import Window

SECTION_UM = 4.0
"""Thickness of a histological section (µm)."""


def per_area(per_volume: float, diameter_um: float, section_um: float = SECTION_UM) -> float:
    """Cells per mm² of a histological section, from cells per mm³ of tissue.

    A section shows every cell of which it holds a part: those whose centres lie in it or up to a
    radius above and below, n_A = n_V (t + d) (Abercrombie 1946).
    """
    return per_volume * (section_um + diameter_um) * 1e-3


def cut_by_section(
    position: np.ndarray,
    radius: np.ndarray,
    window: Window,
    axis: int,
    at: float,
    section_um: float = SECTION_UM,
) -> np.ndarray:
    """Which cells a section shows: those of whose bodies it holds a part.

    In `window.plane(axis, at)` the other two coordinates of these cells are what an image shows.

    Parameters
    ----------
    position, radius
        Of the cells, (n, 3) and (n,), in µm.
    axis, at
        Across the section, and where on it the section's middle lies (µm).

    Returns
    -------
    numpy.ndarray
        True for each cell that is cut.
    """
    place = window.inner(position)
    middle = place.copy()
    middle[:, axis] = at - window.low[axis]
    away = np.abs(window.shift(place, middle)[:, axis])
    return away <= 0.5 * section_um + np.asarray(radius, float)

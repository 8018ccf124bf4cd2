"""The slice of a CT scan that shows most of a lesion, as the simulator describes it
(sim/clinic/METHODS.md)."""

from __future__ import annotations

import numpy as np


def ct_slice(
    axes_mm: tuple[float, float],
    slice_mm: float,
    offset_mm: float,
    brightness: float,
    width_mm: float,
    pixel_mm: float = 0.7,
) -> np.ndarray:
    """Contrast in each pixel, relative to that of live tissue: 0 outside of the lesion, `brightness`
    where it fills the slice, less where it fills a part of it. What is 0.5 at least is measured.

    Parameters
    ----------
    axes_mm
        Long and short axis of the ellipsoid; the long one lies along the rows.
    slice_mm, offset_mm
        Thickness of the slice, and how far its middle is from that of the lesion.
    width_mm
        Edge of the picture, with the lesion in its middle.
    """
    longest, shortest = axes_mm
    if longest <= 0 or shortest <= 0:
        n = max(1, round(width_mm / pixel_mm))
        return np.zeros((n, n))
    n = max(1, round(width_mm / pixel_mm))
    place = (np.arange(n) - 0.5 * (n - 1)) * pixel_mm
    across = (place[None, :] / (longest / 2)) ** 2 + (place[:, None] / (shortest / 2)) ** 2
    half_chord = 0.5 * shortest * np.sqrt(np.clip(1.0 - across, 0.0, None))
    above = np.minimum(half_chord, 0.5 * slice_mm + abs(offset_mm))
    below = np.minimum(half_chord, 0.5 * slice_mm - abs(offset_mm))
    return brightness * np.clip(above + below, 0.0, slice_mm) / slice_mm


def ct_stack(
    axes_mm: tuple[float, float],
    slice_mm: float,
    offset_mm: float,
    brightness: float,
    width_mm: float,
    pixel_mm: float = 0.7,
) -> np.ndarray:
    """All slices that meet a lesion, from below to above: (slice, y, x), as `ct_slice` gives one.

    A lesion that is not there has one slice without it.
    """
    half = 0.5 * axes_mm[1]
    reach = half + 0.5 * slice_mm
    first = int(np.ceil((-reach - offset_mm) / slice_mm))
    last = int(np.floor((reach - offset_mm) / slice_mm))
    middles = [offset_mm + k * slice_mm for k in range(first, last + 1)] if half > 0 else [0.0]
    return np.stack(
        [ct_slice(axes_mm, slice_mm, z, brightness, width_mm, pixel_mm) for z in middles]
    )


def montage(stack: np.ndarray, gap: int = 2, columns: int = 8) -> np.ndarray:
    """Slices side by side, in rows of so many, with some dark pixels between them."""
    rows = -(-len(stack) // columns)
    columns = min(columns, len(stack))
    height, width = stack.shape[1:]
    sheet = np.zeros((rows * (height + gap) - gap, columns * (width + gap) - gap))
    for k, image in enumerate(stack):
        y, x = (k // columns) * (height + gap), (k % columns) * (width + gap)
        sheet[y : y + height, x : x + width] = image
    return sheet

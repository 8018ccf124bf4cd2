"""Maps of the dissolved substances."""

from __future__ import annotations

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from perforin.figures import style
from perforin.figures.plane import Image, Plane
from perforin.trajectory import Trajectory


def draw_fields(trajectory: Trajectory, lesion: str, most: int = 4) -> Figure | None:
    """Every field in a plane through the block, at some moments.

    Parameters
    ----------
    most
        Moments at most, spread evenly over those that were kept.
    """
    it = trajectory.lesion(lesion)
    kept = [name for name in it.fields if len(trajectory.field_times(lesion, name))]
    if not kept:
        return None
    plane = Plane.of(it, 1.0)
    times = trajectory.field_times(lesion, kept[0])
    days = [float(times[i]) for i in np.unique(np.linspace(0, len(times) - 1, most).astype(int))]
    pictures = {name: [plane.image(trajectory, lesion, name, day) for day in days] for name in kept}
    names = [name for name in kept if any(np.any(image.values) for image in pictures[name])]
    if not names:
        return None
    wide, high = it.block[plane.across], it.block[plane.up]
    edge = min(2.2, 2.0 * wide / high)
    side_by_side = 2 if high > 1.3 * wide and len(names) > 1 else 1
    rows = -(-len(names) // side_by_side)
    size = (
        max((edge * len(days) + 1.3) * side_by_side, 6.0),
        (edge * high / wide + 0.15) * rows + 0.9,
    )
    figure, grid = plt.subplots(
        rows, len(days) * side_by_side, figsize=size, squeeze=False, layout="compressed"
    )
    strips = [part for row in grid for part in np.split(row, side_by_side)]
    for number, (name, strip) in enumerate(zip(names, strips)):
        _strip(strip, name, pictures[name], days if number < side_by_side else [])
    for strip in strips[len(names) :]:
        for axes in strip:
            axes.set_visible(False)
    style.write_title(figure, style.title(trajectory, lesion, "fields"))
    caption = f"Middle plane of the block, {wide:g} × {high:g} µm"
    if not it.is_nodule:
        caption += "; the margin is up"
    zero = [style.substance(name) for name in kept if name not in names]
    if zero:
        caption += f". Zero here: {', '.join(zero)}"
    style.write_caption(figure, caption + ".")
    return figure


def _strip(strip: np.ndarray, name: str, images: list[Image], days: list[float]) -> None:
    """One field at all moments, on one scale; the days stand above."""
    top = max(float(np.max(image.values)) for image in images)
    for image, axes in zip(images, strip):
        shown = axes.imshow(
            image.values, origin="lower", extent=image.extent, cmap="cividis", vmin=0, vmax=top
        )
        style.frame_picture(axes)
    for day, axes in zip(days, strip):
        axes.set_title(f"day {day:g}")
    bar = strip[0].figure.colorbar(shown, ax=list(strip), shrink=0.9, aspect=18, pad=0.02)
    style.label_amounts(bar.ax, style.substance(name), images[0].unit)

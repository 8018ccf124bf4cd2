"""Maps of the dissolved substances."""

from __future__ import annotations

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from perforin.figures import style
from perforin.figures.plane import Plane
from perforin.trajectory import Trajectory


def draw_fields(trajectory: Trajectory, lesion: str, most: int = 4) -> Figure | None:
    """Every field in a plane through the block: a row a field, a column a moment.

    Parameters
    ----------
    most
        Moments at most, spread evenly over those that were kept.
    """
    it = trajectory.lesion(lesion)
    names = [name for name in it.fields if len(trajectory.field_times(lesion, name))]
    if not names:
        return None
    plane = Plane.of(it, 1.0)
    times = trajectory.field_times(lesion, names[0])
    days = [float(times[i]) for i in np.unique(np.linspace(0, len(times) - 1, most).astype(int))]
    wide, high = it.block[plane.across], it.block[plane.up]
    edge = min(2.2, 2.0 * wide / high)
    figure, grid = plt.subplots(
        len(names),
        len(days),
        figsize=(max(edge * len(days) + 1.8, 5.0), (edge * high / wide + 0.15) * len(names) + 0.9),
        squeeze=False,
        layout="compressed",
    )
    for name, row in zip(names, grid):
        images = [plane.image(trajectory, lesion, name, day) for day in days]
        top = max(max(float(np.max(image.values)) for image in images), 1e-12)
        for day, image, axes in zip(days, images, row):
            shown = axes.imshow(
                image.values, origin="lower", extent=image.extent, cmap="cividis", vmin=0, vmax=top
            )
            style.frame_picture(axes)
            if name == names[0]:
                axes.set_title(f"day {day:g}")
        bar = figure.colorbar(shown, ax=row, shrink=0.9, aspect=18, pad=0.02)
        bar.set_label(style.axis_label(style.substance(name), images[0].unit))
    style.write_title(figure, style.title(trajectory, lesion, "fields"))
    caption = f"Middle plane of the block, {wide:g} × {high:g} µm"
    style.write_caption(figure, caption + ("." if it.is_nodule else "; the margin is up."))
    return figure

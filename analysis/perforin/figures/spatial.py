"""Where CD8 T cells lie in a tumour: neighbours, mixing against chance, density by depth."""

from __future__ import annotations

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from perforin import spatial
from perforin.errors import Problem
from perforin.figures import style
from perforin.figures.nodule import DAYS
from perforin.margin import margin_width
from perforin.trajectory import Trajectory

_LAYERS = 12
"""Layers of the depth profile from the bottom of the tumour to its edge, at most."""

_THINNEST_UM = 15.0  # of a layer: about one cell

_ENOUGH = 2.0
"""Cells of each kind that a frame must have, in expectation."""

_FARTHEST_UM = 80.0
_NEAREST_UM = 5.0

_PAIRS = (
    (spatial.TUMOUR, spatial.CD8, "tumour → CD8", style.BLUE),
    (spatial.CD8, spatial.TUMOUR, "CD8 → tumour", style.ORANGE),
    (spatial.CD8, spatial.CD8, "CD8 → CD8", style.VERMILION),
)


def draw_spatial(trajectory: Trajectory, lesion: str, most: int = 4) -> Figure | None:
    """Neighbours and mixing where tumour and CD8 are both many, depth profiles over time.

    Both are shown for the frame that has most cells of the rarer kind, the first of such frames.

    Nothing where no frame has two cells of each.

    Parameters
    ----------
    most
        Depth profiles at most.
    """
    rarer = _cells_of_the_rarer_kind(trajectory, lesion)
    both = [frame for frame, cells in rarer.items() if cells >= _ENOUGH]
    if not both:
        return None
    richest = max(both, key=rarer.__getitem__)
    day = float(trajectory.frames(lesion)[richest])
    shown = [both[i] for i in np.unique(np.linspace(0, len(both) - 1, most).astype(int))]
    figure, panels = plt.subplots(1, 3, figsize=(11.5, 4.3), layout="constrained")
    _neighbours(panels[0], trajectory, lesion, richest)
    _labelling(panels[1], trajectory, lesion, richest)
    width = _depths(panels[2], trajectory, lesion, shown)
    what = f"neighbours and mixing on day {day:g}"
    style.write_title(figure, style.title(trajectory, lesion, what))
    style.write_caption(
        figure,
        "G(r): share with a neighbour within r; thin lines: the same density without any order. "
        "L(r) − r: above 0 where kinds are nearer together than that. Live cells in the tumour's tissue.",
        "Band: kinds permuted among the places of all cells, 99 times; it dips where tumour cells "
        "have no room beside each other, and T cells do.",
        f"Margin: {width:.0f} µm on both sides of the tumour's edge, as of the last day. "
        "Per area of a section of 4 µm.",
    )
    return figure


def _cells_of_the_rarer_kind(trajectory: Trajectory, lesion: str) -> dict[int, float]:
    """By frame: live cells of tumour or CD8, whichever are fewer, in expectation."""
    if not {spatial.TUMOUR, spatial.CD8} <= set(trajectory.lesion(lesion).kinds):
        return {}
    return {
        frame: min(
            float(spatial.cells_of(trajectory, lesion, kind, frame).weight.sum())
            for kind in (spatial.TUMOUR, spatial.CD8)
        )
        for frame in range(len(trajectory.frames(lesion)))
    }


def _neighbours(axes: Axes, trajectory: Trajectory, lesion: str, frame: int) -> None:
    radii = np.linspace(0, _FARTHEST_UM, 161)
    for origin, target, label, colour in _PAIRS:
        try:
            near = spatial.nearest(trajectory, lesion, origin, target, frame)
        except Problem:  # a single T cell, or all too near the border
            continue
        axes.plot(radii, near.g(radii), color=colour, label=f"{label} {near.mean:.0f} µm")
        axes.plot(radii, near.g_random(radii), color=colour, linewidth=0.8, linestyle=":")
    axes.set_title("Distance to the nearest cell")
    axes.set_xlabel("r (µm)")
    axes.set_ylabel("G(r)")
    axes.set_xlim(0, _FARTHEST_UM)
    axes.set_ylim(0, 1.02)
    if axes.lines:
        axes.legend(loc="lower right", title="mean distance", title_fontsize=8.5)


def _labelling(axes: Axes, trajectory: Trajectory, lesion: str, frame: int) -> None:
    axes.set_title("Mixing of CD8 and tumour cells")
    reach = min(_FARTHEST_UM, spatial.window_of(trajectory, lesion, frame).reach)
    radii = np.arange(_NEAREST_UM, reach + 1e-9, 2.5)
    try:
        it = spatial.labelling(trajectory, lesion, frame, radii)
    except Problem as problem:
        axes.text(0.5, 0.5, f"{problem}", transform=axes.transAxes, ha="center", wrap=True)
        axes.set_axis_off()
        return
    axes.fill_between(radii, it.low, it.high, color=style.PALE, linewidth=0, label="by chance")
    axes.plot(radii, it.mean, color=style.GREY, linewidth=0.8)
    axes.axhline(0, color=style.BLACK, linewidth=0.6, linestyle=":")
    axes.plot(radii, it.found, color=style.BLUE, label=f"found (p = {it.p:.2f})")
    axes.axvline(it.judged_from, color=style.GREY, linewidth=0.8, linestyle="--")
    axes.annotate(
        "p: from here on",
        (it.judged_from, 0.97),
        xycoords=("data", "axes fraction"),
        xytext=(3, 0),
        textcoords="offset points",
        fontsize=8,
        va="top",
    )
    axes.set_xlabel("r (µm)")
    axes.set_ylabel("cross-L(r) − r (µm)")
    axes.set_xlim(0, reach)
    axes.legend(loc="lower right")


def _depths(axes: Axes, trajectory: Trajectory, lesion: str, frames: list[int]) -> float:
    """Profiles of these frames; gives half the width of the margin in the last one (µm)."""
    times = trajectory.frames(lesion)
    for frame in frames:
        edge = spatial.edge_of(trajectory, lesion, frame)
        width = margin_width(edge)
        step = max(edge.deepest() / _LAYERS, _THINNEST_UM)
        below = step * np.arange(max(1, round(edge.deepest() / step)) + 1)
        above = -step * np.arange(1, round(2 * width / step) + 1)
        layers = np.concatenate([above[::-1], below])
        profile = spatial.density_by_depth(trajectory, lesion, spatial.CD8, frame, layers)
        middles = 0.5 * (layers[1:] + layers[:-1])
        day = float(times[frame])
        colour = DAYS(day / float(times[frames[-1]]) if times[frames[-1]] > 0 else 0.0)
        axes.plot(middles, profile.per_area(), color=colour, label=f"day {day:g}", marker=".")
    axes.axvspan(-width, width, color=style.PALE, alpha=0.5, linewidth=0, zorder=0)
    axes.axvline(0, color=style.GREY, linewidth=0.8)
    axes.set_title("CD8 by depth (grey: margin)")
    axes.set_xlabel("host side  ←  depth below the edge (µm)  →  core")
    style.label_amounts(axes, "CD8", "1/mm^2")
    axes.legend(loc="upper left")
    return width

"""Biopsies of a lesion: pictures in colour, and what pathologists read beside the truth."""

from __future__ import annotations

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from perforin.clinic import by_lesion
from perforin.figures import style
from perforin.images import Image
from perforin.multiplex import COLOURS, composite
from perforin.table import Series
from perforin.trajectory import Trajectory

MOST_PICTURES = 5
PHENOTYPES = ("desert", "excluded", "inflamed")
BAR_UM = 100.0
TRUE = {"linestyle": (0, (3, 2)), "linewidth": 1.2}


def pictures_of(trajectory: Trajectory, lesion: str) -> str | None:
    """The name of the pictures of a lesion; None if there are none."""
    return next((name for name in trajectory.images if name.endswith(f"/lesions/{lesion}")), None)


def draw_biopsy(trajectory: Trajectory, lesion: str) -> Figure | None:
    """Pictures of some biopsies, densities of CD8 cells, and scores of PD-L1; None if the lesion
    was never biopsied."""
    series, name = by_lesion(trajectory, "tps_true").get(lesion), pictures_of(trajectory, lesion)
    if series is None or name is None:
        return None
    days = trajectory.images[name]
    rows = np.linspace(0, len(days) - 1, min(len(days), MOST_PICTURES)).round().astype(int)
    figure = plt.figure(figsize=(10.5, 6.4), layout="constrained")
    pictures, charts = figure.subfigures(2, 1, height_ratios=(1.35, 1.0))
    images = [trajectory.image(name, days[row]) for row in rows]
    grid = style.picture_row(pictures, len(images), legend_of_channels(images[0]))
    for image, axes in zip(images, grid):
        draw_composite(axes, image)
        axes.set_xlabel(_findings(series, image.time), fontsize=8)
    densities, scores = charts.subplots(1, 2)
    _densities(densities, series)
    _scores(scores, series)
    for axes in (densities, scores):
        axes.set_xlabel("day")
        style.mark_doses(axes, style.rare(style.given(trajectory)))
    style.write_title(figure, style.title(trajectory, lesion, "biopsies"))
    return figure


def draw_composite(axes: Axes, image: Image) -> None:
    """One picture, with a bar for its scale."""
    height, width = image.values.shape[1:]
    axes.imshow(composite(image), interpolation="antialiased", aspect="equal")
    style.frame_picture(axes)
    axes.set_title(f"day {image.time:g}", fontsize=8.5)
    bar = BAR_UM / image.pixel
    if bar < 0.8 * width:
        right, low = 0.95 * width, 0.96 * height
        axes.plot([right - bar, right], [low, low], color="white", linewidth=2.5)
        words = {"color": "white", "fontsize": 7, "ha": "center", "va": "bottom"}
        words["bbox"] = {"facecolor": "black", "alpha": 0.75, "linewidth": 0, "pad": 1.0}
        axes.text(right - bar / 2, low - 0.01 * height, f"{BAR_UM:g} µm", **words)


def legend_of_channels(image: Image) -> list[Patch]:
    """What the colours of a picture mean."""
    return [
        Patch(facecolor=COLOURS[name], label=name) for name in image.channels if name in COLOURS
    ]


def _findings(series: Series, day: float) -> str:
    """The report of one biopsy in three lines."""
    row = series.row(day)
    of = {name: float(series[name][row]) for name in series}
    kind = PHENOTYPES[int(of["phenotype"])] if of["phenotype"] >= 0 else "not to be classed"
    tps = "TPS and CPS not evaluable"
    if np.isfinite(of["tps_1"]):
        tps = f"TPS {of['tps_1']:.0f} %, CPS {of['cps_1']:.0f}"
    score = f", immunoscore {of['immunoscore']:.0f}" if np.isfinite(of["immunoscore"]) else ""
    return f"{kind}{score}\n{tps}\n{of['viable']:.0f} viable tumour cells"


def _densities(axes: Axes, series: Series) -> None:
    for name, words, colour in (
        ("cd8_core", "core", style.BLUE),
        ("cd8_margin", "margin", style.VERMILION),
    ):
        axes.plot(series["time"], series[name], "o", color=colour, label=words)
        axes.plot(series["time"], series[f"{name}_true"], color=colour, **TRUE)
    axes.plot([], [], color=style.GREY, label="whole block", **TRUE)
    axes.set_title("CD8 cells")
    style.label_amounts(axes, "density", "1/mm^2")
    axes.legend()


def _scores(axes: Axes, series: Series) -> None:
    looks = (
        ("tps", "TPS", style.BLUE, {"markersize": 5}),
        ("cps", "CPS", style.VERMILION, {"markersize": 9, "markerfacecolor": "none"}),
    )
    for score, words, colour, marker in looks:
        readers = [name for name in series if name.startswith(f"{score}_") and name[4:].isdigit()]
        for reader, name in enumerate(readers):
            label = words if reader == 0 else None
            axes.plot(series["time"], series[name], "o", color=colour, label=label, **marker)
        axes.plot(series["time"], series[f"{score}_true"], color=colour, **TRUE)
    axes.plot([], [], color=style.GREY, label="whole block", **TRUE)
    axes.set_ylim(-3, 103)
    axes.set_title("PD-L1 as read")
    axes.set_ylabel("TPS (%), CPS")
    axes.legend()

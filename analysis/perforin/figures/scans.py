"""What CT scans show of a lesion, what readers make of it, and what it is in truth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from perforin.ct_image import ct_slice, ct_stack, montage
from perforin.figures import style
from perforin.table import Series
from perforin.trajectory import Trajectory

MOST_PICTURES = 6
SURROUNDINGS, TISSUE = 0.25, 0.85  # of black to white
PARTS = {
    "tumour": ("live tumour", style.BLUE),
    "infiltrate": ("leukocytes", style.VERMILION),
    "debris": ("corpses", style.ORANGE),
    "stroma": ("other cells", "#D9C3A5"),
    "fluid": ("fluid", style.SKY),
}


def scans_of(trajectory: Trajectory, lesion: str) -> Series | None:
    """The first CT examination that has seen a lesion; None if there was none."""
    for name in trajectory.series_names:
        family, _, rest = name.partition("/")
        if family != "examinations" or not rest.endswith(f"/lesions/{lesion}"):
            continue
        series = trajectory.series(name)
        if "long_shown" in series and len(series["time"]):
            return series
    return None


def draw_scans(trajectory: Trajectory, lesion: str) -> Figure | None:
    """Slices of some visits, lengths that were read beside the true one, and what the volume is
    made of; None if the lesion was never scanned."""
    series = scans_of(trajectory, lesion)
    if series is None:
        return None
    visits = len(series["time"])
    chosen = np.unique(np.linspace(0, visits - 1, min(visits, MOST_PICTURES)).round().astype(int))
    figure = plt.figure(figsize=(10.5, 5.6), layout="constrained")
    pictures, charts = figure.subfigures(2, 1, height_ratios=(0.8, 1.2))
    width = 1.3 * max(1.0, float(np.max(series["long_true"])))
    for axes, visit in zip(np.ravel(pictures.subplots(1, len(chosen))), chosen):
        _picture(axes, series, int(visit), width)
    lengths, parts = charts.subplots(1, 2)
    _lengths(lengths, series)
    _parts(parts, series)
    given = style.rare(style.given(trajectory))
    for axes in (lengths, parts):
        axes.set_xlabel("day")
        style.mark_doses(axes, given)
    style.write_title(figure, style.title(trajectory, lesion, "CT scans"))
    return figure


def write_slices(trajectory: Trajectory, lesion: str, folder: Path, stem: str) -> Iterator[Path]:
    """The slices of each visit as a picture and nothing else, grey as on a screen, side by side;
    nothing if the lesion was never scanned."""
    series = scans_of(trajectory, lesion)
    if series is None:
        return
    width = 1.3 * max(1.0, float(np.max(series["long_true"])))
    for visit in range(len(series["time"])):
        axes = float(series["long_true"][visit]), float(series["short_true"][visit])
        thick, offset = float(series["slice"][visit]), float(series["offset"][visit])
        stack = ct_stack(axes, thick, offset, float(series["brightness"][visit]), width)
        grey = SURROUNDINGS + (TISSUE - SURROUNDINGS) * montage(stack)
        path = folder / f"{stem}_ct_day_{int(series['time'][visit]):05d}.png"
        plt.imsave(path, grey, cmap="gray", vmin=0, vmax=1, metadata={"Software": None})
        yield path


def _picture(axes: Axes, series: Series, visit: int, width: float) -> None:
    image = ct_slice(
        (float(series["long_true"][visit]), float(series["short_true"][visit])),
        float(series["slice"][visit]),
        float(series["offset"][visit]),
        float(series["brightness"][visit]),
        width,
    )
    half = width / 2
    grey = SURROUNDINGS + (TISSUE - SURROUNDINGS) * image
    axes.imshow(grey, cmap="gray", vmin=0, vmax=1, extent=(-half, half, -half, half))
    read = float(series["long_1"][visit])
    if read > 0:
        axes.plot([-read / 2, read / 2], [0, 0], color=style.YELLOW, linewidth=1.2)
    label = f"{read:.1f} mm" if read > 0 else "nothing seen"
    axes.set_title(f"day {float(series['time'][visit]):g}: {label}", fontsize=8.5)
    style.frame_picture(axes)


def _lengths(axes: Axes, series: Series) -> None:
    time = series["time"]
    axes.plot(time, series["long_true"], color=style.BLACK, label="true")
    axes.plot(time, series["long_shown"], color=style.GREY, linestyle=(0, (3, 2)), label="shown")
    colours = (style.BLUE, style.VERMILION, style.GREEN, style.PURPLE, style.ORANGE)
    readers = [name for name in series if name.startswith("long_") and name[5:].isdigit()]
    for reader, name in enumerate(readers):
        colour = colours[reader % len(colours)]
        axes.plot(time, series[name], "o", color=colour, ms=4, label=f"reader {name[5:]}")
    axes.set_title("Long axis")
    style.label_amounts(axes, "long axis", "mm")
    axes.legend()


def _parts(axes: Axes, series: Series) -> None:
    there = {name: look for name, look in PARTS.items() if np.any(series[name])}
    axes.stackplot(
        series["time"],
        *(series[name] for name in there),
        labels=[words for words, _ in there.values()],
        colors=[colour for _, colour in there.values()],
        alpha=0.85,
    )
    axes.set_title("What it is made of")
    style.label_amounts(axes, "volume", "mm^3")
    axes.legend(loc="lower left")

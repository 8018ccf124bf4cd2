"""The course of one lesion on a shared time axis."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from perforin.figures import style
from perforin.table import Series
from perforin.trajectory import Trajectory

CORPSES = {
    "tumour_apoptotic": ("apoptotic", style.ORANGE),
    "tumour_secondary_necrosis": ("secondary necrosis", style.PURPLE),
    "tumour_necrotic": ("hypoxic necrosis", style.BLACK),
}
PHENOTYPES = {
    "ctl_progenitor": ("progenitor", style.GREEN),
    "ctl_effector": ("effector", style.VERMILION),
    "ctl_exhausted": ("exhausted", style.BLACK),
    "ctl_memory": ("memory", style.SKY),
}
OTHERS = {
    "bystander": "bystander",
    "macrophage": "macrophage",
    "mdsc": "mdsc",
    "dendritic_cell": "dc_immature",
    "helper_t": "helper_t",
    "regulatory_t": "treg",
    "natural_killer": "nk",
}
FLOWS = {
    "born": ("born", style.BLUE),
    "killed": ("killed by T and NK cells", style.VERMILION),
    "apoptosis": ("apoptosis", style.ORANGE),
    "necrosis": ("hypoxic necrosis", style.BLACK),
}
MEANS = {
    "ifn_gamma": style.VERMILION,
    "cxcl9_10": style.PURPLE,
    "oxygen": style.BLUE,
}
TWIN = {"color": style.BLACK, "linestyle": (0, (4, 2)), "linewidth": 1.2}


def draw_overview(trajectory: Trajectory, lesion: str, twin: Trajectory | None = None) -> Figure:
    """Burden, cells, drugs, births and deaths, signals: as far as there are any.

    Parameters
    ----------
    twin
        The same patient otherwise treated, whose burden is shown beside.
    """
    series = trajectory.series(f"lesions/{lesion}")
    other = _series_of(twin, lesion)
    panels: list[Callable[[Axes], None]] = [
        lambda axes: _burden(axes, trajectory, series, other),
        lambda axes: _tumour(axes, series, other),
        lambda axes: _flows(axes, series),
    ]
    if any(np.any(series[name]) for name in PHENOTYPES if name in series):
        panels.append(lambda axes: _t_cells(axes, series))
    if any(np.any(series[name]) for name in OTHERS.values() if name in series):
        panels.append(lambda axes: _other_cells(axes, series))
    means = mean_levels(trajectory, lesion, series)
    if means:
        panels.append(lambda axes: _signals(axes, means))
    for drug in style.doses(trajectory):
        panels.append(partial(_drug, trajectory=trajectory, drug=drug, lesion=lesion))

    given = style.rare(style.given(trajectory))
    cuts = _core_cuts(series)
    rows = (len(panels) + 1) // 2
    figure, grid = plt.subplots(
        rows, 2, figsize=(10.5, 0.6 + 2.7 * rows), sharex=True, layout="constrained", squeeze=False
    )
    for draw, axes in zip(panels, grid.flat):
        draw(axes)
        style.mark_doses(axes, given)
        _mark_cuts(axes, cuts)
    for axes in grid.flat[len(panels) :]:
        axes.set_visible(False)
    # The lowest panel of each column tells the time.
    for axes in (grid.flat[len(panels) - 1], grid.flat[len(panels) - 2]):
        axes.set_xlabel("time (days)")
        axes.tick_params(labelbottom=True)
    grid[0, 0].set_xlim(0, max(trajectory.days, 1))
    figure.align_ylabels()
    style.write_title(figure, style.title(trajectory, lesion, "overview"))
    notes = []
    if given:
        names = " and ".join(given).replace("_", " ")
        notes.append(f"Dotted lines: doses of {names}.")
    if other is not None and twin:
        notes.append(f"Dashed: the twin {twin.scenario}, seed {twin.seed}.")
    if len(cuts):
        notes.append("Triangles: the deepest layer of the block was cut away, which moves means.")
    if notes:
        style.write_caption(figure, " ".join(notes))
    return figure


def mean_levels(
    trajectory: Trajectory, lesion: str, series: Series
) -> dict[str, tuple[np.ndarray, np.ndarray, str]]:
    """Mean level of each signal: (days, values, unit); from the series, else from the fields."""
    found: dict[str, tuple[np.ndarray, np.ndarray, str]] = {}
    for name in MEANS:
        column = next((c for c in (name, f"{name}_mean", f"mean_{name}") if c in series), None)
        if column:
            found[name] = (series["time"], series[column], series[column].unit)
        elif name in trajectory.lesion(lesion).fields:
            days = trajectory.field_times(lesion, name)
            fields = [trajectory.field(lesion, name, day).values for day in days]
            if fields:
                means = np.array([float(np.mean(values)) for values in fields])
                found[name] = (days, means, fields[0].unit)
    return {name: it for name, it in found.items() if np.any(it[1])}


def _core_cuts(series: Series) -> np.ndarray:
    """Days at which the core of the block was cut."""
    if "layers_cut" not in series:
        return np.empty(0)
    return np.asarray(series["time"])[1:][np.diff(series["layers_cut"]) > 0]


def _mark_cuts(axes: Axes, cuts: np.ndarray) -> None:
    """A small triangle on the axis of time for each cut."""
    if not len(cuts):
        return
    axes.plot(
        cuts,
        np.zeros(len(cuts)),
        transform=axes.get_xaxis_transform(),
        marker="^",
        markersize=4,
        color=style.GREY,
        linestyle="",
        clip_on=False,
        zorder=3,
    )


def _series_of(twin: Trajectory | None, lesion: str) -> Series | None:
    name = f"lesions/{lesion}"
    return twin.series(name) if twin and name in twin.series_names else None


def _burden(axes: Axes, trajectory: Trajectory, series: Series, other: Series | None) -> None:
    axes.axhline(1, color=style.GREY, linewidth=0.8)
    relative = series["volume"] / series["volume"][0]
    axes.plot(series["time"], relative, color=style.BLUE, label=trajectory.scenario)
    if other is not None:
        axes.plot(other["time"], other["volume"] / other["volume"][0], label="twin", **TWIN)
        axes.legend(loc="best")
    axes.set_title("Burden")
    axes.set_ylabel("volume / volume at start")
    style.from_zero(axes)
    _diameters(axes, float(series["diameter"][0]), series["diameter"].unit)


def _diameters(axes: Axes, at_start: float, unit: str) -> None:
    """The diameter follows from the volume: another scale for the same lines."""
    right = axes.secondary_yaxis(
        "right",
        functions=(
            lambda ratio: at_start * np.cbrt(ratio),
            lambda diameter: (diameter / at_start) ** 3,
        ),
    )
    right.set_ylabel(style.axis_label("diameter", unit))
    low, high = axes.get_ylim()
    ticks: list[float] = []
    for value in MaxNLocator(nbins=9).tick_values(0, at_start * np.cbrt(high))[::-1]:
        place = ((value / at_start) ** 3 - low) / (high - low)
        above = ((ticks[-1] / at_start) ** 3 - low) / (high - low) if ticks else 2.0
        if 0 <= place <= 1 and above - place > 0.07:  # no two labels on each other
            ticks.append(float(value))
    right.set_yticks(ticks)


def _tumour(axes: Axes, series: Series, other: Series | None) -> None:
    live = np.asarray(series["tumour_live"])
    axes.plot(series["time"], live, color=style.BLUE, label="live")
    if other is not None:
        axes.plot(other["time"], other["tumour_live"], label="live, twin", **TWIN)
    # Logarithmic where live cells change more than twentyfold; none at all is then a gap.
    wide = live.max() > 20 * live.min() and live[live > 0].size > 1
    for name, (label, colour) in CORPSES.items():
        if name not in series or np.max(series[name]) < 1e-3 * live.max():
            continue  # it would be no line
        corpses = np.asarray(series[name], float)
        shown = np.where(corpses > 0, corpses, np.nan) if wide else corpses
        axes.plot(series["time"], shown, color=colour, label=label, linewidth=1.2)
    axes.set_title("Tumour cells and corpses")
    if wide:
        axes.set_yscale("log")
        axes.set_ylim(max(live[live > 0].min() / 100, 0.5), 60 * live.max())
        axes.set_ylabel("cells")
        axes.legend(loc="upper right", ncol=2)
    else:
        style.label_amounts(axes, "cells")
        axes.legend(loc="best")


def _flows(axes: Axes, series: Series) -> None:
    shown = False
    for name, (label, colour) in FLOWS.items():
        if name not in series or not np.any(series[name]):
            continue
        # A rate belongs to the middle between two rows.
        days = 0.5 * (series["time"][1:] + series["time"][:-1])
        axes.plot(days, series.rates(name)[1:], color=colour, label=label, linewidth=1.2)
        shown = True
    axes.set_title("Tumour cells born and lost")
    style.label_amounts(axes, "cells per day")
    if shown:
        axes.legend(loc="best")


def _t_cells(axes: Axes, series: Series) -> None:
    for name, (label, colour) in PHENOTYPES.items():
        if name in series:
            axes.plot(series["time"], series[name], color=colour, label=label)
    axes.set_title("Tumour-specific CD8 T cells")
    style.label_amounts(axes, "cells")
    axes.legend(loc="best")


def _other_cells(axes: Axes, series: Series) -> None:
    """The other immune cells, on a logarithmic scale: they differ a hundredfold."""
    most = 0.0
    for kind, name in OTHERS.items():
        if name not in series or not np.any(series[name]):
            continue
        label, colour = style.OTHER_KINDS[kind]
        count = np.asarray(series[name], float)
        most = max(most, count.max())
        axes.plot(series["time"], np.where(count > 0, count, np.nan), color=colour, label=label)
    axes.set_title("Other immune cells")
    axes.set_yscale("log")
    axes.set_ylim(most * 1e-4, most * 30)
    axes.set_ylabel("cells")
    axes.legend(loc="upper right", ncol=3, fontsize=7.5)


def _drug(axes: Axes, trajectory: Trajectory, drug: str, lesion: str) -> None:
    series = trajectory.series(f"drugs/{drug}")
    axes.plot(series["time"], series["plasma"], color=style.BLUE)
    axes.set_title(drug.capitalize())
    style.label_amounts(axes, "concentration in plasma", series["plasma"].unit)
    name = f"occupancy_{lesion}"
    if name not in series:
        return
    axes.yaxis.label.set_color(style.BLUE)
    right = _right(axes, style.VERMILION)
    right.plot(series["time"], series[name], color=style.VERMILION, linewidth=1.2)
    right.set_ylabel("receptors occupied in tissue")
    right.set_ylim(0, 1.05)
    right.yaxis.set_major_formatter(PercentFormatter(1.0))


def _signals(axes: Axes, means: dict[str, tuple[np.ndarray, np.ndarray, str]]) -> None:
    axes.set_title("Mean levels")
    proteins = {name: it for name, it in means.items() if name != "oxygen"}
    lines = []
    for name, (days, values, _) in proteins.items():
        label = style.substance(name)
        lines += axes.plot(days, values, color=MEANS[name], label=label, **_dots(days))
    if proteins:
        tops = [float(np.max(values)) for _, values, _ in proteins.values()]
        unit = next(iter(proteins.values()))[2]
        if max(tops) > 8 * min(tops):  # on one scale the lesser would be flat
            axes.set_yscale("log")
            axes.set_ylim(bottom=min(tops) / 100)
            axes.set_ylabel(style.axis_label("concentration", unit))
        else:
            style.label_amounts(axes, "concentration", unit)
    if "oxygen" in means:
        days, values, unit = means["oxygen"]
        here = _right(axes, MEANS["oxygen"]) if proteins else axes
        lines += here.plot(days, values, color=MEANS["oxygen"], label="oxygen", **_dots(days))
        style.label_amounts(here, "oxygen", unit)
    # Above the axes: lines of two scales leave no place inside that is free of both.
    axes.legend(
        handles=lines,
        loc="lower right",
        bbox_to_anchor=(1, 1),
        ncol=len(lines),
        borderaxespad=0.1,
        columnspacing=1.0,
    )


def _dots(days: np.ndarray) -> dict:
    """Few moments are marked, many make a line."""
    return {"marker": "o", "markersize": 3.5} if len(days) < 30 else {}


def _right(axes: Axes, colour: str) -> Axes:
    right = axes.twinx()
    right.grid(False)
    right.spines["right"].set_visible(True)
    right.yaxis.label.set_color(colour)
    return right

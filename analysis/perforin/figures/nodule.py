"""Growth and inner structure of a nodule or spheroid."""

from __future__ import annotations

import numpy as np
from matplotlib import colors
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from perforin.figures import style
from perforin.profiles import NODULE_KIND, RadialProfile, field_profile, radial_profile
from perforin.trajectory import Trajectory

DAYS = colors.LinearSegmentedColormap.from_list("days", [style.SKY, style.BLUE, "#00213D"])


def draw_nodule(trajectory: Trajectory, lesion: str, most: int = 5) -> Figure | None:
    """Radius and viable rim over time; radial profiles at some days. Nothing without cells.

    Parameters
    ----------
    most
        Profiles at most.
    """
    it = trajectory.lesion(lesion)
    times = trajectory.frames(lesion)
    if NODULE_KIND not in it.kinds:
        return None
    profiles: dict[float, RadialProfile] = {}
    for frame, day in enumerate(times):
        cells = trajectory.cells(lesion, NODULE_KIND, frame)
        if cells.rows:
            profiles[float(day)] = radial_profile(cells, it.dimensions)
    if not profiles:
        return None
    days = list(profiles)
    shown = [days[i] for i in np.unique(np.linspace(0, len(days) - 1, most).astype(int))]
    with_oxygen = "oxygen" in it.fields
    figure, panels = plt.subplots(
        1, 3 if with_oxygen else 2, figsize=(11.5 if with_oxygen else 8, 3.9), layout="constrained"
    )
    _growth(panels[0], profiles)
    _live(panels[1], {day: profiles[day] for day in shown})
    if with_oxygen:
        _oxygen(panels[2], trajectory, lesion, {day: profiles[day] for day in shown})
    style.write_title(figure, style.title(trajectory, lesion, "growth and viable rim"))
    root = "∛" if it.dimensions == 3 else "√"
    style.write_caption(
        figure,
        f"Outer radius: r₉₀ / {root}0.9, where r₉₀ holds 90 % of the cells' volume.",
        "Dead core: from outside inwards, where live cells first make up less than half of the "
        "cells' volume (shells of 15 µm). Rim: the difference.",
    )
    return figure


def _growth(axes: Axes, profiles: dict[float, RadialProfile]) -> None:
    days = list(profiles)
    radius = np.array([p.radius for p in profiles.values()])
    core = np.array([p.core for p in profiles.values()])
    dots = {"marker": "o", "markersize": 3.5}
    axes.fill_between(days, core, radius, color=style.SKY, alpha=0.35, linewidth=0)
    axes.plot(days, radius, color=style.BLUE, label="outer radius", **dots)
    axes.plot(
        days, radius - core, color=style.VERMILION, label="viable rim", linestyle="--", **dots
    )
    if np.any(core > 0):
        axes.fill_between(days, 0, core, color=style.GREY, alpha=0.5, linewidth=0)
        axes.plot(days, core, color=style.BLACK, label="dead core", **dots)
    axes.set_title("Radius and viable rim")
    axes.set_xlabel("time (days)")
    axes.set_ylabel("µm")
    style.from_zero(axes)
    axes.legend(loc="best")


def _live(axes: Axes, profiles: dict[float, RadialProfile]) -> None:
    for day, profile in profiles.items():
        axes.plot(profile.middles, profile.live, label=f"day {day:g}", color=_colour(day, profiles))
    axes.axhline(0.5, color=style.GREY, linewidth=0.8, linestyle=":")
    axes.set_title("Live share of the cells' volume")
    axes.set_xlabel("distance from the centre (µm)")
    axes.set_ylabel("live share")
    axes.set_xlim(left=0)
    axes.set_ylim(0, 1.05)
    axes.legend(loc="best")


def _oxygen(
    axes: Axes, trajectory: Trajectory, lesion: str, profiles: dict[float, RadialProfile]
) -> None:
    done, unit = set(), ""
    for day, profile in profiles.items():
        field = trajectory.field(lesion, "oxygen", day)
        unit = field.values.unit
        if field.time in done:
            continue
        done.add(field.time)
        reach = float(np.min(0.5 * np.array(field.values.shape[::-1]) * field.spacing))
        if field.values.shape[0] == 1:
            reach = float(np.min(0.5 * np.array(field.values.shape[:0:-1]) * field.spacing[:2]))
        edges = np.arange(0, reach + 1e-6, max(field.spacing[:2]))
        colour = _colour(day, profiles)
        values = field_profile(field, profile.centre, edges)
        axes.plot(0.5 * (edges[1:] + edges[:-1]), values, color=colour, label=f"day {field.time:g}")
        axes.axvline(profile.radius, color=colour, linewidth=0.8, linestyle=":")
    axes.set_title("Oxygen (dotted: outer radius)")
    axes.set_xlabel("distance from the centre (µm)")
    axes.set_ylabel(style.axis_label("oxygen", unit))
    axes.set_xlim(left=0)
    style.from_zero(axes)
    axes.legend(loc="best")


def _colour(day: float, profiles: dict[float, RadialProfile]) -> tuple:
    last = max(profiles)
    return DAYS(day / last if last > 0 else 0.0)

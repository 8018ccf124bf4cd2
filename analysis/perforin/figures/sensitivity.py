"""Bars of sensitivity: partial rank correlations, Sobol's indices, Morris' effects."""

from __future__ import annotations

import math

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from perforin.errors import Problem
from perforin.figures import style
from perforin.sensitivity.table import Row

MOST_BARS = 25
_SHOWN = {
    "prcc": ("partial rank correlation", ("prcc",)),
    "first": ("share of the variance", ("first", "total")),
    "mu_star": ("effect over the whole range", ("mu_star",)),
}
_LOOKS = {
    "prcc": (style.BLUE, "", "partial rank correlation"),
    "first": (style.BLUE, "", "alone (first order)"),
    "total": (style.ORANGE, "///", "with others (total)"),
    "mu_star": (style.BLUE, "", "μ*"),
}


def draw_sensitivity(rows: list[Row], name: str) -> Figure | None:
    """A row of axes for each outcome: bars, the largest on top; of Morris also σ against μ*."""
    if not rows:
        return None
    kind = next((it for it in _SHOWN if any(row.index == it for row in rows)), None)
    if kind is None:
        raise Problem(f"there are no indices named {', '.join(_SHOWN)}")
    outcomes = list(dict.fromkeys(row.outcome for row in rows))
    bars = min(len({row.parameter for row in rows}), MOST_BARS)
    columns = 2 if kind == "mu_star" else 1
    longest = max(len(row.parameter) for row in rows)
    width = (4.6 + 0.075 * longest) * columns
    figure, grid = plt.subplots(
        *(len(outcomes), columns),
        figsize=(width, 1.1 + (1.1 + 0.3 * bars) * len(outcomes)),
        layout="constrained",
        squeeze=False,
    )
    for axes, outcome in zip(grid, outcomes):
        mine = [row for row in rows if row.outcome == outcome]
        _bars(axes[0], mine, kind)
        axes[0].set_title(outcome)
        if kind == "mu_star":
            _against(axes[1], mine)
    style.write_title(figure, f"{name}: sensitivity")
    points = max(row.points for row in rows)
    shown = (row.method.partition(";")[0] for row in rows if row.index in _SHOWN[kind][1])
    methods = ", ".join(dict.fromkeys(shown))
    style.write_caption(figure, f"{methods}; {points} points; strokes: intervals of the table.")
    return figure


def _bars(axes: Axes, rows: list[Row], kind: str) -> None:
    label, names = _SHOWN[kind]
    by = {(row.parameter, row.index): row for row in rows}
    parameters = list(dict.fromkeys(row.parameter for row in rows))
    size = {it: abs(by[it, names[-1]].value) for it in parameters}
    parameters.sort(key=lambda it: -(size[it] if math.isfinite(size[it]) else -1))
    shown = parameters[:MOST_BARS]
    height = 0.78 / len(names)
    for i, index in enumerate(names):
        found = [by[it, index] for it in shown]
        value = np.array([row.value for row in found])
        low, high = (np.array([getattr(row, e) for row in found]) for e in ("low", "high"))
        colour, hatch, text = _LOOKS[index]
        y = np.arange(len(shown)) + (i - (len(names) - 1) / 2) * height
        axes.barh(
            *(y, np.nan_to_num(value), height * 0.92),
            color=colour,
            hatch=hatch,
            edgecolor="black",
            linewidth=0.4,
            label=text,
        )
        reach = np.nan_to_num(np.maximum([value - low, high - value], 0))
        axes.errorbar(
            *(np.nan_to_num(value), y),
            xerr=reach,
            fmt="none",
            ecolor="black",
            elinewidth=1,
            capsize=2,
        )
    texts = [it + ("" if math.isfinite(size[it]) else " (none)") for it in shown]
    axes.set_yticks(range(len(shown)), texts, fontsize=8)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.grid(False, axis="y")
    axes.axvline(0, color=style.BLACK, linewidth=0.8)
    if kind == "prcc":
        axes.set_xlim(-1.05, 1.05)
    style.label_axis(axes.xaxis, label, rows[0].unit)
    if len(names) > 1:
        axes.legend(loc="lower right")


def _against(axes: Axes, rows: list[Row]) -> None:
    """σ against μ*: high up a parameter's effect depends on others, or bends."""
    by = {(row.parameter, row.index): row.value for row in rows}
    parameters = list(dict.fromkeys(row.parameter for row in rows))
    mu = np.array([by[it, "mu_star"] for it in parameters])
    sigma = np.array([by[it, "sigma"] for it in parameters])
    axes.plot(mu, sigma, "o", color=style.BLUE, markeredgecolor="black", markersize=5)
    top = max(float(np.nanmax(mu)), float(np.nanmax(sigma)), 1e-300)
    axes.plot([0, top], [0, top], color=style.GREY, linewidth=0.8)
    order = np.argsort(-mu)[:8]
    for at in order:
        right = mu[at] > 0.6 * top
        axes.annotate(
            parameters[at].rpartition(".")[2],
            (mu[at], sigma[at]),
            xytext=(-6 if right else 6, 4),
            textcoords="offset points",
            ha="right" if right else "left",
            fontsize=7.5,
        )
    axes.set(xlim=(-0.03 * top, 1.08 * top), ylim=(-0.03 * top, 1.12 * top))
    style.label_axis(axes.xaxis, "μ*", rows[0].unit)
    style.label_axis(axes.yaxis, "σ", rows[0].unit)
    axes.set_title("σ against μ*")

"""What each mechanism does: outcomes with it off, alone and in pairs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import TwoSlopeNorm
from matplotlib.figure import Figure

from perforin.errors import Problem
from perforin.figures import style
from perforin.sensitivity.study import Study

PREFIX = "ablation."


def effects(study: Study, outcome: str) -> dict[frozenset[str], tuple[float, float, int]]:
    """What switching mechanisms off changes: mean difference to the run with none off, of the same
    values and replicate, its standard error (NaN of one), and how many there are; by the set of
    mechanisms."""
    mechanisms = [it for it in study.varied if it.startswith(PREFIX)]
    if not mechanisms:
        raise Problem(f"{study.name} switches no mechanism off")
    off = {it: _is_off(study, it) for it in mechanisms}
    runs = study.runs[study.runs[outcome].notna()]
    settings = [it for it in study.varied if it not in mechanisms]
    which = pd.Series(
        [frozenset(m for m in mechanisms if off[m][row]) for row in runs.index], index=runs.index
    )
    setting = [tuple(row) for row in runs[[*settings, "replicate"]].to_numpy()]
    value = dict(zip(zip(which, setting), runs[outcome]))
    if not any(not it for it, _ in value):
        raise Problem(f"{study.name} has no run with every mechanism on")
    differences: dict[frozenset[str], list[float]] = {}
    for (switched, where), found in value.items():
        reference = value.get((frozenset(), where))
        if switched and reference is not None:
            differences.setdefault(switched, []).append(found - reference)
    return {
        frozenset(m.removeprefix(PREFIX) for m in key): (
            float(np.mean(it)),
            float(np.std(it, ddof=1) / np.sqrt(len(it))) if len(it) > 1 else float("nan"),
            len(it),
        )
        for key, it in differences.items()
    }


def _is_off(study: Study, column: str) -> pd.Series:
    words = study.words.get(column)
    values = study.runs[column]
    return values.map(lambda it: words[int(it)] == "true") if words else values > 0


def draw_ablations(study: Study) -> Figure | None:
    """A matrix for each outcome if pairs were switched off; else one of mechanisms by outcomes, each
    relative to the largest effect on its outcome."""
    outcomes = [it for it in study.outcomes if study.runs[it].notna().any()]
    found = {it: effects(study, it) for it in outcomes}
    if not found:
        raise Problem("nothing came out")
    names = [it.removeprefix(PREFIX) for it in study.varied if it.startswith(PREFIX)]
    if any(len(key) > 1 for it in found.values() for key in it):
        figure = _pairs(study, names, found)
    else:
        figure = _alone(study, names, found)
    style.write_title(figure, f"{study.name}: mechanisms switched off")
    return figure


def _alone(study: Study, names: list[str], found: dict) -> Figure:
    values = np.array(
        [[it.get(frozenset([name]), (np.nan,))[0] for it in found.values()] for name in names]
    )
    errors = np.array(
        [[it.get(frozenset([n]), (0, np.nan))[1] for it in found.values()] for n in names]
    )
    figure, axes = plt.subplots(
        figsize=(2.6 + 1.35 * max(len(found), 2), 2.0 + 0.42 * len(names)), layout="constrained"
    )
    with np.errstate(all="ignore"):
        scale = np.nanmax(np.abs(values), axis=0)
        shown = values / np.where(scale > 0, scale, 1)
    _matrix(axes, shown, 1.0)
    for y, x in np.ndindex(values.shape):
        _number(axes, x, y, values[y, x], errors[y, x], shown[y, x])
    axes.set_yticks(range(len(names)), names)
    heads = [style.axis_label(it.replace("_", " "), study.units[it]) for it in found]
    axes.set_xticks(range(len(found)), heads, rotation=30, ha="left", rotation_mode="anchor")
    axes.xaxis.tick_top()
    style.write_caption(
        figure,
        "Change of the outcome ± standard error, against the same runs with",
        "everything on. Colours: relative to the largest of the column.",
    )
    return figure


def _pairs(study: Study, names: list[str], found: dict) -> Figure:
    edge = 1.6 + 0.72 * len(names)
    figure, grid = plt.subplots(
        *(1, len(found)),
        figsize=((edge + 0.8) * len(found), edge + 0.9),
        layout="constrained",
        squeeze=False,
    )
    for axes, (outcome, of) in zip(grid[0], found.items()):
        values = np.full((len(names), len(names)), np.nan)
        errors = values.copy()
        for y, row in enumerate(names):
            for x, column in enumerate(names[: y + 1]):
                values[y, x], errors[y, x] = of.get(frozenset([row, column]), (np.nan, np.nan, 0))[
                    :2
                ]
        known = np.abs(values[np.isfinite(values)])
        most = float(known.max()) if len(known) and known.max() > 0 else 1.0
        _matrix(axes, values, most)
        for y, x in np.ndindex(values.shape):
            if x <= y:
                _number(axes, x, y, values[y, x], errors[y, x], values[y, x] / most)
        axes.set_yticks(range(len(names)), names)
        axes.set_xticks(range(len(names)), names, rotation=35, ha="right", rotation_mode="anchor")
        axes.set_title(style.axis_label(outcome.replace("_", " "), study.units[outcome]))
    style.write_caption(
        figure, "Change ± standard error, against everything on. Diagonal: alone; below: both off."
    )
    return figure


def _matrix(axes: Axes, values: np.ndarray, most: float) -> None:
    """Cells from purple (less) by white to orange (more)."""
    axes.imshow(
        np.ma.masked_invalid(values),
        cmap="PuOr_r",
        norm=TwoSlopeNorm(0.0, -most, most),
        aspect="auto",
    )
    axes.grid(False)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    axes.set_xticks(np.arange(values.shape[1] + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(values.shape[0] + 1) - 0.5, minor=True)
    axes.grid(True, which="minor", color="white", linewidth=2)
    axes.tick_params(which="minor", length=0)


def _number(axes: Axes, x: int, y: int, value: float, error: float, depth: float) -> None:
    if np.isnan(value):
        axes.text(x, y, "none", ha="center", va="center", fontsize=7, color=style.GREY)
        return
    text = f"{value:+.3g}" + (f"\n± {error:.2g}" if np.isfinite(error) else "")
    text = text.replace("-", "−")
    colour = "white" if abs(depth) > 0.7 else "black"
    axes.text(x, y, text, ha="center", va="center", fontsize=7.5, color=colour)

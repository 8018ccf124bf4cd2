"""Figures of phenomena: rates by arm, what growth is made of, phenomena by arms."""

from __future__ import annotations

import math

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, PowerNorm
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from perforin.errors import Problem
from perforin.figures import style
from perforin.phenomena.composition import ALL, GROUPS, Composition
from perforin.phenomena.definitions import BY_NAME, PHENOMENA, Phenomenon
from perforin.phenomena.rates import Rate

# Parts of a lesion from below: name, colour, hatch.
PARTS = {
    "tumour": ("live tumour", style.VERMILION, ""),
    "stroma": ("other cells", "#D9C3A5", ""),
    "infiltrate": ("leukocytes", style.BLUE, ""),
    "fluid": ("oedema", style.SKY, ""),
    "debris": ("debris", style.GREY, ""),
    "new_lesions": ("newly visible lesions", style.YELLOW, "///"),
}
MARKS = {"truth": ("o", style.BLUE, style.BLUE), "read": ("s", "white", style.VERMILION)}
COLUMNS = 3
FULL_SHARE = 50.0  # %, the darkest of the matrix


def told_rows(rates: list[Rate]) -> list[Phenomenon]:
    """Phenomena of which any arm tells something."""
    told = {it.phenomenon for it in rates if it.n}
    return [it for it in PHENOMENA if it.name in told]


def draw_rates(name: str, arms: list[str], rates: list[Rate]) -> Figure | None:
    """A panel a phenomenon, a row an arm: rate with its exact interval."""
    shown = told_rows(rates)
    if not shown:
        raise Problem("no run tells anything")
    rows = math.ceil(len(shown) / COLUMNS)
    height = 0.75 + 0.34 * max(len(arms), 2)
    widest = max(len(it) for it in arms)
    figure, grid = plt.subplots(
        *(rows, COLUMNS),
        figsize=(2.5 * COLUMNS + 0.085 * widest + 1.2, 0.9 + height * rows),
        layout="constrained",
        sharey=True,
        squeeze=False,
    )
    by = {(it.phenomenon, it.arm, it.on): it for it in rates}
    for axes, phenomenon in zip(grid.flat, shown):
        _panel(axes, phenomenon, arms, by)
    for axes in grid.flat[len(shown) :]:
        axes.set_axis_off()
    grid[0, 0].set_yticks(range(len(arms)), arms)
    grid[0, 0].set_ylim(len(arms) - 0.5, -0.5)
    style.write_title(figure, f"{name}: how often each phenomenon occurs")
    handles = [
        Line2D([], [], marker=mark, color=edge, markerfacecolor=face, markersize=5, label=word)
        for (mark, face, edge), word in zip(MARKS.values(), ("true sizes", "as read"))
    ]
    handles.append(Patch(color=style.PALE, label="published, under checkpoint blockade"))
    figure.legend(handles=handles, loc="lower right", ncols=3, fontsize=8)
    style.write_caption(figure, "Shares with exact intervals of 95 %.")
    return figure


def _panel(axes: Axes, phenomenon: Phenomenon, arms: list[str], by: dict) -> None:
    top = 0.0
    if phenomenon.published:
        axes.axvspan(*phenomenon.published, color=style.PALE, zorder=0.5)
    for y, arm in enumerate(arms):
        for on, shift in (("truth", -0.17), ("read", 0.17)):
            row = by.get((phenomenon.name, arm, on))
            if row is None or not row.n:
                continue
            mark, face, edge = MARKS[on]
            axes.plot([row.low, row.high], [y + shift] * 2, color=edge, linewidth=1.2)
            axes.plot(row.percent, y + shift, mark, color=edge, markerfacecolor=face, markersize=5)
            top = max(top, row.high)
    axes.set_xlim(-0.03 * top, min(1.05 * top, 103) if top else 1)
    axes.set_title(phenomenon.title, fontsize=8.5)
    unit = "" if phenomenon.unit == "patients" else f" of {phenomenon.unit}"
    axes.set_xlabel(f"%{unit}", fontsize=8, labelpad=1)
    axes.tick_params(axis="x", labelsize=8)
    axes.tick_params(axis="y", length=0)
    axes.grid(False, axis="y")


def draw_composition(name: str, arms: list[str], rows: list[Composition]) -> Figure | None:
    """A panel an arm: what lesions are made of at the baseline, and at the scan of their group."""
    mine = [it for it in rows if it.lesion == ALL and it.on == "truth"]
    shown = [arm for arm in arms if any(it.arm == arm for it in mine)]
    if not shown:
        raise Problem("nobody progressed or responded, or no series tells what lesions are made of")
    columns = min(len(shown), COLUMNS)
    lines = math.ceil(len(shown) / columns)
    figure, whole = plt.subplots(
        *(lines, columns + 1),
        figsize=(2.6 + 3.4 * max(columns, 2), 1.3 + 3.0 * lines),
        layout="constrained",
        sharey=True,
        squeeze=False,
        gridspec_kw={"width_ratios": [1.0] * columns + [0.45]},
    )
    grid = whole[:, :columns]
    for axes, arm in zip(grid.flat, shown):
        _bars(axes, [it for it in mine if it.arm == arm])
        axes.set_title(arm)
    for axes in [*grid.flat[len(shown) :], *whole[:, columns]]:
        axes.set_axis_off()
    for axes in grid[:, 0]:
        axes.set_ylabel("volume over that at the baseline")
    grid[0, 0].set_ylim(0, 1.06 * max(1.0, *(it.get_ylim()[1] for it in grid.flat[: len(shown)])))
    style.write_title(figure, f"{name}: what scanned growth is made of")
    handles = [
        Patch(facecolor=colour, hatch=hatch, edgecolor="#333333", linewidth=0.4, label=word)
        for word, colour, hatch in PARTS.values()
    ]
    whole[0, columns].legend(handles=handles[::-1], loc="center left", fontsize=8)
    style.write_caption(
        figure,
        "Means over patients of the lesions scanned at the baseline, by true sizes. Left bar: "
        "baseline. Right bar: first PD scan of",
        "pseudoprogression (RECIST 1.1) and of progression without a later response; of responses "
        "the largest up to the response.",
    )
    return figure


def _bars(axes: Axes, rows: list[Composition]) -> None:
    labels = []
    for x, group in enumerate(GROUPS):
        mine = [it for it in rows if it.group == group]
        labels.append(f"{group}\n(n = {len(mine)})")
        for shift, prefix in ((-0.2, "baseline_"), (0.2, "")):
            below = 0.0
            for part, (_, colour, hatch) in PARTS.items():
                if not mine or (prefix and part == "new_lesions"):
                    continue
                mean = float(np.mean([getattr(it, f"{prefix}{part}") for it in mine]))
                look = dict(color=colour, hatch=hatch, edgecolor="#333333", linewidth=0.4)
                axes.bar(x + shift, mean, 0.36, bottom=below, **look)
                below += mean
    axes.axhline(1, color=style.BLACK, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.set_xticks(range(len(GROUPS)), labels, fontsize=7.5)
    axes.set_xlim(-0.6, len(GROUPS) - 0.4)
    axes.tick_params(axis="x", length=0)
    axes.grid(False, axis="x")


def draw_matrix(name: str, arms: list[str], rates: list[Rate]) -> Figure | None:
    """Phenomena by arms, on true sizes: cases of how many, coloured by the share."""
    shown = told_rows([it for it in rates if it.on == "truth"])
    if not shown:
        raise Problem("no run tells anything of true sizes")
    by = {(it.phenomenon, it.arm): it for it in rates if it.on == "truth"}
    shares = np.full((len(shown), len(arms)), np.nan)
    for y, phenomenon in enumerate(shown):
        for x, arm in enumerate(arms):
            row = by.get((phenomenon.name, arm))
            shares[y, x] = row.percent if row and row.n else np.nan
    widest = max(len(it.title) for it in shown)
    figure, axes = plt.subplots(
        figsize=(0.075 * widest + 1.4 + 0.95 * max(len(arms), 3), 1.9 + 0.36 * len(shown)),
        layout="constrained",
    )
    colours = LinearSegmentedColormap.from_list("share", ["#FFFFFF", "#F5C9A0", "#B34700"])
    axes.imshow(
        np.ma.masked_invalid(shares),
        cmap=colours,
        norm=PowerNorm(0.5, 0, FULL_SHARE),
        aspect="auto",
    )
    for y, x in np.ndindex(shares.shape):
        row = by.get((shown[y].name, arms[x]))
        _cell(axes, x, y, row)
    _frame(axes, shares.shape)
    axes.set_yticks(range(len(shown)), [it.title for it in shown], fontsize=8)
    axes.set_xticks(range(len(arms)), arms, rotation=30, ha="left", rotation_mode="anchor")
    axes.xaxis.tick_top()
    first = next((y for y, it in enumerate(shown) if BY_NAME[it.name].context), None)
    if first:
        axes.axhline(first - 0.5, color=style.BLACK, linewidth=1)
    style.write_title(figure, f"{name}: phenomena by arms")
    style.write_caption(figure, "Cases of patients (of lesions, of responses), true sizes;",
                        f"colours: share, darkest from {FULL_SHARE:g} % on.")  # fmt: skip
    return figure


def _frame(axes: Axes, shape: tuple[int, int]) -> None:
    axes.grid(False)
    axes.spines[:].set_visible(False)
    axes.set_yticks(np.arange(shape[0] + 1) - 0.5, minor=True)
    axes.set_xticks(np.arange(shape[1] + 1) - 0.5, minor=True)
    axes.grid(True, which="minor", color=style.PALE, linewidth=0.8)
    axes.tick_params(which="both", length=0)


def _cell(axes: Axes, x: int, y: int, row: Rate | None) -> None:
    place = dict(ha="center", va="center", fontsize=7.5)
    if row is None or not row.n:
        axes.text(x, y, "–", color=style.GREY, **place)
        return
    colour = "white" if row.percent > 0.55 * FULL_SHARE else "black"
    axes.text(x, y, f"{row.cases} of {row.n}", color=colour, **place)

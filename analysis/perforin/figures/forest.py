"""Effects in subgroups as rows with their intervals."""

from __future__ import annotations

import math

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullFormatter, NullLocator

from perforin.figures import style
from perforin.figures.survival import long_name
from perforin.trials.endpoints import comparisons
from perforin.trials.statistic import Statistic, interval_text, p_text
from perforin.trials.subgroups import of_subgroups, subgroups
from perforin.trials.tables import Trial

_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)


def draw_forest(trial: Trial) -> Figure | None:
    """Hazard ratios of overall survival, else odds ratios of response, by subgroup; an axes for
    each arm against the control."""
    of_all = [*comparisons(trial)]
    response = f"{trial.criteria[0]}.orr" if trial.criteria else ""
    for endpoint, statistic in (("os", "hazard_ratio"), (response, "odds_ratio")):
        wanted = [r for r in of_all if r.endpoint == endpoint]
        arms = {r.arm: None for r in wanted if r.statistic == statistic and r.value == r.value}
        if arms:
            wanted += of_subgroups(trial, only=endpoint)
            return _draw(trial, wanted, statistic, list(arms))
    return None


def _draw(trial: Trial, rows: list[Statistic], statistic: str, arms: list[str]) -> Figure:
    lines = [("all", "all patients")]
    for name, groups in subgroups(trial).items():
        lines.append(("name", name))
        lines += [("group", level) for level in sorted(set(groups) - {""})]
    figure, grid = plt.subplots(
        *(1, len(arms)),
        figsize=(2.3 + 5.2 * len(arms), 1.6 + 0.24 * len(lines)),
        layout="constrained",
        sharey=True,
        squeeze=False,
    )
    for axes, arm in zip(grid[0], arms):
        axes.tick_params(axis="y", length=0)
        mine = [row for row in rows if row.arm == arm]
        _rows(axes, lines, mine, statistic)
        axes.set_title(f"{arm} against {trial.control}")
    texts = [f"    {t.rpartition('=')[2]}" if kind == "group" else t for kind, t in lines]
    first = grid[0, 0]
    first.set_yticks(range(len(lines)), texts)
    for label, (kind, _) in zip(first.get_yticklabels(), lines):
        label.set_ha("left")
        label.set_fontweight("normal" if kind == "group" else "bold")
    first.tick_params(axis="y", length=0, pad=120)
    first.set_ylim(len(lines) - 0.4, -0.8)
    what = "Hazard ratio" if statistic == "hazard_ratio" else "Odds ratio"
    style.write_title(
        figure, f"{trial.name}: {what.lower()} by subgroup, {long_name(rows[0].endpoint)}"
    )
    better = "below 1" if statistic == "hazard_ratio" else "above 1"
    style.write_caption(
        figure,
        f"{what} with its 95 % interval; {better} the arm is better. Squares: area by number of "
        "patients. p: interaction.",
    )
    return figure


def _rows(axes: Axes, lines: list, rows: list[Statistic], statistic: str) -> None:
    found = {row.subgroup: row for row in rows if row.statistic == statistic}
    tests = {row.subgroup: row for row in rows if row.statistic == "interaction"}
    known = [row for row in found.values() if math.isfinite(row.value)]
    most = max((row.n for row in known), default=1.0)
    low, high = _limits(known)
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    for y, (kind, name) in enumerate(lines):
        row = found.get("" if kind == "all" else name)
        if kind == "name":
            p = p_text(tests[name].p) if name in tests else ""
            text = f"p {p if p.startswith('<') else '= ' + p}" if p else ""
        elif row is None or math.isnan(row.value):
            text = row.note if row else ""
        else:
            _interval(axes, y, row, most)
            text = interval_text(row)
        _write(axes, y, f"{row.n:.0f}" if row and kind != "name" and row.n == row.n else "", text)
    _write(axes, -0.75, "n", f"{statistic.replace('_', ' ')} (95 %)", fontweight="bold")
    axes.axvline(1, color=style.BLACK, linewidth=0.8)
    axes.xaxis.set_major_locator(FixedLocator([it for it in _TICKS if low <= it <= high]))
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}")
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel(statistic.replace("_", " "))
    axes.grid(False, axis="y")


def _write(axes: Axes, y: float, count: str, text: str, **how: object) -> None:
    """Both columns at the right of a row."""
    beside = dict(transform=axes.get_yaxis_transform(), va="center", fontsize=8, **how)
    axes.text(1.09, y, count, ha="right", **beside)
    axes.text(1.12, y, text, **beside)


def _limits(rows: list[Statistic]) -> tuple[float, float]:
    """Ends of the axis: all estimates, and intervals as far as they are not absurdly wide."""
    ends = [x for row in rows for x in (row.low, row.high, row.value) if math.isfinite(x) and x > 0]
    low, high = min(ends, default=0.5), max(ends, default=2.0)
    return max(min(low, 0.5) * 0.8, 0.02), min(max(high, 2.0) * 1.25, 50)


def _interval(axes: Axes, y: int, row: Statistic, most: float) -> None:
    low, high = axes.get_xlim()
    left, right = max(row.low, low), min(row.high, high)
    axes.plot([left, right], [y, y], color=style.BLACK, linewidth=1.1)
    for end, inside, mark in ((left, row.low >= low, "<"), (right, row.high <= high, ">")):
        if not inside:
            axes.plot(end, y, mark, color=style.BLACK, markersize=4, clip_on=False)
    if low <= row.value <= high:
        size = 3.5 + 5.5 * math.sqrt(row.n / most)
        axes.plot(row.value, y, "s", color=style.BLUE, markersize=size, markeredgecolor="black")
    elif np.isfinite(row.value):
        axes.plot(min(max(row.value, low), high), y, "s", color=style.GREY, markersize=4)

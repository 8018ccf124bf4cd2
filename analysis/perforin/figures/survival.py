"""Kaplan–Meier curves with the numbers at risk below."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from perforin.figures import style
from perforin.trials import survival
from perforin.trials.endpoints import time_endpoints, times
from perforin.trials.statistic import MONTH, Statistic, interval_text, p_text
from perforin.trials.survival import Curve, kaplan_meier
from perforin.trials.tables import Trial

# Colour and line of each arm: they differ in brightness, in print without colours by the line.
ARMS = (
    (style.BLACK, "-"),
    (style.VERMILION, (0, (6, 1.5))),
    (style.BLUE, (0, (2, 1))),
    (style.GREEN, "-"),
    (style.PURPLE, (0, (6, 2, 1, 2))),
    (style.ORANGE, (0, (3, 1, 1, 1, 1, 1))),
)
FEWEST = 5
"""Patients of whom limits are shaded; of fewer they would cover the axes."""

_STEPS = (0.5, 1, 2, 3, 6, 12, 24, 60, 120)
_NAMES = {
    "os": "Overall survival",
    "pfs": "Progression-free survival",
    "duration": "Duration of response",
}


def long_name(endpoint: str) -> str:
    """ "Progression-free survival (RECIST)" """
    criterion, _, what = endpoint.rpartition(".")
    name = _NAMES.get(what, endpoint)
    shown = {"recist": "RECIST", "irecist": "iRECIST", "irrc": "irRC", "imrecist": "imRECIST"}
    return f"{name} ({shown.get(criterion, criterion)})" if criterion else name


def draw_km(trial: Trial) -> Figure | None:
    """Overall and progression-free survival of the arms as randomised, and how long responses
    last; what has no patient is left out."""
    first = trial.criteria[:1]
    wanted = ("os", *(f"{it}.{what}" for it in first for what in ("pfs", "duration")))
    curves = {}
    for endpoint in (it for it in time_endpoints(trial) if it in wanted):
        arms = {arm: kaplan_meier(times(trial.arm(arm), endpoint)) for arm in trial.arms}
        if any(len(curve.times) for curve in arms.values()):
            curves[endpoint] = arms
    if not curves:
        return None
    rows = 2 * len(trial.arms) - 1
    figure, grid = plt.subplots(
        *(2, len(curves)),
        figsize=(0.6 + 4.6 * len(curves), 4.3 + 0.22 * rows),
        layout="constrained",
        squeeze=False,
        sharex="col",
        gridspec_kw={"height_ratios": [3.6, 0.25 + 0.22 * rows]},
    )
    for (upper, lower), (endpoint, arms) in zip(grid.T, curves.items()):
        _curves(upper, arms)
        upper.set_title(long_name(endpoint))
        told = trial.others and not endpoint.endswith(".duration")
        lines = _compared(arms, trial.control) if told else []
        _at_risk(lower, arms, lines)
    grid[0, 0].set_ylabel("share without the event")
    style.write_title(figure, f"{trial.name}: times to events")
    style.write_caption(
        figure,
        "Kaplan–Meier; shaded: pointwise 95 % limits by log(−log S); small strokes: censored. "
        "Randomised patients only, no twins.",
    )
    return figure


def _curves(axes: Axes, arms: Mapping[str, Curve]) -> None:
    last = max(float(it.times.time.max(initial=0)) for it in arms.values()) / MONTH
    for (arm, curve), (colour, line) in zip(arms.items(), _cycle(len(arms))):
        if not len(curve.times):
            continue
        end = float(curve.times.time.max()) / MONTH
        x = np.concatenate([[0.0], curve.time / MONTH, [end]])
        closed = [curve.survival, [curve.survival[-1] if len(curve.time) else 1.0]]
        y = np.concatenate([[1.0], *closed])
        axes.step(x, y, where="post", color=colour, linestyle=line, label=arm)
        if len(curve.time) and len(curve.times) >= FEWEST:
            band = [np.concatenate([[1.0], it, [it[-1]]]) for it in (curve.low, curve.high)]
            axes.fill_between(x, *band, step="post", color=colour, alpha=0.13, linewidth=0)
        lost = curve.times.time[~curve.times.event]
        axes.plot(
            *(lost / MONTH, [curve.at(day)[0] for day in lost]),
            *("|",),
            color=colour,
            markersize=5,
            markeredgewidth=0.8,
        )
    set_months(axes, last)
    axes.set_xlim(-0.03 * max(last, 0.1), max(last, 0.1) * 1.03)
    axes.set_ylim(0, 1.03)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.tick_params(labelbottom=True)
    axes.set_xlabel("time (months)")
    axes.legend(loc="upper right")


def set_months(axes: Axes, last: float) -> None:
    """Ticks at whole steps of months, such as 6, up to the last month."""
    step = next((it for it in _STEPS if last / it <= 8), 120)
    axes.set_xticks(np.arange(0, last + step, step))


def _cycle(count: int) -> list:
    return [ARMS[i % len(ARMS)] for i in range(count)]


def _compared(arms: Mapping[str, Curve], control: str) -> list[str]:
    """Hazard ratio and log-rank test of each arm against the control, as text."""
    lines = []
    for arm, curve in arms.items():
        if arm == control or control not in arms:
            continue
        hazard = survival.hazard_ratio(curve.times, arms[control].times)
        test = survival.log_rank(curve.times, arms[control].times)
        who = f"{arm}: " if len(arms) > 2 else ""
        lines.append(who + _told(hazard, test))
    return lines


def _told(hazard: Statistic, test: Statistic) -> str:
    if math.isnan(hazard.value):
        return f"no hazard ratio: {hazard.note}"
    p = p_text(test.p)
    return f"HR {interval_text(hazard)}, log-rank p {p if p.startswith('<') else '= ' + p}"


def _at_risk(axes: Axes, arms: Mapping[str, Curve], lines: list[str]) -> None:
    """Patients at risk at each tick, below it, in the order and colours of the curves; then lines
    of text."""
    axes.set_ylim(2 * len(arms) - 1.2, -1.1)
    axes.grid(False)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(length=0, pad=9, labelbottom=False)
    low, high = axes.get_xlim()
    days = [it for it in axes.get_xticks() if low <= it <= high]
    axes.set_yticks(range(len(arms)), arms)
    for row, (curve, (colour, _)) in enumerate(zip(arms.values(), _cycle(len(arms)))):
        axes.get_yticklabels()[row].set_color(colour)
        for month in days:
            count = f"{curve.at_risk(month * MONTH):.0f}"
            axes.text(month, row, count, ha="center", va="center", fontsize=8, color=colour)
    axes.text(low, -0.85, "patients at risk", fontsize=8, fontweight="bold", va="center")
    for row, line in enumerate(lines, len(arms)):
        axes.text(low, row + 0.15, line, fontsize=8, va="center")

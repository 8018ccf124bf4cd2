"""Outcomes of a study against what was varied."""

from __future__ import annotations

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy import stats

from perforin.errors import Problem
from perforin.figures import style
from perforin.sensitivity.study import Study

MOST = 6
"""Rows and columns at most: outcomes, and the parameters that go with them most."""


def draw_scatter(study: Study) -> Figure | None:
    """A dot a run; a column for each parameter, a row for each outcome."""
    outcomes = [it for it in study.outcomes if study.runs[it].notna().sum() > 1][:MOST]
    varied = [it for it in study.varied if study.runs[it].nunique() > 1]
    if not outcomes or not varied:
        raise Problem("nothing was varied, or nothing came out")
    strength = {v: max(abs(_rho(study, v, o)) for o in outcomes) for v in varied}
    shown = sorted(varied, key=lambda it: -strength[it])[:MOST]
    figure, grid = plt.subplots(
        *(len(outcomes), len(shown)),
        figsize=(1.0 + 2.5 * max(len(shown), 2), 1.2 + 2.1 * len(outcomes)),
        layout="constrained",
        sharex="col",
        sharey="row",
        squeeze=False,
    )
    for row, outcome in zip(grid, outcomes):
        for axes, parameter in zip(row, shown):
            _panel(axes, study, parameter, outcome)
        style.label_axis(row[0].yaxis, outcome, study.units[outcome], fontsize=8)
    for axes, parameter in zip(grid[-1], shown):
        label = parameter if len(parameter) < 26 else "…" + parameter[-24:]
        axes.set_xlabel(style.axis_label(label, study.units[parameter]), fontsize=8)
    style.write_title(figure, f"{study.name}: outcomes against parameters")
    more = len(varied) - len(shown)
    style.write_caption(
        figure,
        "A dot a run; ρ: Spearman's correlation."
        + (f" {more} parameters with weaker ones are left out." if more else ""),
    )
    return figure


def _rho(study: Study, parameter: str, outcome: str) -> float:
    both = study.runs[[parameter, outcome]].dropna()
    if len(both) < 3 or both.nunique().min() < 2:
        return 0.0
    return float(stats.spearmanr(both[parameter], both[outcome])[0])


def _is_logarithmic(x: np.ndarray) -> bool:
    """Whether values over decades lie more evenly on a logarithmic axis."""
    low, high = float(x.min()), float(x.max())
    if not 0 < 30 * low < high:
        return False
    middle = float(np.median(x))
    evenly = abs((middle - low) / (high - low) - 0.5)
    return abs(np.log(middle / low) / np.log(high / low) - 0.5) < evenly


def _panel(axes: Axes, study: Study, parameter: str, outcome: str) -> None:
    both = study.runs[[parameter, outcome]].dropna()
    x, y = both[parameter].to_numpy(), both[outcome].to_numpy()
    words = study.words.get(parameter)
    few = len(np.unique(x)) <= 6
    if words:
        axes.set_xticks(range(len(words)), words, fontsize=7.5)
        axes.set_xlim(-0.5, len(words) - 0.5)
    elif _is_logarithmic(x):
        axes.set_xscale("log")
    elif few:
        axes.set_xticks(np.unique(x), [f"{it:.4g}" for it in np.unique(x)])
    size = float(np.clip(900 / max(len(x), 1), 3, 16))
    axes.scatter(x, y, s=size, color=style.BLUE, alpha=0.55, linewidths=0)
    if few:
        levels = np.unique(x)
        middle = [float(np.mean(y[x == it])) for it in levels]
        axes.plot(levels, middle, "_", color=style.BLACK, markersize=14, markeredgewidth=1.4)
    rho = f"{_rho(study, parameter, outcome):.2f}".replace("-", "−")
    axes.set_title(f"ρ = {rho}", fontsize=8, fontweight="normal")
    axes.tick_params(labelsize=7.5)

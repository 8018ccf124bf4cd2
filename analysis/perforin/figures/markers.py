"""What a marker tells of the response: ROC, calibration, decision curve."""

from __future__ import annotations

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from perforin.figures import style
from perforin.figures.survival import ARMS
from perforin.trials import markers
from perforin.trials.biomarkers import enough, marked
from perforin.trials.statistic import interval_text
from perforin.trials.tables import Trial


def best_markers(trial: Trial, most: int = 4) -> list[str]:
    """Those of which some arm's area under the curve is farthest from a half."""
    far = {}
    for name in trial.monitored():
        arms = (marked(trial, arm, name) for arm in trial.arms)
        areas = [abs(markers.roc(*it).area - 0.5) for it in arms if enough(*it)]
        if areas:
            far[name] = max(areas)
    return sorted(far, key=lambda name: -far[name])[:most]


def draw_markers(trial: Trial) -> Figure | None:
    """A row for each of the best markers: ROC, calibration, decision curve of every arm."""
    names = best_markers(trial) if trial.criteria and not trial.weighted else []
    if not names:
        return None
    figure, grid = plt.subplots(
        len(names), 3, figsize=(11, 0.9 + 3.3 * len(names)), layout="constrained", squeeze=False
    )
    for row, name in zip(grid, names):
        for i, arm in enumerate(trial.arms):
            found = marked(trial, arm, name)
            if enough(*found):
                _row(row, *found, arm, i)
        _finish(row, name)
    style.write_title(figure, f"{trial.name}: markers of response ({trial.criteria[0].upper()})")
    style.write_caption(
        figure,
        "Area with DeLong's 95 % interval; above 0.5 high values speak for a response. Chances: "
        "logistic model, ten-fold cross-validated.",
        "Calibration: fifths of the patients, exact 95 % limits. Net benefit: true positives less "
        "false ones × odds of the threshold, per patient.",
    )
    return figure


def _row(row: list[Axes], marker: np.ndarray, yes: np.ndarray, arm: str, i: int) -> None:
    colour, line = ARMS[i % len(ARMS)]
    curve, area = markers.roc(marker, yes), markers.auc(marker, yes)
    label = f"{arm}: {interval_text(area)}"
    row[0].plot(
        curve.false_positive, curve.true_positive, color=colour, linestyle=line, label=label
    )
    chance = markers.predicted(marker, yes)
    groups = markers.calibration(chance, yes)
    shift = 0.006 * i  # limits of two arms shall not lie on each other
    row[1].errorbar(
        *(groups.predicted + shift, groups.observed),
        yerr=[groups.observed - groups.low, groups.high - groups.observed],
        color=colour,
        marker="os^Dv<"[i % 6],
        markersize=4,
        linewidth=0.9,
        linestyle=line,
        capsize=2,
    )
    benefit = markers.decision_curve(chance, yes)
    row[2].plot(benefit.threshold, benefit.marker, color=colour, linestyle=line, label=arm)
    row[2].plot(
        *(benefit.threshold, benefit.everybody),
        color=colour,
        linewidth=0.8,
        alpha=0.6,
        linestyle=(0, (1, 2)),
        label=f"{arm}: everybody",
    )


def _finish(row: list[Axes], name: str) -> None:
    row[0].plot([0, 1], [0, 1], color=style.GREY, linewidth=0.8)
    row[0].set(xlabel="false positive rate", ylabel="true positive rate", title=name)
    curves = [line for line in row[0].lines[:-1] if len(line.get_xdata()) > 2]
    areas = [np.trapz(line.get_ydata(), line.get_xdata()) for line in curves]
    above = not areas or np.mean(areas) >= 0.5
    row[0].legend(loc="lower right" if above else "upper left", fontsize=7.5)
    row[1].plot([0, 1], [0, 1], color=style.GREY, linewidth=0.8)
    row[1].set(xlim=(0, 1), ylim=(-0.02, 1.02), title="calibration")
    row[1].set(xlabel="predicted chance of a response", ylabel="observed share")
    row[2].axhline(0, color=style.GREY, linewidth=0.8)
    top = max(
        float(np.nanmax(line.get_ydata())) for line in row[2].lines if len(line.get_xdata()) > 2
    )
    row[2].set(xlim=(0, 1), ylim=(-0.35 * max(top, 0.05), 1.15 * max(top, 0.05)))
    row[2].set(xlabel="threshold", ylabel="net benefit", title="decision curve")
    row[2].legend(loc="upper right", fontsize=7.5)

"""Each patient of a trial: depth of response, its course, time on study."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from perforin.figures import style
from perforin.figures.survival import set_months
from perforin.trials.statistic import MONTH
from perforin.trials.tables import RESPONSES, Trial

# Colour, hatch and line of each response: brightness falls from complete response to progression.
LOOKS = {
    "CR": ("#004D33", "", "-"),
    "PR": (style.GREEN, "//", "-"),
    "SD": (style.YELLOW, "", (0, (5, 1.5))),
    "PD": (style.VERMILION, "\\\\", (0, (1.5, 1))),
    "NE": (style.PALE, "", (0, (4, 1, 1, 1))),
}
MOST_CHANGE = 100.0
MOST_SWIMMERS = 60


def _best(frame: pd.DataFrame, criterion: str) -> pd.Series:
    return frame[f"{criterion}.best"].where(lambda it: it.isin(RESPONSES), "NE")


def _handles(found: set[str]) -> list[Patch]:
    return [
        Patch(facecolor=colour, hatch=hatch, edgecolor="#333333", linewidth=0.4, label=word)
        for word, (colour, hatch, _) in LOOKS.items()
        if word in found
    ]


def _criterion(trial: Trial, *needs: str) -> str | None:
    """The first criterion of which the table has these columns."""
    wanted = (it for it in trial.criteria if all(f"{it}.{n}" in trial.patients for n in needs))
    return next(wanted, None)


def _axes_of_arms(count: int, height: float = 4.2, **shared: bool) -> tuple[Figure, np.ndarray]:
    """A page with axes side by side, one an arm."""
    return plt.subplots(
        *(1, count),
        figsize=(1.2 + 4.2 * count, height),
        layout="constrained",
        squeeze=False,
        **shared,
    )


def _mark_limits(axes: Axes) -> None:
    """Where response and progression begin."""
    for at in (-30, 20):
        axes.axhline(at, color=style.BLACK, linewidth=0.8, linestyle=(0, (4, 3)))


def draw_waterfall(trial: Trial) -> Figure | None:
    """Best change of the sum of diameters, a bar a patient, an axes an arm."""
    criterion = _criterion(trial, "change")
    frames = {}
    for arm in trial.arms if criterion else []:
        frame = trial.arm(arm)
        frame = frame[frame[f"{criterion}.change"].notna()]
        if len(frame):
            frames[arm] = frame.sort_values(f"{criterion}.change", ascending=False, kind="stable")
    if not frames:
        return None
    figure, grid = _axes_of_arms(len(frames), sharey=True)
    seen = set()
    for axes, (arm, frame) in zip(grid[0], frames.items()):
        words = _best(frame, criterion).tolist()
        seen |= set(words)
        change = frame[f"{criterion}.change"].to_numpy(float)
        _bars(axes, change, words)
        absent = len(trial.arm(arm)) - len(frame)
        axes.set_title(f"{arm} (n = {len(frame)}{f', {absent} not measured' if absent else ''})")
    grid[0, 0].set_ylabel("best change of the sum of diameters (%)")
    grid[0, -1].legend(handles=_handles(seen), title="best response", loc="upper right")
    style.write_title(figure, f"{trial.name}: depth of response ({criterion.upper()})")
    style.write_caption(
        figure,
        f"Dashed: −30 % and +20 %. Bars end at +{MOST_CHANGE:g} %; longer ones bear an arrow.",
    )
    return figure


def _bars(axes: Axes, change: np.ndarray, words: list[str]) -> None:
    shown = np.minimum(change, MOST_CHANGE)
    for word, (colour, hatch, _) in LOOKS.items():
        rows = np.flatnonzero(np.array(words) == word)
        axes.bar(
            *(rows, np.where(shown[rows] == 0, 0.6, shown[rows])),
            width=1.0 if len(change) > 80 else 0.85,
            color=colour,
            hatch=hatch if len(change) <= 80 else "",
            edgecolor="#333333",
            linewidth=0.3 if len(change) <= 80 else 0,
        )
    longer = np.flatnonzero(change > MOST_CHANGE)
    axes.plot(longer, np.full(len(longer), MOST_CHANGE + 3), "^", color=style.BLACK, markersize=3.5)
    _mark_limits(axes)
    axes.axhline(0, color=style.BLACK, linewidth=0.8)
    axes.set_ylim(-105, MOST_CHANGE + 8)
    axes.set_xlim(-0.8, max(len(change), 6) - 0.2)
    axes.set_xticks([])
    axes.set_xlabel("patients")


def draw_spider(trial: Trial) -> Figure | None:
    """Change of the sum of diameters over time, a line a patient, an axes an arm."""
    criterion = trial.criteria[0] if trial.criteria else None
    visits = trial.visits
    if visits is None or "change" not in visits or criterion is None:
        return None
    visits = visits[(visits["assigned"] == 1) & visits["change"].notna()]
    arms = [arm for arm in trial.arms if (visits["arm"] == arm).any()]
    if not arms:
        return None
    figure, grid = _axes_of_arms(len(arms), sharey=True, sharex=True)
    seen: set[str] = set()
    for axes, arm in zip(grid[0], arms):
        frame = trial.arm(arm)
        best = dict(zip(frame["patient"], _best(frame, criterion)))
        seen |= _threads(axes, visits[visits["arm"] == arm], best)
        axes.set_title(f"{arm} (n = {visits.loc[visits['arm'] == arm, 'patient'].nunique()})")
    handles = [
        Line2D([], [], color=_dark(word), linestyle=LOOKS[word][2], label=word)
        for word in LOOKS
        if word in seen
    ]
    grid[0, 0].set_ylabel("change of the sum of diameters (%)")
    last = float(visits["day"].max()) / MONTH
    set_months(grid[0, 0], last)
    grid[0, 0].set_xlim(0, max(last * 1.03, 0.1))
    grid[0, -1].legend(
        handles=handles, title="best response", loc="upper left", bbox_to_anchor=(1.0, 1.0)
    )
    style.write_title(figure, f"{trial.name}: course of the diameters")
    style.write_caption(
        figure,
        f"Dashed: −30 % and +20 %; crosses: visits with new lesions. Above +{MOST_CHANGE:g} % lines "
        "leave the axes.",
    )
    return figure


def _threads(axes: Axes, visits: pd.DataFrame, best: dict[float, str]) -> set[str]:
    """All threads of an arm; the best responses that there are."""
    seen = set()
    for patient, rows in visits.groupby("patient"):
        if patient in best:
            _thread(axes, rows.sort_values("day"), best[patient])
            seen.add(best[patient])
    axes.set_xlabel("time (months)")
    _mark_limits(axes)
    axes.set_ylim(-105, MOST_CHANGE + 8)
    return seen


def _dark(word: str) -> str:
    """A line's colour: yellow and pale grey do not show on white."""
    return {"SD": "#B8860B", "NE": style.GREY}.get(word, LOOKS[word][0])


def _thread(axes: Axes, rows: pd.DataFrame, word: str) -> None:
    days, change = rows["day"].to_numpy(float), rows["change"].to_numpy(float)
    if days[0] > 0:
        days, change = np.append(0.0, days), np.append(0.0, change)
    colour = _dark(word)
    axes.plot(days / MONTH, change, color=colour, linestyle=LOOKS[word][2], linewidth=0.9)
    if "new_lesions" in rows and pd.api.types.is_numeric_dtype(rows["new_lesions"]):
        new = rows[rows["new_lesions"] > 0]
        axes.plot(new["day"] / MONTH, new["change"], "x", color=colour, markersize=4)


def draw_swimmer(trial: Trial) -> Figure | None:
    """Time on study, a lane a patient: how long she was followed, when she responded and
    progressed, whether she died; an axes an arm."""
    criterion = _criterion(trial, "response", "pfs", "pfs_event")
    length = next((it for it in ("followed", "os") if it in trial.patients), None)
    if criterion is None or length is None:
        return None
    frames = {}
    for arm in trial.arms:
        frame = trial.arm(arm)
        frame = frame[frame[length].notna()].sort_values(length, kind="stable")
        if len(frame):
            few = min(len(frame), MOST_SWIMMERS)
            frames[arm] = frame.iloc[np.linspace(0, len(frame) - 1, few).round().astype(int)]
    if not frames:
        return None
    most = max(map(len, frames.values()))
    figure, grid = _axes_of_arms(len(frames), 2.4 + 0.115 * most, sharex=True)
    seen: set[str] = set()
    last = max(float(frame[length].max()) for frame in frames.values()) / MONTH
    for axes, (arm, frame) in zip(grid[0], frames.items()):
        _lanes(axes, frame, criterion, length, last)
        seen |= set(_best(frame, criterion))
        if trial.doses is not None:
            _doses(axes, trial.doses, arm, frame["patient"].tolist())
        total = int(trial.arm(arm)[length].notna().sum())
        shown = f"{len(frame)} of {total} patients" if len(frame) < total else f"n = {total}"
        axes.set_title(f"{arm} ({shown})")
        axes.set_xlabel("time (months)")
    set_months(grid[0, 0], last)
    grid[0, 0].set_xlim(0, max(last * 1.06, 0.1))
    figure.legend(
        handles=_handles(seen) + _marks(trial.doses is not None),
        loc="lower left",
        ncol=6,
        fontsize=8,
    )
    style.write_title(figure, f"{trial.name}: time on study ({criterion.upper()})")
    style.keep_strip(figure, 0.5)
    return figure


def _lanes(axes: Axes, frame: pd.DataFrame, criterion: str, length: str, last: float) -> None:
    lanes = np.arange(len(frame))
    ends = frame[length].to_numpy(float) / MONTH
    for word, (colour, hatch, _) in LOOKS.items():
        rows = (_best(frame, criterion) == word).to_numpy()
        axes.barh(
            *(lanes[rows], ends[rows]),
            height=0.72,
            color=colour,
            hatch=hatch,
            edgecolor="#333333",
            linewidth=0.3,
        )
    response = frame[f"{criterion}.response"].to_numpy(float) / MONTH
    axes.plot(response, lanes, "^", color="white", markeredgecolor="black", markersize=4.5)
    progressed = frame[f"{criterion}.pfs_event"].to_numpy(float) == 1
    if "os_event" in frame:  # a death alone ends progression-free survival too: it has its cross
        dies = (frame["os_event"] == 1) & (frame["os"] == frame[f"{criterion}.pfs"])
        progressed &= ~dies.to_numpy()
    at = frame[f"{criterion}.pfs"].to_numpy(float) / MONTH
    axes.plot(
        *(at[progressed], lanes[progressed], "D"),
        color="black",
        markersize=4.2,
        markeredgewidth=0.7,
        markeredgecolor="white",
    )
    if "os_event" in frame:
        dead = frame["os_event"].to_numpy(float) == 1
        day = frame["os"].to_numpy(float) / MONTH
        axes.plot(day[dead], lanes[dead], "x", color="black", markersize=4.5, markeredgewidth=1.2)
        axes.plot(ends[~dead] + 0.012 * last, lanes[~dead], ">", color="black", markersize=3.5)
    axes.set_yticks([])
    axes.set_ylim(-0.8, len(frame) - 0.2)
    axes.grid(False, axis="y")


def _doses(axes: Axes, doses: pd.DataFrame, arm: str, patients: list) -> None:
    """A thin stroke for each dose, at the lower edge of the lane."""
    lane = {patient: i for i, patient in enumerate(patients)}
    given = doses[(doses["assigned"] == 1) & (doses["arm"] == arm)]
    given = given[given["patient"].isin(lane)]
    y = given["patient"].map(lane).to_numpy(float)
    axes.vlines(given["day"] / MONTH, y - 0.36, y - 0.12, color="black", linewidth=0.5)


def _marks(doses: bool) -> list[Line2D]:
    shapes = [
        ("^", "first response", {"markerfacecolor": "white", "markeredgecolor": "black"}),
        ("D", "progression", {"markersize": 4.2}),
        ("x", "death", {}),
        (">", "alive when last seen", {"markersize": 4}),
    ]
    shapes += [("|", "dose", {"markersize": 5})] if doses else []
    return [
        Line2D([], [], linestyle="", marker=m, label=text, **{"color": "black", **more})
        for m, text, more in shapes
    ]

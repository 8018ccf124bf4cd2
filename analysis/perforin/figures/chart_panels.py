"""The parts of a patient's chart that run along time."""

from __future__ import annotations

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import blended_transform_factory

from perforin.clinic import CRITERIA, RESPONSES, Course, Measured
from perforin.figures import style
from perforin.table import Series
from perforin.trajectory import Trajectory

LINES = (style.BLUE, style.VERMILION, style.GREEN, style.PURPLE, style.ORANGE, style.SKY)
RESPONSE_COLOURS = {
    "CR": style.GREEN,
    "PR": style.SKY,
    "SD": "#F3E9B8",
    "non-CR/non-PD": "#D8CDA0",
    "unconfirmed PD": style.ORANGE,
    "PD": style.VERMILION,
    "NE": style.PALE,
}
PROGRESSION, RESPONSE = 20.0, -30.0  # per cent of the sum of diameters, RECIST 1.1
MOST_LINES = 4
LATEST = 1.025
"""Where panels end, relative to the run: what was found at its end has to be seen."""

TRUE = {"linestyle": (0, (3, 2)), "linewidth": 1.0}


def colour(number: int) -> str:
    """Of the lines of a panel, in turn."""
    return LINES[number % len(LINES)]


def legend(axes: Axes, handles: list | None = None, **more: object) -> None:
    """To the right of a panel, where it covers nothing."""
    place = {"loc": "upper left", "bbox_to_anchor": (1.005, 1.02), "fontsize": 7.5}
    shown = {"handles": handles} if handles is not None else {}
    axes.legend(**shown, **place, borderaxespad=0.0, **more)


# --- lesions ---


def spider(axes: Axes, courses: dict[str, Course], judged: Series | None) -> None:
    """Change of each lesion's diameter from the baseline, as read and in truth; the sum of targets
    as the criteria saw it; when later lesions came."""
    handles, top = [], 25.0
    for number, (name, course) in enumerate(courses.items()):
        its = colour(number)
        if course.baseline <= 0:
            handles += _newcomer(axes, name, course, its)
            continue
        axes.plot(course.days, course.change, "o-", color=its, markersize=4, linewidth=1.4)
        if course.true_baseline > 0:
            axes.plot(course.days, course.true_change, color=its, **TRUE)
        top = max(top, float(np.nanmax(course.change)))
        label = f"{name}: {course.baseline:.0f} mm at baseline"
        handles.append(Line2D([], [], marker="o", markersize=4, color=its, label=label))
    handles.append(Line2D([], [], color=style.GREY, label="the same, true", **TRUE))
    if judged is not None and len(courses) > 1:
        handles += _sum_of_targets(axes, judged)
    for limit, label in ((PROGRESSION, "+20 %"), (RESPONSE, "−30 %")):
        axes.axhline(limit, color=style.GREY, linewidth=0.8, linestyle=(0, (5, 3)), zorder=0.6)
        place = blended_transform_factory(axes.transAxes, axes.transData)
        axes.text(0.004, limit, label, transform=place, fontsize=7, va="bottom", color=style.GREY)
    axes.axhline(0, color=style.GREY, linewidth=0.8, zorder=0.6)
    axes.set_ylim(-105, min(1.1 * top, 300))
    axes.set_title("Diameters of lesions by CT: change from baseline")
    axes.set_ylabel("change (%)")
    legend(axes, handles)


def _newcomer(axes: Axes, name: str, course: Course, its: str) -> list[Line2D]:
    """A star where a lesion is first seen that was not there at the baseline."""
    seen = np.flatnonzero(course.read > 0)
    if not len(seen):
        return []
    axes.plot(course.days[seen[0]], 0, "*", color=its, markersize=10, zorder=4)
    label = f"{name}: new, {course.read[seen[0]]:.0f} mm"
    return [Line2D([], [], marker="*", markersize=8, color=its, linestyle="", label=label)]


def _sum_of_targets(axes: Axes, judged: Series) -> list[Line2D]:
    """Over its value at the first visit that was judged, which is the best known of the baseline:
    the nadir then."""
    sums, nadir = np.asarray(judged["diameters"], float), np.asarray(judged["nadir"], float)
    if not len(nadir) or not nadir[0] > 0:
        return []
    change = 100 * (sums / nadir[0] - 1)
    days = np.asarray(judged["time"], float)
    return axes.plot(
        days, change, "s-", color=style.BLACK, markersize=4, linewidth=1.8, label="sum of targets"
    )


def diameters(axes: Axes, trajectory: Trajectory) -> None:
    """True diameters, of a patient who was never scanned."""
    names = [name for name in trajectory.series_names if name.startswith("lesions/")]
    for number, name in enumerate(names):
        series = trajectory.series(name)
        label = name.removeprefix("lesions/")
        axes.plot(series["time"], series["diameter"], color=colour(number), label=label)
    axes.set_title("Diameters of lesions, true")
    style.label_amounts(axes, "diameter", "mm")
    if names:
        legend(axes)


def strips(axes: Axes, judged: Series, end: float) -> None:
    """The response by each criterion, from the visit that found it to the next."""
    days = np.asarray(judged["time"], float)
    last = LATEST * max(end, days[-1])
    spans = list(zip(days, np.append(days[1:], last)))
    criteria = [name for name in CRITERIA if name in judged]
    seen: set[str] = set()
    for line, criterion in enumerate(criteria):
        for (start, stop), code in zip(spans, np.asarray(judged[criterion], int)):
            word = RESPONSES[code]
            seen.add(word)
            box = [(start, stop - start)]
            axes.broken_barh(
                box, (line - 0.4, 0.8), facecolor=RESPONSE_COLOURS[word], edgecolor="white"
            )
            axes.plot([start], [line], "|", color=style.BLACK, markersize=6, markeredgewidth=0.8)
    axes.set_yticks(range(len(criteria)), [CRITERIA[name] for name in criteria])
    axes.set_ylim(len(criteria) - 0.5, -0.5)
    axes.grid(False)
    axes.set_title("Response from each visit on")
    words = [word for word in RESPONSE_COLOURS if word in seen]
    legend(axes, [Patch(facecolor=RESPONSE_COLOURS[word], label=word) for word in words])


# --- drugs ---


def drugs_of(trajectory: Trajectory) -> dict[str, Series]:
    """Those that were given."""
    names = [name for name in trajectory.series_names if name.startswith("drugs/")]
    series = {name.partition("/")[2]: trajectory.series(name) for name in names}
    return {name: it for name, it in series.items() if np.any(it["infused"])}


def drugs(axes: Axes, given: dict[str, Series], marked: dict[str, np.ndarray]) -> None:
    """Concentrations in plasma, and doses on top of the drugs that are to be marked."""
    together = [np.asarray(series["plasma"]).max() for series in given.values()]
    logarithmic = max(together) > 20 * min(top for top in together if top > 0)
    for number, (name, series) in enumerate(given.items()):
        days, level = np.asarray(series["time"]), np.asarray(series["plasma"], float)
        shown = np.where(level > 1e-4 * max(together), level, np.nan) if logarithmic else level
        amounts = np.diff(np.asarray(series["infused"], float))
        amounts = amounts[amounts > 0]
        label = f"{name.replace('_', ' ')}: {len(amounts)} × {np.median(amounts):.3g} mg"
        axes.plot(days, shown, color=colour(number), label=label)
        place = blended_transform_factory(axes.transData, axes.transAxes)
        if name in marked:
            when = marked[name]
            axes.plot(
                when, np.full(len(when), 1.0 - 0.07 * number), "v", transform=place,
                color=colour(number), markersize=5, clip_on=False, zorder=4,
            )  # fmt: skip
    axes.set_title("Drugs in plasma; triangles: doses", pad=9)
    if logarithmic:
        axes.set_yscale("log")
        axes.set_ylabel("level (mg/L)")
    else:
        style.label_amounts(axes, "level", "mg/L")
    legend(axes)


# --- blood ---


def quantities(axes: Axes, found: list[Measured], title: str) -> None:
    """What was measured, in the unit of the first; truth dashed."""
    unit = found[0].unit
    shown = [it for it in found if it.unit == unit][:MOST_LINES]
    for number, it in enumerate(shown):
        name = it.name.replace("_", " ")
        axes.plot(it.days, it.read, "o-", color=colour(number), markersize=4, label=name)
        if it.true is not None:
            axes.plot(it.days, it.true, color=colour(number), **TRUE)
    positive = np.concatenate([it.read[it.read > 0] for it in shown])
    axes.set_title(f"{title}, as measured")
    if len(positive) and positive.max() > 50 * positive.min():
        axes.set_yscale("log")
        axes.set_ylabel(style.axis_label("level", unit))
    else:
        style.label_amounts(axes, "level", unit)
    if any(it.true is not None for it in shown):
        axes.plot([], [], color=style.GREY, label="true", **TRUE)
    legend(axes)


def blood_of(trajectory: Trajectory) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """What the body holds, relative to the start: lymphocytes, neutrophils, T cells that see the
    tumour; what never changes is left out."""
    found = {}
    for label, name, column in (
        ("lymphocytes", "lymphocytes", "lymphocytes"),
        ("neutrophils", "toxicity", "neutrophils"),
    ):
        if name in trajectory.series_names and column in trajectory.series(name):
            series = trajectory.series(name)
            found[label] = np.asarray(series["time"]), np.asarray(series[column], float)
    effectors = [
        trajectory.series(name)
        for name in trajectory.series_names
        if name.startswith("blood/cytotoxic_t") and not name.endswith("_memory")
    ]
    if effectors:
        sums = np.sum([np.asarray(series["cells"], float) for series in effectors], axis=0)
        found["specific CD8 cells"] = np.asarray(effectors[0]["time"]), sums
    return {
        label: (days, values / values[0])
        for label, (days, values) in found.items()
        if values[0] > 0 and np.ptp(values) > 0.01 * values[0]
    }


def blood(axes: Axes, held: dict[str, tuple[np.ndarray, np.ndarray]]) -> None:
    """Relative to the start, true."""
    for number, (label, (days, values)) in enumerate(held.items()):
        axes.plot(days, values, color=colour(number), label=label)
    axes.axhline(1, color=style.GREY, linewidth=0.8, zorder=0.6)
    axes.set_title("In blood, relative to the start, true")
    tops = [float(values.max()) for _, values in held.values()]
    if max(tops) > 10:
        axes.set_yscale("log")
        axes.set_ylabel("ratio")
    else:
        style.label_amounts(axes, "ratio")
    legend(axes)


# --- adverse events ---


def _graded(trajectory: Trajectory) -> dict[str, np.ndarray]:
    """Grades of what was ever there, by organ."""
    if "toxicity" not in trajectory.series_names:
        return {}
    series = trajectory.series("toxicity")
    names = [name.removesuffix("_worst") for name in series if name.endswith("_worst")]
    names += [name for name in ("neutropenia", "neuropathy") if name in series]
    grades = {name: np.asarray(series[name], int) for name in names if name in series}
    return {name: grade for name, grade in grades.items() if np.any(grade > 0)}


def has_toxicity(trajectory: Trajectory) -> bool:
    """Whether there was any adverse event."""
    return bool(_graded(trajectory))


def toxicity(axes: Axes, trajectory: Trajectory) -> None:
    """A line for each organ that was hurt, darker with the grade; steroids at the top."""
    series, graded = trajectory.series("toxicity"), _graded(trajectory)
    days = np.asarray(series["time"], float)
    shades = colormaps["YlOrRd"](np.linspace(0.25, 1.0, 5))
    for line, grade in enumerate(graded.values()):
        for level in range(1, 6):
            axes.fill_between(
                days, line - 0.4, line + 0.4, where=grade == level, step="post",
                color=shades[level - 1], linewidth=0,
            )  # fmt: skip
    names = [name.replace("_", " ") for name in graded]
    steroid = np.asarray(series["prednisone"], float)
    if np.any(steroid > 0):
        line = len(names)
        height = 0.8 * steroid / steroid.max()
        axes.fill_between(days, line + 0.4 - height, line + 0.4, step="post", color=style.BLUE)
        names.append(f"prednisone, ≤ {steroid.max():.0f} mg/d")
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.grid(False)
    axes.set_title("Adverse events by grade")
    legend(axes, [Patch(facecolor=shades[g - 1], label=f"grade {g}") for g in range(1, 6)])

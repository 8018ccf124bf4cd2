"""One page about a patient: lesions, responses, drugs, blood, adverse events, and her tissue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

from perforin import clinic
from perforin.figures import chart_panels as panels
from perforin.figures import style
from perforin.figures.biopsy import draw_composite, legend_of_channels
from perforin.figures.sections import choose_days, legend_of_cells, paint_section
from perforin.trajectory import Trajectory

MOST_PICTURES = 5
WIDTH = 10.5
BLOOD = ("lymphocytes", "cd8", "neutrophils", "regulatory_t")  # columns of a blood panel


@dataclass(frozen=True)
class Panel:
    """A part of the page over time.

    Attributes
    ----------
    inches : float
        Its height.
    draw : callable
        Draws it on axes.
    """

    inches: float
    draw: Callable[[Axes], None]


def draw_chart(trajectory: Trajectory) -> Figure | None:
    """The page; what the file has nothing of is left out. None if she was neither examined nor
    treated."""
    if not clinic.examinations(trajectory) and not style.given(trajectory):
        return None
    over_time = _panels(trajectory)
    sections, biopsies = _sections(trajectory), _biopsies(trajectory)
    heights = [sum(panel.inches for panel in over_time) + 0.55]
    heights += [2.75] * bool(sections) + [2.75] * bool(biopsies)
    figure = plt.figure(figsize=(WIDTH, sum(heights) + 0.4), layout="constrained")
    parts = np.ravel(figure.subfigures(len(heights), 1, height_ratios=heights, squeeze=False))
    _draw_panels(parts[0], trajectory, over_time)
    if sections:
        _draw_sections(parts[1], trajectory, sections)
    if biopsies:
        _draw_biopsies(parts[-1], trajectory, biopsies)
    ages = f"{trajectory.days:g} days"
    style.write_title(
        figure, f"{trajectory.scenario}, seed {trajectory.seed}: chart of the patient over {ages}"
    )
    return figure


def _panels(trajectory: Trajectory) -> list[Panel]:
    """Those that the file has something for, from top to bottom."""
    found: list[Panel] = []
    courses, judged = clinic.courses(trajectory), clinic.responses(trajectory)
    drugs = panels.drugs_of(trajectory)
    if courses:
        found.append(Panel(2.7, lambda axes: panels.spider(axes, courses, judged)))
    else:
        found.append(Panel(2.2, lambda axes: panels.diameters(axes, trajectory)))
    if judged is not None:
        found.append(Panel(1.25, lambda axes: panels.strips(axes, judged, trajectory.days)))
    if drugs:
        found.append(
            Panel(1.6, lambda axes: panels.drugs(axes, drugs, style.rare(style.doses(trajectory))))
        )
    tumour_dna = clinic.measured(trajectory, "plasma", ("share",))
    if tumour_dna:
        found.append(Panel(1.4, lambda axes: panels.quantities(axes, tumour_dna, "ctDNA")))
    found += _blood(trajectory)
    if panels.has_toxicity(trajectory):
        found.append(Panel(1.3, lambda axes: panels.toxicity(axes, trajectory)))
    return found


def _blood(trajectory: Trajectory) -> list[Panel]:
    """A blood panel if one was taken, else what the body holds."""
    counts = clinic.measured(trajectory, "cells", BLOOD)
    if counts:
        return [Panel(1.5, lambda axes: panels.quantities(axes, counts, "Blood"))]
    held = panels.blood_of(trajectory)
    return [Panel(1.5, lambda axes: panels.blood(axes, held))] if held else []


def _draw_panels(part: Figure | SubFigure, trajectory: Trajectory, over_time: list[Panel]) -> None:
    grid = part.subplots(
        len(over_time), 1, sharex=True, squeeze=False,
        gridspec_kw={"height_ratios": [panel.inches for panel in over_time]},
    )[:, 0]  # fmt: skip
    given = style.rare(style.given(trajectory))
    for panel, axes in zip(over_time, grid):
        panel.draw(axes)
        style.mark_doses(axes, given)
    grid[0].set_xlim(0, panels.LATEST * max(trajectory.days, 1))
    grid[-1].set_xlabel("time (days); dotted lines: doses" if given else "time (days)")


# --- tissue ---


def _sections(trajectory: Trajectory) -> tuple[str, list[int]] | None:
    """The first lesion of which cells were kept, and which of its frames."""
    for name, lesion in trajectory.lesions.items():
        if len(trajectory.frames(name)) and "tumour" in lesion.kinds:
            frames = choose_days(trajectory, name, None)
            return name, frames[:MOST_PICTURES]
    return None


def _draw_sections(
    part: Figure | SubFigure, trajectory: Trajectory, shown: tuple[str, list[int]]
) -> None:
    lesion, frames = shown
    paint = paint_section(trajectory, lesion, frames)
    grid = style.picture_row(part, len(frames), legend_of_cells(paint))
    left, right, bottom, top = paint.window()
    for frame, axes in zip(frames, grid):
        paint.section(axes, frame)
        axes.set_xlim(left, right)
        axes.set_ylim(bottom, top)
    part.suptitle(f"Tissue of {lesion}: {paint.caption()}", **_heading())


def _biopsies(trajectory: Trajectory) -> tuple[str, list[float]] | None:
    """The series of pictures of the first lesion that has one, and some of their days."""
    lesions = list(trajectory.lesions)
    order = {lesion: place for place, lesion in enumerate(lesions)}
    series = sorted(
        trajectory.images.items(),
        key=lambda it: order.get(it[0].partition("/lesions/")[2], len(lesions)),
    )
    for name, days in series:
        rows = np.linspace(0, len(days) - 1, min(len(days), MOST_PICTURES)).round().astype(int)
        return name, [days[row] for row in rows]
    return None


def _draw_biopsies(
    part: Figure | SubFigure, trajectory: Trajectory, shown: tuple[str, list[float]]
) -> None:
    name, days = shown
    images = [trajectory.image(name, day) for day in days]
    grid = style.picture_row(part, len(images), legend_of_channels(images[0]))
    for image, axes in zip(images, grid):
        draw_composite(axes, image)
    lesion = name.rpartition("/")[2]
    part.suptitle(f"Biopsies of {lesion}: one section of each, by multiplex stain", **_heading())


def _heading() -> dict:
    return {"x": 0.01, "ha": "left", "fontsize": 10, "fontweight": "bold"}

"""Figures of a trajectory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from matplotlib.figure import Figure

from perforin.errors import Problem
from perforin.figures import style
from perforin.figures.biopsy import draw_biopsy
from perforin.figures.chart import draw_chart
from perforin.figures.fields import draw_fields
from perforin.figures.muller import draw_muller
from perforin.figures.nodule import draw_nodule
from perforin.figures.overview import draw_overview
from perforin.figures.scans import draw_scans, write_slices
from perforin.figures.sections import draw_sections
from perforin.figures.spatial import draw_spatial
from perforin.trajectory import Trajectory

__all__ = [
    "FIGURES",
    "draw_all",
    "draw_biopsy",
    "draw_chart",
    "draw_fields",
    "draw_muller",
    "draw_nodule",
    "draw_overview",
    "draw_scans",
    "draw_sections",
    "draw_spatial",
]

FIGURES = (
    *("chart", "overview", "scans", "biopsy", "sections", "nodule", "spatial", "clones"),
    *("fields", "slices"),
)
"""All there are: the chart is of the patient, the others are of each lesion; slices are only drawn
when they are asked for."""


def draw_all(
    trajectory: Trajectory,
    folder: Path,
    suffix: str = "png",
    days: list[float] | None = None,
    twin: Trajectory | None = None,
    complain: Callable[[str], object] = lambda text: None,
    only: tuple[str, ...] = (),
) -> Iterator[Path]:
    """Draw the patient's chart and what there is to see in every lesion, and give the paths as
    they are written.

    A figure for which the file lacks something is left out.

    Parameters
    ----------
    folder
        Where figures go, named <file>_<lesion>_<figure>.<suffix>; made if missing.
    days
        Of the tissue sections.
    twin
        A run to show beside.
    complain
        Is told about figures that are left out, and why.
    only
        The figures that are wanted, of `FIGURES`; by default all but slices.
    """
    if not trajectory.lesions:
        raise Problem(f"{trajectory.path} has no lesion to draw")
    folder.mkdir(parents=True, exist_ok=True)
    stem = trajectory.path.stem
    wanted = only or tuple(name for name in FIGURES if name != "slices")
    if "chart" in wanted:
        path = folder / f"{stem}_chart.{suffix}"
        yield from _write(lambda: draw_chart(trajectory), path, "chart of the patient", complain)
    for name in trajectory.lesions:
        its = f"{stem}_{name.replace('/', '_')}"
        for what, draw in _drawings(trajectory, name, days, twin).items():
            if what in wanted:
                path = folder / f"{its}_{what}.{suffix}"
                yield from _write(draw, path, f"{what} of {name}", complain)
        if "slices" in wanted:
            yield from write_slices(trajectory, name, folder, its)


def _write(
    draw: Callable[[], Figure | None], path: Path, what: str, complain: Callable[[str], object]
) -> Iterator[Path]:
    """Draw a figure and write it, if there is one and the file lacks nothing that it needs."""
    try:
        with style.styled():
            figure = draw()
            if figure is None:
                return
            style.save(figure, path)
    except Problem as problem:
        complain(f"no figure of the {what}: {problem}")
        return
    yield path


def _drawings(
    trajectory: Trajectory, lesion: str, days: list[float] | None, twin: Trajectory | None
) -> dict[str, Callable[[], Figure | None]]:
    """The figures that fit a lesion, by name."""
    found: dict[str, Callable[[], Figure | None]] = {}
    if f"lesions/{lesion}" in trajectory.series_names:
        found["overview"] = lambda: draw_overview(trajectory, lesion, twin)
    found["scans"] = lambda: draw_scans(trajectory, lesion)
    found["biopsy"] = lambda: draw_biopsy(trajectory, lesion)
    found["sections"] = lambda: draw_sections(trajectory, lesion, days)
    if trajectory.lesion(lesion).is_nodule:
        found["nodule"] = lambda: draw_nodule(trajectory, lesion)
    found["spatial"] = lambda: draw_spatial(trajectory, lesion)
    found["clones"] = lambda: draw_muller(trajectory, lesion)
    found["fields"] = lambda: draw_fields(trajectory, lesion)
    return found

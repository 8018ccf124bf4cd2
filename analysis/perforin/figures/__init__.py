"""Figures of a trajectory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from matplotlib.figure import Figure

from perforin.errors import Problem
from perforin.figures import style
from perforin.figures.fields import draw_fields
from perforin.figures.muller import draw_muller
from perforin.figures.nodule import draw_nodule
from perforin.figures.overview import draw_overview
from perforin.figures.scans import draw_scans
from perforin.figures.sections import draw_sections
from perforin.figures.spatial import draw_spatial
from perforin.trajectory import Trajectory

__all__ = [
    "draw_all",
    "draw_fields",
    "draw_muller",
    "draw_nodule",
    "draw_overview",
    "draw_scans",
    "draw_sections",
    "draw_spatial",
]


def draw_all(
    trajectory: Trajectory,
    folder: Path,
    suffix: str = "png",
    days: list[float] | None = None,
    twin: Trajectory | None = None,
    complain: Callable[[str], object] = lambda text: None,
) -> Iterator[Path]:
    """Draw what there is to see in every lesion, and give the paths as they are written.

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
    """
    if not trajectory.lesions:
        raise Problem(f"{trajectory.path} has no lesion to draw")
    folder.mkdir(parents=True, exist_ok=True)
    for name in trajectory.lesions:
        for what, draw in _drawings(trajectory, name, days, twin).items():
            path = folder / f"{trajectory.path.stem}_{name.replace('/', '_')}_{what}.{suffix}"
            try:
                with style.styled():
                    figure = draw()
                    if figure is None:
                        continue
                    style.save(figure, path)
            except Problem as problem:
                complain(f"no figure of the {what} of {name}: {problem}")
                continue
            yield path


def _drawings(
    trajectory: Trajectory, lesion: str, days: list[float] | None, twin: Trajectory | None
) -> dict[str, Callable[[], Figure | None]]:
    """The figures that fit a lesion, by name."""
    found: dict[str, Callable[[], Figure | None]] = {}
    if f"lesions/{lesion}" in trajectory.series_names:
        found["overview"] = lambda: draw_overview(trajectory, lesion, twin)
    found["scans"] = lambda: draw_scans(trajectory, lesion)
    found["sections"] = lambda: draw_sections(trajectory, lesion, days)
    if trajectory.lesion(lesion).is_nodule:
        found["nodule"] = lambda: draw_nodule(trajectory, lesion)
    found["spatial"] = lambda: draw_spatial(trajectory, lesion)
    found["clones"] = lambda: draw_muller(trajectory, lesion)
    found["fields"] = lambda: draw_fields(trajectory, lesion)
    return found

"""Figures of the tables of trials and studies, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from matplotlib.figure import Figure

from perforin.errors import Problem
from perforin.figures import style
from perforin.figures.ablations import draw_ablations
from perforin.figures.forest import draw_forest
from perforin.figures.markers import draw_markers
from perforin.figures.patients import draw_spider, draw_swimmer, draw_waterfall
from perforin.figures.scatter import draw_scatter
from perforin.figures.sensitivity import draw_sensitivity
from perforin.figures.survival import draw_km
from perforin.sensitivity.study import read_study
from perforin.sensitivity.table import is_table_of_indices, of_study, read_indices
from perforin.trials.tables import Trial, read_trial

TRIAL_FIGURES: dict[str, Callable[[Trial], Figure | None]] = {
    "km": draw_km,
    "waterfall": draw_waterfall,
    "spider": draw_spider,
    "swimmer": draw_swimmer,
    "forest": draw_forest,
    "markers": draw_markers,
}


def of_trial(trial: Trial) -> dict[str, Callable[[], Figure | None]]:
    """The figures of a trial, by name."""
    return {name: partial(draw, trial) for name, draw in TRIAL_FIGURES.items()}


def draw_tables(
    path: Path,
    folder: Path | None = None,
    suffix: str = "png",
    only: tuple[str, ...] = (),
    complain: Callable[[str], object] = lambda text: None,
) -> Iterator[Path]:
    """Draw what a trial's folder (or its patients.csv) or a study's table has to show.

    Parameters
    ----------
    folder
        Where figures go; by default <table>_figures beside it, of a trial `figures` inside.
    only
        Names of `TABLE_FIGURES`; by default all that fit.
    complain
        Is told about figures that are left out, and why.
    """
    if path.is_dir() or path.name == "patients.csv":
        trial = read_trial(path)
        place = folder or (path if path.is_dir() else path.parent) / "figures"
        drawings = of_trial(trial)
    else:
        place = folder or path.parent / f"{path.stem}_figures"
        drawings = _of_study(path)
    for name in only:
        if name not in drawings:
            raise Problem(f"{path} has no {name}: it has {', '.join(drawings)}")
    stem = "" if path.is_dir() or path.name == "patients.csv" else f"{path.stem}_"
    chosen = {name: draw for name, draw in drawings.items() if not only or name in only}
    yield from write_figures(chosen, place, stem, (suffix,), complain)


def _of_study(path: Path) -> dict[str, Callable[[], Figure | None]]:
    if is_table_of_indices(path):
        return {"sensitivity": lambda: draw_sensitivity(read_indices(path), path.stem)}
    study = read_study(path)
    return {
        "ablations": lambda: draw_ablations(study),
        "scatter": lambda: draw_scatter(study),
        "sensitivity": lambda: draw_sensitivity(of_study(study, "prcc"), study.name),
    }


def write_figures(
    drawings: dict[str, Callable[[], Figure | None]],
    folder: Path,
    stem: str,
    suffixes: tuple[str, ...],
    complain: Callable[[str], object],
) -> Iterator[Path]:
    """Draw and write each in every format; what has nothing to show is told and left out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in drawings.items():
        try:
            with style.styled():
                figure = draw()
                if figure is None:
                    complain(f"no figure {name}: the tables have nothing for it")
                    continue
                for suffix in suffixes:
                    style.save(figure, folder / f"{stem}{name}.{suffix}")
        except Problem as problem:
            complain(f"no figure {name}: {problem}")
            continue
        yield from (folder / f"{stem}{name}.{suffix}" for suffix in suffixes)

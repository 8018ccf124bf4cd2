"""The report: phenomena.csv, cases.csv, composition.csv, paired.csv, kinetics.csv, calendars.csv,
drivers.csv, phenomena.md, figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from perforin.errors import Problem
from perforin.figures import phenomena as figures
from perforin.figures.sensitivity import draw_sensitivity
from perforin.figures.tables import write_figures
from perforin.phenomena.analysis import analyse
from perforin.phenomena.calendars import CalendarRate, calendars
from perforin.phenomena.composition import compositions, plasma_rates
from perforin.phenomena.definitions import Settings
from perforin.phenomena.drivers import drivers
from perforin.phenomena.kinetics import Kinetic, kinetics
from perforin.phenomena.page import page
from perforin.phenomena.pooled import pool
from perforin.phenomena.rates import Paired, Rate, pairs, rates
from perforin.phenomena.tables import Kept, read_kept, write_kept
from perforin.sensitivity.table import write_indices
from perforin.table import write_rows


def write_phenomena(
    folder: Path,
    output: Path | None = None,
    runs: Path | None = None,
    control: str | None = None,
    settings: Settings | None = None,
    irradiated: Mapping[str, str] | None = None,
    complain: Callable[[str], object] = lambda text: None,
) -> Iterator[Path]:
    """Judge a trial's runs, write all of it and give the paths as they are written.

    Parameters
    ----------
    folder
        A trial's, with patients.csv.
    output
        Where it goes; by default into `phenomena` there.
    runs, control, settings, irradiated, complain
        See `analysis.analyse`.
    """
    found = analyse(folder, runs, control, settings, irradiated, complain)
    place = output or (folder if folder.is_dir() else folder.parent) / "phenomena"
    yield from _write(Kept(place, found, [*compositions(found)]), complain)
    yield write_rows(place / "kinetics.csv", Kinetic, kinetics(found), digits=4)
    yield write_rows(place / "calendars.csv", CalendarRate, calendars(found), digits=4)
    rows = [*drivers(found)]
    if rows:
        yield write_indices(place / "drivers.csv", rows)
        drawing = {"phenomena_drivers": partial(draw_sensitivity, rows, found.name)}
        yield from write_figures(drawing, place / "figures", "", ("png", "svg"), complain)


def write_pooled(
    folders: Sequence[Path], output: Path, complain: Callable[[str], object] = lambda text: None
) -> Iterator[Path]:
    """Write the same of parts of a trial together, from what was written of each.

    Parameters
    ----------
    folders
        What `write_phenomena` wrote, or this.
    output
        Where it goes: a folder of its own.
    complain
        Is told what parts could not tell, and what is left out.
    """
    for it in folders:
        if output.resolve() == it.resolve():
            raise Problem(f"{output} is a part itself: name another folder (-o)")
    yield from _write(pool([read_kept(it) for it in folders], output, complain), complain)


def _write(kept: Kept, complain: Callable[[str], object]) -> Iterator[Path]:
    """The tables that are kept, and of these, as they can be read again, all else: what is pooled
    later is what was told now."""
    place = kept.folder
    place.mkdir(parents=True, exist_ok=True)
    yield from write_kept(kept)
    kept = read_kept(place)
    found, rows = kept.findings, kept.composition
    shares = [*rates(found), *plasma_rates(rows, found.arms)]
    twins = [*pairs(found)]
    yield write_rows(place / "phenomena.csv", Rate, shares)
    yield write_rows(place / "paired.csv", Paired, twins)
    drawings = {
        "phenomena_rates": partial(figures.draw_rates, found.name, found.arms, shares),
        "phenomena_composition": partial(figures.draw_composition, found.name, found.arms, rows),
        "phenomena_matrix": partial(figures.draw_matrix, found.name, found.arms, shares),
    }
    drawn = []
    for path in write_figures(drawings, place / "figures", "", ("png", "svg"), complain):
        drawn.append(path)
        yield path
    written = place / "phenomena.md"
    written.write_text(page(found, shares, twins, rows, drawn, place), encoding="utf-8")
    yield written

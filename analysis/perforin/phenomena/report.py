"""The report: phenomena.csv, cases.csv, composition.csv, paired.csv, phenomena.md, figures."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from perforin.figures import phenomena as figures
from perforin.figures.tables import write_figures
from perforin.phenomena.analysis import Analysis, analyse
from perforin.phenomena.composition import Composition, compositions, plasma_rates
from perforin.phenomena.definitions import PHENOMENA, Settings
from perforin.phenomena.page import page
from perforin.phenomena.rates import Paired, Rate, pairs, rates
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
    """Write all of it and give the paths as they are written.

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
    place.mkdir(parents=True, exist_ok=True)
    rows = [*compositions(found)]
    shares = [*rates(found), *plasma_rates(rows, found.arms)]
    twins = [*pairs(found)]
    yield write_rows(place / "phenomena.csv", Rate, shares)
    yield write_cases(place / "cases.csv", found)
    yield write_rows(place / "composition.csv", Composition, rows)
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


def write_cases(path: Path, analysis: Analysis) -> Path:
    """A row a patient, arm, and truth or reading: flags (lesions: how many), days, triggers."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        names = [part for it in PHENOMENA for part in _columns(it.name)]
        writer.writerow(["arm", "patient", "on", *names])
        for (arm, patient, on), found in analysis.findings.items():
            cells: list[object] = []
            for it in PHENOMENA:
                told = found[it.name]
                day = "" if math.isnan(told.day) else f"{told.day:g}"
                cells += [told.cases if told.n else "", day, told.detail]
            writer.writerow([arm, f"{patient:g}", on, *cells])
    return path


def _columns(name: str) -> tuple[str, str, str]:
    return name, f"{name}_day", f"{name}_detail"

"""Other formats: comma-separated tables, for spreadsheets and R."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from perforin.errors import Problem
from perforin.table import Column, Table
from perforin.trajectory import Trajectory


def export_csv(trajectory: Trajectory, folder: Path) -> Iterator[Path]:
    """Write every series, the cells of every frame, and the events, a file each.

    Columns are named with their unit, "volume (mm^3)"; vectors become three columns.

    Yields
    ------
    pathlib.Path
        Each file as it is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stem = trajectory.path.stem
    for name in trajectory.series_names:
        path = folder / f"{stem}_{name.replace('/', '_')}.csv"
        yield _write(path, [_named(trajectory.series(name))])
    for lesion in trajectory.lesions.values():
        for kind in lesion.kinds:
            path = folder / f"{stem}_{lesion.name.replace('/', '_')}_{kind}_cells.csv"
            yield _write(path, _frames(trajectory, lesion.name, kind))
    yield _write(folder / f"{stem}_events.csv", [_events(trajectory)])


def export_measurements(trajectory: Trajectory, folder: Path) -> Iterator[Path]:
    """Write what each examination measured of lesions, as `perforin respond` reads it.

    Yields
    ------
    pathlib.Path
        Each file as it is written.
    """
    prefix = "measurements_"
    tables = {n: str(t) for n, t in trajectory.manifest.items() if n.startswith(prefix)}
    if not tables:
        raise Problem(
            f"{trajectory.path} has no measurements: no examination measured lesions, or the run "
            "did not end by itself"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        path = folder / f"{trajectory.path.stem}_{name.removeprefix(prefix)}_measurements.csv"
        path.write_text(table, encoding="utf-8")
        yield path


def _frames(trajectory: Trajectory, lesion: str, kind: str) -> Iterator[dict[str, np.ndarray]]:
    """The cells of every frame, with the day in front."""
    for frame, day in enumerate(trajectory.frames(lesion)):
        cells = trajectory.cells(lesion, kind, frame)
        yield {"time (d)": np.full(cells.rows, day), **_named(cells)}


def _events(trajectory: Trajectory) -> dict[str, np.ndarray]:
    """Events, with those who took part as text: "identity:hits identity:hits"."""
    events = trajectory.events()
    found = _named(events)
    del found["first_party"], found["party_count"]
    found["parties"] = np.array(
        [" ".join(f"{i}:{n}" for i, n in events.parties(row)) for row in range(events.rows)],
        dtype=object,
    )
    return found


def _named(table: Table) -> dict[str, np.ndarray]:
    """Columns as a file has them: `time` first, vectors split, units in the names."""
    names = sorted(table, key=lambda name: (name != "time", name))
    found: dict[str, np.ndarray] = {}
    for name in names:
        column = table[name]
        if column.ndim == 1:
            found[_header(name, column)] = column
        else:
            for axis, letter in enumerate("xyz"[: column.shape[1]]):
                found[_header(f"{name}_{letter}", column)] = column[:, axis]
    return found


def _header(name: str, column: Column) -> str:
    return name if column.unit in ("", "1") else f"{name} ({column.unit})"


def _write(path: Path, parts: Iterable[dict[str, np.ndarray]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        first = True
        for part in parts:
            if first:
                writer.writerow(part)
            first = False
            writer.writerows(zip(*(_cells_of(column) for column in part.values())))
    return path


def _cells_of(column: np.ndarray) -> list:
    """Values as they are written: of single precision no more digits than there are."""
    plain = np.asarray(column)
    return (plain.astype(str) if plain.dtype == np.float32 else plain).tolist()

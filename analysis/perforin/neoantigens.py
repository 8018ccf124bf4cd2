"""Which neoantigens a vaccine or a T-cell receptor is best aimed at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from perforin.errors import Problem
from perforin.figures.muller import NO_PARENT
from perforin.quantity import in_days
from perforin.table import write_rows
from perforin.trajectory import Trajectory

BITS = 64
_ALIVE = 0


@dataclass(frozen=True)
class Neoantigen:
    """A neoantigen of a patient's lesions on a day.

    Attributes
    ----------
    antigen : int
        Its number, as `antigens` of a therapy names it.
    at_start : bool
        Whether any cell had it at the start: T cells exist for these only.
    lesions : int
        In how many lesions more than half of the cells have it.
    clonality : float
        Share of the live tumour cells of all lesions that have it.
    least : float
        That of the lesion with the smallest one.
    presentation : float
        How well its cells are recognised: mean of M / (M + M½), M their MHC-I.
    lost : float
        Share of the cells that descend from one that had it and have it no more: what clonality
        leaves out already, so that the score does not count it again.
    loss_risk : float
        Chance that a daughter of a cell with it has lost it: mutation.antigen_loss.
    score : float
        clonality × presentation × (1 − loss_risk).
    """

    antigen: int
    at_start: bool
    lesions: int
    clonality: float
    least: float
    presentation: float
    lost: float
    loss_risk: float
    score: float


@dataclass(frozen=True)
class _Clones:
    """The clones of a lesion on a day, one a row: live cells, antigens, those that it or an
    ancestor had, recognition."""

    cells: np.ndarray
    antigens: np.ndarray
    inherited: np.ndarray
    recognition: np.ndarray


def rank(run: Trajectory, when: str | float | None = None) -> list[Neoantigen]:
    """All neoantigens that a live cell has or descends from one that had it, the best first.

    Parameters
    ----------
    when
        Days, or text with a unit; by default the last day.
    """
    day = np.inf if when is None else in_days(when)
    lesions = [it for it in (_clones(run, name, day) for name in _whole(run)) if it is not None]
    if not any(it.cells.sum() > 0 for it in lesions):
        at = "at the end" if when is None else f"on day {day:g}"
        raise Problem(f"{run.path} has no clones with a live tumour cell {at}")
    start = np.uint64(0)
    for name in _whole(run):
        table = run.clones(name)
        if table is not None:
            first = np.asarray(table["time"]) == np.min(table["time"])
            start |= np.bitwise_or.reduce(np.asarray(table["antigens"], np.uint64)[first])
    chance = run.parameters["mutation.antigen_loss"].number
    known = np.bitwise_or.reduce(np.concatenate([it.inherited for it in lesions]))
    found = [_rate(lesions, bit, bool(_has(start, bit)), chance) for bit in _bits(known)]
    return sorted(found, key=lambda it: (-it.score, it.antigen))


def best(found: Iterable[Neoantigen], most: int) -> list[int]:
    """The numbers of the best, of which there are T cells that could see a live tumour cell."""
    return [it.antigen for it in found if it.at_start and it.score > 0][:most]


def _whole(run: Trajectory) -> list[str]:
    return [lesion.name for lesion in run.lesions.values() if lesion.of == lesion.name]


def _has(masks: np.ndarray | np.uint64, bit: int) -> np.ndarray:
    return (masks >> np.uint64(bit)) & np.uint64(1) == 1


def _bits(mask: np.uint64) -> Iterator[int]:
    return (bit for bit in range(BITS) if _has(mask, bit))


def _clones(run: Trajectory, lesion: str, day: float) -> _Clones | None:
    """The clones of a lesion; of its later block if that is there already."""
    for name in (f"{lesion}/sample", lesion):
        table = run.clones(name) if name in run.lesions else None
        if table is None:
            continue
        time = np.asarray(table["time"])
        past = time <= day + 1e-9
        if not past.any():
            continue
        last = float(time[past].max())
        rows = time == last
        number = np.asarray(table["clone"])[rows].astype(int)
        antigens = np.asarray(table["antigens"])[rows].astype(np.uint64)
        parent = dict(zip(number, np.asarray(table["parent"])[rows].astype(int)))
        half = run.parameters["biology.cytotoxic_t.mhc1_half"].number
        shown = np.asarray(table["mhc1_ceiling"])[rows].astype(float)
        return _Clones(
            cells=np.asarray(table["cells"])[rows].astype(float),
            antigens=antigens,
            inherited=_inherited(number, antigens, parent),
            recognition=_recognition(run, name, last, number, shown, half),
        )
    return None


def _inherited(number: np.ndarray, antigens: np.ndarray, parent: dict[int, int]) -> np.ndarray:
    """Antigens of each clone and of all that it descends from."""
    own = dict(zip(number, antigens))
    found = antigens.copy()
    for row, clone in enumerate(number):
        above = parent[clone]
        while above in own and above != NO_PARENT:
            found[row] |= own[above]
            above = parent[above]
    return found


def _recognition(
    run: Trajectory, lesion: str, day: float, number: np.ndarray, ceiling: np.ndarray, half: float
) -> np.ndarray:
    """Mean recognition of each clone's cells in the nearest frame; of a clone that has none there,
    what its ceiling allows without interferon."""
    found = ceiling / (ceiling + half)
    if "tumour" not in run.lesions[lesion].kinds or not len(run.frames(lesion)):
        return found
    cells = run.cells(lesion, "tumour", run.frame_near(lesion, day))
    if not {"clone", "mhc1"} <= set(cells) or not cells.rows:
        return found
    live = np.ones(cells.rows, bool)
    if "condition" in cells:
        live = np.asarray(cells["condition"]) == _ALIVE
    weight = np.asarray(cells["weight"], float) if "weight" in cells else np.ones(cells.rows)
    mhc1, clone = np.asarray(cells["mhc1"], float), np.asarray(cells["clone"])
    for row, it in enumerate(number):
        mine = live & (clone == it) & (weight > 0)
        if mine.any():
            found[row] = np.average(mhc1[mine] / (mhc1[mine] + half), weights=weight[mine])
    return found


def _rate(lesions: list[_Clones], bit: int, at_start: bool, chance: float) -> Neoantigen:
    cells = np.concatenate([it.cells for it in lesions])
    has = np.concatenate([_has(it.antigens, bit) for it in lesions])
    descends = np.concatenate([_has(it.inherited, bit) for it in lesions])
    recognition = np.concatenate([it.recognition for it in lesions])
    carriers, offspring = cells[has].sum(), cells[descends].sum()
    clonality = carriers / cells.sum()
    presentation = float((cells * recognition)[has].sum() / carriers) if carriers > 0 else 0.0
    lost = 1 - carriers / offspring if offspring > 0 else 1.0
    shares = [
        it.cells[_has(it.antigens, bit)].sum() / it.cells.sum()
        for it in lesions
        if it.cells.sum() > 0
    ]
    return Neoantigen(
        antigen=bit,
        at_start=at_start,
        lesions=sum(bool(share > 0.5) for share in shares),
        clonality=float(clonality),
        least=float(min(shares)),
        presentation=presentation,
        lost=float(lost),
        loss_risk=float(chance),
        score=float(clonality * presentation * (1 - chance)),
    )


def table(found: Iterable[Neoantigen]) -> str:
    """Lines to read, the best first."""
    head = (
        "antigen",
        "score",
        "clonality",
        "least",
        "presentation",
        "lost",
        "loss risk",
        "lesions",
        "start",
    )
    rows = [
        (
            str(it.antigen),
            *(f"{x:.3f}" for x in (it.score, it.clonality, it.least, it.presentation, it.lost)),
            f"{it.loss_risk:.2g}",
            str(it.lesions),
            "yes" if it.at_start else "no",
        )
        for it in found
    ]
    widths = [max(map(len, column)) for column in zip(head, *rows)]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths)) for row in (head, *rows)
    )


def write(path: Path, found: Iterable[Neoantigen]) -> Path:
    """A comma-separated table, the best first."""
    return write_rows(path, Neoantigen, found, digits=8)

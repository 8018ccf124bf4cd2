"""Where cells lie in a lesion: in core or margin, near whom, mixed with whom.

Takes cells from a trajectory and hands them to `margin`, `neighbours`, `ripley` and `mixing`, which
know nothing of trajectories. Dead cells are left out, except where the tumour's extent is asked
for. An agent of a rare kind stands for `weight` < 1 cells: what is given is that of whole cells, of
their own size (`Cells.radius`), in expectation. Moments are in days; the nearest frame is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from perforin import mixing as mixed
from perforin.errors import Problem
from perforin.margin import (
    DepthProfile,
    Edge,
    NoduleEdge,
    Phenotype,
    depth_profile,
    margin_width,
    phenotype,
    slab_edge,
)
from perforin.neighbours import NearestNeighbours, nearest_neighbours
from perforin.profiles import ALIVE, NODULE_KIND, radial_profile
from perforin.ripley import Labelling, cross_k, random_labelling, ripley_k
from perforin.trajectory import Trajectory
from perforin.windows import Window, filled_by

TUMOUR = NODULE_KIND
CD8 = "cytotoxic_t"

_MOST_CELLS = 4000


@dataclass(frozen=True)
class Cells:
    """Cells of one kind.

    Attributes
    ----------
    position : numpy.ndarray
        (n, dimensions), µm.
    radius : numpy.ndarray
        Of whole cells (µm): an agent that stands for a share of a cell has that share of its
        volume.
    weight : numpy.ndarray
        Cells that each agent stands for, relative to an agent of the tumour.
    """

    position: np.ndarray
    radius: np.ndarray
    weight: np.ndarray


def cells_of(
    trajectory: Trajectory, lesion: str | None, kind: str, frame: int, dead: bool = False
) -> Cells:
    """The cells of one kind in a frame that are alive, or all of them."""
    it = trajectory.lesion(lesion)
    table = trajectory.cells(it.name, kind, frame)
    weight = np.asarray(table["weight"], float) if "weight" in table else np.ones(table.rows)
    rows = weight > 0
    if not dead:
        rows &= np.asarray(table["condition"]) == ALIVE
    radius = np.asarray(table["radius"], float)[rows] / np.cbrt(weight[rows])
    position = np.asarray(table["position"], float)[rows, : it.dimensions]
    return Cells(position, radius, weight[rows])


def window_of(trajectory: Trajectory, lesion: str | None, frame: int) -> Window:
    """The block of a lesion; of a nodule as much as its cells need, if they outgrew it."""
    it = trajectory.lesion(lesion)
    n = it.dimensions
    low, high = np.zeros(n), np.asarray(it.block[:n], float)
    for kind in it.kinds:
        place = cells_of(trajectory, lesion, kind, frame, dead=True).position
        if len(place):
            # What leaves a periodic block comes in again, but it may leave the others.
            free = ~np.array(it.periodic[:n])
            low[free] = np.minimum(low, place.min(0))[free]
            high[free] = np.maximum(high, place.max(0))[free]
    return Window.box(high - low, it.periodic[:n], low)


def tissue_of(trajectory: Trajectory, lesion: str | None, frame: int) -> Window:
    """The part of a block that tumour cells, dead ones too, fill; see `windows.filled_by`."""
    tumour = cells_of(trajectory, lesion, TUMOUR, frame, dead=True)
    if not len(tumour.position):
        raise Problem("there is no tumour tissue")
    box = window_of(trajectory, lesion, frame)
    return filled_by(tumour.position, float(np.median(tumour.radius)), box)


def edge_of(trajectory: Trajectory, lesion: str | None, frame: int) -> Edge:
    """The tumour's edge: of a slab by `margin.slab_edge`, of a nodule the sphere of its outer
    radius (`profiles.radial_profile`)."""
    it = trajectory.lesion(lesion)
    if it.is_nodule:
        profile = radial_profile(trajectory.cells(it.name, TUMOUR, frame), it.dimensions)
        return NoduleEdge(profile.centre[: it.dimensions], profile.radius)
    tumour = cells_of(trajectory, lesion, TUMOUR, frame, dead=True)
    return slab_edge(tumour.position, tumour.radius, window_of(trajectory, lesion, frame))


def density_by_depth(
    trajectory: Trajectory, lesion: str | None, kind: str, frame: int, edges: np.ndarray
) -> DepthProfile:
    """Densities of live cells of one kind in layers between depths below the edge (µm)."""
    it = trajectory.lesion(lesion)
    cells = cells_of(trajectory, lesion, kind, frame)
    return depth_profile(
        cells.position,
        2 * cells.radius,
        edge_of(trajectory, lesion, frame),
        window_of(trajectory, lesion, frame),
        edges,
        cells.weight,
        thickness_um=float(it.block[2]),
    )


def densities(
    trajectory: Trajectory, lesion: str | None, kind: str, frame: int, width: float | None = None
) -> DepthProfile:
    """Densities of live cells on the host side, in the margin and in the core, in this order.

    Parameters
    ----------
    width
        Half the width of the margin (µm); see `margin.margin_width` for what is taken without.
    """
    if width is None:
        width = margin_width(edge_of(trajectory, lesion, frame))
    layers = np.array([-np.inf, -width, width, np.inf])
    return density_by_depth(trajectory, lesion, kind, frame, layers)


# --- near whom ---


def nearest(
    trajectory: Trajectory, lesion: str | None, origin: str, target: str, frame: int
) -> NearestNeighbours:
    """Distances from live cells of one kind to the nearest of another, in the tumour's tissue."""
    window = tissue_of(trajectory, lesion, frame)
    one = cells_of(trajectory, lesion, origin, frame)
    if origin == target:
        return nearest_neighbours(one.position, None, window, one.weight)
    two = cells_of(trajectory, lesion, target, frame)
    return nearest_neighbours(one.position, two.position, window, one.weight, two.weight)


def k_function(
    trajectory: Trajectory,
    lesion: str | None,
    first: str,
    second: str,
    frame: int,
    radii: np.ndarray,
) -> np.ndarray:
    """K of one kind, or cross-K of two, of live cells in the tumour's tissue."""
    window = tissue_of(trajectory, lesion, frame)
    one = cells_of(trajectory, lesion, first, frame)
    if first == second:
        return ripley_k(one.position, window, radii, one.weight)
    two = cells_of(trajectory, lesion, second, frame)
    return cross_k(one.position, two.position, window, radii, one.weight, two.weight)


def labelling(
    trajectory: Trajectory, lesion: str | None, frame: int, radii: np.ndarray
) -> Labelling:
    """Cross-L of CD8 and tumour cells, beside that of kinds dealt out by chance.

    Of more than 4000 tumour cells so many are drawn: K does not change when cells are left out at
    random. Deviations count from two tumour cells' diameters on: nearer by, T cells are found where
    no tumour cell has room, and the kinds cannot be exchanged. Agents are permuted: where ten stand
    for one cell, the band is narrower and p smaller than an image of so few cells could show.
    """
    window = tissue_of(trajectory, lesion, frame)
    one = cells_of(trajectory, lesion, CD8, frame)
    two = cells_of(trajectory, lesion, TUMOUR, frame)
    if not len(one.position) or not len(two.position):
        raise Problem("there are no live CD8 T cells and tumour cells at once")
    most = min(_MOST_CELLS, len(two.position))
    rows = np.sort(np.random.default_rng(1).permutation(len(two.position))[:most])
    return random_labelling(
        one.position,
        two.position[rows],
        window,
        radii,
        one.weight,
        two.weight[rows],
        judged_from=4 * float(np.median(two.radius)),
    )


# --- measures by name ---


def _frame(trajectory: Trajectory, lesion: str | None, when: float) -> int:
    return trajectory.frame_near(trajectory.lesion(lesion).name, when)


def _both(trajectory: Trajectory, lesion: str | None, when: float):
    """The window of the nearest frame, its CD8 and its live tumour cells."""
    frame = _frame(trajectory, lesion, when)
    cd8, tumour = (cells_of(trajectory, lesion, kind, frame) for kind in (CD8, TUMOUR))
    return window_of(trajectory, lesion, frame), cd8, tumour


def cd8_core(trajectory: Trajectory, lesion: str | None, when: float) -> float:
    """CD8 per mm² of a section of 4 µm through the tumour's core; see `margin`."""
    frame = _frame(trajectory, lesion, when)
    return float(densities(trajectory, lesion, CD8, frame).per_area()[2])


def cd8_margin(trajectory: Trajectory, lesion: str | None, when: float) -> float:
    """CD8 per mm² of a section of 4 µm through the margin, on both sides of the tumour's edge."""
    frame = _frame(trajectory, lesion, when)
    return float(densities(trajectory, lesion, CD8, frame).per_area()[1])


def immune_phenotype(trajectory: Trajectory, lesion: str | None, when: float) -> Phenotype:
    """Inflamed, excluded or desert, with the densities it was judged by."""
    _, margin, core = densities(
        trajectory, lesion, CD8, _frame(trajectory, lesion, when)
    ).per_area()
    return phenotype(float(core), float(margin))


def mixing(trajectory: Trajectory, lesion: str | None, when: float) -> float:
    """Contacts of CD8 with tumour cells per contact of CD8 with each other (Keren 2018)."""
    window, one, two = _both(trajectory, lesion, when)
    found = mixed.mixing(
        one.position, one.radius, two.position, two.radius, window, one.weight, two.weight
    )
    if not np.isfinite(found.score):
        raise Problem("no two CD8 T cells touch: there is nothing to compare contacts with")
    return found.score


def overlap(trajectory: Trajectory, lesion: str | None, when: float) -> float:
    """Morisita–Horn index of CD8 and tumour cells on cubes of about 50 µm (Maley 2015)."""
    window, one, two = _both(trajectory, lesion, when)
    return mixed.morisita_horn(
        mixed.on_quadrats(one.position, window, one.weight),
        mixed.on_quadrats(two.position, window, two.weight),
    )


def tumour_near_cd8(trajectory: Trajectory, lesion: str | None, when: float) -> float:
    """Share of the live tumour cells that have a CD8 within 20 µm, centre to centre."""
    window, cd8, tumour = _both(trajectory, lesion, when)
    return mixed.share_within(
        tumour.position,
        cd8.position,
        window,
        origin_weight=tumour.weight,
        target_weight=cd8.weight,
    )

"""Where a tumour ends: its edge, the depth below it, and densities in core, margin and host side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import ndimage
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from perforin.errors import Problem
from perforin.stereology import SECTION_UM, per_area
from perforin.windows import Window

MARGIN_UM = 500.0
"""Half the width of the invasive margin (µm): a band of 1 mm centred on the border of the malignant
cells with the host tissue (Hendry 2017, recalled). Blocks are smaller: see `margin_width`."""

MARGIN_SHARE = 0.25
"""Share of the tumour's depth that the margin takes at most, so that a core is left. Assumed."""

COLUMN_UM = 25.0
"""Edge of the columns in which a slab's surface is sought (µm): one and a half cells. Assumed."""

STRAY = 1.5
"""Tumour cells belong together when their centres are not further apart than this times the sum of
their radii: a gap of half a cell's diameter. Assumed."""

_SAMPLE_UM = 5.0
_MOST_SAMPLES = 2e6


class Edge(Protocol):
    """The surface of a tumour."""

    def depth(self, points: np.ndarray) -> np.ndarray:
        """How far below the surface points lie; negative on the host side (µm)."""

    def deepest(self) -> float:
        """Depth of the tumour (µm)."""


@dataclass(frozen=True)
class SlabEdge:
    """A surface that is a height over each place of a block, by columns.

    Attributes
    ----------
    height : numpy.ndarray
        Of the surface over each column (µm); between columns' middles it is interpolated.
    """

    window: Window
    height: np.ndarray

    def depth(self, points: np.ndarray) -> np.ndarray:
        """Straight down from the surface (µm)."""
        moved = self.window.inner(points)
        flat = moved[:, :-1] / (self.window.size[:-1] / np.array(self.height.shape)) - 0.5
        wraps = self.window.periodic[0]
        surface = ndimage.map_coordinates(
            self.height, flat.T, order=1, mode="grid-wrap" if wraps else "nearest"
        )
        return surface - moved[:, -1]

    def deepest(self) -> float:
        """Mean height of the surface over the bottom of the block (µm)."""
        return float(self.height.mean())


@dataclass(frozen=True)
class NoduleEdge:
    """A sphere, in two dimensions a circle."""

    centre: np.ndarray
    radius: float

    def depth(self, points: np.ndarray) -> np.ndarray:
        """Inwards from the surface, along the radius (µm)."""
        away = np.asarray(points, float)[:, : len(self.centre)] - self.centre
        return self.radius - np.linalg.norm(away, axis=1)

    def deepest(self) -> float:
        """The radius (µm)."""
        return self.radius


def slab_edge(
    tumour: np.ndarray, radius: np.ndarray, window: Window, column_um: float = COLUMN_UM
) -> SlabEdge:
    """The surface of a slab: in each column the top of the highest cell that belongs to the tumour.

    To the tumour belongs the largest cluster of tumour cells, dead ones too, that lie next to each
    other (`STRAY`): single cells that went astray do not move the edge. A column without any has
    its surface at the bottom.

    Parameters
    ----------
    tumour, radius
        Positions and radii of the tumour cells (µm); the last axis points to the margin.
    """
    place, radius = window.inner(tumour), np.asarray(radius, float)
    count = np.maximum(1, np.rint(window.size[:-1] / column_um)).astype(int)
    height = np.zeros(count)
    if len(place):
        rows = _largest_cluster(place, radius, window)
        column = np.floor(place[rows, :-1] / window.size[:-1] * count).astype(int)
        column = np.clip(column, 0, count - 1)
        np.maximum.at(height, tuple(column.T), place[rows, -1] + radius[rows])
    return SlabEdge(window, height)


def _largest_cluster(place: np.ndarray, radius: np.ndarray, window: Window) -> np.ndarray:
    most = 2 * STRAY * radius.max()
    tree = window.tree(place)
    near = tree.sparse_distance_matrix(tree, most, output_type="ndarray")
    i, j = near["i"], near["j"]
    touch = near["v"] <= STRAY * (radius[i] + radius[j])
    shape = (len(place), len(place))
    graph = coo_matrix((np.ones(touch.sum(), bool), (i[touch], j[touch])), shape=shape)
    _, label = connected_components(graph, directed=False)
    return np.flatnonzero(label == np.argmax(np.bincount(label)))


def margin_width(edge: Edge) -> float:
    """Half the width of the margin that a block has room for (µm): `MARGIN_UM`, but not more than
    `MARGIN_SHARE` of the tumour's depth."""
    return min(MARGIN_UM, MARGIN_SHARE * edge.deepest())


# --- densities by depth ---


@dataclass(frozen=True)
class DepthProfile:
    """Cells by their depth below the edge.

    Attributes
    ----------
    edges : numpy.ndarray
        Depths between the layers, host side first (µm; negative there).
    cells, volume : numpy.ndarray
        Cells in each layer, and its volume within the block (µm³).
    diameter : float
        Mean diameter of the cells (µm).
    """

    edges: np.ndarray
    cells: np.ndarray
    volume: np.ndarray
    diameter: float

    @property
    def per_volume(self) -> np.ndarray:
        """Cells per mm³ in each layer; no number where the block has none of it."""
        missing = np.full(len(self.cells), np.nan)
        return 1e9 * np.divide(self.cells, self.volume, out=missing, where=self.volume > 0)

    def per_area(self, section_um: float = SECTION_UM) -> np.ndarray:
        """Cells per mm² of a section through each layer; see `stereology.per_area`."""
        return per_area(self.per_volume, self.diameter, section_um)


def depth_profile(
    cells: np.ndarray,
    diameter: np.ndarray,
    edge: Edge,
    window: Window,
    edges: np.ndarray,
    weight: np.ndarray | None = None,
    thickness_um: float = 1.0,
) -> DepthProfile:
    """Densities of cells in layers between depths below a tumour's edge.

    Volumes are those of a grid of points that fills the window, 5 µm apart, or more in a box that
    would need over two million.

    Parameters
    ----------
    edges
        Depths between the layers (µm), rising; infinite ones take all there is.
    thickness_um
        Of the sheet, where the window is flat (µm).
    """
    place, kept = window.keep(cells, weight)
    spacing = max(_SAMPLE_UM, (np.prod(window.size) / _MOST_SAMPLES) ** (1 / window.dimensions))
    count = np.maximum(1, np.ceil(window.size / spacing)).astype(int)
    axes = [(np.arange(n) + 0.5) * size / n for n, size in zip(count, window.size)]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, window.dimensions)
    grid = grid[window.covers(grid + window.low)]
    each = window.measure / max(1, len(grid))
    each *= thickness_um if window.dimensions == 2 else 1.0
    volume = each * np.histogram(edge.depth(grid + window.low), edges)[0]
    depth = edge.depth(place + window.low)
    found = np.histogram(depth, edges, weights=kept)[0]
    mean = float(np.mean(diameter)) if len(diameter) else 0.0
    return DepthProfile(np.asarray(edges, float), found, volume, mean)


# --- inflamed, excluded, desert ---

INFLAMED_PER_MM2 = 100.0
"""CD8 T cells per mm² of section from which on a region counts as infiltrated. Assumed: the three
patterns are agreed upon (Hegde 2016, Chen & Mellman 2017), their limits are not (Tiwari 2023)."""


@dataclass(frozen=True)
class Phenotype:
    """The immune phenotype of a tumour, with what it was judged by.

    Attributes
    ----------
    name : str
        "inflamed", "excluded" or "desert".
    core, margin : float
        CD8 T cells per mm² of section.
    threshold : float
        From which on a region counts as infiltrated (per mm²).
    """

    name: str
    core: float
    margin: float
    threshold: float


def phenotype(core: float, margin: float, threshold: float = INFLAMED_PER_MM2) -> Phenotype:
    """Inflamed: T cells in the core; excluded: in the margin only; desert: in neither.

    The patterns are those of Hegde 2016 and Chen & Mellman 2017.

    Parameters
    ----------
    core, margin
        CD8 T cells per mm² of section.
    threshold
        See `INFLAMED_PER_MM2`.
    """
    if not (core >= 0 and margin >= 0):
        raise Problem("a phenotype needs densities in core and margin, zero or more")
    name = "inflamed" if core >= threshold else "excluded" if margin >= threshold else "desert"
    return Phenotype(name, core, margin, threshold)

"""Sections through the tissue: cells as circles, a field behind them."""

from __future__ import annotations

import numpy as np
from matplotlib import cm, colors
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from perforin.figures import style
from perforin.figures.plane import Plane
from perforin.profiles import ALIVE
from perforin.table import Table
from perforin.trajectory import Trajectory

PHENOTYPES = (
    ("progenitor", style.GREEN),
    ("effector", style.VERMILION),
    ("exhausted", style.BLACK),
    ("memory", style.SKY),
)
IN_BACKGROUND = ("parenchyma", "fibroblast")
CORPSE = "#A6A6A6"
TUMOUR_MAP = colors.LinearSegmentedColormap.from_list(
    "tumour", ["#E3EEF9", "#A9CDE8", "#5B9FD1", "#2A74B5", "#123F80"]
)
FIELD_MAP = colors.LinearSegmentedColormap.from_list(
    "field", ["#FFFFFF", "#FFF6DC", "#FDE9B4", "#F8D583"]
)


def first_dose(trajectory: Trajectory) -> float | None:
    """The day on which anything was given first."""
    return min((float(days[0]) for days in style.given(trajectory).values()), default=None)


def choose_days(trajectory: Trajectory, lesion: str, days: list[float] | None) -> list[int]:
    """Frames for the sections: those nearest to `days`; by default start, first dose, four weeks
    later, and end, or the thirds of a run without doses."""
    if days is None:
        end = float(trajectory.frames(lesion)[-1])
        first = first_dose(trajectory)
        between = [end / 3, 2 * end / 3] if first is None else [first, min(first + 28, end)]
        days = [0.0, *between, end]
    return sorted({trajectory.frame_near(lesion, day) for day in days})


def draw_sections(
    trajectory: Trajectory, lesion: str, days: list[float] | None = None
) -> Figure | None:
    """Sections at some days, beside each other; nothing if no cells were kept.

    Parameters
    ----------
    days
        Which (days); the nearest frames are taken.
    """
    it = trajectory.lesion(lesion)
    if not len(trajectory.frames(lesion)) or "tumour" not in it.kinds:
        return None
    frames = choose_days(trajectory, lesion, days)
    paint = paint_section(trajectory, lesion, frames)
    left, right, bottom, top = paint.window()
    slope = (top - bottom) / (right - left)
    columns = len(frames) if len(frames) <= 4 else (len(frames) + 1) // 2
    rows = -(-len(frames) // columns)
    edge = min(3.4, 11.0 / columns, 5.6 / slope)
    figure, grid = plt.subplots(
        rows,
        columns,
        figsize=(
            max(edge * columns + 0.95 * len(paint.bars()) + 0.4, 6.5),
            0.8 + (edge * slope + 0.35) * rows,
        ),
        squeeze=False,
        layout="compressed",
    )
    for axes in grid.flat[len(frames) :]:
        axes.set_visible(False)
    for frame, axes in zip(frames, grid.flat):
        paint.section(axes, frame)
        axes.set_xlim(left, right)
        axes.set_ylim(bottom, top)
        _scale_bar(axes, right - left)
    if not it.is_nodule:
        for axes in grid[:, 0]:
            axes.set_ylabel("core  →  margin")
    paint.legends(figure, grid)
    style.write_title(figure, style.title(trajectory, lesion, paint.caption()))
    return figure


def paint_section(trajectory: Trajectory, lesion: str, frames: list[int]) -> _Paint:
    """What draws the sections of these frames, all in the same colours and window."""
    cells = [trajectory.cells(lesion, "tumour", frame) for frame in frames]
    places = [np.asarray(moment["position"]) for moment in cells]
    plane = Plane.of(trajectory.lesion(lesion), _thickness(cells[0]), places)
    return _Paint(trajectory, lesion, frames, plane)


class _Paint:
    """What all sections of a figure have in common: scales and colours."""

    def __init__(self, trajectory: Trajectory, lesion: str, frames: list[int], plane: Plane):
        self.trajectory, self.lesion, self.frames, self.plane = trajectory, lesion, frames, plane
        self.it = trajectory.lesion(lesion)
        self.first_dose = first_dose(trajectory)
        self.with_t_cells = "cytotoxic_t" in self.it.kinds and any(
            trajectory.cells(lesion, "cytotoxic_t", frame).rows for frame in frames
        )
        self.others = [
            kind
            for kind in style.OTHER_KINDS
            if kind in self.it.kinds
            and any(trajectory.cells(lesion, kind, frame).rows for frame in frames)
        ]
        # Where T cells are, PD-L1 colours the tumour and IFN-γ lies behind; else oxygen does both.
        order = ("ifn_gamma", "oxygen") if self.with_t_cells else ("oxygen",)
        self.field = next((name for name in order if name in self.it.fields), None)
        self.by_oxygen = not self.with_t_cells and "oxygen" in self.it.fields
        self.tumour_norm = colors.Normalize(*self._tumour_range())
        self.field_norm = colors.Normalize(*self._field_range())

    def section(self, axes: Axes, frame: int) -> None:
        """One moment."""
        day = float(self.trajectory.frames(self.lesion)[frame])
        axes.set_title(f"day {day:g}" + (", first dose" if day == self.first_dose else ""))
        style.frame_picture(axes)
        if self.field:
            image = self.plane.image(self.trajectory, self.lesion, self.field, day)
            axes.imshow(
                image.values,
                origin="lower",
                extent=image.extent,
                cmap=FIELD_MAP,
                norm=self.field_norm,
                interpolation="bilinear",
                zorder=0,
            )
            if abs(image.day - day) > 0.5:
                axes.set_xlabel(f"{style.substance(self.field)} of day {image.day:g}", fontsize=8)
        for kind in self.others:
            if kind in IN_BACKGROUND:
                self._kind(axes, frame, kind)
        self._tumour(axes, frame)
        for kind in self.others:
            if kind not in IN_BACKGROUND:
                self._kind(axes, frame, kind)
        if self.with_t_cells:
            self._t_cells(axes, frame)

    def window(self) -> tuple[float, float, float, float]:
        """What is shown: left, right, bottom, top (µm); of a nodule its surroundings only, of a
        slab not more than some host tissue above the margin."""
        plane, block, edge = self.plane, self.it.block, 40.0
        low, high = np.array(block, float), np.zeros(3)
        for frame in self.frames:
            place = np.asarray(self.trajectory.cells(self.lesion, "tumour", frame)["position"])
            if len(place):
                low, high = np.minimum(low, place.min(0)), np.maximum(high, place.max(0))
        low, high = np.maximum(low - edge, 0), np.minimum(np.maximum(high, 1.0) + edge, block)
        if not self.it.is_nodule:
            low, high[plane.across] = np.zeros(3), block[plane.across]
        return low[plane.across], high[plane.across], low[plane.up], high[plane.up]

    def _tumour(self, axes: Axes, frame: int) -> None:
        cells = self.trajectory.cells(self.lesion, "tumour", frame)
        rows = self.plane.rows(np.asarray(cells["position"]))
        if "weight" in cells:
            rows = rows[np.asarray(cells["weight"])[rows] > 0]
        alive = np.asarray(cells["condition"])[rows] == ALIVE
        faces = np.empty((len(rows), 4))
        faces[~alive] = colors.to_rgba(CORPSE)
        values = self._tumour_values(frame)[rows]
        faces[alive] = TUMOUR_MAP(self.tumour_norm(values[alive]))
        edges = np.where(alive[:, None], faces * [0.65, 0.65, 0.65, 1], colors.to_rgba("#6E6E6E"))
        self._circles(axes, cells, rows, faces, edges, 0.5)

    def _kind(self, axes: Axes, frame: int, kind: str) -> None:
        """Cells of a kind in its colour; corpses as those of the tumour."""
        cells = self.trajectory.cells(self.lesion, kind, frame)
        rows = self.plane.rows(np.asarray(cells["position"]))
        colour = np.array(colors.to_rgba(style.OTHER_KINDS[kind][1]))
        faces = np.tile(colour, (len(rows), 1))
        if "condition" in cells:
            faces[np.asarray(cells["condition"])[rows] != ALIVE] = colors.to_rgba(CORPSE)
        self._circles(axes, cells, rows, faces, faces * [0.6, 0.6, 0.6, 1], 0.4)

    def _t_cells(self, axes: Axes, frame: int) -> None:
        cells = self.trajectory.cells(self.lesion, "cytotoxic_t", frame)
        rows = self.plane.rows(np.asarray(cells["position"]))
        palette = np.array([colors.to_rgba(colour) for _, colour in PHENOTYPES])
        faces = palette[np.asarray(cells["phenotype"])[rows]]
        self._circles(axes, cells, rows, faces, np.ones((len(rows), 4)), 0.6)

    def _circles(self, axes, cells, rows, faces, edges, line) -> None:  # noqa: ANN001
        if not len(rows):
            return
        place = np.asarray(cells["position"])[rows][:, [self.plane.across, self.plane.up]]
        size = 2.0 * np.asarray(cells["radius"])[rows]
        if self.it.periodic[self.plane.across]:  # what is cut off at one side goes on at the other
            shift = np.array([self.it.block[self.plane.across], 0.0])
            place = np.concatenate([place, place - shift, place + shift])
            size, faces, edges = np.tile(size, 3), np.tile(faces, (3, 1)), np.tile(edges, (3, 1))
        axes.add_collection(
            EllipseCollection(
                size,
                size,
                np.zeros(len(size)),
                units="xy",
                offsets=place,
                transOffset=axes.transData,
                facecolors=faces,
                edgecolors=edges,
                linewidths=line,
            )
        )

    def _tumour_values(self, frame: int) -> np.ndarray:
        cells = self.trajectory.cells(self.lesion, "tumour", frame)
        if self.by_oxygen:
            day = float(self.trajectory.frames(self.lesion)[frame])
            field = self.trajectory.field(self.lesion, "oxygen", day)
            return field.at(np.asarray(cells["position"]))
        return np.asarray(cells["pdl1"])

    def _tumour_range(self) -> tuple[float, float]:
        values = np.concatenate([self._tumour_values(frame) for frame in self.frames])
        top = float(np.quantile(values, 0.99)) if len(values) else 1.0
        return 0.0, max(top, 1e-9)

    def _field_range(self) -> tuple[float, float]:
        if not self.field:
            return 0.0, 1.0
        days = self.trajectory.frames(self.lesion)[self.frames]
        images = [
            self.plane.image(self.trajectory, self.lesion, self.field, float(day)).values
            for day in days
        ]
        return 0.0, max(float(np.max(images)), 1e-9)

    def bars(self) -> list[tuple]:
        """The scales: palette, range, what it shows, unit."""
        if self.by_oxygen:
            return [(TUMOUR_MAP, self.tumour_norm, "oxygen at live cells", self._unit("oxygen"))]
        found: list[tuple] = [
            (TUMOUR_MAP, self.tumour_norm, "PD-L1 on live tumour cells", "molecules")
        ]
        if self.field:
            what = f"{style.substance(self.field)} in the background"
            found.append((FIELD_MAP, self.field_norm, what, self._unit(self.field)))
        return found

    def legends(self, figure: Figure, grid: np.ndarray) -> None:
        """Scales at the right, the legend of colours below."""
        for palette, norm, what, unit in self.bars():
            bar = figure.colorbar(
                cm.ScalarMappable(norm, palette), ax=grid, shrink=0.9, aspect=30, pad=0.01
            )
            style.label_amounts(bar.ax, what, unit)
            bar.outline.set_linewidth(0.5)
        handles = legend_of_cells(self)
        note = self._note_on_weight() if self.with_t_cells else ""
        lines = -(-len(handles) // 6)
        style.keep_strip(figure, (0.55 if note else 0.35) + 0.2 * (lines - 1))
        place = (0.22 if note else 0.05) / figure.get_figheight()
        figure.legend(
            handles=handles,
            loc="lower center",
            ncol=-(-len(handles) // lines),
            bbox_to_anchor=(0.5, place),
        )
        if note:
            high = 0.08 / figure.get_figheight()
            figure.text(0.5, high, note, fontsize=8.5, ha="center", va="bottom")

    def _note_on_weight(self) -> str:
        """What a T cell's circle stands for, where that is not one cell like the tumour's."""
        weights = [
            np.asarray(self.trajectory.cells(self.lesion, "cytotoxic_t", frame).get("weight", ()))
            for frame in self.frames
        ]
        weight = float(np.median(np.concatenate(weights))) if sum(map(len, weights)) else 1.0
        if weight > 0.99:
            return ""
        return (
            f"T cells are shown as they are simulated: {1 / weight:.0f} agents, each of "
            f"{weight:g} cell volumes, stand for one cell."
        )

    def _unit(self, name: str) -> str:
        return self.trajectory.field(self.lesion, name, 0).values.unit

    def caption(self) -> str:
        """What is to be seen."""
        if not np.isfinite(self.plane.half):
            return "the whole sheet"
        what = f"sections {2 * self.plane.half:.0f} µm thick"
        middle = 0.5 * self.it.block[self.plane.through]
        if abs(self.plane.at - middle) > 0.1:
            what += f", {self.plane.at - middle:+.0f} µm from the middle"
        return what


def legend_of_cells(paint: _Paint) -> list[Line2D]:
    """What the colours of cells mean."""
    handles = [_dot(TUMOUR_MAP(0.6), "live tumour cell", 9), _dot(CORPSE, "tumour corpse", 9)]
    if paint.with_t_cells:
        handles += [_dot(colour, f"{name} T cell", 6) for name, colour in PHENOTYPES]
    others = [style.OTHER_KINDS[kind] for kind in paint.others]
    return handles + [_dot(colour, name, 6) for name, colour in others]


def _thickness(cells: Table) -> float:
    """One cell (µm)."""
    return 2.0 * float(np.median(cells["radius"])) if cells.rows else 15.0


def _dot(colour: str, label: str, size: float) -> Line2D:
    return Line2D([], [], marker="o", linestyle="", color=colour, markersize=size, label=label)


def _scale_bar(axes: Axes, width: float) -> None:
    """A bar of a round number of µm, at the lower right."""
    length = max(step for step in (10, 20, 50, 100, 200, 500, 1000, 5000) if step <= width / 2.5)
    box = {"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1.5}
    right, low = 0.96, 0.03
    axes.plot(
        [right - length / width, right],
        [low, low],
        transform=axes.transAxes,
        color="black",
        linewidth=3,
        solid_capstyle="butt",
        zorder=5,
    )
    axes.text(
        right - length / width / 2,
        low + 0.012,
        f"{length} µm",
        transform=axes.transAxes,
        ha="center",
        va="bottom",
        fontsize=8,
        bbox=box,
        zorder=5,
    )

"""How figures look: colours that everybody can tell apart, units, titles, files."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.axis import Axis  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402
from matplotlib.ticker import FuncFormatter  # noqa: E402
from matplotlib.transforms import Bbox  # noqa: E402

from perforin.trajectory import Trajectory  # noqa: E402

# Okabe & Ito (2008): distinct for the colour-blind too.
BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
GREY, PALE = "#8C8C8C", "#D9D9D9"

DPI = 150

_RC = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#E6E6E6",
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.6,
    "legend.frameon": True,
    "legend.framealpha": 0.85,
    "legend.edgecolor": "none",
    "legend.borderpad": 0.2,
    "legend.fontsize": 8.5,
    "legend.handlelength": 1.6,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.hashsalt": "perforin",  # names inside an SVG are then the same every time
    "axes.titley": 1.0,
}

_PRETTY = {"um": "µm", "mm^3": "mm³", "um^3": "µm³", "1/d": "per day", "1/mm^2": "per mm²"}

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

_SUBSTANCES = {
    "ifn_gamma": "IFN-γ",
    "cxcl9_10": "CXCL9/10",
    "vegf": "VEGF",
    "vessels": "vessel density",
    "fluid": "oedema fluid",
}

# Kinds of cell beside tumour and CD8 T cells: name and colour, those in the background first.
OTHER_KINDS = {
    "parenchyma": ("healthy cell", "#DCDCDC"),
    "fibroblast": ("fibroblast", "#D9C3A5"),
    "bystander": ("bystander leukocyte", "#B3DE69"),
    "macrophage": ("macrophage", "#8C6BB1"),
    "mdsc": ("suppressor cell", "#8C510A"),
    "dendritic_cell": ("dendritic cell", "#00B8C4"),
    "helper_t": ("CD4 helper cell", "#4DAF4A"),
    "regulatory_t": ("regulatory T cell", "#E7298A"),
    "natural_killer": ("NK cell", "#FFD92F"),
}


def styled():  # noqa: ANN201
    """The house's settings of matplotlib, for use in a `with`."""
    return matplotlib.rc_context(_RC)


def axis_label(what: str, unit: str) -> str:
    """ "volume (mm³)"; a plain number has no brackets."""
    unit = _PRETTY.get(unit, unit)
    return what if unit in ("", "1") else f"{what} ({unit})"


def substance(name: str) -> str:
    """A substance as papers write it."""
    return _SUBSTANCES.get(name, name.replace("_", " "))


def title(trajectory: Trajectory, lesion: str, what: str) -> str:
    """ "checkpoint_blockade, seed 1, lesion primary: overview" """
    return f"{trajectory.scenario}, seed {trajectory.seed}, lesion {lesion}: {what}"


def write_title(figure: Figure, text: str) -> None:
    """Put the title on top, at the left."""
    figure.suptitle(text, x=0.01, ha="left", fontsize=11, fontweight="bold")


def keep_strip(figure: Figure, inches: float) -> None:
    """Keep a strip at the bottom free of axes, for a legend or a caption."""
    strip = inches / figure.get_figheight()
    figure.get_layout_engine().set(rect=(0, strip, 0.99, 1 - strip))


def write_caption(figure: Figure, *lines: str) -> None:
    """Put lines of explanation at the bottom."""
    keep_strip(figure, 0.12 + 0.17 * len(lines))
    place = 0.08 / figure.get_figheight()
    figure.text(0.01, place, "\n".join(lines), fontsize=8.5, va="bottom", linespacing=1.3)


def picture_row(part, pictures: int, handles: list) -> list[Axes]:  # noqa: ANN001
    """Axes for pictures side by side in a figure or a part of one, with a legend to the right."""
    grid = part.subplots(
        1, pictures + 1, squeeze=False, gridspec_kw={"width_ratios": [1.0] * pictures + [0.6]}
    )[0]
    grid[-1].set_axis_off()
    grid[-1].legend(handles=handles, loc="center left", fontsize=7.5, borderaxespad=0.0)
    return list(grid[:-1])


def frame_picture(axes: Axes) -> None:
    """Make axes the frame of a picture: no ticks, a line all around, the same scale both ways."""
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(False)
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_color(GREY)


def from_zero(axes: Axes) -> None:
    """Let the axis of amounts begin at zero."""
    low, high = axes.get_ylim()
    if high > 0 and low > -0.1 * high:
        axes.set_ylim(bottom=0)


def label_amounts(axes: Axes, what: str, unit: str = "") -> None:
    """Let amounts begin at zero and label their axis, large and small ones by powers of ten.

    Call it when everything is drawn.
    """
    from_zero(axes)
    label_axis(axes.yaxis, what, unit)


def label_axis(axis: Axis, what: str, unit: str = "", **how: object) -> None:
    """Label an axis, large and small amounts by powers of ten.

    Call it when everything is drawn.
    """
    top = max(abs(limit) for limit in axis.get_view_interval())
    power = int(np.floor(np.log10(top))) if top > 0 else 0
    if -3 < power < 5:
        axis.set_label_text(axis_label(what, unit), **how)
        return
    scale = f"10{str(power).translate(_SUPERSCRIPT)}"
    unit = _PRETTY.get(unit, unit)
    axis.set_label_text(f"{what} ({scale}{' ' + unit if unit not in ('', '1') else ''})", **how)
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value / 10**power:g}"))


def save(figure: Figure, path: Path) -> None:
    """Write a figure, the same bytes for the same content, and close it."""
    metadata = {"Date": None} if path.suffix == ".svg" else {"Software": None}
    try:
        _settle(figure)
        figure.savefig(path, dpi=DPI, metadata=metadata)
    finally:
        plt.close(figure)


def _settle(figure: Figure) -> None:
    """Lay the figure out once and for all, in round numbers: the solver of the layout differs in
    the last bits from time to time, and an SVG's names show that."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for axes in figure.axes:
        place = axes.get_position(original=True)
        axes.set_position(Bbox(np.round(place.get_points(), 5)))


def doses(trajectory: Trajectory) -> dict[str, np.ndarray]:
    """Days of the doses of each drug, as the series shows them: the row before it is in."""
    return _days(trajectory, "drugs", "infused")


def given(trajectory: Trajectory) -> dict[str, np.ndarray]:
    """Days on which each therapy was given, whatever it is: drugs, cells, radiation, surgery."""
    return _days(trajectory, "therapies", "given")


def _days(trajectory: Trajectory, kind: str, so_far: str) -> dict[str, np.ndarray]:
    """Of all series of a kind the days before the rows in which a sum has risen."""
    found = {}
    for name in trajectory.series_names:
        group, _, what = name.partition("/")
        if group != kind or so_far not in trajectory.series(name):
            continue
        series = trajectory.series(name)
        rows = np.flatnonzero(np.diff(series[so_far]) > 0)
        if len(rows):
            found[what] = np.asarray(series["time"])[rows]
    return found


def rare(days: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Of these what is given once a week or less often, or a few times: of daily doses a line each
    would hide what else is there."""
    return {
        what: when
        for what, when in days.items()
        if len(when) < 6 or float(np.median(np.diff(when))) >= 6
    }


def mark_doses(axes: Axes, days: dict[str, np.ndarray]) -> None:
    """A thin line for each dose."""
    for when in days.values():
        for day in when:
            axes.axvline(day, color=GREY, linewidth=0.7, linestyle=(0, (1, 2)), zorder=0.5)

"""The clones of a lesion over time, each within the one that it descends from (Muller 1932)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from perforin.figures import style
from perforin.trajectory import Trajectory

NO_PARENT = 4294967295
COLOURS = (
    style.PALE,
    style.BLUE,
    style.VERMILION,
    style.GREEN,
    style.ORANGE,
    style.PURPLE,
    style.SKY,
    style.YELLOW,
)


def draw_muller(trajectory: Trajectory, lesion: str, most: int = 12) -> Figure | None:
    """Shares of the clones; nothing where there is one clone only.

    Parameters
    ----------
    most
        Clones in the legend at most, the largest ones.
    """
    table = trajectory.clones(lesion)
    if table is None or len(np.unique(table["clone"])) < 2:
        return None
    days, clones, cells = sizes(table)
    total = np.maximum(cells.sum(axis=0), 1e-300)
    shares = cells / total
    parents = dict(zip((int(n) for n in table["clone"]), (int(n) for n in table["parent"])))
    colours = {clone: COLOURS[i % len(COLOURS)] for i, clone in enumerate(clones)}
    largest = set(np.argsort(-shares.max(axis=1), kind="stable")[:most])

    figure, axes = plt.subplots(figsize=(8.5, 4.2), layout="constrained")
    height = np.zeros(len(days))
    named = set()
    for clone in nested(parents):
        i = clones.index(clone)
        band = shares[i] / 2
        label = None
        if i in largest and clone not in named:
            label = f"{clone}: {phenotype(table, clone)}"
            named.add(clone)
        axes.fill_between(
            days, height, height + band, color=colours[clone], linewidth=0.4, label=label
        )
        height = height + band
    axes.set_xlim(days[0], max(days[-1], days[0] + 1e-9))
    axes.set_ylim(0, 1)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.set_xlabel("time (days)")
    axes.set_ylabel("share of live tumour cells")
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize=8, frameon=False)
    style.write_title(figure, style.title(trajectory, lesion, "clones"))
    style.write_caption(
        figure,
        "Each clone lies within the one that it descends from. Clones below the least share that",
        "the result keeps (output.least_clone) are left out.",
    )
    return figure


def sizes(table) -> tuple[np.ndarray, list[int], np.ndarray]:  # noqa: ANN001
    """Days, clones, and the cells of each clone (row) on each day (column)."""
    days, column = np.unique(np.asarray(table["time"]), return_inverse=True)
    clones = [int(n) for n in np.unique(np.asarray(table["clone"]))]
    row = np.searchsorted(clones, np.asarray(table["clone"]))
    cells = np.zeros((len(clones), len(days)))
    cells[row, column] = np.asarray(table["cells"])
    return days, clones, cells


def nested(parents: dict[int, int]) -> Iterator[int]:
    """Clones from bottom to top: each comes twice, with its descendants between."""
    children: dict[int, list[int]] = {}
    for clone in sorted(parents):
        children.setdefault(parents[clone], []).append(clone)

    waiting = [(clone, False) for clone in reversed(children.get(NO_PARENT, []))]
    while waiting:
        clone, closing = waiting.pop()
        yield clone
        if not closing:
            waiting.append((clone, True))
            waiting += [(child, False) for child in reversed(children.get(clone, []))]


def phenotype(table, clone: int) -> str:  # noqa: ANN001
    """What sets a clone apart, in few words."""
    row = int(np.flatnonzero(np.asarray(table["clone"]) == clone)[0])
    count = int(table["antigens"][row]).bit_count()
    words = ["1 antigen" if count == 1 else f"{count} antigens"]
    ceiling = float(table["mhc1_ceiling"][row])
    if ceiling < 1:
        words.append("no MHC-I" if ceiling == 0 else f"MHC-I × {ceiling:g}")
    if not table["interferon_response"][row]:
        words.append("deaf to IFN-γ")
    growth = float(table["growth"][row])
    if growth != 1:
        words.append(f"growth × {growth:.3g}")
    for trait, none, word in (
        ("drug_resistance", 0, "drugs − {:g}"),
        ("target_independent", 0, "no target"),
        ("radiation_resistance", 0, "radiation − {:g}"),
        ("invasiveness", 1, "invasive × {:g}"),
    ):
        value = float(table[trait][row]) if trait in table else none
        if value != none:
            words.append(word.format(value))
    return ", ".join(words)

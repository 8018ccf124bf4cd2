"""What the twin of a patient tells of the effect of her treatment (sim/io/FORMAT.md, Twins)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import h5py
import numpy as np

from perforin.errors import unknown
from perforin.table import Column, Table

SECONDS_A_DAY = 86400


@dataclass(frozen=True)
class BestChange:
    """The best response: the least sum of diameters after the split, against that at the split.

    Attributes
    ----------
    day : float
        When it was least.
    change : float
        Relative: -0.3 is a decrease by 30 %.
    """

    day: float
    change: float


@dataclass(frozen=True)
class TwinEffect:
    """What the patient's treatment did: she and her twin at the same moments.

    Attributes
    ----------
    last_same : float or None
        Up to this day the two are the same; None if they never were.
    first_difference : float or None
        The day of the next step, at which they differ; None if they never do.
    figures : Table
        One figure a row: `moment` ("split", "best", "end"), `quantity`, `unit`, `time` (days), and
        the values of `patient` and `twin`.
    best_change : dict
        Of "patient" and "twin".
    """

    last_same: float | None
    first_difference: float | None
    figures: Table
    best_change: dict[str, BestChange]

    def at(self, moment: str, quantity: str) -> tuple[float, float]:
        """A figure of patient and twin: `at("end", "lesions/primary.volume")`."""
        moments, quantities = list(self.figures.moment), list(self.figures.quantity)
        for known, name in ((moment, moments), (quantity, quantities)):
            if known not in name:
                raise unknown("moment" if name is moments else "quantity", known, name)
        row = list(zip(moments, quantities)).index((moment, quantity))
        return float(self.figures.patient[row]), float(self.figures.twin[row])


def read_effect(group: h5py.Group) -> TwinEffect:
    """The group `twin` of a trajectory."""
    effect, best = group["effect"], group["best_change"]
    rows = zip(best["who"].asstr()[()], best["time"][()], best["change"][()])
    return TwinEffect(
        last_same=_day(group.attrs["last_same_s"]),
        first_difference=_day(group.attrs["first_difference_s"]),
        figures=Table(
            "effect", len(effect["time"]), {name: partial(_column, effect[name]) for name in effect}
        ),
        best_change={str(who): BestChange(float(day), float(by)) for who, day, by in rows},
    )


def _column(dataset: h5py.Dataset) -> Column:
    is_text = h5py.check_string_dtype(dataset.dtype) is not None
    values = np.array(dataset.asstr()[()], dtype=object) if is_text else dataset[()]
    return Column(values, str(dataset.attrs["unit"]), str(dataset.attrs["description"]))


def _day(second: int) -> float | None:
    """Seconds as days; a negative moment is none."""
    return float(second) / SECONDS_A_DAY if second >= 0 else None

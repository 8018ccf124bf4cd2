"""Statistics of every monitored quantity against the response, an arm at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from perforin.trials import markers
from perforin.trials.endpoints import responded
from perforin.trials.rates import WEIGHTED
from perforin.trials.statistic import LEVEL, Statistic
from perforin.trials.tables import Trial

FEWEST = 5
"""Patients with and without a response, each, of whom a chance is modelled at least."""


def marked(trial: Trial, arm: str, name: str) -> tuple[np.ndarray, np.ndarray]:
    """A monitored quantity and the response of an arm's patients who have it."""
    frame = trial.arm(arm)
    frame = frame[frame[name].notna()]
    return frame[name].to_numpy(float), responded(frame, trial.criteria[0])


def enough(marker: np.ndarray, yes: np.ndarray) -> bool:
    """Whether a chance can be modelled."""
    return min(int(yes.sum()), int((~yes).sum())) >= FEWEST and len(np.unique(marker)) > 1


def of_biomarkers(trial: Trial, level: float = LEVEL) -> Iterator[Statistic]:
    """Area under the ROC curve; calibration of a cross-validated chance. `subgroup` names the
    quantity."""
    if not trial.criteria:
        return
    endpoint = f"{trial.criteria[0]}.orr"
    for name in trial.monitored():
        for arm in trial.arms:
            labels = dict(endpoint=endpoint, arm=arm, subgroup=name)
            marker, yes = marked(trial, arm, name)
            if trial.weighted:
                yield Statistic(statistic="auc", note=WEIGHTED, **labels)
                continue
            yield markers.auc(marker, yes, level).of(**labels)
            if enough(marker, yes):
                chance = markers.predicted(marker, yes)
                for row in markers.calibration_slope(chance, yes, level):
                    yield row.of(**labels)

"""Logistic models, also where the groups are separated wholly."""

from __future__ import annotations

import warnings

import numpy as np
import statsmodels.api as sm
from statsmodels.tools.sm_exceptions import PerfectSeparationError

RIDGE = 1e-4
"""Weight of the squared coefficients of a standardised marker that keeps chances off 0 and 1 where
the groups are separated."""


def fit(design: np.ndarray, yes: np.ndarray, offset: np.ndarray | None = None):  # noqa: ANN201
    """The model of greatest likelihood; None where that lies at infinity, with chances of 0 and 1
    for all."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # a cell without a response: the likelihood has its limit
        try:
            model = sm.GLM(yes, design, family=sm.families.Binomial(), offset=offset)
            return model.fit(maxiter=100)
        except PerfectSeparationError:
            return None


def likelihood(design: np.ndarray, yes: np.ndarray) -> float:
    """Logarithm of the greatest likelihood."""
    found = fit(design, yes)
    return 0.0 if found is None else float(found.llf)


def chances(marker: np.ndarray, yes: np.ndarray, of: np.ndarray) -> np.ndarray:
    """The chance of a yes at values of a marker, by a model of others."""
    centre, spread = marker.mean(), marker.std() or 1.0
    at, design = (
        np.column_stack([np.ones(len(it)), (it - centre) / spread]) for it in (of, marker)
    )
    found = fit(design, yes)
    if found is None:
        model = sm.GLM(yes, design, family=sm.families.Binomial())
        found = model.fit_regularized(alpha=RIDGE, L1_wt=0.0)
    with np.errstate(over="ignore"):
        return np.clip(1 / (1 + np.exp(-at @ found.params)), 1e-9, 1 - 1e-9)

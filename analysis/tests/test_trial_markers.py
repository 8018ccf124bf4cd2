"""ROC curves, calibration and decision curves: by hand, by brute force, by coverage."""

from __future__ import annotations

import math

import numpy as np
import pytest
from perforin.trials import markers
from scipy.stats import norm


def brute(marker: np.ndarray, yes: np.ndarray) -> tuple[float, float]:
    """Area and DeLong's error from all pairs."""
    high, low = marker[yes], marker[~yes]
    wins = (high[:, None] > low) + 0.5 * (high[:, None] == low)
    of_high, of_low = wins.mean(axis=1), wins.mean(axis=0)
    variance = of_high.var(ddof=1) / len(high) + of_low.var(ddof=1) / len(low)
    return wins.mean(), math.sqrt(variance)


def test_area_by_hand():
    # pairs (2 over 1), (2 under 3), (4 over both): 3 of 4
    curve = markers.roc(np.array([2.0, 4, 1, 3]), np.array([True, True, False, False]))
    assert curve.area == 0.75
    assert curve.true_positive.tolist() == [0, 0.5, 0.5, 1, 1]
    assert curve.false_positive.tolist() == [0, 0, 0.5, 0.5, 1]
    assert np.trapz(curve.true_positive, curve.false_positive) == pytest.approx(0.75)


def test_delongs_error_is_that_of_all_pairs_also_with_ties():
    draw = np.random.default_rng(1)
    yes = draw.random(60) < 0.4
    marker = np.round(draw.normal(size=60) + yes, 1)
    curve = markers.roc(marker, yes)
    assert (curve.area, curve.error) == pytest.approx(brute(marker, yes))


def test_delongs_interval_holds_the_truth_as_often_as_it_says():
    draw, trials, inside = np.random.default_rng(2), 800, 0
    truth = norm.cdf(1 / math.sqrt(2))
    for _ in range(trials):
        yes = np.arange(80) < 30
        row = markers.auc(draw.normal(size=80) + yes, yes)
        inside += row.low <= truth <= row.high
    assert 0.925 < inside / trials < 0.975


def test_markers_that_separate_wholly_or_nobody_have_no_interval():
    yes = np.arange(10) < 4
    assert markers.auc(-np.arange(10.0), yes).value == 1
    assert "separates" in markers.auc(-np.arange(10.0), yes).note
    assert "fewer" in markers.auc(np.arange(10.0), yes & False).note


def test_chances_are_of_models_that_have_not_seen_the_patient():
    draw = np.random.default_rng(4)
    yes = np.arange(100) < 50
    chance = markers.predicted(draw.normal(size=100), yes)
    # of noise, a model that had seen the patient would look better than the share
    slope, intercept, skill = markers.calibration_slope(chance, yes)
    assert skill.value < 0
    marker = draw.normal(size=2000)
    yes = draw.random(2000) < 1 / (1 + np.exp(-1.5 * marker))
    slope, intercept, skill = markers.calibration_slope(markers.predicted(marker, yes), yes)
    assert slope.low < 1 < slope.high
    assert intercept.low < 0 < intercept.high
    assert skill.value > 0.2


def test_calibration_groups_are_fifths_in_order():
    chance = np.linspace(0.05, 0.95, 50)
    found = markers.calibration(chance, np.arange(50) >= 25)
    assert found.predicted == pytest.approx([chance[i : i + 10].mean() for i in range(0, 50, 10)])
    assert found.observed.tolist() == [0, 0, 0.5, 1, 1]


def test_net_benefit_by_hand():
    chance, yes = np.array([0.9, 0.6, 0.4, 0.1]), np.array([True, False, True, False])
    curve = markers.decision_curve(chance, yes)
    at = int(np.argmin(np.abs(curve.threshold - 0.5)))
    assert curve.marker[at] == pytest.approx(1 / 4 - 1 / 4 * 1)
    assert curve.everybody[at] == pytest.approx(0)
    at = int(np.argmin(np.abs(curve.threshold - 0.2)))
    assert curve.marker[at] == pytest.approx(2 / 4 - 1 / 4 * 0.25)
    assert curve.everybody[at] == pytest.approx(0.5 - 0.5 * 0.25)

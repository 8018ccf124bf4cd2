"""Shares of patients: against tables, by hand, and as often right as intervals promise."""

from __future__ import annotations

import math

import numpy as np
import pytest
from perforin.trials import rates


def share(yes: int, of: int) -> np.ndarray:
    return np.arange(of) < yes


@pytest.mark.parametrize(
    ("yes", "of", "low", "high"),
    # Clopper & Pearson (1934) and later tables
    [(0, 10, 0, 0.3085), (5, 10, 0.1871, 0.8129), (10, 10, 0.6915, 1), (4, 20, 0.0573, 0.4366)],
)
def test_exact_limits_are_those_of_tables(yes, of, low, high):
    row = rates.rate(share(yes, of))
    assert (row.value, row.n, row.events) == (yes / of, of, yes)
    assert (row.low, row.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_exact_limits_hold_the_truth_at_least_as_often_as_they_say():
    draw = np.random.default_rng(3)
    for truth in (0.05, 0.3, 0.5):
        rows = [rates.rate(draw.random(40) < truth) for _ in range(500)]
        assert sum(row.low <= truth <= row.high for row in rows) >= 0.95 * 500 - 3 * 5


def test_weighted_patients_count_by_their_effective_number():
    yes, weight = np.array([True, False, False, False]), np.array([3.0, 1, 1, 1])
    row = rates.rate(yes, weight)
    assert row.value == 0.5
    assert row.n == pytest.approx(36 / 12)
    half = rates.rate(share(15, 30))  # at an effective number of 30 the limits are those of 30
    same = rates.rate(share(15, 30), np.full(30, 0.2))
    assert (same.low, same.high, same.n) == pytest.approx((half.low, half.high, 30))
    assert "Kish" in row.method and "Kish" not in same.method


def test_difference_is_newcombes_example():
    # 56 of 70 against 48 of 80: Newcombe, Stat. Med. 17, 873 (1998), method 10
    row = rates.difference(share(56, 70), share(48, 80))
    assert row.value == pytest.approx(0.2)
    assert (row.low, row.high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))


def test_odds_ratio_by_hand():
    row = rates.odds_ratio(share(20, 50), share(10, 50))
    error = math.sqrt(1 / 20 + 1 / 30 + 1 / 10 + 1 / 40)
    assert row.value == pytest.approx(20 * 40 / (30 * 10))
    assert math.log(row.high / row.value) == pytest.approx(1.959964 * error, rel=1e-6)
    empty = rates.odds_ratio(share(5, 10), share(0, 10))
    assert empty.value == pytest.approx(5.5 * 10.5 / (5.5 * 0.5))
    assert "0.5 added" in empty.method
    assert empty.p == pytest.approx(2 * math.comb(10, 5) / math.comb(20, 5), rel=1e-9)


def test_common_odds_ratio_by_hand():
    tables = [np.array([[10, 10], [5, 15]]), np.array([[4, 16], [2, 18]])]
    row = rates.common_odds_ratio([it.astype(float) for it in tables])
    assert row.value == pytest.approx((10 * 15 / 40 + 4 * 18 / 40) / (10 * 5 / 40 + 16 * 2 / 40))
    excess = 10 - 20 * 15 / 40 + 4 - 20 * 6 / 40
    variance = 20 * 20 * 15 * 25 / (40**2 * 39) + 20 * 20 * 6 * 34 / (40**2 * 39)
    from scipy.stats import chi2

    assert row.p == pytest.approx(chi2.sf(excess**2 / variance, 1), rel=1e-6)


def test_what_cannot_be_told_is_said():
    nobody = np.zeros(0, bool)
    assert rates.rate(nobody).note == "no patient"
    assert rates.difference(nobody, share(1, 2)).note == "an arm has no patient"
    assert rates.odds_ratio(share(0, 5), share(0, 5)).note == "all have the same response"
    assert rates.common_odds_ratio([]).note

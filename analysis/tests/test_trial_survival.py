"""Times to events: against published tables, by hand, and as often right as intervals promise."""

from __future__ import annotations

import math

import numpy as np
import pytest
from perforin.trials import survival
from perforin.trials.survival import Times, kaplan_meier

# Weeks of remission on 6-mercaptopurine and on placebo: Freireich et al., Blood 21, 699 (1963).
MERCAPTOPURINE = Times.of(
    [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35],
    [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0],
)
PLACEBO = Times.of(
    [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], [1] * 21
)
NOBODY = Times.of([], [])


def test_curves_are_those_of_the_books():
    curve = kaplan_meier(MERCAPTOPURINE)
    assert curve.time.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.survival == pytest.approx(
        [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4
    )
    errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    assert curve.error == pytest.approx(errors, abs=5e-5)
    assert curve.at_risk(0) == 21 and curve.at_risk(10) == 15 and curve.at_risk(35.5) == 0


def test_limits_are_on_the_logarithm_of_minus_the_logarithm():
    row = survival.landmark(kaplan_meier(MERCAPTOPURINE), 10, "at")
    spread = 1.959964 * 0.0963455 / (0.752941 * abs(math.log(0.752941)))
    assert row.value == pytest.approx(0.752941, abs=1e-6)
    assert row.low == pytest.approx(0.752941 ** math.exp(spread), abs=1e-4)
    assert row.high == pytest.approx(0.752941 ** math.exp(-spread), abs=1e-4)


def test_medians_are_23_and_8_weeks():
    treated = survival.median(kaplan_meier(MERCAPTOPURINE))
    assert (treated.value, treated.low, treated.high) == (23, 13, math.inf)
    control = survival.median(kaplan_meier(PLACEBO))
    assert (control.value, control.low, control.high) == (8, 4, 11)


def test_a_median_is_the_first_day_on_which_half_live():
    assert survival.median(kaplan_meier(Times.of([1, 2, 3, 4], [1] * 4))).value == 2


def test_log_rank_and_cox_are_those_of_the_books():
    test = survival.log_rank(MERCAPTOPURINE, PLACEBO)
    assert test.value == pytest.approx(16.79, abs=0.005)
    assert test.p == pytest.approx(4.17e-5, rel=0.01)
    hazard = survival.hazard_ratio(PLACEBO, MERCAPTOPURINE)
    assert math.log(hazard.value) == pytest.approx(1.572, abs=5e-4)
    error = math.log(hazard.high / hazard.low) / 2 / 1.959964
    assert error == pytest.approx(0.412, abs=5e-4)


def test_strata_are_compared_within():
    # two strata in which the arms are the same, mixed so that together they differ
    ours, theirs = Times.of([1, 2, 3, 10], [1] * 4), Times.of([3, 10, 11, 12], [1] * 4)
    alike = np.array(["a"] * 3 + ["b"] + ["a"] + ["b"] * 3)
    plain = survival.log_rank(ours, theirs)
    stratified = survival.log_rank(ours, theirs, alike)
    assert plain.p < 0.1 < stratified.p
    # by hand: stratum a has deaths at 1, 2 (risk 3 of 4, 2 of 3), 3 (both of one arm each, d 2 of 2)
    observed, expected = 3 + 1, 3 / 4 + 2 / 3 + 1 + 1 / 4 * 2
    # stratum b: deaths at 10 (one of each arm; risk 1 of 4), 11, 12
    variance = 3 / 16 + 2 / 9 + 0 + 2 * (1 / 4) * (3 / 4) * (4 - 2) / (4 - 1)
    assert stratified.value == pytest.approx((observed - expected) ** 2 / variance)


def test_restricted_means_are_areas():
    # by hand: 1 to day 2, 2/3 to day 4, then 1/3 (the second was lost on day 3), then 1/3·0
    curve = kaplan_meier(Times.of([2, 3, 4], [1, 0, 1]))
    assert survival.restricted_mean(curve, 4)[0] == pytest.approx(2 + 2 / 3 * 2)
    # nobody is lost: the mean, and the standard deviation over √n
    mean, error = survival.restricted_mean(kaplan_meier(PLACEBO), 23)
    assert mean == pytest.approx(182 / 21)
    assert error == pytest.approx(np.std(PLACEBO.time) / math.sqrt(21))
    mean, error = survival.restricted_mean(kaplan_meier(PLACEBO), 10)
    assert mean == pytest.approx(np.minimum(PLACEBO.time, 10).mean())
    assert error == pytest.approx(np.std(np.minimum(PLACEBO.time, 10)) / math.sqrt(21))


def test_equal_weights_change_nothing_and_weights_count_patients():
    heavy = Times(MERCAPTOPURINE.time, MERCAPTOPURINE.event, np.full(21, 3.0))
    assert kaplan_meier(heavy).survival == pytest.approx(kaplan_meier(MERCAPTOPURINE).survival)
    # a patient of weight 2 beside one of weight 1: a third dies on day 1, the rest on day 2
    curve = kaplan_meier(Times.of([1, 2], [1, 1], [1, 2]))
    assert curve.survival.tolist() == pytest.approx([2 / 3, 0])
    assert curve.times.size == pytest.approx(9 / 5)
    assert "Kish" in survival.median(curve).method


def test_what_has_no_weights_is_refused():
    weighted = Times.of([1, 2, 3], [1, 1, 1], [1, 2, 1])
    for test in (survival.log_rank, survival.hazard_ratio):
        row = test(weighted, PLACEBO)
        assert math.isnan(row.value) and "no weights" in row.note


def test_arms_without_patients_or_events_are_told():
    lost = Times.of([5, 6], [0, 0])
    assert survival.median(kaplan_meier(NOBODY)).note == "no patient"
    assert math.isnan(survival.median(kaplan_meier(lost)).value)
    assert kaplan_meier(lost).at(5) == (1.0, pytest.approx(math.nan, nan_ok=True)) + (
        pytest.approx(math.nan, nan_ok=True),
    )
    assert survival.log_rank(lost, lost).note == "no event"
    assert survival.log_rank(NOBODY, PLACEBO).note == "an arm has no patient"
    assert survival.hazard_ratio(lost, PLACEBO).note == "an arm has no event"
    one = survival.hazard_ratio(Times.of([5], [1]), Times.of([6], [1]))
    assert math.isnan(one.value) and one.note
    assert math.isnan(survival.rmst(kaplan_meier(NOBODY), 10).value)


def trial(draw: np.random.Generator, count: int, ratio: float) -> tuple[Times, Times]:
    """Exponential deaths, median 300 d in the control; lost between day 200 and 900."""
    found = []
    for hazard in (math.log(2) / 300 * ratio, math.log(2) / 300):
        death, lost = draw.exponential(1 / hazard, count), draw.uniform(200, 900, count)
        found.append(Times.of(np.minimum(death, lost), death <= lost))
    return found[0], found[1]


def test_intervals_hold_the_truth_as_often_as_they_say():
    draw, trials = np.random.default_rng(7), 400
    true_mean = 300 / math.log(2) * (1 - 2 ** (-600 / 300))
    true_difference = 600 / math.log(2) * (1 - 2 ** (-600 / 600)) - true_mean
    truth = {
        "median": 300,
        "at": 0.5 ** (250 / 300),
        "rmst": true_mean,
        "rmst_difference": true_difference,
        "hazard_ratio": 0.5,
    }
    inside = dict.fromkeys(truth, 0)
    for _ in range(trials):
        ours, theirs = trial(draw, 80, 0.5)
        curves = kaplan_meier(ours), kaplan_meier(theirs)
        for row in (
            survival.median(curves[1]),
            survival.landmark(curves[1], 250, "at"),
            survival.rmst(curves[1], 600),
            survival.rmst_difference(*curves, 600),
            survival.hazard_ratio(ours, theirs),
        ):
            inside[row.statistic] += row.low <= truth[row.statistic] <= row.high
    for name, count in inside.items():
        assert 0.92 < count / trials < 0.98, (name, count)


def test_log_rank_errs_as_often_as_it_says():
    draw, trials = np.random.default_rng(8), 600
    false = sum(survival.log_rank(*trial(draw, 50, 1.0)).p < 0.05 for _ in range(trials))
    assert 0.03 < false / trials < 0.075

"""Twins: how they sharpen an effect, and which markers are predictive or prognostic."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import trial_tables
from perforin.trials.pairs import Pairs, of_twins, pairs, reduction
from perforin.trials.predictive import holm, of_markers, slope
from perforin.trials.tables import read_trial


def made(ours: np.ndarray, theirs: np.ndarray, weight: np.ndarray | None = None) -> Pairs:
    weight = np.ones(len(ours)) if weight is None else weight
    return Pairs("it", "1", ours, theirs, weight, np.ones(len(ours)), pd.DataFrame())


def test_the_factor_by_hand():
    # variances 1 and 1, of the difference (0, 1, −1): 1
    found = reduction(made(np.array([1.0, 2, 3]), np.array([1.0, 1, 4]) - 0.0))
    assert found.paired == pytest.approx(np.var([0, 1, -1], ddof=1))
    assert found.unpaired == pytest.approx(1 + np.var([1, 1, 4], ddof=1))
    assert found.factor == pytest.approx(found.unpaired / found.paired)


def test_weights_that_are_equal_change_nothing():
    draw = np.random.default_rng(1)
    x, y = draw.normal(size=(2, 20))
    assert reduction(made(x, y, np.full(20, 2.5))).paired == pytest.approx(
        reduction(made(x, y)).paired
    )
    weight = np.r_[np.full(10, 2.0), np.ones(10)]
    by_numpy = np.cov(x - y, aweights=weight)
    assert reduction(made(x, y, weight)).paired == pytest.approx(float(by_numpy))


def test_the_factor_is_one_over_one_minus_the_correlation():
    draw = np.random.default_rng(2)
    shared, own = draw.normal(size=20000), draw.normal(size=(2, 20000))
    ours, theirs = (math.sqrt(0.9) * shared + math.sqrt(0.1) * it for it in own)
    assert reduction(made(ours, theirs)).factor == pytest.approx(10, rel=0.03)


def test_its_interval_holds_the_truth_about_as_often_as_it_says():
    draw, trials, inside = np.random.default_rng(3), 150, 0
    for _ in range(trials):
        shared, own = draw.normal(size=100), draw.normal(size=(2, 100))
        found = reduction(made(*(math.sqrt(0.8) * shared + math.sqrt(0.2) * it for it in own)))
        inside += found.low <= 5 <= found.high
    assert 0.88 < inside / trials <= 0.99


def test_the_numbers_needed_give_the_precision():
    draw = np.random.default_rng(4)
    shared, own = draw.normal(size=500), 0.5 * draw.normal(size=(2, 500))
    found = reduction(made(shared + own[0], shared + own[1]))
    with_twins, without = found.needed(0.1)
    assert 1.96 * math.sqrt(found.paired / with_twins) == pytest.approx(0.1, rel=0.01)
    assert 1.96 * math.sqrt(found.unpaired / without) == pytest.approx(0.1, rel=0.01)
    assert without / with_twins == pytest.approx(found.factor, rel=0.01)


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trial")
    trial_tables.write_trial(folder, trial_tables.patients(count=160))
    return read_trial(folder)


def test_every_patient_stands_beside_her_own_twin(trial):
    by = {it.endpoint: it for it in pairs(trial, "nivolumab")}
    table = trial.patients.set_index(["arm", "patient"])["outcome.cd8"]
    both = by["outcome.cd8"]
    wanted = table["nivolumab"].sort_index() - table["placebo"].sort_index()
    assert both.difference == pytest.approx(wanted.to_numpy())
    assert both.home.sum() == 80


def test_restricted_times_are_of_patients_who_were_observed_so_long(trial):
    both = next(it for it in pairs(trial, "nivolumab") if it.endpoint == "os.restricted")
    end = float(both.note.split()[-1])
    assert both.ours.max() == pytest.approx(end, abs=1e-3)
    assert 144 <= len(both.ours) < 160
    rows = trial.patients.set_index("patient").loc[both.table.index]
    assert not ((rows["os"] < end - 1e-3) & (rows["os_event"] == 0)).any()


def test_twins_tell_the_predictive_marker_from_the_prognostic(trial):
    rows = {
        (row.subgroup, row.statistic): row
        for row in of_markers(trial)
        if row.endpoint == "recist.change"
    }
    # trial_tables.patients: −25 % per unit of cd8 under treatment, +10 % per unit of sld in both
    cd8, sld = rows["baseline.cd8", "predictive_slope"], rows["baseline.sld", "predictive_slope"]
    assert cd8.low < -25 < cd8.high + 4 and cd8.p < 1e-9
    assert sld.low < 0 < sld.high
    assert rows["baseline.sld", "prognostic_slope"].low > 3
    assert rows["baseline.cd8", "prognostic_slope"].p > 0.05
    randomised = rows["baseline.cd8", "interaction_randomised"]
    assert randomised.low < -20 < randomised.high
    # what twins are for: the same question with a narrower interval
    assert randomised.high - randomised.low > 1.5 * (cd8.high - cd8.low)


def test_slopes_have_the_error_they_say():
    draw, trials, false = np.random.default_rng(5), 400, 0
    for _ in range(trials):
        marker = draw.normal(size=60)
        false += slope(marker, draw.normal(size=60) * (1 + np.abs(marker))).p < 0.05
    assert 0.02 < false / trials < 0.08


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([]) == []


def test_numbers_are_told_for_the_precision_that_was_asked(trial):
    rows = [
        r for r in of_twins(trial, half_widths={"recist.orr": 0.05}) if r.endpoint == "recist.orr"
    ]
    by = {row.statistic: row for row in rows}
    both = next(it for it in pairs(trial, "nivolumab") if it.endpoint == "recist.orr")
    assert by["needed_with_twins"].value == reduction(both).needed(0.05)[0]
    assert "for ± 0.05" in by["needed_with_twins"].note
    assert by["twin_effect"].value == pytest.approx(both.difference.mean())


def test_restricted_times_by_hand(tmp_path):
    """Of ten pairs one was lost on day 50: the others all died, the last on day 400."""
    rows = []
    for patient in range(1, 11):
        for arm, day in (("a", 40 * patient), ("b", 10 * patient)):
            lost = patient == 5 and arm == "b"
            rows.append(
                {"patient": patient, "arm": arm, "assigned": int(arm == "a"), "os": day}
                | {"os_event": int(not lost)}
            )
    trial_tables.write(tmp_path / "patients.csv", rows)
    (both,) = pairs(read_trial(tmp_path), "b")
    assert both.note == "up to day 400"
    assert both.theirs.tolist() == [40, 80, 120, 160, 240, 280, 320, 360, 400]
    assert both.ours.tolist() == [10, 20, 30, 40, 60, 70, 80, 90, 100]

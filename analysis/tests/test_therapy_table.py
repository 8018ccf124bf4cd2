"""The table of therapies, from numbers that are known."""

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import synthetic
import therapy_table

TRIAL = Path(__file__).resolve().parents[2] / "configs/trials/melanoma_therapies.toml"


def test_every_arm_has_what_patients_show():
    arms = [arm["name"] for arm in tomllib.loads(TRIAL.read_text())["arm"]]
    assert arms == list(therapy_table.CLINICAL)


def test_local_therapies_are_those_that_the_trial_gives_to_one_lesion():
    arms = tomllib.loads(TRIAL.read_text())["arm"]
    assert therapy_table.LOCAL == {
        arm["name"] for arm in arms if "largest" in "".join(arm.get("settings", []))
    }


def test_shares_are_exact_and_differences_those_of_pairs():
    own = pd.Series([-40.0, -35.0, 10.0, np.nan], index=[1, 2, 3, 4])
    untreated = pd.Series([20.0, 15.0, np.nan, 30.0], index=[1, 2, 3, 4])
    found = therapy_table.row("nivolumab", (own <= -30).to_numpy(), own, untreated)
    # Two of four: Clopper and Pearson 6.8 to 93.2 %. Two pairs: -60 and -50, t = 12.706 on one degree
    # of freedom, standard error 5.
    assert (found["patients"], found["responses"], found["pct"]) == (4, 2, 50)
    assert (found["low_pct"], found["high_pct"]) == (7, 93)
    assert found["median_change_pct"] == -35
    assert (found["pairs"], found["difference_pct"]) == (2, -55)
    assert found["difference_half_width_pct"] == 64


def test_one_pair_has_no_interval_and_none_no_difference():
    one, none = (
        therapy_table.row("diet", np.array([False]), pd.Series([5.0]), pd.Series([twin]))
        for twin in (8.0, np.nan)
    )
    assert (one["difference_pct"], one["difference_half_width_pct"]) == (-3, "")
    assert (none["difference_pct"], none["difference_half_width_pct"]) == ("", "")


@pytest.mark.parametrize(("days", "expected"), [(120, -60.0), (60, -20.0), (40, np.nan)])
def test_the_lesion_that_was_largest_is_followed_to_the_visits(tmp_path, days, expected):
    day = np.arange(days)
    large, small = np.full(days, 50.0), np.full(days, 20.0)
    small[20:] = 2.0
    large[50:], large[90:], large[100:] = 40.0, 20.0, 10.0  # the last comes after both visits
    with synthetic.begin(tmp_path / "run.h5", "", {}) as file:
        for name, diameters in (("a", small), ("b", large)):
            columns = {"diameter": (diameters, "mm")}
            synthetic.series(file, f"lesions/{name}", day, columns)
    synthetic.seal(tmp_path / "run.h5")
    found = therapy_table.largest_lesion(tmp_path / "run.h5")
    assert found == pytest.approx(expected, nan_ok=True)

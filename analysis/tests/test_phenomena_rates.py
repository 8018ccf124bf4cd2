"""Rules, powers, pairs; groups of the composition; growth before treatment; early visits."""

from __future__ import annotations

import math

import numpy as np
import pytest
from perforin.phenomena import rates
from perforin.phenomena.analysis import _cut
from perforin.phenomena.composition import _plasma, moment
from perforin.phenomena.definitions import BY_NAME, Seen, Settings
from perforin.phenomena.growth import table_for_growth
from perforin.phenomena.records import read_record
from perforin.phenomena.runs import Run
from phenomena_tables import record, table


def test_present_is_3_of_150_and_absent_one_in_a_hundred():
    assert (rates.least_cases(150), rates.least_cases(151), rates.least_cases(20)) == (3, 4, 3)
    assert (rates.most_cases(99), rates.most_cases(100), rates.most_cases(300)) == (0, 1, 3)


@pytest.mark.parametrize(
    ("cases", "n", "said"),
    [(3, 150, "present"), (2, 150, "between"), (1, 150, "absent"), (0, 49, "absent"),
     (0, 48, "too few"), (3, 151, "between"), (0, 0, "not told")],
)  # fmt: skip
def test_verdicts(cases, n, said):
    assert rates.verdict(cases, n) == said


def test_powers_are_binomial():
    two_or_fewer = sum(math.comb(150, k) * 0.06**k * 0.94 ** (150 - k) for k in range(3))
    assert rates.power_present(150) == pytest.approx(1 - two_or_fewer)
    three_or_fewer = sum(math.comb(300, k) * 0.003**k * 0.997 ** (300 - k) for k in range(4))
    assert rates.power_absent(300) == pytest.approx(three_or_fewer)


def test_power_of_pairs_is_that_of_many_drawn_trials():
    draw, n = np.random.default_rng(3), 150
    told = 0
    for _ in range(4000):
        ours, theirs = draw.random(n) < 0.06, draw.random(n) < 0.003
        gain, loss = int((ours & ~theirs).sum()), int((theirs & ~ours).sum())
        p = sum(math.comb(gain + loss, k) for k in range(gain, gain + loss + 1)) / 2 ** (
            gain + loss
        )
        told += p <= 0.025 and gain > 0
    assert rates.paired_power(n) == pytest.approx(told / 4000, abs=0.025)


def test_pairs_have_gain_loss_and_an_exact_net():
    told = [(True, False)] * 6 + [(False, True)] * 1 + [(True, True)] * 3 + [(False, False)] * 10
    it = rates.paired("arm", "control", "x", "truth", told)
    assert (it.n, it.gain, it.loss, it.both) == (20, 6, 1, 3)
    assert it.p == pytest.approx(2 * (1 + 7) / 2**7)  # 6 or 7 of 7
    assert it.net_percent == pytest.approx(25)
    # Clopper and Pearson, 6 of 7: 0.4213 to 0.9964
    assert (it.net_low, it.net_high) == pytest.approx((35 * -0.1574, 35 * 0.9928), abs=0.01)


def test_pairs_that_do_not_differ_have_no_interval():
    it = rates.paired("arm", "control", "x", "truth", [(False, False)] * 5)
    assert (it.net_percent, it.p) == (0, 1) and math.isnan(it.net_low)


# --- who is looked at, and when ---


def seen(sizes: list[float], volumes: list[float] | None = None, **more: object) -> Seen:
    of = record({"a": sizes}, **more)
    days = [0, *(it.day for it in of.scans)]
    parts = {day: {"a": {"volume": it}} for day, it in zip(days, volumes or sizes)}
    return Seen(Run(1, "arm", {}, {}, parts=parts), "truth", of, Settings())


def test_groups_of_the_composition():
    assert moment(seen([50, 60, 35])) == ("pseudoprogression", 42, "target")
    assert moment(seen([50, 60, 70])) == ("progression", 42, "target")
    assert moment(seen([50, 50, 50])) is None


def test_a_late_response_is_no_true_progression():
    assert moment(seen([50, 60, 60, 60, 60, 60, 35])) is None


def test_a_response_is_looked_at_where_it_was_largest():
    assert moment(seen([50, 55, 58, 35, 30], [1, 1.2, 1.4, 0.5, 3])) == ("response", 84, "")
    assert moment(seen([50, 35, 58])) == ("response", 42, "")


def test_what_does_not_apply_is_not_told():
    no_target = record({}, new={"n": [None, 8]})
    run = Run(1, "arm", {}, {})
    for name in (
        "pseudoprogression",
        "response",
        "delayed_response",
        "irrc_any",
        "durable_response",
    ):
        assert BY_NAME[name].judge(Seen(run, "read", no_target, Settings())).n == 0


def test_tumour_dna_is_of_the_nearest_sample_21_days_off_at_most():
    it = seen([50, 60, 35])
    it.run.plasma = {"read": [(-7, 9), (0, 4), (21, 8), (63, 6), (105, 1)]}
    found = _plasma(it, 42)
    assert (found["ctdna_read"], found["ctdna_week12_read"]) == (2, 1.5)
    assert found["favourable_read"] == 0
    assert "ctdna_read" not in _plasma(it, 127)
    it.run.plasma = {"read": [(0, 0), (42, 5)]}
    assert _plasma(it, 42) == {"favourable_read": 1}


# --- growth before treatment ---


def growing_run(before: float, start: int, node: bool = False) -> Run:
    text = table({"a": [20, 24]}, nodes=("a",) if node else ())
    of = read_record(text, "t")
    body = math.pi / 6 * 20**3
    own = body / 2 if node else body
    parts = {0: {"a": {"volume": own}}}
    more = dict(parts=parts, before={"a": before}, before_day=-start)
    return Run(1, "arm", {"truth": text, "read": text}, {"truth": of, "read": of}, **more)


def test_growth_before_treatment_is_from_the_start_of_the_simulation():
    with_scan = read_record(table_for_growth(growing_run(0.512, 14), "truth"), "t")
    assert [it.day for it in with_scan.earlier] == [-14]
    assert with_scan.size(with_scan.earlier[0], "a") == 160  # 0.8 of 20 mm


def test_a_nodes_own_tissue_stays_as_it_is():
    with_scan = read_record(table_for_growth(growing_run(0, 14, node=True), "truth"), "t")
    assert with_scan.size(with_scan.earlier[0], "a") == 159  # half of the volume


def test_growth_needs_two_weeks_and_true_sizes():
    for run, on in ((growing_run(0.5, 13), "truth"), (growing_run(0.5, 14), "read")):
        assert table_for_growth(run, on) == run.texts[on]


def test_early_visits_are_cut_from_tables():
    kept = read_record(_cut(table({"a": [50, 60, 35]}), 84), "t")
    assert [it.day for it in kept.scans] == [84]
    assert kept.size(kept.baseline, "a") == 500

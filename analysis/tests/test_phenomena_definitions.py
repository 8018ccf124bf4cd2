"""Phenomena by hand-made tables, each threshold from both sides."""

from __future__ import annotations

from perforin.phenomena import pseudoprogression as pseudo
from perforin.phenomena import responses
from perforin.phenomena.burden import burdens
from perforin.phenomena.course import steps
from perforin.phenomena.records import read_record
from phenomena_tables import DAYS, record, table


def recist(*sizes: float, **more: object) -> pseudo.Event | None:
    return pseudo.by_recist(record({"a": list(sizes)}, **more))


# --- pseudoprogression by RECIST 1.1 ---


def test_a_rise_of_20_percent_and_5_mm_then_70_percent_is_a_pseudoprogression():
    event = recist(50, 60, 35)
    assert (event.day, event.response_day, event.trigger) == (42, 84, "target")


def test_a_rise_below_20_percent_is_none():
    assert recist(50, 59.9, 35) is None


def test_a_rise_below_5_mm_is_none():
    assert recist(20, 24.9, 14) is None
    assert recist(20, 25, 14) is not None


def test_a_fall_that_does_not_reach_30_percent_is_none():
    assert recist(50, 60, 35.1) is None


def test_who_responded_before_has_none():
    assert recist(50, 35, 60, 35) is None
    assert recist(50, 35.1, 60, 35) is not None


def test_a_rise_counts_from_the_nadir_and_a_response_from_the_baseline():
    event = recist(50, 40, 48, 35)
    assert (event.day, event.response_day) == (84, 126)
    assert recist(50, 40, 47.9, 35) is None


def test_the_response_must_come_at_the_fourth_visit_at_the_latest():
    assert recist(50, 60, 60, 60, 60, 35).response_day == 210
    assert recist(50, 60, 60, 60, 60, 60, 35) is None


def test_missed_visits_count_among_the_four():
    assert recist(50, 60, 60, 60, 60, 35, missed=(84,)) is not None
    assert recist(50, 60, 60, 60, 60, 60, 35, missed=(84,)) is None


def test_a_missed_visit_is_neither_progression_nor_response():
    assert recist(50, 60, 35, 60, missed=(84,)) is None
    assert recist(50, 60, 45, 35, missed=(42,)) is None


def test_a_new_lesion_that_does_not_grow_is_a_trigger():
    event = recist(50, 50, 35, new={"n": [None, 8, 8]})
    assert (event.day, event.trigger) == (42, "new")


def test_new_lesions_that_grow_by_5_mm_speak_against_it():
    assert recist(50, 50, 35, new={"n": [None, 8, 12.9]}) is not None
    assert recist(50, 50, 35, new={"n": [None, 8, 13]}) is None


def test_a_further_new_lesion_speaks_against_it():
    assert recist(50, 60, 35, new={"n": [None, None, 6]}) is None
    assert recist(50, 60, 35, new={"n": [None, None, 0]}) is not None


def test_a_new_lesion_while_the_targets_respond_is_none():
    assert recist(50, 35, 30, new={"n": [None, 8, 8]}) is None


def test_targets_and_a_new_lesion_together_are_of_the_target_type():
    assert recist(50, 60, 35, new={"n": [None, 8, 0]}).trigger == "target"


def test_nontarget_disease_is_no_trigger():
    classes = ["nonCRnonPD", "PD", "nonCRnonPD"]
    assert recist(50, 50, 35, nontarget=classes) is None


def test_of_a_node_the_short_axis_counts():
    text = table({"a": [50, 60, 35]}, nodes=("a",)).replace("60,60", "60,50")
    assert pseudo.by_recist(read_record(text, "nodes")) is None


def test_a_target_that_could_not_be_measured_makes_no_response():
    assert pseudo.by_recist(record({"a": [50, 66, 30], "b": [20, 20, None]})) is None
    assert pseudo.by_recist(record({"a": [50, 66, 30], "b": [20, 20, 19]})) is not None


# --- iRECIST ---

UPD, CPD = pseudo.UNCONFIRMED, pseudo.CONFIRMED


def irecist(*labels: str) -> pseudo.Event | None:
    return pseudo.by_irecist([(i, DAYS[i + 1], it) for i, it in enumerate(labels)])


def test_iupd_then_ipr_is_a_pseudoprogression():
    event = irecist(UPD, "SD", "PR")
    assert (event.day, event.response_day) == (42, 126)
    assert irecist("SD", UPD, "CR").day == 84


def test_an_earlier_response_or_a_confirmation_between_makes_none():
    assert irecist("PR", UPD, "PR") is None
    assert irecist(UPD, CPD, "PR") is None
    assert irecist(UPD, "SD", "SD") is None


def test_irecist_too_gives_four_visits():
    assert irecist(UPD, UPD, UPD, UPD, "PR") is not None
    assert irecist(UPD, UPD, UPD, UPD, UPD, "PR") is None


# --- irRC as Hodi 2016 ---


def hodi(*sizes: float, **more: object) -> pseudo.Event | None:
    """Sums of products of one lesion of these sizes."""
    return pseudo.by_irrc(record({"a": list(sizes)}, **more))


def test_25_percent_more_than_the_baseline_that_is_not_confirmed():
    event = hodi(20, 22.4, 22, 20)  # 501.76 against 500, 484
    assert (event.day, event.trigger) == (42, "early")
    assert hodi(20, 22.3, 20) is None  # 497.29


def test_what_is_confirmed_ends_it():
    assert hodi(20, 22.4, 22.4, 20) is None
    assert hodi(20, 22.4, 22.4, 20, 25, 20) is None


def test_without_another_assessment_there_is_none():
    assert hodi(20, 20, 22.4) is None


def test_the_next_assessment_comes_four_weeks_later_or_more():
    assert hodi(20, 23, 20, 23, days=(0, 42, 69, 111)) is None
    assert hodi(20, 23, 20, 23, days=(0, 42, 70, 111)) is not None


def test_early_is_up_to_week_12_and_a_week():
    assert hodi(20, 23, 20, days=(0, 91, 140)).trigger == "early"
    assert hodi(20, 23, 20, days=(0, 92, 140)).trigger == "delayed"


def test_new_lesions_are_added_from_5_mm_on():
    counted = record({"a": [10, 10, 10]}, new={"n": [None, 5, 4], "m": [None, 4.9, 4.9]})
    assert burdens(counted) == [10000, 12500, 11600]
    assert pseudo.by_irrc(counted) is not None


def test_five_new_lesions_of_an_organ_count():
    new = {f"n{i}": [None, 10 - i] for i in range(4)} | {f"m{i}": [None, 5] for i in range(3)}
    assert burdens(record({"a": [10, 10]}, new=new))[1] == 10000 + 10000 + 8100 + 6400 + 4900 + 2500


def test_28_weeks_of_scans_are_needed():
    assert pseudo.imaged(record({"a": [20, 20]}, days=(0, 196)))
    assert not pseudo.imaged(record({"a": [20, 20]}, days=(0, 195)))
    assert not pseudo.imaged(record({"a": [20, 20, 20]}, days=(0, 150, 200), missed=(200,)))


# --- one lesion ---


def test_a_lesion_that_rises_and_then_falls():
    found = pseudo.lesions_by_size(
        record(
            {"a": [25, 30, 17.5], "b": [25, 29.9, 17.5], "c": [20, 24.9, 14], "d": [25, 17.5, 30]}
        )
    )
    assert found == {"a": True, "b": False, "c": False, "d": False}
    assert not pseudo.lesions_by_size(record({"a": [25, 30, 17.6]}))["a"]


def test_as_published_a_table_ends_with_pd():
    rises = record({"a": [25, 30, 17.5], "b": [50, 50, 50]})
    assert pseudo.as_published(rises) == {"a": True, "b": False}
    assert pseudo.as_published(record({"a": [25, 30, 17.5]})) == {}  # PD at the first scan: two
    assert pseudo.as_published(record({"a": [25, 26, 30, 17.5]})) == {"a": False}


# --- live tumour ---


def test_live_tumour_falls_by_10_percent_and_is_below_the_baseline():
    event, days = recist(50, 60, 35), (0, 42, 84)
    assert pseudo.live_falls(event, {0: 100, 42: 99, 84: 89}, days) == (True, True)
    assert pseudo.live_falls(event, {0: 100, 42: 100, 84: 90}, days) == (True, False)
    assert pseudo.live_falls(event, {0: 100, 42: 99, 84: 89.2}, days) == (False, False)
    assert pseudo.live_falls(event, {0: 100, 84: 80}, days) is None


# --- responses ---


def test_a_response_after_progression_counts_only_if_asked_for():
    late = record({"a": [50, 60, 35]})
    assert responses.response(late) is None
    assert responses.response(late, after_progression=True).day == 84
    grows = record({"a": [50, 60, 35]}, new={"n": [None, 8, 14]})
    assert responses.response(grows, after_progression=True) is None


def test_a_response_beside_a_new_lesion_counts_from_the_next_scan_on():
    beside = record({"a": [50, 35, 35]}, new={"n": [None, 8, 8]})
    assert responses.response(beside) is None
    assert responses.response(beside, after_progression=True).day == 84


def test_nontarget_progression_is_no_response():
    worse = record({"a": [50, 35, 35]}, nontarget=["nonCRnonPD", "PD", "nonCRnonPD"])
    assert responses.response(worse) is None
    assert responses.progression_at_first_scan(worse)


def test_delayed_is_after_the_day():
    first = record({"a": [50, 50, 50, 50, 35]})
    assert responses.delayed(first, 167).day == 168
    assert responses.delayed(first, 168) is None


def test_durable_is_held_and_seen_that_long():
    held = record({"a": [50, 35, 35, 35, 35, 35]})
    assert responses.durable(held, 168, 280) is True
    assert responses.durable(held, 168, 210) is True
    assert responses.durable(held, 169, 280) is None  # the last scan is on day 210
    assert responses.durable(held, 168, 209) is None


def test_durable_ends_with_progression_or_death():
    lost = record({"a": [50, 35, 42, 42]})
    assert responses.durable(lost, 42, 280) is False
    assert responses.durable(lost, 41, 280) is True
    assert responses.durable(record({"a": [50, 35, 35]}, death=100), 60, 280) is False
    assert responses.durable(record({"a": [50, 50]}), 60, 280) is None


def test_dissociated_needs_both_at_one_visit():
    assert responses.dissociated(record({"a": [30, 21], "b": [25, 30]})) == (42, "a", "b")
    assert responses.dissociated(record({"a": [30, 21.1], "b": [25, 30]})) is None
    assert responses.dissociated(record({"a": [30, 21], "b": [25, 29.9]})) is None
    assert responses.dissociated(record({"a": [30, 21, 30], "b": [25, 25, 30]})) is None


def test_pd_at_the_first_scan_is_of_the_first_that_was_made():
    assert responses.progression_at_first_scan(record({"a": [50, 50, 60]}, missed=(42,)))
    assert not responses.progression_at_first_scan(record({"a": [50, 50, 60]}))
    assert responses.progression_at_first_scan(record({"a": [50]})) is None


def test_out_of_field_lesions_shrink_by_30_percent_up_to_the_day():
    seen = record({"in": [30, 10, 10], "out": [20, 20, 14], "small": [9, 9, 5]})
    assert responses.shrunk_lesions(seen, {"in"}, 84) == {"out": 84}
    assert responses.shrunk_lesions(seen, {"in"}, 83) == {}
    assert responses.shrunk_lesions(record({"out": [20, 14.1]}), (), 84) == {}


def test_a_new_lesion_that_could_not_be_evaluated_is_there_still():
    event = recist(50, 50, 60, 35, new={"n": [None, 8, None, 0]})
    assert (event.day, event.response_day, event.trigger) == (42, 126, "new")
    found = steps(record({"a": [50, 50, 35]}, new={"n": [None, 8, None]}))
    assert [it.progresses for it in found] == [True, True]


def test_normal_nodes_are_a_response_and_no_progression():
    assert responses.response(record({"a": [13, 9.9]}, nodes=("a",))).day == 42
    assert responses.response(record({"a": [13, 10]}, nodes=("a",))) is None

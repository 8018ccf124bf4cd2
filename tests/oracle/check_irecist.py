"""iRECIST on series judged by hand."""

from __future__ import annotations

from hand_made import event_day, judged, labels, lesion, series, visit


def pseudoprogression():
    rows = series((56, 60), (84, 30), (126, 30))
    visits, patient = judged(rows)
    assert [v["recist"] for v in visits] == ["PD", "PR", "PR"]
    assert [v["irecist"] for v in visits] == ["iUPD", "iPR", "iPR"]
    assert [v["irrc"] for v in visits] == ["irPD", "irPR", "irPR"]
    assert patient["recist_best"] == "PD" and patient["irecist_best"] == "iPR"
    assert (patient["recist_pfs_day"], patient["recist_pfs_event"]) == (56, 1)
    assert (patient["irecist_pfs_day"], patient["irecist_pfs_event"]) == (126, 0)
    assert event_day(patient, "irrc") == event_day(patient, "imrecist") == ""
    assert patient["irrc_best"] == "irPR" and patient["imrecist_best"] == "PR"


def true_progression():
    visits, patient = judged(series((56, 60), (84, 65), (112, 90)))
    assert [v["irecist"] for v in visits] == ["iUPD", "iCPD", "iCPD"]
    assert patient["recist_pfs_day"] == patient["irecist_pfs_day"] == 56
    assert event_day(patient, "irrc") == event_day(patient, "imrecist") == 56
    assert patient["irecist_best"] == "iCPD" and patient["irrc_best"] == "irPD"


def small_rises_add_up():
    assert labels(series((42, 60), (84, 64), (126, 66)), "irecist") == "iUPD iUPD iCPD"
    assert labels(series((42, 60), (84, 64), (126, 64.9)), "irecist") == "iUPD iUPD iUPD"


def a_reset_raises_the_bar_again():
    rows = series((42, 60), (84, 40), (126, 48), (168, 53))
    assert labels(rows, "irecist") == "iUPD iSD iUPD iCPD"
    assert judged(rows)[1]["irecist_pfs_day"] == 126


def early_scans_wait():
    assert labels(series((42, 60), (69, 90)), "irecist") == "iUPD iUPD"
    assert labels(series((42, 60), (70, 90)), "irecist") == "iUPD iCPD"
    rows = series((42, 60), (56, 60), (84, 60), new={56: 10})
    assert labels(rows, "irecist") == "iUPD iUPD iUPD"  # not seen again on day 84
    rows.append(lesion(84, "n", "new", 10))
    assert labels(rows, "irecist") == "iUPD iUPD iCPD"
    next(r for r in rows if r["day"] == 56 and not r["lesion"])["symptoms"] = 1
    assert labels(rows, "irecist") == "iUPD iCPD iCPD"


def new_lesions_and_shrinking_targets():
    unchanged = {84: 10, 126: 10, 168: 10}
    first = series((42, 30), (84, 30), (126, 30), new=unchanged)
    assert labels(first, "irecist") == "iPR iUPD iUPD"
    after = series((42, 50), (84, 50), (126, 30), (168, 30), new=unchanged)
    assert labels(after, "irecist") == "iSD iUPD iPR iPR"
    grown = series((42, 50), (84, 50), (126, 30), (168, 30), new=unchanged | {168: 15})
    assert labels(grown, "irecist") == "iSD iUPD iPR iUPD"
    less = series((42, 50), (84, 50), (126, 30), (168, 30), new=unchanged | {168: 14.9})
    assert labels(less, "irecist") == "iSD iUPD iPR iPR"
    at_once = series((42, 50), (84, 50), (126, 30), new=unchanged | {126: 15})
    assert labels(at_once, "irecist") == "iSD iUPD iCPD"


def unmeasured_new_lesions_confirm_by_any_growth():
    rows = series((42, 50), (84, 50))
    for day, size in ((42, 8), (84, 8.1)):
        rows.append(lesion(day, "n", "new", size, measurable=0))
    assert labels(rows, "irecist") == "iUPD iCPD"
    rows[-1]["long_mm"] = 8
    assert labels(rows, "irecist") == "iUPD iUPD"
    for grown, expected in ((1, "iUPD iCPD"), (0, "iUPD iUPD")):
        rows[-1] |= {"long_mm": "", "short_mm": "", "grown": grown}
        assert labels(rows, "irecist") == expected


def confirmation_belongs_to_its_category():
    rows = series((42, 50), (84, 55), new={42: 10, 84: 10})
    assert labels(rows, "irecist") == "iUPD iUPD"  # +5 mm, where targets did not trigger
    rows = series((42, 60), (84, 60), nontarget_class="nonCRnonPD")
    rows[-1] |= {"nontarget_class": "nonCRnonPD", "nontarget_worse": 1}
    assert labels(rows, "irecist") == "iUPD iUPD"
    rows[-1]["nontarget_class"] = "PD"
    assert labels(rows, "irecist") == "iUPD iCPD"


def known_new_lesions_beside_a_run_of_the_targets():
    new = {42: 40, 84: 40, 126: 40}
    sizes = (42, 50), (84, 35), (126, 43), (168, 43)
    start = "iUPD iPR iUPD"
    assert labels(series(*sizes, new=new | {168: 47.9}), "irecist") == start + " iUPD"
    assert labels(series(*sizes, new=new | {168: 48}), "irecist") == start + " iCPD"


def progression_of_another_category_confirms():
    rows = series((42, 50), (84, 36), (126, 44), new={42: 40, 84: 40, 126: 40})
    assert labels(rows, "irecist") == "iUPD iUPD iCPD"


def what_was_not_evaluable_when_the_run_began():
    rows = series((42, 30), (84, ""), (126, 30), new={84: 10, 126: 10})
    assert labels(rows, "irecist") == "iPR iUPD iUPD"  # no better than the last known class
    rows = series((42, 50), (84, ""), (126, 30), new={84: 10, 126: 10})
    assert labels(rows, "irecist") == "iSD iUPD iPR"
    rows = [lesion(0, "t", "target", 20), lesion(0, "u", "target", 20), visit(0)]
    rows += [lesion(42, "t", "target", 48), visit(42)]
    rows += [lesion(84, "t", "target", 48), lesion(84, "u", "target", 20), visit(84)]
    assert labels(rows, "irecist") == "iUPD iUPD"  # an incomplete sum is no reference


def new_lesions_without_a_size_when_the_run_began():
    rows = series((42, 50), (84, 50), (126, 50), new={42: 10})
    rows += [lesion(84, "n", "new", ""), lesion(126, "n", "new", 30)]
    assert labels(rows, "irecist") == "iUPD iUPD iCPD"
    rows = series((42, 50), (84, 30), (126, 30), (168, 30), new={42: 10, 84: 10, 126: ""})
    rows.append(lesion(126, "m", "new", 10, organ="liver"))
    rows += [lesion(168, "n", "new", 30), lesion(168, "m", "new", 10, organ="liver")]
    assert labels(rows, "irecist") == "iUPD iPR iUPD iUPD"


def a_new_lesion_seen_again_without_a_size_has_grown():
    rows = series((42, 50), (84, 30), (126, 30), (168, 30), new={42: 8, 84: 8, 126: 0})
    rows += [lesion(day, "m", "new", 10, organ="liver") for day in (126, 168)]
    rows.append(lesion(168, "n", "new", "", grown=0))
    for row in rows:
        row["measurable"] = int(row["lesion"] != "n")
    assert labels(rows, "irecist") == "iUPD iPR iUPD iCPD"
    rows[-1]["grown"] = ""
    assert labels(rows, "irecist") == "iUPD iPR iUPD iUPD"


def complete_only_when_every_new_lesion_is_gone():
    new = {42: 10, 84: 10, 126: 0}
    rows = series((42, 50), (84, 0), (126, 0), new=new)
    assert labels(rows, "irecist") == "iUPD iPR iCR"
    assert judged(rows)[1]["irecist_best"] == "iCR"


def nontarget_disease_that_cannot_be_judged_keeps_the_run_open():
    rows = series((42, 50), (84, 50), (126, 50))
    classes = {0: "nonCRnonPD", 42: "PD", 84: "NE", 126: "nonCRnonPD"}
    for row in rows:
        if not row["lesion"]:
            row["nontarget_class"] = classes[row["day"]]
    assert labels(rows, "irecist") == "iUPD NE iSD"
    rows[-1]["nontarget_class"] = "PD"
    assert labels(rows, "irecist") == "iUPD NE iUPD"
    assert judged(rows)[1]["irecist_pfs_day"] == 42


def the_nadir_of_new_lesions_begins_with_the_last_one():
    sizes = (42, 50), (84, 35), (126, 35), (168, 0), (210, 0)
    new = {42: 20, 84: 10, 126: 10, 168: 10}
    for size, expected in ((15.9, "iPR"), (16, "iUPD")):
        rows = series(*sizes, new=new | {210: size})
        rows += [lesion(day, "m", "new", 20, organ="liver") for day in (126, 168, 210)]
        # With the second lesion the sum was 30, and the 10 mm of the first alone are forgotten.
        assert labels(rows, "irecist") == "iUPD iPR iUPD iPR " + expected


def a_new_lesion_stands_whatever_becomes_of_the_targets():
    new = {42: 10, 84: 10}
    assert labels(series((42, 50), (84, ""), new=new), "irecist") == "iUPD iUPD"
    new = {42: 10, 84: 0}
    assert labels(series((42, 50), (84, ""), new=new), "irecist") == "iUPD NE"


def unmeasured_new_lesions_and_the_sum_of_others():
    sizes = (42, 50), (84, 35), (126, 35), (168, 35)
    for last, expected in ((10.9, "iPR"), (11, "iUPD")):
        rows = series(*sizes, new={42: 6, 84: 6, 126: 6, 168: last})
        rows += [lesion(day, "m", "new", "", grown=0) for day in (42, 84, 126, 168)]
        for row in rows:
            row["measurable"] = 0
        assert labels(rows, "irecist") == "iUPD iPR iPR " + expected
    rows[-1]["grown"] = 1
    rows[-5]["long_mm"] = rows[-5]["short_mm"] = 0
    assert labels(rows, "irecist") == "iUPD iPR iPR iUPD"


def a_known_new_lesion_is_back_after_complete_response():
    sizes = (42, 50), (84, 0), (126, 0), (168, 0)
    rows = series(*sizes, new={42: 10, 84: 0, 126: 2, 168: 0})
    assert labels(rows, "irecist") == "iUPD iCR iUPD iCR"
    rows = series(*sizes, new={42: 10, 84: 10, 126: 0, 168: 2})
    assert labels(rows, "irecist") == "iUPD iPR iCR iUPD"
    rows = series((42, 50), (84, 30), (126, 30), (168, 30), new={42: 10, 84: 0, 126: 2, 168: 2})
    assert labels(rows, "irecist") == "iUPD iPR iPR iPR"


def a_new_lesion_is_seen_by_one_axis_or_by_its_growth():
    for axes, grown, expected in (
        (("", 4), "", "iUPD"),
        (("", 0), "", "iSD"),
        (("", ""), 0, "iUPD"),
        (("", ""), 1, "iUPD"),
        (("", ""), "", "iSD"),
    ):
        for measurable in (0, 1):
            rows = series((42, 50))
            rows.append(lesion(42, "n", "new", *axes, grown=grown, measurable=measurable))
            assert labels(rows, "irecist") == expected

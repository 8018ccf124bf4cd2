"""New lesions in sums, irRC and imRECIST on series judged by hand."""

from __future__ import annotations

from hand_made import event_day, judged, labels, lesion, series, visit


def limits_of_new_lesions():
    rows = series((42, 50))
    rows += [lesion(42, f"n{size}", "new", size, size) for size in (10, 30, 20)]
    result = judged(rows)[0][0]
    assert result["imrecist_burden_mm"] == "100.0"  # the two largest of an organ
    assert result["irrc_burden_mm2"] == "2650.00"  # five of an organ
    rows += [lesion(42, f"m{i}", "new", 6, 5, measurable=0) for i in range(4)]
    assert judged(rows)[0][0]["irrc_burden_mm2"] == "2710.00"


def immune_related_progression_is_negated():
    rows = series((42, 60), (56, 70), (70, 55), (112, 80), (140, 80))
    patient = judged(rows)[1]
    assert labels(rows, "irrc") == "irPD irPD irSD irPD irPD"
    assert event_day(patient, "irrc") == event_day(patient, "imrecist") == 112
    lone = judged(series((56, 60)))[1]
    assert lone["irrc_best"] == "irPD" and event_day(lone, "irrc") == ""
    assert event_day(lone, "imrecist") == 56


def which_new_lesions_have_a_place():
    def burden(*lesions):
        rows = series((42, 50)) + [lesion(42, f"n{i}", "new", *a) | b for i, (a, b) in lesions]
        return judged(rows)[0][0]

    nodes = [((20, 15), {"node": 1, "organ": place}) for place in ("neck", "lung", "axilla")]
    assert burden(*enumerate(nodes))["imrecist_burden_mm"] == "80.0"  # nodes are one organ
    six = [((10, 10), {"organ": f"organ{i // 2}"}) for i in range(6)]
    assert burden(*enumerate(six))["imrecist_burden_mm"] == "100.0"
    twelve = [((10, 10), {"organ": f"organ{i // 4}"}) for i in range(12)]
    assert burden(*enumerate(twelve))["irrc_burden_mm2"] == "2250.00"
    skin = [((10, 10), {"organ": "skin"}) for _ in range(6)]
    assert burden(*enumerate(twelve + skin))["irrc_burden_mm2"] == "2750.00"


def thresholds_of_burdens_are_inclusive():
    cases = ((20, 12.5, "irPD"), (20, 12.4, "irSD"), (10, 10, "irPR"), (20, 5.1, "irSD"))
    for long, short, expected in cases:
        rows = [lesion(0, "t", "target", 20, 10), visit(0)]
        rows += [lesion(42, "t", "target", long, short), visit(42)]
        assert labels(rows, "irrc") == expected
    assert labels(series((42, 35)), "imrecist") == "PR"
    assert labels(series((42, 50), new={42: 10}), "imrecist") == "PD"
    assert labels(series((42, 50), new={42: 10}), "irrc") == "irSD"
    assert labels(series((42, 0), (84, 0), (126, 0.1)), "irrc") == "irCR irCR irPD"


def only_complete_response_looks_at_nontarget_disease():
    rows = series((42, 0), nontarget_class="nonCRnonPD")
    rows[-1]["nontarget_class"] = "PD"
    assert labels(rows, "irrc") == "irPR" and labels(rows, "imrecist") == "PR"
    rows[-1]["nontarget_class"] = "NE"
    again = rows + [lesion(84, "t", "target", 0), visit(84, nontarget_class="NE")]
    assert labels(again, "irrc") == "irPR irPR"  # nothing is not more than nothing
    rows[-1]["nontarget_class"] = "CR"
    assert labels(rows, "irrc") == "irCR" and labels(rows, "imrecist") == "CR"


def a_negated_progression_is_nobodys_best_response():
    patient = judged(series((7, 60), (35, 55)))[1]
    assert patient["irrc_best"] == patient["imrecist_best"] == "NE"


def scans_that_show_nothing_do_not_judge():
    patient = judged(series((42, 65), (84, ""), (126, 65)))[1]
    assert event_day(patient, "irrc") == event_day(patient, "imrecist") == 42


def responses_after_progression():
    patient = judged(series((42, 50), (84, 65), (126, 65), (168, 10), (210, 10)))[1]
    assert patient["irrc_best"] == patient["irrc_best_unconfirmed"] == "irSD"
    assert patient["imrecist_best"] == "PR" and event_day(patient, "imrecist") == 84


def a_baseline_without_a_product():
    rows = series((42, 50), (84, 58), (126, 0))
    rows[0]["short_mm"] = ""
    assert labels(rows, "irrc") == "NE irPD irCR"


def without_targets_or_without_disease():
    rows = [visit(0, nontarget_class="nonCRnonPD"), visit(42, nontarget_class="nonCRnonPD")]
    for criterion in ("recist", "irrc", "imrecist"):
        assert labels(rows, criterion) == judged(rows)[1][f"{criterion}_best"] == "nonCRnonPD"
    assert judged(rows)[1]["irecist_best"] == "non-iCR/non-iUPD"
    rows = [visit(0), visit(42), visit(84), lesion(84, "n", "new", 10)]
    assert labels(rows, "recist") == "NE PD" and labels(rows, "irrc") == "NE irPD"


def equally_large_new_lesions_go_by_name():
    rows = series((42, 50), (84, 50))
    for name, later in (("n3", 20), ("n2", 10), ("n1", 10)):
        rows += [lesion(42, name, "new", 10), lesion(84, name, "new", later)]
    assert [row["imrecist_burden_mm"] for row in judged(rows)[0]] == ["70.0", "70.0"]


def progression_after_a_gap_is_none_in_any_criterion():
    patient = judged(series((42, 50), (84, "missed"), (112, "missed"), (140, 70), (182, 70)))[1]
    for criterion in ("recist", "irecist", "irrc", "imrecist"):
        day, event = (patient[f"{criterion}_pfs_{what}"] for what in ("day", "event"))
        assert (day, event) == (42, 0)


def visits_planned_for_after_death_are_not_missed():
    rows = series((42, 50), (84, "missed"), (126, "missed"), (168, "missed"), death_day=90)
    assert event_day(judged(rows)[1], "recist") == 90

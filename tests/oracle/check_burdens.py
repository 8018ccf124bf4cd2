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


def scans_that_show_nothing_do_not_judge():
    patient = judged(series((42, 65), (84, ""), (126, 65)))[1]
    assert event_day(patient, "irrc") == event_day(patient, "imrecist") == 42


def responses_after_progression():
    patient = judged(series((42, 50), (84, 65), (126, 65), (168, 10), (210, 10)))[1]
    assert patient["irrc_best"] == patient["irrc_best_unconfirmed"] == "irSD"
    assert patient["imrecist_best"] == "PR" and event_day(patient, "imrecist") == 84

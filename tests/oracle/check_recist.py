"""RECIST 1.1 on series judged by hand."""

from __future__ import annotations

from hand_made import judged, labels, lesion, series, visit


def thresholds_are_inclusive():
    cases = {60: "PD", 59.9: "SD", 35: "PR", 35.1: "SD", 0: "CR", 0.1: "PR"}
    for size, expected in cases.items():
        assert labels(series((42, size)), "recist") == expected, size
    assert labels(series((42, 10), (84, 14.9), (126, 15)), "recist_target") == "PR PR PD"
    assert labels(series((42, 20), (84, 24.9), (126, 25)), "recist_target") == "PR PR PD"


def a_node_of_ten_is_disease():
    for short, expected in ((9.9, "CR"), (10, "PR")):
        rows = [lesion(0, "t", "target", 40, 20, node=1), visit(0)]
        rows += [lesion(42, "t", "target", 15, short, node=1), visit(42)]
        result = judged(rows)[0][0]
        assert result["recist"] == expected
        assert result["imrecist"] == expected
        assert result["irrc"] == "irPR"  # gone is 0 there, for nodes too


def measured_targets_may_show_progression_alone():
    rows = [lesion(0, "t", "target", 20), lesion(0, "u", "target", 20), visit(0)]
    rows += [lesion(42, "t", "target", 47.9), visit(42)]
    rows += [lesion(84, "t", "target", 48), lesion(84, "u", "target", ""), visit(84)]
    assert labels(rows, "recist") == "NE PD"
    rows[3]["long_mm"] = 48
    assert labels(rows, "recist") == "PD PD"


def disease_after_complete_response():
    rows = series((42, 0), (84, 2), (126, 2), (168, 0))
    assert labels(rows, "recist") == "CR PD PR CR"
    assert labels(rows, "irecist") == "iCR iUPD iUPD iCR"
    assert labels(rows, "imrecist") == "CR PR PR CR"
    assert labels(series((42, 0), (84, 2), (126, 7)), "irecist") == "iCR iUPD iCPD"


def nontarget_disease_alone():
    classes = {0: "nonCRnonPD", 42: "nonCRnonPD", 84: "PD", 126: "PD", 168: "PD"}
    rows = [visit(day, nontarget_class=name) for day, name in classes.items()]
    assert labels(rows, "recist") == "nonCRnonPD PD PD PD"
    assert labels(rows, "irecist") == "non-iCR/non-iUPD iUPD iUPD iUPD"
    rows[-1]["nontarget_worse"] = 1
    assert labels(rows, "irecist") == "non-iCR/non-iUPD iUPD iUPD iCPD"


def best_responses_want_confirmation():
    def best(*sizes):
        patient = judged(series(*sizes))[1]
        return patient["recist_best"], patient["recist_best_unconfirmed"]

    assert best((28, 30), (56, 30)) == ("PR", "PR")
    assert best((28, 30), (55, 30)) == ("SD", "PR")
    assert best((28, 30), (41, 30)) == ("NE", "PR")
    assert best((28, 0), (56, 0)) == ("CR", "CR")
    assert best((28, 50), (41, 50)) == ("NE", "NE")
    assert best((42, 50), (84, 60), (126, 10)) == ("SD", "SD")
    assert best((41, 50), (84, 60)) == ("PD", "PD")


def gaps_and_deaths():
    def times(rows):
        patient = judged(rows)[1]
        pfs = patient["recist_pfs_day"], patient["recist_pfs_event"]
        assert pfs == (patient["irecist_pfs_day"], patient["irecist_pfs_event"])
        return pfs

    gap = ((84, "missed"), (126, ""), (168, 70))
    assert times(series((42, 50), *gap)) == (42, 0)
    assert times(series((42, 50), *gap[1:])) == (168, 1)
    assert times(series(*gap)) == (0, 0)
    assert times(series((42, 50), (84, 50), death_day=100)) == (100, 1)
    assert times(series((42, 50), *gap[:2], death_day=140)) == (42, 0)
    assert times(series((42, 50), (84, 49))) == (84, 0)


def incomplete_sums_are_no_nadir():
    rows = [lesion(0, "t", "target", 20), lesion(0, "u", "target", 20), visit(0)]
    rows += [lesion(42, "t", "target", 5), visit(42)]
    rows += [lesion(84, "t", "target", 20), lesion(84, "u", "target", 20), visit(84)]
    assert labels(rows, "recist") == "NE SD"


def gaps_do_not_hide_a_complete_response():
    rows = series((42, 0), (84, ""), (126, "missed"), (168, 2))
    assert labels(rows, "recist") == "CR NE NE PD"
    assert labels(rows, "irecist") == "iCR NE NE iUPD"


def nontarget_disease_after_complete_response():
    rows = series((42, 0), (84, 0), (126, 0), (168, 0))
    classes = {0: "nonCRnonPD", 42: "CR", 84: "nonCRnonPD", 126: "nonCRnonPD", 168: "CR"}
    for row in rows:
        if not row["lesion"]:
            row["nontarget_class"] = classes[row["day"]]
    assert labels(rows, "recist") == "CR PD PR CR"
    assert labels(rows, "irecist") == "iCR iUPD iUPD iCR"


def a_response_in_between_ends_a_complete_one():
    rows = series((28, 0), (42, 0), (70, 0))
    assert judged(rows)[1]["recist_best"] == "CR"
    for row in rows:
        if not row["lesion"]:
            row["nontarget_class"] = {0: "nonCRnonPD", 42: "NE"}.get(row["day"], "CR")
    assert labels(rows, "recist") == "CR PR CR"
    assert judged(rows)[1]["recist_best"] == "PR"

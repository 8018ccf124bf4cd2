"""Checks the oracle on series judged by hand.

usage: test_oracle.py
"""

from __future__ import annotations

import contextlib
import io
import pathlib
import sys
import tempfile

import compare
import random_series
import response_oracle
from measurement_table import HEADER, BadTable, read

ROW = dict.fromkeys(HEADER, "")


def lesion(day: int, name: str, role: str, long: object, short: object = None, **more) -> dict:
    """A row of a lesion; the short axis is half the long one if it is not given."""
    if short is None:
        short = "" if long == "" else float(long) / 2
        short = f"{short:.1f}" if short != "" else ""
    row = {"day": day, "lesion": name, "role": role, "organ": "lung", "node": 0}
    return ROW | row | {"long_mm": long, "short_mm": short, "measurable": 1} | more


def visit(day: int, **more) -> dict:
    """The row without a lesion."""
    return ROW | {"day": day} | more


def judged(rows: list[dict]) -> tuple[list[dict], dict]:
    """Results of one patient: per visit, and in all."""
    lines = [",".join(HEADER)]
    for row in rows:
        lines.append(",".join(str((row | {"patient": "a"})[name]) for name in HEADER))
    (patient,) = read(lines)
    visits, summary = response_oracle.judge(patient)
    named = [dict(zip(response_oracle.VISIT_COLUMNS, values)) for values in visits]
    return named, dict(zip(response_oracle.PATIENT_COLUMNS, summary))


def series(*sizes: tuple[int, object], new: dict[int, object] | None = None, **more) -> list[dict]:
    """A patient with one target of 50 mm and, on some days, one new lesion."""
    rows = [lesion(0, "t", "target", 50), visit(0, **more)]
    for day, size in sizes:
        if size == "missed":
            rows.append(visit(day, missed=1))
            continue
        rows += [lesion(day, "t", "target", size), visit(day)]
        if new and day in new:
            rows.append(lesion(day, "n", "new", new[day]))
    return rows


def labels(rows: list[dict], column: str) -> str:
    """One column of all visits, in one line."""
    return " ".join(str(row[column]) for row in judged(rows)[0])


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


def pseudoprogression():
    rows = series((56, 60), (84, 30), (126, 30))
    visits, patient = judged(rows)
    assert [v["recist"] for v in visits] == ["PD", "PR", "PR"]
    assert [v["irecist"] for v in visits] == ["iUPD", "iPR", "iPR"]
    assert [v["irrc"] for v in visits] == ["irPD", "irPR", "irPR"]
    assert patient["best_confirmed"] == "PD" and patient["ibor"] == "iPR"
    assert (patient["pfs_day"], patient["pfs_event"]) == (56, 1)
    assert (patient["ipfs_day"], patient["ipfs_event"]) == (126, 0)
    assert patient["irrc_pd_day"] == patient["imrecist_pd_day"] == ""
    assert patient["irrc_best"] == "irPR" and patient["imrecist_best"] == "PR"


def true_progression():
    visits, patient = judged(series((56, 60), (84, 65), (112, 90)))
    assert [v["irecist"] for v in visits] == ["iUPD", "iCPD", "iCPD"]
    assert patient["pfs_day"] == patient["ipfs_day"] == 56
    assert patient["irrc_pd_day"] == patient["imrecist_pd_day"] == 56
    assert patient["ibor"] == "iCPD" and patient["irrc_best"] == "irPD"


def small_rises_add_up():
    assert labels(series((42, 60), (84, 64), (126, 66)), "irecist") == "iUPD iUPD iCPD"
    assert labels(series((42, 60), (84, 64), (126, 64.9)), "irecist") == "iUPD iUPD iUPD"


def a_reset_raises_the_bar_again():
    rows = series((42, 60), (84, 40), (126, 48), (168, 53))
    assert labels(rows, "irecist") == "iUPD iSD iUPD iCPD"
    assert judged(rows)[1]["ipfs_day"] == 126


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
        return patient["best_confirmed"], patient["best_unconfirmed"]

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
        pfs = patient["pfs_day"], patient["pfs_event"]
        assert pfs == (patient["ipfs_day"], patient["ipfs_event"])
        return pfs

    gap = ((84, "missed"), (126, ""), (168, 70))
    assert times(series((42, 50), *gap)) == (42, 0)
    assert times(series((42, 50), *gap[1:])) == (168, 1)
    assert times(series(*gap)) == (0, 0)
    assert times(series((42, 50), (84, 50), death_day=100)) == (100, 1)
    assert times(series((42, 50), *gap[:2], death_day=140)) == (42, 0)
    assert times(series((42, 50), (84, 49))) == (84, 0)


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
    assert patient["irrc_pd_day"] == patient["imrecist_pd_day"] == 112
    lone = judged(series((56, 60)))[1]
    assert lone["irrc_best"] == "irPD" and lone["irrc_pd_day"] == ""
    assert lone["imrecist_pd_day"] == 56


def faulty_tables_are_refused():
    faults = (
        series((42, 50.05)),
        series((42, 50)) + [lesion(42, "t", "target", 50)],
        series((42, 50)) + [lesion(42, "u", "target", 50)],
        series((42, 50), death_day=41),
        [visit(0), visit(42)],
    )
    for rows in faults:
        try:
            judged(rows)
        except BadTable:
            continue
        raise AssertionError(f"accepted: {rows}")


def the_comparison_finds_what_differs():
    with tempfile.TemporaryDirectory() as name, contextlib.redirect_stdout(io.StringIO()) as said:
        folder = pathlib.Path(name)
        table, visits, patients, other = (
            str(folder / f"{file}.csv") for file in ("table", "visits", "patients", "other")
        )
        coverage = str(folder / "coverage.txt")
        arguments = ["200", "--output", table, "--coverage", coverage]
        assert random_series.main(random_series.options_of(arguments)) == 0
        arguments = [table, "--visits", visits, "--patients", patients]
        assert response_oracle.main(response_oracle.options_of(arguments)) == 0
        both = ["--visits", visits, visits, "--patients", patients, patients]
        assert compare.main(both) == 0
        text = pathlib.Path(visits).read_text(encoding="utf-8")
        pathlib.Path(other).write_text(text.replace(",iUPD,", ",iSD,", 1), encoding="utf-8")
        assert compare.main(["--visits", visits, other]) == 1
        assert "oracle iUPD, other iSD" in said.getvalue()
        pathlib.Path(other).write_text(text[: text.rindex("\np")] + "\n", encoding="utf-8")
        assert compare.main(["--visits", visits, other]) == 1


CHECKS = [
    thresholds_are_inclusive,
    a_node_of_ten_is_disease,
    measured_targets_may_show_progression_alone,
    pseudoprogression,
    true_progression,
    small_rises_add_up,
    a_reset_raises_the_bar_again,
    early_scans_wait,
    new_lesions_and_shrinking_targets,
    unmeasured_new_lesions_confirm_by_any_growth,
    disease_after_complete_response,
    nontarget_disease_alone,
    best_responses_want_confirmation,
    gaps_and_deaths,
    limits_of_new_lesions,
    immune_related_progression_is_negated,
    faulty_tables_are_refused,
    the_comparison_finds_what_differs,
]


def main() -> int:
    """Runs every check and names those that fail."""
    failed = 0
    for check in CHECKS:
        try:
            check()
        except AssertionError as problem:
            failed += 1
            line = problem.__traceback__.tb_next.tb_lineno
            print(f"{check.__name__.replace('_', ' ')}: line {line} {problem}")
    print(f"{len(CHECKS)} checks, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())

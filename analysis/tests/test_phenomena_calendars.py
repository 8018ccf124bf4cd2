"""The same courses on other days: sizes against formulas, thresholds from both sides."""

import numpy as np
import pytest
from perforin.phenomena.calendars import calendars, rescanned
from perforin.phenomena.definitions import Seen, Settings
from perforin.phenomena.analysis import Analysis
from perforin.phenomena.findings import Part, Who
from perforin.phenomena.records import HEADER, read_record
from perforin.phenomena.runs import Run

ASPECT, OWN = 0.6, 7.0  # of a node: short over long, and the diameter (mm) of its own tissue


def node_axes(diameter: float) -> tuple[float, float]:
    long = np.cbrt((diameter**3 + OWN**3) / ASPECT**2)
    return long, ASPECT * long


def course(of) -> dict[int, float]:
    return {day: float(of(day)) for day in range(-14, 221)}


def patient(lesions: dict, new=(), nodes=(), scans=(0, 42, 84, 126)) -> Run:
    """Lesions are functions of the day: diameters, mm."""
    lines = [",".join(HEADER)]
    for day in scans:
        for name, of in lesions.items():
            if name in new and (day == 0 or of(day) < 4):
                continue
            long, short = node_axes(of(day)) if name in nodes else (of(day), of(day))
            role = "new" if name in new else "target"
            lines.append(
                f"p,{day},{name},{role},lung,{int(name in nodes)},{long:.1f},{short:.1f},1,,,,,,"
            )
        lines.append(f"p,{day},,,,,,,,,,0,0,0,")
    text = "\n".join(lines) + "\n"
    run = Run(1, "a", {"truth": text}, {"truth": read_record(text, "by hand")})
    run.courses = {name: course(of) for name, of in lesions.items()}
    run.detection = 4.0
    return run


def test_on_the_same_days_the_table_is_the_same():
    run = patient(
        {"lung": lambda t: 20 + 0.1 * t, "node": lambda t: 25 * np.exp(-t / 60)}, nodes=("node",)
    )
    real = run.records["truth"]
    again = rescanned(run, [it.day for it in real.made])
    assert [it.day for it in again.scans] == [42, 84, 126]
    for ours, theirs in zip(again.scans, real.made):
        for name in ("lung", "node"):
            a, b = ours.findings[name], theirs.findings[name]
            assert abs(a.long - b.long) <= 1 and abs(a.short - b.short) <= 1, (ours.day, name)


def test_sizes_on_other_days_are_those_of_the_course():
    run = patient({"lung": lambda t: 20 + 0.1 * t, "node": lambda t: 30 - 0.2 * t}, nodes=("node",))
    (scan,) = rescanned(run, [63]).scans
    assert scan.findings["lung"].long == 263
    long, short = node_axes(30 - 0.2 * 63)
    assert scan.findings["node"].long == pytest.approx(10 * long, abs=1)
    assert scan.findings["node"].short == pytest.approx(10 * short, abs=1)


def test_scans_end_with_what_is_known_and_new_lesions_begin_with_detection():
    run = patient(
        {"lung": lambda t: 20, "later": lambda t: 0.05 * t, "new_node": lambda t: 0.1 * t},
        new=("later", "new_node"), nodes=("new_node",), scans=(0, 84, 126, 168),
    )  # fmt: skip
    again = rescanned(run, [21, 79, 81, 190, 221])
    assert [it.day for it in again.scans] == [21, 79, 81, 190]  # 220 is the last day
    assert ["later" in it.findings for it in again.scans] == [False, False, True, True]  # 4 mm
    short = [node_axes(0.1 * day)[1] for day in (81, 190)]
    assert short[0] < 10 < short[1]
    assert ["new_node" in it.findings for it in again.scans] == [False, False, False, True]


def test_a_lesion_that_was_noticed_stays_noticed_while_it_shrinks():
    sizes = lambda t: 6 - 0.03 * t  # noqa: E731
    run = patient({"lung": lambda t: 20, "later": sizes}, new=("later",), scans=(0, 42))
    again = rescanned(run, [21, 100])
    assert [it.findings["later"].long for it in again.scans] == [54, 30]


def test_a_later_first_scan_misses_a_short_swelling():
    swells = (
        lambda t: 20 + 8 * np.exp(-(((t - 40) / 12) ** 2)) - 0.12 * max(t - 40, 0)
    )  # noqa: E731
    found = Analysis([Part("trial")], ["a"], "a", Settings())
    run = patient({"lung": swells})
    found.seen["a", Who(1, 1), "truth"] = Seen(run, "truth", run.records["truth"], found.settings)
    cases = {
        it.first_week: it.cases for it in calendars(found) if it.phenomenon == "pseudoprogression"
    }
    assert cases == {3: 0, 6: 1, 9: 0, 12: 0}
    told = {
        it.first_week: (it.cases, it.n) for it in calendars(found) if it.phenomenon == "irrc_any"
    }
    assert told == {3: (0, 0), 6: (1, 1), 9: (0, 0), 12: (0, 1)}  # 28 weeks of scans: days 189, 210


def test_who_has_a_target_of_unknown_size_is_left_out():
    found = Analysis([Part("trial")], ["a"], "a", Settings())
    run = patient({"lung": lambda t: 20, "liver": lambda t: 30})
    del run.courses["liver"]
    found.seen["a", Who(1, 1), "truth"] = Seen(run, "truth", run.records["truth"], found.settings)
    assert [*calendars(found)] == []

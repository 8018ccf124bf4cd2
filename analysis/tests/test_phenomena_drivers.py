"""What growth depends on: patients whose growth is a formula of what differs between them."""

import numpy as np
import pytest
from perforin.phenomena.analysis import Analysis
from perforin.phenomena.definitions import Seen, Settings
from perforin.phenomena.drivers import drivers
from perforin.phenomena.findings import Part, Who
from perforin.phenomena.records import HEADER, read_record
from perforin.phenomena.runs import Run

PATIENTS = 80


def patient(number: int, arm: str, first: float, later: float, covariates: dict) -> Run:
    """100 mm at the baseline, then these at two scans; swelling is a tenth of the growth."""
    lines = [",".join(HEADER)]
    for day, size in ((0, 100), (42, first), (84, later), (126, later), (168, later), (210, later)):
        lines.append(f"p,{day},lung,target,lung,0,{size:.1f},{size:.1f},1,,,,,,")
        lines.append(f"p,{day},,,,,,,,,,0,0,0,")
    text = "\n".join(lines) + "\n"
    run = Run(number, arm, {"truth": text}, {"truth": read_record(text, "by hand")})
    gained = 0.1 * (first - 100)
    run.parts = {
        0: {"lung": {"volume": 50.0, "infiltrate": 4.0, "fluid": 5.0}},
        42: {"lung": {"volume": 60.0, "infiltrate": 4.0, "fluid": 5.0 + gained}},
    }
    run.covariates = covariates
    return run


@pytest.fixture(scope="module")
def rows():
    draw = np.random.default_rng(5)
    found = Analysis([Part("trial")], ["treated", "twin"], "treated", Settings())
    for number in range(PATIENTS):
        oedema, growth, other = draw.random(3)
        of = {"oedema": oedema, "growth": growth, "other": other, "same": 1.0, "cubed": oedema**3,
              "gap": other if number else float("nan"),
              "word": ("left", "right")[number % 2] if number else float("nan"),
              "where": "here" if draw.random() < 0.5 else "there"}  # fmt: skip
        twin = 100 * np.exp(0.5 * growth)
        first = twin * np.exp(0.6 * oedema + (0.2 if of["where"] == "there" else 0.0))
        later = 60 if oedema > 0.8 else 1.2 * first
        for arm, size, then in (("treated", first, later), ("twin", twin, twin)):
            run = patient(number, arm, size, then, of)
            key = arm, Who(1, number), "truth"
            found.seen[key] = Seen(run, "truth", run.records["truth"], found.settings)
    return [*drivers(found)]


def of(rows, outcome: str) -> dict:
    return {it.parameter: it for it in rows if it.outcome == outcome}


def test_what_does_not_differ_is_left_out_and_words_are_said_or_not(rows):
    assert list(of(rows, "growth at the first scan")) == [
        "oedema", "growth", "other", "where is there"]  # fmt: skip
    assert {it.points for it in rows} == {PATIENTS}


def test_growth_depends_on_what_it_is_made_of_and_on_nothing_else(rows):
    found = of(rows, "growth at the first scan")
    assert all(found[it].value > 0.7 for it in ("oedema", "growth", "where is there"))
    assert found["other"].low < 0 < found["other"].high
    swelling = of(rows, "swelling at the first scan")
    assert swelling["oedema"].value == pytest.approx(found["oedema"].value, abs=1e-6)


def test_against_the_twin_only_what_she_lacks_counts(rows):
    found = of(rows, "growth at the first scan, against twin")
    assert found["oedema"].value > 0.95 and found["where is there"].value > 0.8
    assert found["growth"].low < 0 < found["growth"].high


def test_who_has_pseudoprogression_is_told_too(rows):
    found = of(rows, "pseudoprogression")
    assert found["oedema"].value > 0.5
    assert abs(found["other"].value) < 0.3


def some(patients: int, covariates) -> list:
    found = Analysis([Part("trial")], ["treated", "twin"], "treated", Settings())
    for number in range(patients):
        run = patient(number, "treated", 105 + 37 * number % 11, 100, covariates(number))
        key = "treated", Who(1, number), "truth"
        found.seen[key] = Seen(run, "truth", run.records["truth"], found.settings)
    return [*drivers(found)]


def test_few_patients_tell_nothing():
    def two(number: int) -> dict:
        return {"a": 7 * number % 5, "b": 5 * number % 7}

    assert some(4, two) == []
    assert {it.parameter for it in some(5, two)} == {"a", "b"}


def test_nobody_and_nothing_that_differs_tell_nothing():
    assert some(0, lambda number: {"a": number}) == []
    assert some(9, lambda number: {}) == []
    assert some(9, lambda number: {"a": 1.0, "where": "here"}) == []

"""Progressions, responses and burdens are those of `perforin respond`, on random series."""

from __future__ import annotations

import csv
import itertools
import subprocess
import sys

import pytest
from perforin.phenomena.burden import burdens
from perforin.phenomena.course import steps
from perforin.phenomena.judged import program
from perforin.phenomena.records import Record, read_record
from perforin.runs import project_root

PATIENTS, SEED = 1000, 11


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """Each patient's record, and what the program says by criterion and day."""
    if program() is None:
        pytest.skip("the program has not been built")
    table = tmp_path_factory.mktemp("series") / "series.csv"
    oracle = project_root() / "tests" / "oracle" / "random_series.py"
    made = [sys.executable, "-B", oracle, str(PATIENTS), "--seed", str(SEED), "--output", table]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([program(), "respond", table, "-q"], check=True)
    with table.open(newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    records = {
        name: read_record("\n".join(",".join(it) for it in [head, *of]), name)
        for name, of in itertools.groupby(rows, key=lambda it: it[0])
    }
    said: dict[str, dict[str, dict[int, dict[str, str]]]] = {name: {} for name in records}
    with table.with_suffix(".visits.csv").open(newline="", encoding="utf-8") as file:
        for it in csv.DictReader(file):
            said[it["patient"]].setdefault(it["criterion"], {})[int(it["day"])] = it
    return [(record, said[name]) for name, record in records.items()]


def test_progressions_and_responses_up_to_a_complete_response(judged):
    seen = 0
    for record, said in judged:
        for step in steps(record):
            theirs = said["RECIST 1.1"][step.day]
            assert step.progresses == (theirs["response"] == "PD"), (record, step, theirs)
            ours = step.responds and "target" not in step.triggers
            assert ours == (theirs["target_class"] in ("PR", "CR")), (record, step, theirs)
            seen += step.progresses + ours
            if theirs["response"] == "CR":  # what comes after it is judged by another rule
                break
    assert seen > PATIENTS


def test_burdens_of_irrc(judged):
    seen = 0
    for record, said in judged:
        for day, burden in _burdens(record):
            theirs = said["irRC"][day]["burden"]
            assert burden == (round(100 * float(theirs)) if theirs else None), (record, day)
            seen += burden is not None
    assert seen > PATIENTS


def _burdens(record: Record) -> list[tuple[int, int | None]]:
    found = zip(record.scans, burdens(record)[1:])
    return [(scan.day, it) for scan, it in found if not scan.missed and record.targets]

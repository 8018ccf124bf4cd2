"""Parts of a trial, pooled from their tables, are the same as the whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from perforin.__main__ import main
from perforin.figures.tables import write_figures
from phenomena_parts import (
    EVEN,
    EVERYBODY,
    ODD,
    RADIATION,
    bytes_in,
    edit,
    judged,
    without_pictures,
    write_trial,
)
from phenomena_tables import read, row


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("parts")


@pytest.fixture(scope="module")
def whole(home) -> Path:
    return judged(write_trial(home / "whole", EVERYBODY), *RADIATION)


@pytest.fixture(scope="module")
def odd(home) -> Path:
    """Without the arm with radiotherapy."""
    return judged(write_trial(home / "odd", ODD))


@pytest.fixture(scope="module")
def even(home) -> Path:
    return judged(write_trial(home / "even", EVEN), *RADIATION)


@pytest.fixture(scope="module")
def both(home, odd, even) -> Path:
    assert without_pictures("pool-phenomena", odd, even, "-o", home / "both") == 0
    return home / "both"


def test_one_part_gives_its_own_files_byte_for_byte(home, monkeypatch):
    """Figures too, as SVG."""
    monkeypatch.setattr(
        "perforin.phenomena.report.write_figures",
        lambda drawings, place, stem, _, complain: write_figures(
            drawings, place, stem, ("svg",), complain
        ),
    )
    monkeypatch.setenv("PERFORIN_PROGRAM", "nowhere/perforin")
    monkeypatch.delenv("PERFORIN_RUNS", raising=False)
    part = write_trial(home / "alone", [2, 4, 6, 8])
    assert main(["phenomena", str(part), *RADIATION, "--delayed", "90"]) == 0
    shutil.rmtree(part / "runs")
    pooled = home / "pooled_alone"
    assert main(["pool-phenomena", str(part / "phenomena"), "-o", str(pooled)]) == 0
    own, again = bytes_in(part / "phenomena"), bytes_in(pooled)
    for name in ("kinetics.csv", "calendars.csv"):  # these take the runs
        own.pop(name)
    assert len(own) == 9 and own.keys() == again.keys()
    assert [name for name in own if own[name] != again[name]] == []


def test_parts_together_are_the_whole(whole, both):
    for name in ("phenomena.csv", "paired.csv"):
        assert (both / name).read_text() == (whole / name).read_text(), name
    for name in ("cases.csv", "composition.csv"):
        assert sorted(named(read(both / name))) == sorted(named(read(whole / name))), name


def named(rows: list[dict[str, str]]) -> list[list[str]]:
    """Rows with the patient's number in the whole."""
    for it in rows:
        if it["part"] == "2":
            it["patient"] = str(2 * int(it["patient"]))
        elif rows[-1]["part"] == "2":
            it["patient"] = str(2 * int(it["patient"]) - 1)
        it.pop("part")
    return [[*it.values()] for it in rows]


@pytest.mark.parametrize(
    ("on", "n", "gain", "loss", "both_have", "p"),
    [("read", 10, 1, 4, 1, 2 * (1 + 5) / 2**5), ("truth", 10, 1, 3, 1, 2 * (1 + 4) / 2**4)],
)
def test_pairs_are_those_of_each_part_counted_together(both, on, n, gain, loss, both_have, p):
    it = row(read(both / "paired.csv"), phenomenon="pseudoprogression", on=on, arm="ablated")
    found = [int(it[name]) for name in ("n", "gain", "loss", "both")]
    assert found == [n, gain, loss, both_have]
    assert float(it["p"]) == pytest.approx(p)  # exact McNemar


def test_lesions_are_counted_one_by_one(both):
    it = row(read(both / "phenomena.csv"),
             phenomenon="lesion_pseudoprogression", on="read", arm="nivolumab")  # fmt: skip
    assert (it["cases"], it["n"]) == ("7", "14")  # 2 + 1 + 1 + 2 + 1 of 11 patients, three with two
    she = row(read(both / "cases.csv"), part="1", patient="1", arm="nivolumab", on="read")
    assert (she["lesion_pseudoprogression"], she["lesion_pseudoprogression_n"]) == ("2", "2")
    assert she["seed"] == "1001"


def test_who_is_left_out_is_so_for_a_reason(both):
    cases = read(both / "cases.csv")
    she = row(cases, part="2", patient="6", arm="nivolumab", on="truth")
    told = she["response"], she["response_n"], she["response_left_out"]
    assert told == ("", "0", "no targets that were measured at the baseline")
    brief = row(cases, part="2", patient="4", arm="nivolumab", on="truth")
    assert brief["durable_response_left_out"] == "no response that was followed so long"
    assert brief["response_left_out"] == ""
    grows = row(cases, part="2", patient="3", arm="nivolumab", on="truth")
    assert grows["durable_response_left_out"] == "no response"
    note = row(read(both / "phenomena.csv"), phenomenon="irrc_any", on="read", arm="nivolumab")
    assert note["note"] == (
        "5 patients left out: less than 28 weeks of scans (4), "
        "no targets that were measured at the baseline (1)"
    )


def test_an_arm_may_be_in_one_part_only(both):
    rates = read(both / "phenomena.csv")
    abscopal = row(rates, phenomenon="abscopal_response", on="read", arm="radiated")
    assert (abscopal["cases"], abscopal["n"]) == ("2", "3")
    page = (both / "phenomena.md").read_text(encoding="utf-8")
    assert page.startswith("# odd + even: phenomena\n")
    assert "| radiated | 3 | 0 | 3 |" in page and "| ablated | 12 | 6 | 6 |" in page
    assert "| 2 | even |  | 0.1.0 c0ffee |" in page


def test_what_is_pooled_can_be_pooled_again(home, both, odd, even):
    third = judged(write_trial(home / "third", [1]))
    edit(third / "cases.csv", ",1001,", ",2001,")  # another patient
    three, in_steps = home / "three", home / "in_steps"
    assert without_pictures("pool-phenomena", odd, even, third, "-o", three) == 0
    assert without_pictures("pool-phenomena", both, third, "-o", in_steps) == 0
    assert bytes_in(three) == bytes_in(in_steps)
    assert {it["part"] for it in read(three / "cases.csv")} == {"1", "2", "3"}


def test_notes_say_of_which_part_and_what_differs(tmp_path, odd, capsys):
    other = write_trial(tmp_path / "other", [2, 4], commit="badcab")
    (other / "runs" / "ablated2.h5").unlink()
    other = judged(other, *RADIATION)
    capsys.readouterr()
    assert without_pictures("pool-phenomena", odd, other, "-o", tmp_path / "out") == 0
    told = capsys.readouterr().err
    assert "part 2: 1 runs are not in" in told
    assert "perforin: hyperprogression is not told" in told  # of both
    assert "runs are of 2 programs: 0.1.0 c0ffee, 0.1.0 badcab" in told
    assert "**Part 2: 1 runs are not in" in (tmp_path / "out" / "phenomena.md").read_text()

"""Parts of a trial that do not fit together, and tables that were damaged, are refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from perforin.phenomena.findings import design_of
from phenomena_parts import RADIATION, bytes_in, edit, judged, without_pictures, write_trial


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("parts")


@pytest.fixture(scope="module")
def first(home) -> Path:
    return judged(write_trial(home / "first", [1]))


@pytest.fixture(scope="module")
def second(home) -> Path:
    return judged(write_trial(home / "second", [2, 4]), *RADIATION)


def pool(output: Path, *parts: Path) -> int:
    return without_pictures("pool-phenomena", *parts, "-o", output)


VISITS = '[trial]\nfollow_up = "252 d"\n[visits]\nfirst = "63 d"\n'
ARM = '[trial]\ncontrol = "nivolumab"\n[[arm]]\nname = "ablated"\nsettings = ["ablation.oedema=true"]\n'


@pytest.mark.parametrize(
    ("toml", "options", "key", "value", "other"),
    [
        ("", ["--delayed", "90"], "settings.delayed", "90.0", "180"),
        ("", ["--first-visit", "84"], "settings.first_visit", "84.0", "not given"),
        ("", ["--control", "ablated"], "control", '"ablated"', '"nivolumab"'),
        ("", ["--irradiated", "ablated=nivolumab"], "irradiated.ablated", '"nivolumab"',
         "not given"),
        (VISITS, [], "design.trial.follow_up", '"252 d"', "not given"),
        ("[visits]\nfirst = '63 d'", [], "design.visits.first", '"63 d"', "not given"),
        ("[response]\nstable_days = 9", [], "design.response.stable_days", "9", "not given"),
        (ARM, [], "design.arm.ablated.settings", '["ablation.oedema=true"]', "not given"),
    ],
)  # fmt: skip
def test_parts_that_were_made_otherwise_are_refused(
    tmp_path, first, capsys, toml, options, key, value, other
):
    unlike = judged(write_trial(tmp_path / "unlike", [2], toml=toml), *options)
    capsys.readouterr()
    assert pool(tmp_path / "out", first, unlike) == 2
    told = capsys.readouterr().err
    assert f"{unlike / 'phenomena.json'}: {key} is {value}, but in " in told
    assert f"{first / 'phenomena.json'} it is {other}" in told
    assert not (tmp_path / "out").exists()


def test_the_third_part_is_compared_with_the_second(tmp_path, first, second, capsys):
    """The first lacks the arm in which they differ."""
    third = judged(write_trial(tmp_path / "third", [6]), "--irradiated", "radiated=nivolumab")
    capsys.readouterr()
    assert pool(tmp_path / "out", first, second, third) == 2
    told = capsys.readouterr().err
    assert 'irradiated.radiated is "nivolumab"' in told and 'it is "ablated"' in told


def test_other_seeds_and_cohorts_fit_together():
    document = {"trial": {"cohort": "a.toml", "seed": 1, "patients": 9, "control": "x",
                          "settings": ["run.seed=5", "run.fidelity=trial"]},
                "dropout": {"hazard": 1}, "arm": [{"name": "x", "share": 2, "config": "x.toml"}],
                "visits": {"first": "63 d"}}  # fmt: skip
    assert design_of(document) == {
        "trial": {"settings": ["run.fidelity=trial"]},
        "visits": {"first": "63 d"},
        "response": {},
        "arm": {"x": {"config": "x.toml"}},
    }


def test_a_patient_does_not_count_twice(tmp_path, second, capsys):
    other = judged(write_trial(tmp_path / "other", [3, 4]), *RADIATION)
    assert pool(tmp_path / "out", other, second) == 2
    told = capsys.readouterr().err
    assert f"{second / 'cases.csv'}: patient 2 has the seed 1004, as has patient 2 of" in told
    assert f"of {other / 'cases.csv'}: she would count twice" in told


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("phenomena.json", '"version": 1', '"version": 2', "version: 2, but this program reads 1"),
        ("phenomena.json", '"format"', '"fromat"', "was not written by `perforin phenomena`"),
        ("phenomena.json", '"arms": [', '"arms": (', "line 5: "),
        ("phenomena.json", '"delayed": 180', '"delayed": "180"', "settings.delayed: expected a n"),
        ("phenomena.json", '"control": "nivo', '"control": "Nivo', "control: 'Nivolumab' is none"),
        ("phenomena.json", '"radiated": "abl', '"radiated": "Abl', "irradiated: 'Ablated' is none"),
        ("phenomena.json", '"cohort": ""', '"cohort": 3', "parts, number 1, cohort: expected text"),
        ("phenomena.json", '"design": {', '"x": {', "design: expected a table, but it is missing"),
        ("cases.csv", "1,nivolumab,2,read", "1,nivolumba,2,read", "did you mean 'nivolumab'"),
        ("cases.csv", "1,nivolumab,2,read", "2,nivolumab,2,read", "2 is not between 1 and 1"),
        ("cases.csv", "1,nivolumab,2,read", "1,nivolumab,1,read", "patient: 1 is there twice"),
        ("cases.csv", ",1002,1,1,42,", ",1002,2,1,42,", "'2' does not go with pseudoprogression_n"),
        ("cases.csv", ",1002,1,1,42,", ",1002,1,0,42,", "'1' does not go with pseudoprogression_n"),
        ("cases.csv", ",1002,1,1,42,", ",1002,,1,42,", "'' does not go with pseudoprogression_n = 1"),
        ("cases.csv", "\n", ",x\n", "no column 'x'"),
        ("composition.csv", ",target,42,b,", ",target,42,a,", "column lesion: a is there twice"),
        ("cases.csv", ",1002,1,1,42,", ",1002,1,1.5,42,", "1.5 is not between 0 and 1"),
        ("cases.csv", ",1002,1,1,42,", ",1002,0.5,1,42,", "0.5 is no whole number"),
        ("cases.csv", ",no radiotherapy", ",", "'' does not go with abscopal_response_n = 0"),
        ("cases.csv", "irrc_any_n", "irrc_all_n", "no column 'irrc_any_n'"),
        ("composition.csv", "1,nivolumab,1,", "1,nivolumab,9,", "has patient 9 of part 1"),
        ("composition.csv", "pseudoprogression,target,42", "pseudoprogression,target,x",
         "column day: 'x' is no number"),
    ],
)  # fmt: skip
def test_damaged_tables_are_told_with_their_place(tmp_path, second, capsys, file, old, new, told):
    part = shutil.copytree(second, tmp_path / "part")
    edit(part / file, old, new)
    assert pool(tmp_path / "out", part) == 2
    said = capsys.readouterr().err
    assert told in said and str(part / file) in said


@pytest.mark.parametrize("file", ["cases.csv", "composition.csv"])
def test_a_table_that_was_cut_short_is_noticed(tmp_path, second, capsys, file):
    part = shutil.copytree(second, tmp_path / "part")
    lines = (part / file).read_text(encoding="utf-8").splitlines(keepends=True)
    (part / file).write_text("".join(lines[:-1]), encoding="utf-8")
    assert pool(tmp_path / "out", part) == 2
    rows = json.loads((part / "phenomena.json").read_text(encoding="utf-8"))["rows"]
    told = f"has {len(lines) - 2} rows, but phenomena.json, rows.{file} says {rows[file]}"
    said = capsys.readouterr().err
    assert told in said or "but cases.csv has not" in said


def test_folders_that_are_no_parts(tmp_path, second, capsys):
    before = bytes_in(second)
    for parts, output, told in (
        ([tmp_path / "nowhere"], tmp_path / "out", "nowhere is no folder"),
        ([tmp_path], tmp_path / "out", "has no cases.csv"),
        ([second.parent], tmp_path / "out", f"did you mean {second}?"),
        ([second], second, "is a part itself: name another folder (-o)"),
    ):
        assert pool(output, *parts) == 2
        assert told in capsys.readouterr().err
    assert bytes_in(second) == before

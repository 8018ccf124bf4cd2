"""Expectations: what is met, what is not, and what a user gets wrong."""

from __future__ import annotations

import os
import stat
import sys

import pytest
import synthetic
from perforin import Problem, Trajectory
from perforin.__main__ import main
from perforin.expect import judge, table
from perforin.expectations import read_expectations


@pytest.fixture
def scenario(tmp_path):
    """Makes a scenario folder with this expect.toml."""

    def make(text: str, head: str = "[run]\ndays = 84\n"):
        folder = tmp_path / "scenario"
        folder.mkdir(exist_ok=True)
        (folder / "expect.toml").write_text(head + text)
        return folder

    return make


def one(rest: str) -> str:
    return f'[[expect]]\n{rest}\nwhy = "because"\n'


def outcomes(folder, run, twin=None) -> list[str]:
    return [verdict.outcome for verdict in judge(read_expectations(folder), run, twin)]


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ('quantity = "lesions/primary.volume"\nat = "70 d"\nmin = "1999 mm^3"', "ok"),
        ('quantity = "lesions/primary.volume"\nat = "10 weeks"\nmax = "2.001 cm^3"', "ok"),
        ('quantity = "lesions/primary.volume"\nat = "70 d"\nmax = "1999 mm^3"', "failed"),
        ('quantity = "lesions/primary.volume"\nat = "70 d"\nrelative_to = "0 d"\nmin = 1.9', "ok"),
        ('quantity = "lesions/primary.volume"\nat = "70 d"\nrelative_to = "0 d"\nmin = 2.1', "failed"),
        ('quantity = "lesions/primary.mhc1"\nat = "70 d"\nmin = 1.19\nmax = 1.21', "ok"),
        ('quantity = "lesions/primary.killed"\nfrom = "7 d"\nto = "9 d"\ntake = "change"\nmax = 1e6', "ok"),
        ('quantity = "lesions/primary.killed"\nfrom = "7 d"\nto = "9 d"\ntake = "change"\nmin = 1e6', "ok"),
        ('quantity = "lesions/primary.killed"\nfrom = "7 d"\nto = "9 d"\ntake = "max"\nmin = 4.6e6', "failed"),
        ('quantity = "doubling_time"\nfrom = "0 d"\nto = "84 d"\nmin = "69 d"\nmax = "71 d"', "ok"),
        ('quantity = "doubling_time"\nlesion = "primary"\nto = "84 d"\nmin = "2 weeks"\nmax = "3 weeks"', "failed"),
        ('quantity = "lesions/primary.undefined"\nat = "70 d"\nmin = 0', "failed"),
        ('quantity = "lesions/primary.undefined"\nat = "70 d"\nmax = 0', "failed"),
        ('quantity = "drugs/nivolumab.infused"\nat = "70 d"\nrelative_to = "0 d"\nmin = 0', "failed"),
        ('quantity = "lesions/primary.nothing"\nat = "70 d"\nmin = 1', "failed"),
        ('quantity = "lesions/primary.volume"\nat = "70 d"\nmin = 1', "failed"),
        ('quantity = "lesions/primary.volume"\nat = "85 d"\nmin = "1 mm^3"', "later"),
        ('quantity = "lesions/primary.volume"\nat = "70 d"\nmin = "1 mm^3"\nform = "run"', "ok"),
    ],
)  # fmt: skip
def test_an_expectation_is_met_failed_or_later(scenario, treated, line, outcome):
    assert outcomes(scenario(one(line)), treated) == ["ok", outcome]


def test_expectations_of_the_other_form_are_left_out(scenario, treated):
    line = one('quantity = "lesions/primary.volume"\nat = "1 d"\nmin = "1 mm^3"\nform = "full"')
    short = scenario(line, "[run]\ndays = 84\n[full]\ndays = 85\n")
    assert outcomes(short, treated) == ["ok"]
    whole = scenario(line, "[run]\ndays = 3\n[full]\ndays = 84\n")
    assert outcomes(whole, treated) == ["ok", "ok"]


def test_a_twin_is_compared_at_the_same_moment(scenario, treated, untreated_file):
    line = 'quantity = "lesions/primary.volume"\nat = "50 d"\nrelative_to = "twin"\n'
    head = 'twin = "other"\n[run]\ndays = 84\n'
    with Trajectory.open(untreated_file) as twin:
        assert outcomes(scenario(one(line + "min = 1\nmax = 1"), head), treated, twin) == ["ok"] * 2
        assert outcomes(scenario(one(line + "max = 0.9"), head), treated, twin) == ["ok", "failed"]
        line += 'compare = "difference"\nmax = "0 mm^3"'
        assert outcomes(scenario(one(line), head), treated, twin) == ["ok"] * 2
    assert outcomes(scenario(one(line), head), treated) == ["ok", "failed"]


def test_a_run_that_did_not_end_fails(scenario, treated_file, tmp_path):
    import shutil

    import h5py

    broken = tmp_path / "broken.h5"
    shutil.copy(treated_file, broken)
    with h5py.File(broken, "a") as file:
        file["manifest"].attrs["status"] = "failed"
        file["manifest"].attrs["why"] = "a cell has no finite place"
    folder = scenario(one('quantity = "lesions/primary.volume"\nat = "1 d"\nmin = "1 mm^3"'))
    with Trajectory.open(broken) as run:
        verdicts = judge(read_expectations(folder), run)
    assert [v.outcome for v in verdicts] == ["failed", "ok"]
    assert "no finite place" in table(verdicts)


def test_the_table_shows_what_failed_in_red_and_why(scenario, treated):
    folder = scenario(
        one('quantity = "lesions/primary.volume"\nat = "70 d"\nmax = "1 mm^3"')
        + one('quantity = "burden_ratio"\nat = "70 d"\nmin = 1.5\nmax = 2.5')
    )
    verdicts = judge(read_expectations(folder), treated)
    text = table(verdicts)
    assert "FAILED  lesions/primary.volume at 70 d" in text
    assert "2000 mm^3" in text and "≤ 1 mm^3" in text and "because" in text
    assert "1.5 … 2.5" in text and text.endswith("2 ok, 1 failed")
    lines = table(verdicts, coloured=True).splitlines()
    assert [line.startswith("\033[31m") for line in lines] == [
        False,
        False,
        True,
        False,
        False,
        False,
    ]


def test_the_command_fails_when_an_expectation_does(scenario, treated_file, capsys):
    good = one('quantity = "burden_ratio"\nat = "70 d"\nmin = 1.5\nmax = 2.5')
    bad = one('quantity = "burden_ratio"\nat = "70 d"\nmin = 2.5')
    assert main(["expect", str(scenario(good)), str(treated_file)]) == 0
    assert "2 ok, 0 failed" in capsys.readouterr().out
    assert main(["expect", str(scenario(good + bad)), str(treated_file)]) == 1
    assert "FAILED  burden_ratio at 70 d" in capsys.readouterr().out
    late = one('quantity = "burden_ratio"\nat = "700 d"\nmin = 2.5')
    assert main(["expect", str(scenario(late)), str(treated_file)]) == 1
    assert "nothing was checked" in capsys.readouterr().out


def test_every_mistake_in_the_file_is_told_at_once(scenario):
    folder = scenario(
        'runs = 1\n[full]\ndays = 0\nset = "a"\n'
        + one('quantity = "doubling_tme"\nat = "1 d"\nmin = 1')
        + one('quantity = "doubling_time"\nat = "1 d"\nmin = "1 d"')
        + one('quantity = "a.b"\nat = "1 d"\nmini = 1')
        + one('quantity = "a.b"\nat = "1 um"\nmin = 1')
        + one('quantity = "a.b"\nmin = 1')
        + one('quantity = "a.b"\nat = "1 d"')
        + one('quantity = "a.b"\nfrom = "2 d"\nto = "1 d"\nmin = 1')
        + one('quantity = "a.b"\nat = "1 d"\nrelative_to = "twin"\nmin = 1')
        + '[[expect]]\nquantity = "a.b"\nat = "1 d"\nmin = 1\n',
        head="",
    )
    with pytest.raises(Problem) as caught:
        read_expectations(folder)
    lines = str(caught.value).splitlines()
    said = [
        "no key 'runs'",
        "[full]: days must be",
        "[full]: set must be",
        "[run] is missing",
        "did you mean 'doubling_time'",
        "doubling_time needs from and to",
        "no key 'mini'; did you mean 'min'?",
        "'um' is no unit for what is given in 'd'",
        "when? say at",
        "min or max is missing",
        "from must be before to",
        "why is missing",
        'needs a line twin = "<scenario>"',
    ]
    assert len(lines) == len(said)
    for line, part in zip(lines, said):
        assert part in line


def test_a_missing_or_broken_file_is_told(tmp_path, scenario, capsys):
    assert main(["expect", str(tmp_path), "x.h5"]) == 2
    assert "expect.toml does not exist" in capsys.readouterr().err
    with pytest.raises(Problem, match="expect.toml"):
        read_expectations(scenario("[[expect\n"))
    folder = scenario(one('quantity = "burden_ratio"\nat = "70 d"\nmin = 1.5'))
    assert main(["expect", str(folder), "none.h5"]) == 2
    assert "none.h5 does not exist" in capsys.readouterr().err


def test_without_a_file_the_scenario_is_run_in_its_form(scenario, tmp_path, monkeypatch, capsys):
    fake = tmp_path / "simulator"
    fake.write_text(
        f"#!{sys.executable}\n"
        "import sys\n"
        f"sys.path.insert(0, {os.path.dirname(synthetic.__file__)!r})\n"
        "import synthetic\n"
        f"open({str(tmp_path / 'calls')!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')\n"
        "synthetic.write_treated(sys.argv[sys.argv.index('-o') + 1])\n"
    )
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PERFORIN_PROGRAM", str(fake))
    line = 'quantity = "burden_ratio"\nat = "70 d"\nrelative_to = "twin"\nmin = 1\nmax = 1'
    head = 'twin = "other"\n[run]\ndays = 5\nset = ["a.b=1", "c=2"]\n[full]\ndays = 84\n'
    folder = scenario(one(line), head)
    assert main(["expect", str(folder)]) == 0
    assert main(["expect", "--full", str(folder)]) == 0
    calls = (tmp_path / "calls").read_text().splitlines()
    assert calls[0].startswith(f"run {folder} -o ")
    assert calls[0].endswith("--force --quiet --days 5 --set a.b=1 --set c=2")
    assert calls[1].startswith(f"run {folder.parent / 'other'} -o ")
    assert calls[2].endswith("--force --quiet --days 84")
    fake.write_text("#!/bin/sh\nexit 3\n")
    assert main(["expect", str(folder)]) == 2
    assert "exit code 3" in capsys.readouterr().err


def test_the_scenarios_of_the_project_have_sound_expectations():
    from perforin.runs import project_root

    files = sorted(project_root().glob("scenarios/*/expect.toml"))
    assert len(files) >= 3
    for file in files:
        expectations = read_expectations(file.parent)
        assert expectations.all
        if expectations.twin:
            assert (file.parent.parent / expectations.twin / "scenario.toml").exists()

"""The report of a trial, of good tables, odd ones and wrong ones."""

from __future__ import annotations

import csv
import math

import numpy as np
import pytest
import trial_tables
from perforin.__main__ import main
from perforin.errors import Problem
from perforin.trials.biomarkers import of_biomarkers
from perforin.trials.endpoints import comparisons, of_arms
from perforin.trials.statistic import Statistic, interval_text
from perforin.trials.subgroups import of_subgroups, subgroups
from perforin.trials.tables import read_trial

PUBLISHED = """
[[published]]
arm = "placebo"
endpoint = "os.median"
value = "9 months"
low = "7 months"
high = "11 months"
source = "somebody 2020"

[[published]]
arm = "nivolumab"
endpoint = "recist.orr"
value = "90 %"
source = "nobody"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    it = tmp_path_factory.mktemp("report") / "trial"
    trial_tables.write_trial(it, trial_tables.patients())
    (it / "trial.toml").write_text(PUBLISHED)
    return it


def report(folder, *more: str) -> int:
    return main(["trial-report", str(folder), *more])


def statistics(folder) -> dict[tuple[str, ...], dict[str, str]]:
    with (folder / "statistics.csv").open() as file:
        rows = list(csv.DictReader(file))
    keys = ("endpoint", "statistic", "arm", "against", "subgroup")
    return {tuple(row[key] for key in keys): row for row in rows}


def test_the_report_holds_statistics_figures_looks_and_published_values(folder, capsys):
    assert report(folder) == 0
    said = capsys.readouterr()
    figures = ["km", "waterfall", "spider", "swimmer", "forest", "markers"]
    wanted = [f"figures/{name}.{suffix}" for name in figures for suffix in ("png", "svg")]
    paths = said.out.split()
    assert paths == [str(folder / it) for it in ["statistics.csv", *wanted, "report.md"]]
    assert said.err == ""
    page = (folder / "report.md").read_text()
    for text in (
        "| placebo | 60 | 60 |",
        "| 2 | 900 | 120 | 75 | 1 | stop |",
        "![km](figures/km.png)",
        "exact (Clopper–Pearson)",
        "Brookmeyer & Crowley",
        "| nivolumab | recist.orr | 90.0 % |",
        "| apart | nobody |",
        "ours within the published interval | somebody 2020",
    ):
        assert text in page, text


def test_every_statistic_names_its_method(tmp_path):
    trial_tables.write(tmp_path / "patients.csv", trial_tables.patients(count=40))
    report(tmp_path)
    for key, row in statistics(tmp_path).items():
        assert row["method"] or row["note"], key
        assert row["value"] or row["note"] or key[1] == "median", key


def test_twins_are_never_counted_among_the_randomised(tmp_path):
    rows = trial_tables.patients(count=60)
    trial_tables.write(tmp_path / "a" / "patients.csv", rows)
    for row in rows:
        if not row["assigned"]:
            row.update(
                {"os": 1.0, "os_event": 1, "recist.best": "CR", "grade": 5, "recist.pfs": 1.0}
            )
    trial_tables.write(tmp_path / "b" / "patients.csv", rows)
    trials = [read_trial(tmp_path / name) for name in "ab"]
    for of in (of_arms, comparisons, of_subgroups, of_biomarkers):
        a, b = ([*of(trial)] for trial in trials)
        assert list(map(repr, a)) == list(map(repr, b))
    hazard = next(r for r in comparisons(trials[0]) if r.key == "os.hazard_ratio")
    assert hazard.n == 60


def test_a_known_effect_is_found(tmp_path):
    inside = 0
    for seed in range(16):
        rows = trial_tables.patients(count=200, hazard_ratio=0.6, seed=seed, twins=False)
        trial_tables.write(tmp_path / str(seed) / "patients.csv", rows)
        trial = read_trial(tmp_path / str(seed))
        hazard = next(r for r in comparisons(trial) if r.key == "os.hazard_ratio")
        inside += hazard.low < 0.6 < hazard.high
    assert inside >= 13


def test_subgroups_come_from_strata_words_and_medians(folder):
    found = subgroups(read_trial(folder))
    assert set(found) == {"ecog", "cd8", "sld", "pd_l1"}
    assert set(found["pd_l1"]) == {"pd_l1=high", "pd_l1=low"}
    assert {text.partition(" ")[2][0] for text in found["sld"]} == {"<", "≥"}
    assert found["sld"].value_counts().tolist() == [60, 60]


def test_the_interaction_that_is_there_is_found(folder):
    rows = [row for row in of_subgroups(read_trial(folder)) if row.statistic == "interaction"]
    p = {(row.endpoint, row.subgroup): row.p for row in rows}
    assert p["recist.orr", "cd8"] < 0.01  # the effect grows with cd8
    assert p["os", "cd8"] > 0.05  # on death it does not


def test_the_control_may_be_named(folder, capsys):
    trial = read_trial(folder, "nivolumab")
    hazard = {r.key: r for r in comparisons(trial)}["os.hazard_ratio"]
    other = {r.key: r for r in comparisons(read_trial(folder))}["os.hazard_ratio"]
    assert hazard.value == pytest.approx(1 / other.value)
    assert report(folder, "--control", "nivolumap") == 2
    assert "did you mean 'nivolumab'?" in capsys.readouterr().err


IMMUNE = ("iPR", "irCR", "iUPD", "nonCRnonPD", "iCPD")


def odd(name: str) -> list[dict]:
    rows = trial_tables.patients(count=24)
    if name == "one patient":
        return [row for row in rows if row["patient"] == 1 and row["assigned"]]
    if name == "no twins":
        return [row for row in rows if row["assigned"]]
    if name == "an arm of twins only":
        for row in rows:
            row["assigned"] = int(row["arm"] == "placebo")
    for row in rows:
        if name == "no event":
            row |= {"os_event": 0, "recist.pfs_event": 0}
        if name == "no response":
            row |= {"recist.best": "", "recist.change": "", "recist.duration": ""}
            row |= {"recist.duration_event": "", "recist.response": ""}
        if name == "all the same":
            row |= {"recist.best": "PR", "baseline.cd8": 1, "os": 100, "os_event": 1}
        if name == "nobody at all":
            row["state"] = "failed"
        if name == "weights":
            row["weight"] = 1 + row["patient"] % 3
        if name == "immune words":
            row["recist.best"] = IMMUNE[row["patient"] % 5]
        if name == "dose levels":
            row |= {"dose_level": 1 + (row["arm"] == "nivolumab"), "dlt": int(row["patient"] < 5)}
    return rows


@pytest.mark.parametrize(
    "name",
    [
        *("one patient", "no twins", "an arm of twins only", "no event", "no response"),
        *("all the same", "nobody at all", "weights", "immune words"),
        "dose levels",
    ],
)
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_odd_tables_give_a_report_that_says_what_is_lacking(tmp_path, name, capsys):
    trial_tables.write(tmp_path / "patients.csv", odd(name))
    assert report(tmp_path) == 0
    page = (tmp_path / "report.md").read_text()
    assert "Traceback" not in capsys.readouterr().err
    assert "nan" not in page.replace("nano", "")
    rows = statistics(tmp_path)
    if name == "weights":
        assert rows["os", "hazard_ratio", "nivolumab", "placebo", ""]["note"].startswith(
            "not given"
        )
        assert "Kish" in rows["recist.orr", "rate", "placebo", "", ""]["method"]
    if name == "an arm of twins only":
        assert rows["recist.orr", "rate", "nivolumab", "", ""]["note"] == "no patient"
    if name == "no event":
        assert rows["os", "log_rank", "nivolumab", "placebo", ""]["note"] == "no event"
    if name == "immune words":
        events = [
            rows[f"recist.{it}", "rate", "placebo", "", ""]["events"] for it in ("orr", "dcr")
        ]
        assert events == ["5", "8"]
    if name == "dose levels":
        assert rows["dlt", "rate", "nivolumab", "", "dose_level=2"]["events"] == "2"
        assert not any(key[1] in ("hazard_ratio", "odds_ratio", "log_rank") for key in rows)
        assert "Arms are dose levels" in page
    if name == "nobody at all":
        assert "48 rows are left out" in page.lower()


def test_mistakes_are_told_with_their_places_all_at_once(tmp_path, capsys):
    rows = trial_tables.patients(count=4)
    rows[0]["os"] = "soon"
    rows[1]["os_event"] = 2
    rows[2]["recist.best"] = "XR"
    rows[3]["weight"] = -1
    rows[5]["assigned"] = 1 - rows[5]["assigned"]
    rows[6]["patient"], rows[6]["arm"] = rows[5]["patient"], rows[5]["arm"]
    trial_tables.write(tmp_path / "patients.csv", rows)
    assert report(tmp_path) == 2
    said = capsys.readouterr().err
    for text in (
        "line 2, column os: 'soon' is no number",
        "line 3, column os_event: 2 is not between 0 and 1",
        "line 4, column recist.best: 'XR' is none of CR, PR",
        "line 5, column weight: -1 is not between 0 and inf",
        "line 8, column patient: patient 3 is in arm nivolumab at line 7 already",
    ):
        assert text in said, (text, said)


def test_foreign_files_are_refused(tmp_path, capsys):
    assert report(tmp_path) == 2
    assert "patients.csv does not exist" in capsys.readouterr().err
    (tmp_path / "patients.csv").write_bytes(b"patient,arm\xff\n")
    assert report(tmp_path) == 2
    (tmp_path / "patients.csv").write_text("patient,arm\n1,a\n")
    assert report(tmp_path) == 2
    assert "no column 'assigned'" in capsys.readouterr().err
    (tmp_path / "patients.csv").write_text("patient,arm,assigned\n1,a\n")
    assert report(tmp_path) == 2
    assert "line 2: 2 cells under 3 headings" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[published]]\narm="placebo"\nendpoint="os.medium"\nvalue=1\nsource=""', "'os.median'"),
        ('[[published]]\narm="placebo"\nendpoint="os.median"\nvalue="9 mm"\nsource=""', "no unit"),
        (
            '[[published]]\narm="placebo"\nendpoint="recist.orr"\nvalue=0.3\nlow=0.4\nhigh=0.5\n'
            'source=""',
            "not in order",
        ),
        ('[[published]]\narm="placebo"\nvalue=0.3', "lacks 'endpoint'"),
        ("[[published]", "trial.toml"),
    ],
)
def test_published_values_that_make_no_sense_are_refused(tmp_path, capsys, text, said):
    trial_tables.write(tmp_path / "patients.csv", trial_tables.patients(count=20))
    (tmp_path / "trial.toml").write_text(text)
    assert report(tmp_path) == 2
    assert said in capsys.readouterr().err


def test_numbers_are_told_as_papers_do():
    row = Statistic("recist.orr", "rate", value=0.267, low=0.161, high=0.397)
    assert interval_text(row) == "26.7 % (16.1 to 39.7)"
    assert interval_text(
        Statistic("os", "median", value=251, low=180, high=math.inf, unit="d")
    ) == ("251.0 d (180.0 to ∞)")
    assert interval_text(Statistic("os", "median")) == "not reached"
    assert interval_text(Statistic("os", "odds_ratio", value=50, low=3, high=1050)) == (
        "50 (3 to 1050)"
    )


def test_the_same_tables_give_the_same_bytes(tmp_path):
    folder = trial_tables.write_trial(tmp_path / "trial", trial_tables.patients(count=30))
    for name in "ab":
        assert report(folder, "-o", str(tmp_path / name)) == 0
    for path in sorted((tmp_path / "a").rglob("*.*")):
        other = tmp_path / "b" / path.relative_to(tmp_path / "a")
        assert path.read_bytes() == other.read_bytes(), path.name


def test_half_widths_are_read(tmp_path):
    folder = trial_tables.write(tmp_path / "patients.csv", trial_tables.patients(count=20)).parent
    assert report(folder, "--half-width", "recist.orr=0.05") == 0
    rows = statistics(tmp_path)
    row = rows["recist.orr", "needed_with_twins", "nivolumab", "placebo", ""]
    assert "for ± 0.05" in row["note"]
    with pytest.raises(SystemExit):
        report(folder, "--half-width", "0.05")


def test_the_trials_own_file_names_control_arms_and_landmarks(tmp_path):
    rows = trial_tables.patients(count=24, twins=False)
    trial_tables.write(tmp_path / "patients.csv", rows)
    published = """
    [trial]
    control = "nivolumab"
    [[arm]]
    name = "nobody"
    [[arm]]
    name = "placebo"
    [[published]]
    arm = "placebo"
    endpoint = "os.at_7_months"
    value = 0.5
    source = "a"
    [[published]]
    arm = "placebo"
    endpoint = "os.at_900_months"
    value = 0.5
    source = "b"
    [[published]]
    arm = "nobody"
    endpoint = "irrc.pfs.median"
    value = "5 months"
    source = "c"
    """
    (tmp_path / "trial.toml").write_text(published)
    assert report(tmp_path) == 0
    page, found = (tmp_path / "report.md").read_text(), statistics(tmp_path)
    assert "| nobody | 0 | 0 |" in page
    assert found["os", "hazard_ratio", "placebo", "nivolumab", ""]["value"]
    assert found["os", "at_7_months", "placebo", "", ""]["value"]
    for line in ("os.at_900_months | 50.0 % | none | we have none | b", "152.2 d | none | we have"):
        assert line in page, line


def test_problems_are_ours_to_raise(tmp_path):
    with pytest.raises(Problem, match="no folder"):
        read_trial(tmp_path / "none")
    assert np.isnan(Statistic("", "").value)

"""A whole trial of hand-made runs: rates, twins, composition, tumour DNA, files, refusals."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from perforin.__main__ import main
from phenomena_tables import read, row, table, write_patients, write_run

PSEUDO, PROGRESSION, RESPONSE = [50, 60, 35, 35, 35, 35, 35], [50, 60, 70, 80], [50, 34, 34, 34, 34]
QUIET = {"tumour": 600, "infiltrate": 200, "debris": 100, "stroma": 50, "fluid": 50}
SWOLLEN = {"tumour": 540, "infiltrate": 700, "debris": 200, "stroma": 50, "fluid": 300}
SHRUNK = {"tumour": 100, "infiltrate": 100, "debris": 50, "stroma": 50, "fluid": 50}


def parts(*states: dict) -> dict[str, dict[str, list[float]]]:
    """Volumes of lesion a at seven scans, the last state to the end."""
    filled = [*states, *[states[-1]] * (7 - len(states))]
    return {"a": {name: [it[name] for it in filled] for name in QUIET}}


def plasma(at_pd: float, at_week_12: float) -> tuple[list, list, list]:
    true = [100, at_pd, at_week_12]
    return [0, 42, 84], true, [2 * it for it in true]


@pytest.fixture(scope="module")
def trial(tmp_path_factory) -> Path:
    """Eight patients in two arms. With everything on four pseudoprogress (one only as read), two
    progress, two respond; without oedema all six of the former progress."""
    home = tmp_path_factory.mktemp("trial")
    folder, runs = home / "results" / "small", home / "runs"
    folder.mkdir(parents=True)
    runs.mkdir()
    swollen = parts(QUIET, SWOLLEN, SHRUNK)
    grown = parts(QUIET, {**QUIET, "tumour": 1200}, {**QUIET, "tumour": 2400})
    rows = []
    for patient in range(1, 9):
        courses = {"everything": (PSEUDO, swollen, plasma(80 + patient, 5)),
                   "without_oedema": (PROGRESSION, grown, plasma(200 + patient, 300))}  # fmt: skip
        if patient in (5, 6):
            courses["everything"] = (PROGRESSION, grown, plasma(200 + patient, 300))
        if patient > 6:
            courses = {arm: (RESPONSE, parts(QUIET, SHRUNK), plasma(50, 5)) for arm in courses}
        for arm, (sizes, volumes, copies) in courses.items():
            name = f"{arm}{patient}"
            true = PROGRESSION if patient == 4 else sizes
            labels = {tuple(PSEUDO): [1, 5, 5, 5, 5, 5], tuple(RESPONSE): [5] * 6}
            write_run(
                runs / f"{name}.h5",
                table({"a": sizes}),
                table({"a": true}),
                parts=volumes,
                plasma=copies,
                irecist=labels.get(tuple(sizes), [1, 2, 2, 2, 2, 2]),
                irecist_true=labels.get(tuple(true), [1, 2, 2, 2, 2, 2]),
            )
            rows.append([patient, arm, int(arm == "everything"), name, "done"])
    write_patients(folder, rows)
    (folder / "trial.toml").write_text('[trial]\ncontrol = "everything"\n', encoding="utf-8")
    return folder


@pytest.fixture(scope="module", autouse=True)
def no_program():
    """Neither a program nor runs of others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PERFORIN_PROGRAM", "nowhere/perforin")
        patch.delenv("PERFORIN_RUNS", raising=False)
        yield


@pytest.fixture
def no_pictures(monkeypatch):
    """They take the most time."""
    monkeypatch.setattr("perforin.phenomena.report.write_figures", lambda *_: iter(()))


@pytest.fixture(scope="module")
def place(trial) -> Path:
    """What the command writes of it."""
    assert main(["phenomena", str(trial)]) == 0
    return trial / "phenomena"


def test_rates_of_arms_on_true_sizes_and_as_read(place):
    rates = read(place / "phenomena.csv")
    counts = {
        (arm, name, on): (int(it["cases"]), int(it["n"]))
        for it in rates
        for arm, name, on in [(it["arm"], it["phenomenon"], it["on"])]
    }
    assert counts["everything", "pseudoprogression", "read"] == (4, 8)
    assert counts["everything", "pseudoprogression", "truth"] == (3, 8)
    assert counts["everything", "pseudoprogression_strict", "truth"] == (3, 8)
    assert counts["everything", "pseudoprogression_irecist", "read"] == (4, 8)
    assert counts["everything", "pseudoprogression_irecist", "truth"] == (3, 8)
    assert counts["without_oedema", "pseudoprogression", "read"] == (0, 8)
    assert counts["everything", "response", "read"] == (2, 8)
    assert counts["everything", "response_or_later", "read"] == (6, 8)
    assert counts["everything", "progression_at_first_scan", "read"] == (6, 8)
    assert counts["everything", "irrc_any", "read"] == (4, 4)  # the others lack 28 weeks
    assert counts["everything", "durable_response", "read"] == (0, 0)  # seen for 126 days only
    assert counts["everything", "hyperprogression", "truth"] == (0, 0)
    pseudo = row(rates, arm="everything", phenomenon="pseudoprogression", on="read")
    low, high = float(pseudo["low"]), float(pseudo["high"])
    assert (low, high) == pytest.approx((15.70, 84.30), abs=0.01)  # 4 of 8, Clopper and Pearson


def test_twins_are_compared_patient_by_patient(place):
    paired = read(place / "paired.csv")
    it = row(paired, phenomenon="pseudoprogression", on="read")
    assert (it["n"], it["gain"], it["loss"], it["both"]) == ("8", "0", "4", "0")
    assert float(it["p"]) == pytest.approx(2 * 0.5**4)
    assert float(it["net_percent"]) == -50
    assert float(it["net_high"]) == pytest.approx(50 * (2 * (1 - 0.025**0.25) - 1))


def test_the_control_may_be_another(trial, tmp_path, no_pictures):
    main(["phenomena", str(trial), "-o", str(tmp_path), "--control", "without_oedema"])
    it = row(read(tmp_path / "paired.csv"), phenomenon="pseudoprogression", on="read")
    assert (it["arm"], it["gain"], it["loss"]) == ("everything", "4", "0")


def test_durable_responses_are_of_those_who_were_followed_so_long(trial, tmp_path, no_pictures):
    main(["phenomena", str(trial), "-o", str(tmp_path), "--durable", "126"])
    rates = read(tmp_path / "phenomena.csv")
    held = row(rates, arm="everything", phenomenon="durable_response", on="read")
    assert (held["cases"], held["n"]) == ("2", "2")


def test_composition_is_relative_to_the_baseline(place):
    rows = read(place / "composition.csv")
    it = row(rows, arm="everything", patient="1", on="truth", lesion="all")
    told = {name: float(it[name]) for name in ("volume", "tumour", "infiltrate", "fluid", "debris")}
    assert told == {"volume": 1.79, "tumour": 0.54, "infiltrate": 0.7, "fluid": 0.3, "debris": 0.2}
    assert (it["group"], it["day"], float(it["new_lesions"])) == ("pseudoprogression", "42", 0)
    per_mm3 = 0.7 / 1.79 / (4 / 3 * 3.14159265 * 0.0045**3)
    assert float(it["leukocytes_per_mm2"]) == pytest.approx(per_mm3 * 13e-3, rel=1e-6)
    groups = {int(it["patient"]): it["group"] for it in rows if it["arm"] == "everything"}
    assert groups[5] == "progression" and groups[7] == "response"


def test_how_fast_lesions_grow_and_shrink(place):
    of = {"arm": "everything", "on": "truth"}
    told = read(place / "kinetics.csv")
    day = row(told, quantity="response_day", **of)  # 3 × day 84, 2 × day 42
    assert (day["n"], day["q10"], day["q50"]) == ("5", "42", "84")
    assert row(told, quantity="size_at_response", **of)["q50"] == "0.7"
    assert row(told, quantity="nadir", **of)["q01"] == "0.68"
    change = row(told, quantity="change_6_weeks", **of)  # 3 × 6, 3 × 3 and 2 × 4 intervals
    assert change["n"] == "35"
    assert float(change["q01"]) == pytest.approx(35 / 60 - 1, abs=1e-3)
    assert float(change["q99"]) == pytest.approx(0.2)
    none = [it for it in told if it["arm"] == "without_oedema" and it["quantity"] == "nadir"]
    assert [it["n"] for it in none] == ["2", "2"]


def test_tumour_dna_tells_pseudo_from_true_progression(place):
    it = row(read(place / "composition.csv"),
             arm="everything", patient="1", on="read", lesion="all")  # fmt: skip
    assert float(it["ctdna_read"]) == pytest.approx(0.81)
    assert float(it["ctdna_week12_true"]) == 0.05
    rates = read(place / "phenomena.csv")
    area = row(rates, arm="everything", phenomenon="ctdna_auc", on="read")
    assert (area["n"], area["cases"], area["percent"]) == ("6", "4", "100")
    name = "ctdna_favourable_in_pseudoprogression"
    assert row(rates, arm="everything", phenomenon=name, on="read")["cases"] == "4"
    name = "ctdna_favourable_in_progression"
    assert row(rates, arm="everything", phenomenon=name, on="read")["cases"] == "0"


def test_cases_pages_and_pictures(place):
    it = row(read(place / "cases.csv"), arm="everything", patient="2", on="read")
    assert (it["pseudoprogression"], it["pseudoprogression_day"]) == ("1", "42")
    assert it["pseudoprogression_detail"] == "target"
    page = (place / "phenomena.md").read_text(encoding="utf-8")
    assert "4 of 8: 50.0 (15.7 to 84.3) %" in page
    assert "hyperprogression is not told" in page.lower()
    for name in ("rates", "composition", "matrix"):
        for suffix in ("png", "svg"):
            assert (place / "figures" / f"phenomena_{name}.{suffix}").stat().st_size > 1000


def test_a_later_first_visit_sees_less(trial, tmp_path, capsys, no_pictures):
    main(["phenomena", str(trial), "-o", str(tmp_path), "--first-visit", "84"])
    rates = read(tmp_path / "phenomena.csv")
    assert row(rates, arm="everything", phenomenon="pseudoprogression", on="read")["cases"] == "0"
    assert row(rates, arm="everything", phenomenon="response", on="read")["cases"] == "6"
    irecist = row(rates, arm="everything", phenomenon="pseudoprogression_irecist", on="read")
    assert irecist["n"] == "0"
    assert "iRECIST is not told" in capsys.readouterr().err


@pytest.mark.parametrize("said", ["here", "largest"])
def test_an_abscopal_response_is_one_that_the_twin_lacks(tmp_path, no_pictures, said):
    folder, runs = tmp_path / "results" / "rt", tmp_path / "runs"
    folder.mkdir(parents=True)
    runs.mkdir()
    shrinks, stays = [20, 14, 14], [20, 20, 20]
    courses = {1: (shrinks, stays), 2: (shrinks, shrinks), 3: (stays, stays)}
    rows = []
    for patient, sizes in courses.items():
        for arm, distant in zip(("rt", "none"), sizes):
            text = table({"here": [30, 10, 10], "distant": distant})
            aim = said if arm == "rt" else ""
            start = {"distant": 20.0, "here": 30.0}
            write_run(runs / f"{arm}{patient}.h5", text, text, irradiated=aim, diameters=start)
            rows.append([patient, arm, int(arm == "rt"), f"{arm}{patient}", "done"])
    write_patients(folder, rows)
    assert main(["phenomena", str(folder), "--control", "none", "--irradiated", "rt=none"]) == 0
    rates = read(folder / "phenomena" / "phenomena.csv")
    for arm, name, cases, n in (
        ("rt", "out_of_field_response", "2", "3"),
        ("none", "out_of_field_response", "1", "3"),
        ("rt", "abscopal_response", "1", "3"),
        ("none", "abscopal_response", "0", "0"),
    ):
        it = row(rates, arm=arm, phenomenon=name, on="truth")
        assert (it["cases"], it["n"]) == (cases, n), (arm, name)
    paired = read(folder / "phenomena" / "paired.csv")
    it = row(paired, phenomenon="out_of_field_response", on="truth")
    assert (it["gain"], it["loss"], it["both"]) == ("1", "0", "1")
    main(["phenomena", str(folder), "--control", "rt", "--irradiated", "rt=none"])
    paired = read(folder / "phenomena" / "paired.csv")
    it = row(paired, phenomenon="out_of_field_response", on="truth", arm="rt", control="none")
    assert (it["gain"], it["loss"], it["both"]) == ("1", "0", "1")


def test_hyperprogression_is_what_the_program_says(trial, monkeypatch, tmp_path, no_pictures):
    program = tmp_path / "perforin_respond"
    program.write_text(
        "#!/bin/sh\n"
        'out=$(dirname "$2")\n'
        'echo "patient,criterion,day,response" >"$out/tables.visits.csv"\n'
        'head="patient,criterion,hyperprogression_champiat,growth_before,growth_after"\n'
        'echo "$head" >"$out/tables.patients.csv"\n'
        "for row in 0.truth,RECIST,1,10,25 1.truth,RECIST,0,10,15 2.truth,RECIST,,,15; do\n"
        '  echo "$row" >>"$out/tables.patients.csv"\n'
        "done\n",
        encoding="utf-8",
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PERFORIN_PROGRAM", str(program))
    assert main(["phenomena", str(trial), "-o", str(tmp_path)]) == 0
    rates = read(tmp_path / "phenomena.csv")
    told = {it["arm"]: (it["cases"], it["n"]) for it in rates
            if it["phenomenon"] == "hyperprogression" and it["on"] == "truth"}  # fmt: skip
    assert told == {"everything": ("1", "1"), "without_oedema": ("0", "1")}


def test_runs_without_series_or_truth_are_no_crash(tmp_path, capsys):
    folder, runs = tmp_path / "bare", tmp_path / "elsewhere"
    folder.mkdir()
    runs.mkdir()
    write_run(runs / "x.h5", table({"a": PSEUDO}))
    rows = [
        [1, "only", 1, "x", "done"],
        [2, "only", 1, "gone", "done"],
        [3, "other", 1, "x", "done"],
    ]
    write_patients(folder, [*rows, [4, "other", 1, "y", "running"]])
    assert main(["phenomena", str(folder), "--runs", str(runs)]) == 0
    rates = read(folder / "phenomena" / "phenomena.csv")
    assert row(rates, arm="only", phenomenon="pseudoprogression", on="read")["cases"] == "1"
    strict = row(rates, arm="only", phenomenon="pseudoprogression_strict", on="read")
    assert (strict["n"], strict["percent"]) == ("0", "")
    assert strict["note"] == "live tumour at the scans is unknown"
    told = capsys.readouterr().err
    assert "1 runs are not in" in told and "no figure phenomena_composition" in told
    assert "nothing is paired" in told and not read(folder / "phenomena" / "paired.csv")


def test_who_died_before_her_first_scan_is_left_out(tmp_path, capsys, no_pictures):
    folder, runs = tmp_path / "short", tmp_path / "elsewhere"
    folder.mkdir()
    runs.mkdir()
    write_run(runs / "x.h5", table({"a": PSEUDO}))
    write_run(runs / "early.h5", None)
    write_patients(folder, [[1, "only", 1, "x", "done"], [2, "only", 1, "early", "done"]])
    assert main(["phenomena", str(folder), "--runs", str(runs)]) == 0
    assert "1 patients were never scanned, in early.h5 for one" in capsys.readouterr().err
    rates = read(folder / "phenomena" / "phenomena.csv")
    assert row(rates, phenomenon="pseudoprogression", on="read")["n"] == "1"
    write_patients(folder, [[2, "only", 1, "early", "done"]])
    assert main(["phenomena", str(folder), "--runs", str(runs)]) == 2
    assert "no examination measured lesions" in capsys.readouterr().err


def test_wrong_input_is_told_with_its_place(trial, tmp_path, capsys):
    for arguments, told in (
        ([str(tmp_path / "nowhere")], "no folder"),
        ([str(trial), "--control", "everythin"], "did you mean 'everything'"),
        ([str(trial), "--irradiated", "rt=everything"], "no arm 'rt'"),
        ([str(trial), "--runs", str(tmp_path / "nowhere")], "no folder of runs"),
        ([str(trial), "--runs", str(tmp_path)], "has none of the 16 runs"),
    ):
        assert main(["phenomena", *arguments]) == 2
        assert told in capsys.readouterr().err
    bad = table({"a": PSEUDO}).replace("p,42,a,target", "p,42,a,traget")
    write_run(trial.parent.parent / "runs" / "everything1.h5", bad)
    assert main(["phenomena", str(trial)]) == 2
    assert "everything1.h5, measurements_ct, line 4: there is no role" in capsys.readouterr().err


def test_a_table_without_hashes_leads_to_no_run(tmp_path, capsys):
    (tmp_path / "patients.csv").write_text("patient,arm,assigned\n1,a,1\n", encoding="utf-8")
    (tmp_path / "runs").mkdir()
    assert main(["phenomena", str(tmp_path)]) == 2
    assert "has no column 'hash'" in capsys.readouterr().err

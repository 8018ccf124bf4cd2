"""Indices of sensitivity against analytic values, and designs that sweeps can run."""

from __future__ import annotations

import csv
import tomllib

import numpy as np
import pytest
from perforin.__main__ import main
from perforin.errors import Problem
from perforin.sensitivity import indices
from perforin.sensitivity.design import make
from perforin.sensitivity.spec import Factor, Spec, read_spec
from perforin.sensitivity.study import read_study
from perforin.sensitivity.table import elementary_effects, of_study, read_indices
from scipy import stats

SPEC = """
[study]
scenario = "scenarios/checkpoint_blockade"
settings = ["run.days=56"]

[design]
points = {points}
replicates = 2
luck = "independent"

[[vary]]
key = "biology.a"
from = "-3.141592653589793 h"
to = "3.141592653589793 h"

[[vary]]
key = "biology.b"
from = "-3.141592653589793 h"
to = "3.141592653589793 h"

[[vary]]
key = "biology.c"
from = "-3.141592653589793 h"
to = "3.141592653589793 h"

[[outcome]]
name = "y"
series = "patient"
column = "burden"
"""


def ishigami(x: np.ndarray) -> np.ndarray:
    """Ishigami & Homma (1990) with a = 7, b = 0.1."""
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def spec_of(factors: list[Factor], points: int, seed: int = 1, levels: int = 4) -> Spec:
    return Spec(None, factors, points, seed, levels, {})


def uniform(key: str, low: float, high: float) -> Factor:
    return Factor(key, "uniform", {"from": low, "to": high}, "1")


ANGLES = [uniform(key, -np.pi, np.pi) for key in "abc"]


def sobol_of(points: int, seed: int = 1):
    design = make(spec_of(ANGLES, points, seed), "sobol")
    a, b, *ab = ishigami(design.values).reshape(5, -1)
    return indices.sobol(a, b, np.stack(ab))


def test_sobols_indices_of_ishigamis_function():
    first, total = sobol_of(4096)
    assert first.value == pytest.approx([0.3139, 0.4424, 0], abs=0.005)
    assert total.value == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.005)


def test_their_intervals_hold_the_truth():
    inside = np.zeros((2, 3))
    truth = np.array([[0.3139, 0.4424, 0], [0.5576, 0.4424, 0.2437]])
    for seed in range(1, 13):
        for row, found in enumerate(sobol_of(256, seed)):
            inside[row] += (found.low <= truth[row]) & (truth[row] <= found.high)
    # the sequence is more even than chance, so the bootstrap's intervals are rather too wide
    assert inside.min() >= 10


def test_an_additive_function_has_shares_that_add_up():
    design = make(spec_of([uniform(k, 0, 1) for k in "ab"], 1024), "sobol")
    a, b, *ab = (design.values @ [3, 1]).reshape(4, -1)
    first, total = indices.sobol(a, b, np.stack(ab))
    assert first.value == pytest.approx([0.9, 0.1], abs=0.01)
    assert total.value == pytest.approx([0.9, 0.1], abs=0.01)


def test_morris_is_exact_on_a_linear_function():
    design = make(
        spec_of([uniform("a", 0, 2), uniform("b", -5, 5), uniform("c", 1, 2)], 7), "morris"
    )
    effects = elementary_effects(design, design.values @ [3, -0.5, 0] + 4)
    assert effects == pytest.approx(np.tile([6, -5, 0], (7, 1)), abs=1e-12)
    mu_star, mu, sigma = indices.morris(effects)
    assert mu_star.value == pytest.approx([6, 5, 0])
    assert mu.value == pytest.approx([6, -5, 0])
    assert sigma.value == pytest.approx([0, 0, 0], abs=1e-12)


def test_trajectories_move_one_parameter_at_a_time_on_the_grid():
    design = make(spec_of(ANGLES, 20, levels=6), "morris")
    paths = design.shares.reshape(20, 4, 3)
    steps = np.diff(paths, axis=1)
    assert np.all((steps != 0).sum(axis=2) == 1)
    assert np.all((np.abs(steps) > 0).sum(axis=1) == 1)
    assert np.abs(steps[steps != 0]) == pytest.approx(3 / 5)
    assert set(np.round(design.shares * 5, 9).ravel()) == set(range(6))


def test_interactions_show_in_sigma():
    design = make(spec_of([uniform(k, 0, 1) for k in "ab"], 50), "morris")
    effects = elementary_effects(design, design.values[:, 0] * design.values[:, 1])
    mu_star, _, sigma = indices.morris(effects)
    assert sigma.value.min() > 0.2


def test_partial_rank_correlations_by_hand():
    # ranks correlate 0.8 (the two parameters), 0.8 and 0.3 with the outcome
    x, y = np.array([[1, 2], [2, 1], [3, 4], [4, 3], [5, 5]]), np.array([1, 3, 2, 5, 4])
    found = indices.prcc(x, y)
    assert found.value[0] == pytest.approx((0.8 - 0.8 * 0.3) / np.sqrt((1 - 0.64) * (1 - 0.09)))
    assert found.value[1] == pytest.approx((0.3 - 0.8 * 0.8) / np.sqrt((1 - 0.64) * (1 - 0.64)))
    t = found.value * np.sqrt(2 / (1 - found.value**2))
    assert found.p == pytest.approx(2 * stats.t.sf(np.abs(t), 2))


def test_partial_rank_correlations_err_as_often_as_they_say():
    draw, trials, false, outside = np.random.default_rng(1), 400, 0, 0
    for _ in range(trials):
        x = draw.random((40, 3))
        found = indices.prcc(x, x[:, 0] + draw.random(40))
        false += found.p[2] < 0.05
        outside += not found.low[1] <= 0 <= found.high[1]
    assert 0.025 < false / trials < 0.085
    assert 0.025 < outside / trials < 0.085


def test_what_others_determine_has_no_partial_correlation():
    x = np.arange(10.0)
    found = indices.prcc(np.column_stack([x, x**3, np.tile([0, 1], 5)]), x)
    assert np.isnan(found.value[:2]).all()
    with pytest.raises(Problem, match="too few"):
        indices.prcc(np.eye(3), np.arange(3.0))
    with pytest.raises(Problem, match="same everywhere"):
        indices.prcc(np.arange(20.0).reshape(10, 2), np.ones(10))


# --- from specification to indices ---


def carry_out(points_file, table, convert: float = 1.0, unit: str = "h") -> None:
    """Writes the table that a sweep of the study would, of Ishigami's function, in another unit."""
    study = tomllib.loads(points_file.read_text())
    assert study["design"]["type"] == "list"
    keys = [it["key"] for it in study["vary"]]
    columns = [[float(v.split()[0]) for v in it["values"]] for it in study["vary"]]
    x = np.array(columns).T
    with table.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["point", "replicate", "seed", "hash", "state", "reason"]
            + [f"{key} [{unit}]" for key in keys]
            + ["y", "none"]
        )
        for point, (row, y) in enumerate(zip(x, ishigami(x)), 1):
            for replicate, luck in ((1, 0.1), (2, -0.1)):
                cells = [repr(float(v * convert)) for v in row]
                writer.writerow(
                    [point, replicate, point * 2 + replicate, "h", "done", "", *cells, y + luck, ""]
                )


@pytest.fixture
def spec(tmp_path):
    path = tmp_path / "spec.toml"
    path.write_text(SPEC.format(points=256))
    return path


@pytest.mark.parametrize(("convert", "unit"), [(1.0, "h"), (1 / 24, "d")])
def test_a_design_that_was_run_gives_its_indices(spec, tmp_path, capsys, convert, unit):
    assert main(["design", "sobol", str(spec)]) == 0
    points = tmp_path / "spec_sobol.toml"
    assert "1280 points for 1280" in capsys.readouterr().out
    carry_out(points, tmp_path / "r.csv", convert, unit)
    asked = ["sensitivity", str(tmp_path / "r.csv"), "--method", "sobol", "--outcome", "y"]
    assert main([*asked, "--design", str(spec)]) == 0
    paths = [line for line in capsys.readouterr().out.split("\n") if line.startswith("/")]
    assert [path.rpartition(".")[2] for path in paths] == ["csv", "png", "svg"]
    rows = {(row.parameter, row.index): row for row in read_indices(tmp_path / paths[0])}
    assert rows["biology.b", "first"].value == pytest.approx(0.4424, abs=0.03)
    assert rows["biology.c", "total"].value == pytest.approx(0.2437, abs=0.03)
    assert main(["plot", paths[0], "sensitivity", "-o", str(tmp_path / "again")]) == 0


def test_points_that_occur_twice_are_run_once(tmp_path):
    path = tmp_path / "spec.toml"
    path.write_text(
        SPEC.format(points=30) + '\n[[vary]]\nkey = "x.y"\nvalues = ["true", "false"]\n'
    )
    assert main(["design", "morris", str(path), "-o", str(tmp_path / "m.toml")]) == 0
    study = tomllib.loads((tmp_path / "m.toml").read_text())
    points = list(zip(*(it["values"] for it in study["vary"])))
    assert len(points) == len(set(points)) < 30 * 5
    assert study["design"] == {"type": "list", "replicates": 2, "luck": "independent"}
    assert study["study"]["settings"] == ["run.days=56"]
    assert study["outcome"][0]["name"] == "y"


def test_morris_of_a_table(spec, tmp_path):
    spec.write_text(SPEC.format(points=12))
    main(["design", "morris", str(spec)])
    carry_out(tmp_path / "spec_morris.toml", tmp_path / "r.csv")
    rows = of_study(read_study(tmp_path / "r.csv"), "morris", read_spec(spec), ["y"])
    by = {(row.parameter, row.index): row.value for row in rows}
    assert by["biology.b", "mu_star"] > by["biology.b", "mu"]


def test_a_table_of_another_design_is_refused(spec, tmp_path, capsys):
    main(["design", "sobol", str(spec)])
    carry_out(tmp_path / "spec_sobol.toml", tmp_path / "r.csv")
    spec.write_text(SPEC.format(points=512))
    asked = ["sensitivity", str(tmp_path / "r.csv"), "--method", "sobol"]
    assert main([*asked, "--design", str(spec)]) == 2
    assert "are not among the runs that are done" in capsys.readouterr().err
    assert main(asked) == 2
    assert "needs --design" in capsys.readouterr().err
    assert main([*asked, "--outcome", "z"]) == 2
    assert "there is no outcome 'z'" in capsys.readouterr().err


def test_luck_is_told(spec, tmp_path):
    spec.write_text(SPEC.format(points=64))
    main(["design", "sobol", str(spec)])
    carry_out(tmp_path / "spec_sobol.toml", tmp_path / "r.csv")
    study = read_study(tmp_path / "r.csv")
    between = study.points()["y"].var()
    assert study.luck("y") == pytest.approx(0.02 / 2 / between)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("points = 64", "points = 60"), "no power of two"),
        (("points = 64", "pionts = 64"), "did you mean 'points'?"),
        (('from = "-3.141592653589793 h"', 'from = "4 h"'), "'from' must be less than 'to'"),
        (('from = "-3.141592653589793 h"', 'from = "4 mm"'), "is no unit for what is given in"),
        (('key = "biology.b"', 'key = "biology.a"'), "biology.a is varied twice"),
        (
            ('key = "biology.b"', 'key = "biology.b"\ndistribution = "normall"'),
            "did you mean 'normal'?",
        ),
    ],
)
def test_specifications_that_make_no_sense_are_refused(tmp_path, capsys, change, said):
    path = tmp_path / "s.toml"
    path.write_text(SPEC.format(points=64).replace(*change, 1))
    assert main(["design", "sobol", str(path)]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("law", "ends", "wanted"),
    [
        ("log_uniform", {"from": 0.1, "to": 10}, [0.1 * 100**u for u in (0.1, 0.5, 0.9)]),
        ("normal", {"mean": 5, "sd": 2}, stats.norm.ppf([0.1, 0.5, 0.9], 5, 2)),
        (
            "normal",
            {"mean": 5, "sd": 2, "from": 4, "to": 9},
            stats.truncnorm.ppf([0.1, 0.5, 0.9], -0.5, 2, 5, 2),
        ),
        ("log_normal", {"median": 3, "factor": 2}, 3 * 2 ** stats.norm.ppf([0.1, 0.5, 0.9])),
    ],
)
def test_distributions_are_those_of_studies(law, ends, wanted):
    assert Factor("x", law, ends, "1").quantile([0.1, 0.5, 0.9]) == pytest.approx(wanted)


def test_whole_numbers_have_equal_shares():
    factor = Factor("x", "uniform", {"from": 1, "to": 3}, "1", whole=True)
    values, counts = np.unique(factor.quantile(np.linspace(0, 1, 3001)), return_counts=True)
    assert values.tolist() == [1, 2, 3]
    assert np.ptp(counts) <= 2
    assert factor.text(2.0) == "2"


def test_runs_that_are_not_done_are_left_out(tmp_path, capsys):
    path = tmp_path / "s.csv"
    lines = ["point,replicate,state,biology.a,out"]
    lines += [
        f"{i},1,{'failed' if i == 3 else 'done'},{i},{'' if i == 3 else i * i}"
        for i in range(1, 12)
    ]
    path.write_text("\n".join(lines))
    assert main(["sensitivity", str(path)]) == 0
    said = capsys.readouterr()
    assert "1 runs are left out: they are failed" in said.err
    assert "out  biology.a  prcc  1 " in said.out

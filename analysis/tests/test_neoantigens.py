"""Neoantigens are ranked by how many cells have them, show them, and may lose them."""

from __future__ import annotations

import h5py
import numpy as np
import pytest
import synthetic
from perforin import Trajectory
from perforin.__main__ import main
from perforin.neoantigens import rank

NONE = 4294967295
# lesion, day, clone, parent, cells, antigens, MHC-I ceiling
ROWS = [
    ("a", 0, 0, NONE, 100, 0b0111, 1.0),
    ("a", 9, 0, NONE, 60, 0b0111, 1.0),
    ("a", 9, 1, 0, 30, 0b0101, 1.0),  # has lost antigen 1
    ("a", 9, 2, 1, 10, 0b1101, 0.0),  # of clone 1; has gained antigen 3 and lost MHC-I
    ("b", 0, 0, NONE, 100, 0b0001, 1.0),
    ("b", 9, 0, NONE, 100, 0b0001, 1.0),
]


def write(path):
    with synthetic.begin(
        path,
        "clones",
        {
            "run.days": ("9", "1"),
            "mutation.antigen_loss": ("0.01", "1"),
            "biology.cytotoxic_t.mhc1_half": ("0.5", "1"),
        },
    ) as file:
        for index, name in enumerate("ab"):
            group = synthetic.lesion(file, name, index, np.full(3, 100.0), [1, 1, 0])
            synthetic.times(group["frames"], np.array([]))
            rows = [row[1:] for row in ROWS if row[0] == name]
            days, clones, parents, cells, antigens, ceiling = (np.array(c) for c in zip(*rows))
            moments, counts = np.unique(days, return_counts=True)
            group = file.create_group(f"lesions/{name}/clones")
            synthetic.times(group, moments.astype(float))
            first = np.stack([np.cumsum(counts) - counts, counts], 1)
            synthetic.numbers(group, "rows", first, "1", "u8")
            columns = group.create_group("columns")
            synthetic.numbers(columns, "clone", clones, "1", "u4")
            synthetic.numbers(columns, "parent", parents, "1", "u4")
            synthetic.numbers(columns, "cells", cells, "cells")
            synthetic.numbers(columns, "antigens", antigens, "1", "u8")
            synthetic.numbers(columns, "mhc1_ceiling", ceiling, "1", "f4")
    synthetic.seal(path)
    return path


@pytest.fixture
def file(tmp_path):
    return write(tmp_path / "clones.h5")


def test_figures_by_hand(file):
    with Trajectory.open(file) as run:
        found = {it.antigen: it for it in rank(run)}
    assert set(found) == {0, 1, 2, 3}
    shared, lost, own, gained = (found[i] for i in range(4))
    full = 1 / 1.5
    assert shared.clonality == 1 and shared.lesions == 2 and shared.least == 1
    assert shared.presentation == pytest.approx(190 / 200 * full)
    assert shared.loss_risk == pytest.approx(0.01) and shared.lost == 0
    # of 100 cells that descend from one with antigen 1, 40 have it no more
    assert lost.clonality == pytest.approx(0.3) and lost.lost == pytest.approx(0.4)
    # which the score does not count again: they are no part of its clonality
    assert lost.loss_risk == pytest.approx(0.01)
    assert lost.score == pytest.approx(0.3 * full * 0.99)
    assert lost.presentation == pytest.approx(full)
    assert own.clonality == pytest.approx(0.5) and own.least == 0 and own.lesions == 1
    assert gained.clonality == pytest.approx(0.05) and gained.presentation == 0
    assert not gained.at_start and own.at_start
    for it in found.values():
        wanted = it.clonality * it.presentation * (1 - it.loss_risk)
        assert it.score == pytest.approx(wanted)


def test_the_best_comes_first_and_the_day_counts(file, tmp_path, capsys):
    table = tmp_path / "t.csv"
    assert main(["neoantigens", str(file), "-o", str(table)]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert [line.split()[0] for line in lines[1:5]] == ["0", "2", "1", "3"]
    assert table.read_text().split("\n")[1].startswith("0,1,2,1,1,0.633")
    assert main(["neoantigens", str(file), "--day", "0"]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert [line.split()[:1] for line in lines[1:4]] == [["0"], ["1"], ["2"]]


def test_the_numbers_of_the_best_are_for_a_therapy(file, tmp_path, capsys):
    assert main(["neoantigens", str(file), "--best", "1"]) == 0
    assert capsys.readouterr().out == "[0]\n"
    assert main(["neoantigens", str(file), "--best", "64"]) == 0
    assert capsys.readouterr().out == "[0, 2, 1]\n"  # nobody has T cells against 3
    for wrong in (
        ["--best", "0"],
        ["--best", "65"],
        ["--best", "few"],
        ["--best", "1", "-o", str(tmp_path / "t.csv")],
    ):
        with pytest.raises(SystemExit) as ended:
            main(["neoantigens", str(file), *wrong])
        assert ended.value.code == 2
    assert "not allowed with" in capsys.readouterr().err


def test_no_number_is_given_where_no_cell_shows_an_antigen(tmp_path, capsys):
    path = write(tmp_path / "hidden.h5")
    with h5py.File(path, "a") as file:
        for name in "ab":
            file[f"lesions/{name}/clones/columns/mhc1_ceiling"][:] = 0
    synthetic.seal(path)
    assert main(["neoantigens", str(path), "--best", "1"]) == 2
    assert "no live tumour cell shows an antigen" in capsys.readouterr().err


def test_presentation_is_what_cells_show_where_there_are_any(tmp_path):
    path = write(tmp_path / "cells.h5")
    with Trajectory.open(path) as run:
        plain = {it.antigen: it.presentation for it in rank(run)}
    with h5py.File(path, "a") as file:
        group = file["lesions/b"]
        del group["frames"]
        frames = group.create_group("frames")
        synthetic.times(frames, np.array([0.0, 9.0]))
        rows = frames.create_group("rows")
        synthetic.numbers(rows, "tumour", [[0, 1], [1, 3]], "1", "u8")
        cells = group.require_group("cells").create_group("tumour")
        # the last is dead; the first frame is of day 0
        synthetic.numbers(cells, "mhc1", [9, 2, 0.5, 0], "1", "f4")
        synthetic.numbers(cells, "clone", [0, 0, 0, 0], "1", "u4")
        synthetic.numbers(cells, "weight", [1, 1, 3, 1], "1", "f4")
        synthetic.numbers(cells, "condition", [0, 0, 0, 1], "1", "u1")
    synthetic.seal(path)
    with Trajectory.open(path) as run:
        found = {it.antigen: it.presentation for it in rank(run)}
    in_b = (2 / 2.5 + 3 * 0.5) / 4
    assert found[0] == pytest.approx((90 / 1.5 + 0 + 100 * in_b) / 200)
    assert found[1] == pytest.approx(plain[1])


def test_runs_without_clones_are_refused(spheroid_file, capsys):
    assert main(["neoantigens", str(spheroid_file)]) == 2
    assert "no clones with a live tumour cell" in capsys.readouterr().err

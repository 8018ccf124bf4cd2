"""Clones are read as they were written, and each is drawn within the one that it descends from."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
import synthetic
from perforin import Trajectory
from perforin.figures.muller import NO_PARENT, draw_muller, nested, phenotype, sizes

# day, clone, parent, cells: a child and a grandchild arise; on day 2 the first clone is gone
ROWS = [
    (0, 0, NO_PARENT, 100),
    (1, 0, NO_PARENT, 60),
    (1, 3, 0, 40),
    (2, 0, NO_PARENT, 0),
    (2, 3, 0, 50),
    (2, 5, 3, 150),
]


@pytest.fixture
def evolving(tmp_path):
    path = tmp_path / "evolving.h5"
    days, clones, parents, cells = (np.array(column) for column in zip(*ROWS))
    moments, counts = np.unique(days, return_counts=True)
    with synthetic.begin(path, "evolving", {"run.days": ("2", "1")}) as file:
        block = np.full(3, 100.0)
        for name, index in (("primary", 0), ("still", 1)):
            group = synthetic.lesion(file, name, index, block, [1, 1, 0])
            synthetic.times(group["frames"], np.array([]))
        group = file.create_group("lesions/primary/clones")
        synthetic.times(group, moments.astype(float))
        rows = np.stack([np.cumsum(counts) - counts, counts], 1)
        synthetic.numbers(group, "rows", rows, "1", "u8")
        columns = group.create_group("columns")
        synthetic.numbers(columns, "clone", clones, "1", "u4")
        synthetic.numbers(columns, "parent", parents, "1", "u4")
        synthetic.numbers(columns, "cells", cells, "cells")
        synthetic.numbers(columns, "antigens", np.where(clones == 5, 1 << 63, 7), "1", "u8")
        synthetic.numbers(columns, "mhc1_ceiling", np.where(clones == 5, 0.0, 1.0), "1", "f4")
        synthetic.numbers(columns, "interferon_response", np.ones(len(ROWS)), "1", "u1")
        synthetic.numbers(columns, "growth", np.ones(len(ROWS)), "1", "f4")
    synthetic.seal(path)
    with Trajectory.open(path) as trajectory:
        yield trajectory


def test_clones_come_with_their_days(evolving):
    days, clones, cells = sizes(evolving.clones("primary"))
    assert days.tolist() == [0, 1, 2]
    assert clones == [0, 3, 5]
    assert cells.tolist() == [[100, 60, 0], [0, 40, 50], [0, 0, 150]]
    assert evolving.clones("still") is None


def test_a_clone_lies_within_its_parent():
    assert list(nested({0: NO_PARENT, 3: 0, 5: 3, 4: 0})) == [0, 3, 5, 5, 3, 4, 4, 0]
    assert list(nested({0: NO_PARENT, 1: NO_PARENT})) == [0, 0, 1, 1]


def test_a_phenotype_is_told_in_words(evolving):
    table = evolving.clones("primary")
    assert phenotype(table, 3) == "3 antigens"
    assert phenotype(table, 5) == "1 antigen, no MHC-I"


def test_bands_fill_the_picture_and_names_stand_once(evolving):
    figure = draw_muller(evolving, "primary")
    (axes,) = figure.axes
    ends = [band.get_paths()[0].get_extents() for band in axes.collections]
    assert max(end.y1 for end in ends) == pytest.approx(1)
    labels = [text.get_text() for text in axes.get_legend().get_texts()]
    assert [label.partition(":")[0] for label in labels] == ["0", "3", "5"]
    plt.close(figure)


def test_a_lesion_without_clones_has_no_such_figure(evolving):
    assert draw_muller(evolving, "still") is None

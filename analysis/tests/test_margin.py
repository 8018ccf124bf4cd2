"""Edges, densities and phenotypes of tissue that was made with them."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
import synthetic
from patterns import agrees, uniform
from perforin import Problem, measures, spatial
from perforin.margin import NoduleEdge, SlabEdge, depth_profile, margin_width, phenotype, slab_edge
from perforin.ripley import cross_k, ripley_k
from perforin.stereology import cut_by_section, per_area
from perforin.windows import Window

BLOCK = np.array([240.0, 240.0, 400.0])
SLAB = Window.box(BLOCK, (True, True, False))


def wave(points: np.ndarray) -> np.ndarray:
    """A surface between 180 and 220 µm."""
    return 200 + 20 * np.sin(2 * pi * points[:, 0] / 240)


def packed(surface: object) -> np.ndarray:
    points = synthetic.packing(lambda p: p[:, 2] < surface(p) - 7.5, BLOCK, spacing=12.0)
    return points


def edge(points: np.ndarray, window: Window = SLAB):
    return slab_edge(points, np.full(len(points), 7.5), window)


def test_a_section_shows_what_it_cuts():
    # spheres of known density: N_A = N_V (t + 2r)
    window = Window.box([2000.0, 200.0, 2000.0], (True, True, False))
    points = uniform(40_000, window.size, 1)
    # across a periodic face the other side is cut too
    for radius, thickness, at in ((4.5, 4.0, 100), (8.0, 4.0, 1.0), (8.0, 0.0, 195.0)):
        radii = np.full(len(points), radius)
        count = cut_by_section(points, radii, window, 1, at, thickness).sum()
        expected = per_area(40_000 / 0.8, 2 * radius, thickness) * 4
        assert abs(count - expected) < 4 * np.sqrt(expected)
        assert expected > 2000  # so that the error is below 9 %
    # of cells of two sizes their mean diameter counts
    radii = np.where(np.arange(len(points)) % 2, 4.0, 8.0)
    expected = per_area(40_000 / 0.8, 12.0) * 4
    count = cut_by_section(points, radii, window, 1, at=100).sum()
    assert abs(count - expected) < 4 * np.sqrt(expected)


def test_a_section_is_a_plane_pattern_in_the_plane_of_its_window():
    mask = np.ones((10, 8, 30), bool)
    mask[:, :4, 20:] = False
    window = Window.box([200.0, 80.0, 300.0], (True, True, False), low=(5, 6, 7), mask=mask)
    plane = window.plane(axis=1, at=6 + 20.0)
    assert plane.periodic == (True, False) and plane.low.tolist() == [5, 7]
    assert plane.measure == pytest.approx(200 * 200)
    assert window.plane(axis=1, at=6 + 60.0).measure == pytest.approx(200 * 300)
    radii, found = np.array([20.0, 40.0]), []
    for seed in range(40):
        points = uniform(4000, window.size, seed) + window.low
        rows = cut_by_section(points, np.full(4000, 5.0), window, 1, at=26.0)
        found.append(ripley_k(points[rows][:, [0, 2]], plane, radii))
    agrees(found, pi * radii**2, 0.02)


def test_the_edge_of_a_slab_follows_its_surface():
    points = packed(wave)
    probe = uniform(500, BLOCK, 2)
    np.testing.assert_allclose(edge(points).depth(probe), wave(probe) - probe[:, 2], atol=15)
    off = edge(points).depth(probe) - (wave(probe) - probe[:, 2])
    assert abs(off.mean()) < 5  # half a layer of cells
    assert edge(points).deepest() == pytest.approx(200, abs=5)


def test_the_surface_stands_over_the_middles_of_its_columns():
    middles = (np.arange(10) + 0.5) * 24
    height = np.repeat(wave(middles[:, None])[:, None], 10, axis=1)
    probe = uniform(500, BLOCK, 6)
    # a line between two points of a wave is off by its curvature, 1 µm here
    depth = SlabEdge(SLAB, height).depth(probe)
    np.testing.assert_allclose(depth, wave(probe) - probe[:, 2], atol=1)


def test_the_edge_goes_on_across_periodic_faces():
    points = packed(wave)
    probe = uniform(200, BLOCK, 3)
    # moved by whole columns, of which there are ten
    shift = np.array([24.0 * 3, 24.0 * 7, 0])
    moved = edge((points + shift) % [240, 240, 1e9]).depth(probe + shift)
    np.testing.assert_allclose(moved, edge(points).depth(probe), atol=1e-6)
    np.testing.assert_allclose(
        edge(points).depth(probe + [240, -480, 0]), edge(points).depth(probe)
    )


def test_single_cells_far_out_do_not_move_the_edge():
    points = packed(wave)
    stray = np.concatenate([points, uniform(15, BLOCK, 4) * [1, 1, 0.3] + [0, 0, 270]])
    np.testing.assert_array_equal(edge(stray).height, edge(points).height)


def test_without_cells_there_is_no_depth():
    nothing = edge(np.zeros((0, 3)))
    assert nothing.deepest() == 0
    np.testing.assert_allclose(nothing.depth([[1.0, 2.0, 30.0]]), -30)


def test_the_edge_of_a_flat_sheet():
    window = Window.box([240, 400], (True, False))
    points = packed(wave)
    flat = slab_edge(points[:, [0, 2]], np.full(len(points), 7.5), window)
    assert flat.deepest() == pytest.approx(200, abs=6)


def test_the_margin_is_a_millimetre_or_half_of_the_depth():
    assert margin_width(NoduleEdge(np.zeros(3), 5000.0)) == 500
    assert margin_width(NoduleEdge(np.zeros(3), 200.0)) == 50


def test_densities_by_depth_below_a_wavy_surface():
    it = edge(packed(wave))
    cells = uniform(30_000, BLOCK, 5)
    depth = it.depth(cells)
    # 1000 per mm³ on the host side, none in the margin, the rest in the core
    weight = np.where(depth < -40, 1.0, np.where(depth > 40, 0.5, 0.0))
    layers = np.array([-np.inf, -40, 40, np.inf])
    found = depth_profile(cells, np.full(30_000, 9.0), it, SLAB, layers, weight)
    every = 30_000 / np.prod(BLOCK) * 1e9
    np.testing.assert_allclose(found.per_volume, [every, 0, every / 2], rtol=0.03)
    np.testing.assert_allclose(found.per_area(), found.per_volume * 13e-3)
    assert found.volume.sum() == pytest.approx(np.prod(BLOCK))
    assert found.volume[1] == pytest.approx(240 * 240 * 80, rel=0.01)


def test_volumes_around_a_ball():
    ball = NoduleEdge(np.array([200.0, 190, 210]), 100.0)
    window = Window.box([400, 400, 400])
    found = depth_profile(
        np.array([[200.0, 190, 210], [200, 190, 300], [200, 190, 350], [200, 190, 350]]),
        np.full(4, 10.0),
        ball,
        window,
        np.array([-np.inf, -25, 25, np.inf]),
    )
    core, margin = 4 / 3 * pi * 75**3, 4 / 3 * pi * (125**3 - 75**3)
    np.testing.assert_allclose(found.volume, [400**3 - core - margin, margin, core], rtol=0.02)
    assert found.cells.tolist() == [2, 1, 1]
    large = Window.box([1600, 1600, 1600])
    wide = NoduleEdge(np.array([800.0, 790, 810]), 600.0)
    found = depth_profile(np.zeros((0, 3)), np.zeros(0), wide, large, np.array([0, np.inf]))
    assert found.volume[0] == pytest.approx(4 / 3 * pi * 600**3, rel=0.01)
    disc = depth_profile(
        np.zeros((0, 2)),
        np.zeros(0),
        NoduleEdge(np.array([200.0, 200]), 100.0),
        Window.box([400, 400]),
        np.array([0, np.inf]),
        thickness_um=15.0,
    )
    assert disc.volume[0] == pytest.approx(pi * 100**2 * 15, rel=0.01)
    assert disc.per_area()[0] == 0


def test_phenotypes():
    assert phenotype(core=100, margin=0).name == "inflamed"
    assert phenotype(core=99, margin=100).name == "excluded"
    assert phenotype(core=99, margin=99).name == "desert"
    found = phenotype(core=150, margin=20, threshold=200)
    assert (found.name, found.core, found.margin, found.threshold) == ("desert", 150, 20, 200)
    with pytest.raises(Problem, match="zero or more"):
        phenotype(core=np.nan, margin=5)


# --- of a trajectory ---


def cd8(day: int) -> np.ndarray:
    """Where the T cells of the synthetic slab are."""
    tumour = synthetic.packing(lambda p: p[:, 2] < 130, synthetic.BLOCK)
    return tumour[: 30 + day] + 6.0


def test_densities_of_a_file(treated):
    # the highest layer of tumour cells lies at 127.5 µm, give or take 1.5
    surface = spatial.edge_of(treated, "primary", 0).deepest()
    assert surface == pytest.approx(127.5 + 7.5, abs=1.5)
    area = 120.0 * 120.0
    for day in (0, 56):
        depth = surface - cd8(day)[:, 2]
        width = surface / 4
        diameter = 9.0 / np.cbrt(0.1)  # an agent of a tenth of a cell has a tenth of its volume
        core = per_area(0.1 * np.sum(depth > width) / (area * (surface - width)) * 1e9, diameter)
        margin = per_area(0.1 * np.sum(abs(depth) <= width) / (area * 2 * width) * 1e9, diameter)
        # one layer lies near the border, and the surface is not quite flat
        measured = measures.MEASURES["cd8_core"].function(treated, None, day)
        assert measured == pytest.approx(core, rel=0.1)
        assert spatial.cd8_margin(treated, None, day) == pytest.approx(margin, rel=0.1)
        found = spatial.cd8_core(treated, None, day), spatial.cd8_margin(treated, None, day)
        assert spatial.immune_phenotype(treated, None, day) == phenotype(*found)


def test_mixing_of_a_file(treated):
    # T cells sit 6 µm off tumour cells along each axis, on a part of the same lattice
    assert spatial.mixing(treated, None, 56) > 10
    assert 0 < spatial.overlap(treated, None, 56) < 1
    near = spatial.tumour_near_cd8(treated, None, 56)
    assert 0 < near < spatial.tumour_near_cd8(treated, None, 84) < 1


def test_dead_cells_shape_the_tumour_but_are_not_counted(treated):
    alive = spatial.cells_of(treated, None, "tumour", 0)
    every = spatial.cells_of(treated, None, "tumour", 0, dead=True)
    assert len(alive.position) == pytest.approx(len(every.position) * 8 / 9, abs=1)
    found = spatial.densities(treated, None, "tumour", 0)
    assert found.cells.sum() == len(alive.position)


def test_neighbours_and_k_of_a_file(treated):
    window = spatial.tissue_of(treated, None, 0)
    assert window.measure == pytest.approx(120 * 120 * 130, rel=0.06)
    assert spatial.nearest(treated, None, "tumour", "tumour", 0).mean == pytest.approx(14, abs=1.5)
    across = spatial.nearest(treated, None, "cytotoxic_t", "tumour", 0)
    assert across.mean == pytest.approx(np.sqrt(3) * 7, abs=2.5)
    radii = np.array([20.0, 40.0])
    one = spatial.cells_of(treated, None, "cytotoxic_t", 0)
    two = spatial.cells_of(treated, None, "tumour", 0)
    expected = cross_k(one.position, two.position, window, radii)
    found = spatial.k_function(treated, None, "cytotoxic_t", "tumour", 0, radii)
    np.testing.assert_allclose(found, expected)
    assert spatial.k_function(treated, None, "tumour", "tumour", 0, radii)[0] > 0
    it = spatial.labelling(treated, None, 0, np.array([10.0, 40.0]))
    assert it.judged_from == pytest.approx(30)


def test_a_nodule_has_a_round_edge_and_no_t_cells(spheroid):
    assert spatial.edge_of(spheroid, None, 0).deepest() == pytest.approx(150, abs=4)
    found = spatial.densities(spheroid, None, "tumour", 0)
    # nearly all cells lie in the ball, one in each 15 µm cube of it
    assert found.per_volume[2] == pytest.approx(1e9 / 15**3, rel=0.05)
    with pytest.raises(Problem, match="no kind of cell"):
        spatial.cd8_core(spheroid, None, 0)

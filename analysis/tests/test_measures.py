"""Measures give the answers that the synthetic numbers were made from."""

from __future__ import annotations

import numpy as np
import pytest
import synthetic
from perforin import Problem, measures
from perforin.profiles import field_profile, radial_profile
from perforin.table import Column, Table


def table(**columns: np.ndarray) -> Table:
    rows = len(next(iter(columns.values())))
    made = {name: (lambda v=values: Column(v, "um")) for name, values in columns.items()}
    return Table("cells", rows, made)


def ball(radius: float, count: int = 40_000) -> np.ndarray:
    """Points spread evenly over a ball around (100, 200, 300)."""
    random = np.random.default_rng(3)
    direction = random.normal(size=(count, 3))
    direction /= np.linalg.norm(direction, axis=1)[:, None]
    return [100, 200, 300] + radius * np.cbrt(random.uniform(size=count))[:, None] * direction


def test_doubling_time_of_an_exponential_is_its_own():
    days = np.arange(0, 60, 3.0)
    assert measures.doubling_time_of(days, 5 * 2 ** (days / 12.5)) == pytest.approx(12.5)
    assert measures.doubling_time_of(days, 5 * 2 ** (-days / 12.5)) == pytest.approx(-12.5)
    assert measures.doubling_time_of(days, np.full_like(days, 5)) == np.inf
    with pytest.raises(Problem, match="above zero"):
        measures.doubling_time_of([0, 1], [1, 0])


def test_growth_of_a_lesion(treated):
    assert measures.doubling_time(treated, "primary", 0, 84) == pytest.approx(synthetic.DOUBLING)
    assert measures.doubling_time(treated, None, 20, 40) == pytest.approx(synthetic.DOUBLING)
    assert measures.burden_ratio(treated, None, 70) == pytest.approx(2)
    assert measures.burden_ratio(treated, None, 80, baseline=10) == pytest.approx(2)


def test_cells_per_area_follow_abercrombie():
    # 1000 cells per mm³, section 4 µm, cells 9 µm: what lies in 13 µm of height
    assert measures.per_area(1000, 9.0) == pytest.approx(13.0)
    assert measures.per_area(1000, 9.0, section_um=1.0) == pytest.approx(10.0)


def test_t_cells_per_area_of_a_section(treated):
    per_volume = sum(synthetic.T_CELLS.values()) / synthetic.FOUNDING_VOLUME
    assert measures.t_cell_density(treated, None, 0) == pytest.approx(per_volume * 13e-3)


def test_kills_per_t_cell_and_day(treated):
    everyone = sum(synthetic.T_CELLS.values())
    found = measures.kills_per_t_cell_day(treated, None, 0, 84)
    assert found == pytest.approx(synthetic.KILLS_PER_DAY / everyone)
    effectors = measures.kills_per_t_cell_day(treated, None, 7, 14, columns=("ctl_effector",))
    assert effectors == pytest.approx(synthetic.KILLS_PER_DAY / synthetic.T_CELLS["ctl_effector"])


def test_no_kills_per_t_cell_where_there_are_none(spheroid):
    with pytest.raises(Problem, match="no T cell"):
        measures.kills_per_t_cell_day(spheroid, None, 0, 4, columns=("ctl_effector",))


def test_a_ball_has_its_radius_and_a_dead_core_leaves_the_rim():
    points = ball(150.0)
    distance = np.linalg.norm(points - [100, 200, 300], axis=1)
    cells = table(
        position=points,
        radius=np.full(len(points), 8.0),
        condition=np.where(distance < 90, 3, 0),
    )
    profile = radial_profile(cells)
    assert profile.radius == pytest.approx(150, abs=1)
    assert profile.core == pytest.approx(90, abs=4)
    assert profile.rim == pytest.approx(60, abs=4)
    np.testing.assert_allclose(profile.centre, [100, 200, 300], atol=1)
    np.testing.assert_allclose(profile.live[:5], 0, atol=1e-12)
    np.testing.assert_allclose(profile.live[7:9], 1, atol=1e-12)


def test_the_core_ends_where_half_of_the_cells_live():
    points = ball(150.0)
    distance = np.linalg.norm(points - [100, 200, 300], axis=1)
    alive = np.random.default_rng(5).uniform(size=len(points)) < distance / 150
    cells = table(
        position=points, radius=np.full(len(points), 8.0), condition=np.where(alive, 0, 2)
    )
    assert radial_profile(cells).core == pytest.approx(75, abs=5)


def test_a_ball_without_dead_cells_is_all_rim():
    points = ball(150.0)
    cells = table(
        position=points, radius=np.full(len(points), 8.0), condition=np.zeros(len(points))
    )
    profile = radial_profile(cells)
    assert profile.core == 0 and profile.rim == profile.radius
    # as many cells per volume everywhere: 40 000 · 8³ / 150³
    np.testing.assert_allclose(profile.packed[3:9], 40_000 * 8**3 / 150**3, rtol=0.05)


def test_single_cells_far_out_do_not_move_the_radius():
    points = np.concatenate([ball(150.0), [[100, 200, 700]] * 20])
    cells = table(
        position=points, radius=np.full(len(points), 8.0), condition=np.zeros(len(points))
    )
    assert radial_profile(cells).radius == pytest.approx(150, abs=1)


def test_rim_of_a_spheroid_file(spheroid):
    assert measures.spheroid_radius(spheroid, None, 4) == pytest.approx(150, abs=4)
    assert measures.viable_rim(spheroid, None, 0) == measures.spheroid_radius(spheroid, None, 0)
    rim = synthetic.NODULE_RADIUS - synthetic.NODULE_CORE
    assert measures.viable_rim(spheroid, None, 4) == pytest.approx(rim, abs=8)


def test_a_field_that_rises_with_the_distance_has_that_profile(spheroid):
    edges = np.arange(0, 160, 20.0)
    profile = field_profile(spheroid.field("ball", "oxygen", 4), np.full(3, 200.0), edges)
    np.testing.assert_allclose(profile[1:], (edges[1:-1] + 10) / 4, atol=1.2)


def test_every_named_measure_says_what_it_is(treated):
    for name, measure in measures.MEASURES.items():
        assert measure.description.endswith("."), name

"""What a run with a twin tells of the effect of its treatment."""

from __future__ import annotations

import shutil

import pytest
import synthetic
from perforin import Trajectory, Unknown
from perforin.__main__ import parser

HOUR = 3600


@pytest.fixture
def with_twin(tmp_path):
    path = tmp_path / "a.h5"
    synthetic.write_treated(path)
    return synthetic.write_twin_effect(path, 28 * 24 * HOUR, (28 * 24 + 1) * HOUR)


def test_effect_of_the_twin_has_days_figures_and_best_changes(with_twin):
    with Trajectory.open(with_twin) as run:
        effect = run.twin_effect
        assert run.twin_path == with_twin.parent / "a.twin.h5"
        assert effect.last_same == 28
        assert effect.first_difference == pytest.approx(28 + 1 / 24)
        assert effect.at("end", "lesions/primary.volume") == (500, 1200)
        assert list(effect.figures.unit) == ["mm^3"] * 3
        assert list(effect.figures.time) == [28, 56, 84]
        assert effect.best_change["patient"].change == pytest.approx(-0.3)
        assert effect.best_change["twin"].day == 29
        assert list(effect.figures.to_pandas()["moment"]) == ["split", "best", "end"]
        with pytest.raises(Unknown, match="did you mean 'end'"):
            effect.at("ende", "lesions/primary.volume")
        with pytest.raises(Unknown, match="did you mean 'lesions/primary.volume'"):
            effect.at("end", "lesions/primary.volum")


def test_twins_who_always_or_never_differ_have_no_such_day(tmp_path):
    path = synthetic.write_twin_effect(synthetic.write_treated(tmp_path / "a.h5"), -1, 0)
    with Trajectory.open(path) as run:
        assert run.twin_effect.last_same is None
        assert run.twin_effect.first_difference == 0
    path = synthetic.write_twin_effect(synthetic.write_treated(tmp_path / "b.h5"), 84 * 86400, -1)
    with Trajectory.open(path) as run:
        assert run.twin_effect.first_difference is None


def test_a_run_without_a_twin_has_none(treated):
    assert treated.twin_effect is None
    assert treated.twin_path is None


def test_plot_shows_the_twin_that_lies_beside(with_twin, untreated_file, monkeypatch):
    shown = []
    draw = lambda *arguments: shown.append(arguments[4] and arguments[4].path) or []  # noqa: E731
    monkeypatch.setattr("perforin.figures.draw_all", draw)
    beside = with_twin.parent / "a.twin.h5"
    shutil.copy(untreated_file, beside)
    for more in ([], ["--twin", str(untreated_file)]):
        options = parser().parse_args(["plot", str(with_twin), *more])
        assert options.run(options) == 0
    beside.unlink()
    options = parser().parse_args(["plot", str(with_twin)])
    assert options.run(options) == 0
    assert shown == [beside, untreated_file, None]

"""Slices of CT scans, and their figure."""

from __future__ import annotations

import matplotlib.image
import numpy as np
import pytest
import synthetic
from perforin import Trajectory
from perforin.ct_image import ct_slice
from perforin.figures import draw_all
from perforin.figures.scans import scans_of

PIXEL = 0.05


def shown(image: np.ndarray) -> tuple[float, float]:
    """Axes of what is at least half as bright as live tissue (mm)."""
    bright = image >= 0.5
    return bright.any(axis=0).sum() * PIXEL, bright.any(axis=1).sum() * PIXEL


@pytest.mark.parametrize("offset", [0.0, 1.0, -1.0, 2.5])
@pytest.mark.parametrize("brightness", [1.0, 0.7])
def test_what_is_half_as_bright_has_the_axes_that_the_simulator_says(offset, brightness):
    longest, shortest, thick = 20.0, 12.0, 5.0
    threshold = 0.5 / brightness
    least = max(0.5 * threshold * thick, abs(offset) + (threshold - 0.5) * thick)
    shorter = np.sqrt(1 - (2 * least / shortest) ** 2)
    image = ct_slice((longest, shortest), thick, offset, brightness, 26.0, PIXEL)
    assert shown(image) == pytest.approx((shorter * longest, shorter * shortest), abs=3 * PIXEL)
    assert image.max() <= brightness


def test_a_body_thinner_than_half_a_slice_is_not_seen():
    image = ct_slice((2.4, 2.4), 5.0, 0.0, 1.0, 10.0, PIXEL)
    assert 0.4 < image.max() < 0.5
    assert not ct_slice((0.0, 0.0), 5.0, 0.0, 1.0, 10.0, PIXEL).any()


def write_scanned(path):
    """The treated patient, scanned every six weeks."""
    synthetic.write_treated(path)
    days = np.array([0.0, 42.0, 84.0])
    with synthetic.h5py.File(path, "a") as file:
        columns = {name: (value, "mm") for name, value in {
            "long_true": np.array([12.0, 14.0, 9.0]), "short_true": np.array([12.0, 14.0, 9.0]),
            "slice": 5.0, "offset": 1.0, "brightness": 0.9,
            "long_shown": np.array([11.7, 13.6, 8.5]), "long_1": np.array([12.0, 13.0, 8.8]),
            "long_2": np.array([11.5, 14.0, 8.0]), "tumour": np.array([900.0, 800.0, 100.0]),
            "infiltrate": np.array([5.0, 600.0, 200.0]), "debris": np.array([0.0, 30.0, 80.0]),
            "stroma": 0.0, "fluid": 0.0,
        }.items()}  # fmt: skip
        synthetic.series(file, "examinations/ct/lesions/primary", days, columns)
    return path


def test_a_lesion_that_was_scanned_gets_a_figure_of_it(tmp_path):
    with Trajectory.open(write_scanned(tmp_path / "run.h5")) as run:
        assert len(scans_of(run, "primary")["time"]) == 3
        assert scans_of(run, "other") is None
        paths = {path.name: path for path in draw_all(run, tmp_path)}
    image = matplotlib.image.imread(paths["run_primary_scans.png"])[:, :, :3]
    assert min(image.shape[:2]) > 400
    grey = np.abs(image - image.mean(axis=2, keepdims=True)).max(axis=2) < 0.01
    dark = grey & (np.abs(image[:, :, 0] - 0.25) < 0.02)
    assert dark.mean() > 0.02  # the surroundings of the lesion

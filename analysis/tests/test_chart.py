"""The chart of a patient, pictures of biopsies, and what both take from the file."""

from __future__ import annotations

import matplotlib.image
import numpy as np
import pytest
import synthetic
from matplotlib import colors
from perforin import Problem, Trajectory, clinic
from perforin.__main__ import main
from perforin.ct_image import ct_stack, montage
from perforin.figures import draw_chart, style
from perforin.figures.chart_panels import RESPONSE_COLOURS, blood_of
from perforin.multiplex import COLOURS, composite

VISITS = np.array([0.0, 28.0, 56.0, 84.0])
CHANNELS = ["tumour", "CD8", "PD-L1"]


def write_examined(path, tables: bool = True):
    """The treated patient with scans of two lesions, responses, biopsies, ctDNA and adverse
    events; `tables` false: without the last four."""
    synthetic.write_treated(path)
    with synthetic.h5py.File(path, "a") as file:
        first_dose = np.where(VISITS > 28, 28, -1)
        synthetic.series(
            file, "examinations/chest/visits", VISITS, {"first_dose": (first_dose, "d")}
        )
        for name, true, read in (
            ("primary", [12.0, 14.0, 10.0, 7.0], [12.0, 15.0, 10.5, 7.5]),
            ("later", [0.0, 3.0, 6.0, 9.0], [0.0, 0.0, 6.5, 9.0]),
        ):
            columns = {column: (values, "mm") for column, values in {
                "long_true": true, "short_true": true, "long_1": read, "short_1": read,
                "long_shown": read, "slice": 5.0, "offset": 1.0, "brightness": 0.9, "tumour": 1.0,
                "infiltrate": 1.0, "debris": 0.0, "stroma": 0.0, "fluid": 0.0,
            }.items()}  # fmt: skip
            synthetic.series(file, f"examinations/chest/lesions/{name}", VISITS, columns)
        if not tables:
            return path
        codes = {name: ([4, 5, 2], "1") for name in ("recist", "irecist", "irrc", "imrecist")}
        sums = {"diameters": ([15.0, 10.5, 7.5], "mm"), "nadir": ([12.0, 12.0, 10.5], "mm")}
        synthetic.series(file, "examinations/chest/response", VISITS[1:], {**codes, **sums})
        dna = {"share": ([0.2, 0.1, 0.01, 0.001], "1"), "share_true": ([0.21, 0.1, 0.01, 0.0], "1")}
        synthetic.series(file, "examinations/liquid/plasma", VISITS, dna)
        columns = {name: ([100.0, 300.0], "1/mm^2") for name in (
            "cd8_core", "cd8_core_true", "cd8_margin", "cd8_margin_true")}  # fmt: skip
        columns |= {
            name: ([40.0, 60.0], "%") for name in ("tps_true", "tps_1", "cps_true", "cps_1")
        }
        columns |= {name: ([2.0, np.nan], "1") for name in ("phenotype", "immunoscore")}
        columns["viable"] = ([500.0, 400.0], "cells")
        synthetic.series(file, "examinations/needle/lesions/primary", VISITS[[0, 2]], columns)
        for day in (0, 56):
            write_picture(file, f"images/needle/lesions/primary/day_{day:05d}", day)
        days = np.arange(85.0)
        grades = {"colon": 2 * (days > 40), "skin": 0 * days, "prednisone": 60 * (days > 45)}
        grades |= {"colon_worst": 2 * (days > 40), "skin_worst": 0 * days}
        grades |= {"neutrophils": 4 - (days > 50), "neutropenia": 0 * days}
        synthetic.series(file, "toxicity", days, {name: (it, "1") for name, it in grades.items()})
    return path


def write_picture(file, name: str, day: int) -> None:
    """Three channels, of which the second is lit in a corner."""
    values = np.zeros((3, 30, 20), "u1")
    values[0], values[1, :3, :4] = 200, 255
    dataset = file.create_dataset(name, data=values)
    dataset.attrs["channels"], dataset.attrs["axes"] = CHANNELS, "CYX"
    dataset.attrs["pixel_um"], dataset.attrs["time_s"] = 2.0, day * synthetic.DAY


@pytest.fixture(scope="module")
def examined(tmp_path_factory):
    path = write_examined(tmp_path_factory.mktemp("examined") / "run.h5")
    with Trajectory.open(path) as trajectory:
        yield trajectory


def test_pictures_are_read_with_their_channels_and_size(examined):
    assert examined.images == {"needle/lesions/primary": [0.0, 56.0]}
    image = examined.image("needle/lesions/primary", "50 d")
    assert (image.time, image.pixel, image.channels) == (56.0, 2.0, tuple(CHANNELS))
    assert image.channel("CD8").sum() == 12 * 255
    with pytest.raises(Problem, match="did you mean|there is no|channel"):
        image.channel("CD9")
    with pytest.raises(Problem, match="needle/lesions/primary"):
        examined.image("needle/lesions/other", 0)


def test_a_file_without_pictures_has_none(treated):
    assert treated.images == {}


def test_channels_add_up_as_light_does(examined):
    picture = composite(examined.image("needle/lesions/primary", 0))
    assert picture.shape == (30, 20, 3)
    dim = 200 / 255 * np.array(COLOURS["tumour"])
    np.testing.assert_allclose(picture[20, 10], dim)
    np.testing.assert_allclose(picture[0, 0], np.minimum(dim + COLOURS["CD8"], 1))
    only = composite(examined.image("needle/lesions/primary", 0), ("CD8",))
    assert not only[20, 10].any()


def test_courses_count_from_the_last_visit_before_treatment(examined):
    found = clinic.courses(examined)
    assert found["primary"].baseline == 15.0  # day 28, the day of the first dose
    np.testing.assert_allclose(found["primary"].change, [-20, 0, -30, -50])
    np.testing.assert_allclose(found["primary"].true_change[-1], -50)
    assert found["later"].baseline == 0


def test_a_lesion_that_comes_after_the_first_dose_has_no_baseline(tmp_path):
    path = write_examined(tmp_path / "run.h5")
    with synthetic.h5py.File(path, "a") as file:
        sizes = {name: ([7.0, 14.0], "mm") for name in (
            "long_true", "short_true", "long_1", "short_1", "long_shown")}  # fmt: skip
        synthetic.series(file, "examinations/chest/lesions/metastasis", VISITS[2:], sizes)
    with Trajectory.open(path) as trajectory:
        assert clinic.courses(trajectory)["metastasis"].baseline == 0


def test_quantities_are_found_whatever_their_examination_is_called(examined):
    (found,) = clinic.measured(examined, "plasma", ("share",))
    assert (found.name, found.unit, found.true[0]) == ("share", "1", 0.21)
    assert clinic.measured(examined, "cells") == []
    assert clinic.measured(examined, "plasma", ("lymphocytes",)) == []


def test_blood_is_what_changes(examined):
    assert list(blood_of(examined)) == ["neutrophils"]


def test_daily_doses_are_not_marked_one_by_one(tmp_path):
    path = write_examined(tmp_path / "run.h5")
    days = np.arange(85.0)
    with synthetic.h5py.File(path, "a") as file:
        daily = {"infused": (30 * days, "mg"), "plasma": (0.3, "mg/L")}
        synthetic.series(file, "drugs/prednisone", days, daily)
    with Trajectory.open(path) as trajectory:
        assert sorted(style.doses(trajectory)) == ["nivolumab", "prednisone"]
        assert list(style.rare(style.doses(trajectory))) == ["nivolumab"]
        with style.styled():
            panel = draw_chart(trajectory).axes[2]
    marked = [line.get_xdata() for line in panel.lines if line.get_marker() == "v"]
    assert [len(when) for when in marked] == [2]


def titles(figure) -> list[str]:
    """Of all axes that have one."""
    return [axes.get_title("left") for axes in figure.axes if axes.get_title("left")]


def test_the_chart_has_a_panel_for_all_that_is_known(examined):
    with style.styled():
        figure = draw_chart(examined)
    assert titles(figure)[:6] == [
        "Diameters of lesions by CT: change from baseline",
        "Response from each visit on",
        "Drugs in plasma; triangles: doses",
        "ctDNA, as measured",
        "In blood, relative to the start, true",
        "Adverse events by grade",
    ]
    spider, strips = figure.axes[:2]
    lines = [line.get_ydata() for line in spider.lines]
    assert any(len(y) == 4 and np.allclose(y, [-20, 0, -30, -50]) for y in lines)
    assert [text.get_text() for text in strips.get_yticklabels()][0] == "RECIST 1.1"
    first = strips.collections[0].get_facecolor()[0]
    np.testing.assert_allclose(first, colors.to_rgba(RESPONSE_COLOURS["SD"]))
    spans = [it.get_paths()[0].get_extents() for it in strips.collections[:3]]
    assert [(span.x0, span.x1) for span in spans] == [(28, 56), (56, 84), (84, 84 * 1.025)]
    assert figure.get_figheight() > 12


def test_what_the_file_lacks_is_left_out(tmp_path, spheroid):
    with Trajectory.open(write_examined(tmp_path / "run.h5", tables=False)) as trajectory:
        with style.styled():
            assert titles(draw_chart(trajectory))[:2] == [
                "Diameters of lesions by CT: change from baseline",
                "Drugs in plasma; triangles: doses",
            ]
    assert draw_chart(spheroid) is None


def test_figures_are_chosen_by_name(examined, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["plot", str(examined.path), "chart", "biopsy", "slices", "-o", str(out)]) == 0
    names = [path.rpartition("/")[2] for path in capsys.readouterr().out.split()]
    assert names == ["run_chart.png", "run_primary_biopsy.png"] + [
        f"run_primary_ct_day_{int(day):05d}.png" for day in VISITS
    ]
    for name in names[:2]:
        image = matplotlib.image.imread(out / name)[:, :, :3]
        lit = np.minimum(200 / 255 * np.array(COLOURS["tumour"]) + COLOURS["CD8"], 1)
        off = np.abs(image - lit).max(axis=2)
        assert (off < 0.1).mean() > 1e-4, name  # the corner of the picture
    slices = matplotlib.image.imread(out / names[3])
    assert slices[..., 0].max() == pytest.approx(0.25 + 0.6 * 0.9, abs=0.01)
    assert main(["plot", "chart", "-o", str(out)]) == 2
    assert "of which file" in capsys.readouterr().err


def test_a_stack_of_slices_holds_the_whole_lesion():
    stack = ct_stack((20.0, 12.0), 5.0, 1.0, 0.9, 26.0, 0.1)
    assert len(stack) == 3
    volume = stack.sum() / 0.9 * 0.1**2 * 5.0
    assert volume == pytest.approx(np.pi / 6 * 20 * 12 * 12, rel=0.01)
    assert ct_stack((0.0, 0.0), 5.0, 1.0, 0.9, 26.0).shape[0] == 1
    sheet = montage(np.ones((3, 4, 5)), gap=1, columns=2)
    assert sheet.shape == (9, 11)
    assert sheet.sum() == 60

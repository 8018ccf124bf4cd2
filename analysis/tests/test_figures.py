"""Figures are there, show something, and are the same every time."""

from __future__ import annotations

import shutil

import h5py
import matplotlib.image
import numpy as np
import pytest
import synthetic
from matplotlib import colors
from perforin import Trajectory, spatial
from perforin.__main__ import main
from perforin.figures import draw_all, draw_overview, draw_sections, draw_spatial, style
from perforin.figures.overview import _core_cuts
from perforin.figures.sections import choose_days


@pytest.fixture(scope="module")
def drawn(treated_file, spheroid_file, untreated_file, tmp_path_factory):
    """All figures of both synthetic files, by name."""
    folder = tmp_path_factory.mktemp("figures")
    with Trajectory.open(treated_file) as treated, Trajectory.open(untreated_file) as twin:
        paths = [*draw_all(treated, folder, twin=twin)]
    with Trajectory.open(spheroid_file) as spheroid:
        paths += draw_all(spheroid, folder)
    return {path.name: path for path in paths}


def pixels(path) -> np.ndarray:
    """Image as (rows, columns, 3), 0…1."""
    return matplotlib.image.imread(path)[:, :, :3]


def share_of(image: np.ndarray, colour: str, tolerance: float = 0.02) -> float:
    """Share of the pixels that have a colour."""
    off = np.abs(image - np.array(colors.to_rgb(colour))).max(axis=2)
    return float(np.mean(off < tolerance))


def test_every_lesion_gets_the_figures_that_fit_it(drawn):
    assert sorted(drawn) == [
        "spheroid_ball_fields.png",
        "spheroid_ball_nodule.png",
        "spheroid_ball_overview.png",
        "spheroid_ball_sections.png",
        "treated_chart.png",
        "treated_primary_fields.png",
        "treated_primary_overview.png",
        "treated_primary_sections.png",
        "treated_primary_spatial.png",
    ]


def test_no_figure_is_blank_or_small(drawn):
    for name, path in drawn.items():
        image = pixels(path)
        assert min(image.shape[:2]) > 400, name
        assert 0.02 < 1 - share_of(image, "white") < 0.99, name
        assert len({tuple(colour) for colour in image[::5, ::5].reshape(-1, 3)}) > 50, name


def test_the_overview_shows_every_curve(drawn):
    image = pixels(drawn["treated_primary_overview.png"])
    for colour in (style.BLUE, style.VERMILION, style.GREEN, style.ORANGE, style.BLACK):
        assert share_of(image, colour) > 1e-4, colour
    image = pixels(drawn["treated_primary_spatial.png"])
    for colour in (style.BLUE, style.VERMILION, style.ORANGE, style.PALE):
        assert share_of(image, colour) > 1e-4, colour


def test_sections_show_live_and_dead_tumour_cells_and_t_cells(drawn):
    image = pixels(drawn["treated_primary_sections.png"])
    for colour in ("#A6A6A6", style.VERMILION, style.GREEN, style.BLACK):
        assert share_of(image, colour) > 1e-3, colour
    blue = (image[:, :, 2] - image[:, :, 0] > 0.2).mean()
    assert blue > 0.05


def test_circles_have_the_radius_of_the_cells(spheroid):
    with style.styled():
        figure = draw_sections(spheroid, "ball", [4])
        figure.canvas.draw()
        axes = figure.axes[0]
        cells = axes.collections[0]
        assert np.allclose(cells._widths, 7.5)  # half of the widths: matplotlib keeps semi-axes
        assert cells._units == "xy"
        assert len(cells.get_offsets()) == pytest.approx(np.pi * 150**2 / 15**2, rel=0.15)


def test_the_spatial_page_shows_what_the_functions_give(treated):
    with style.styled():
        figure = draw_spatial(treated, "primary")
    neighbours, labelling, depths = figure.axes
    radii = neighbours.lines[0].get_xdata()
    near = spatial.nearest(treated, "primary", "tumour", "cytotoxic_t", 3)
    np.testing.assert_allclose(neighbours.lines[0].get_ydata(), near.g(radii))
    np.testing.assert_allclose(neighbours.lines[1].get_ydata(), near.g_random(radii))
    found = next(line for line in labelling.lines if "found" in line.get_label())
    it = spatial.labelling(treated, "primary", 3, found.get_xdata())
    np.testing.assert_allclose(found.get_ydata(), it.found)
    assert max(found.get_xdata()) <= 60  # half of the block
    days = [line.get_label() for line in depths.get_legend().get_lines()]
    assert days == ["day 0", "day 28", "day 56", "day 84"]
    profiles = [line.get_ydata() for line in depths.lines if "day" in line.get_label()]
    # more T cells come in from day to day; what lies above the block is none of the host side
    assert np.all(np.diff([np.nansum(profile) for profile in profiles]) > 0)


@pytest.mark.parametrize("attributes", [{"periodic": [0, 0, 0]}, {"dimensions": 2}])
def test_nodules_and_sheets_have_a_spatial_page_too(treated_file, tmp_path, attributes):
    other = tmp_path / "other.h5"
    shutil.copy(treated_file, other)
    with h5py.File(other, "a") as file:
        for name, value in attributes.items():
            file["lesions/primary"].attrs[name] = np.array(value, "u1")
    synthetic.seal(other)
    with Trajectory.open(other) as trajectory, style.styled():
        figure = draw_spatial(trajectory, "primary")
        assert all(len(axes.lines) > 2 for axes in figure.axes)


def test_without_t_cells_there_is_no_spatial_page(spheroid):
    assert draw_spatial(spheroid, "ball") is None


def test_sections_are_of_start_first_dose_four_weeks_later_and_end(treated, spheroid):
    frames = treated.frames("primary")
    assert [frames[i] for i in choose_days(treated, "primary", None)] == [0, 28, 56, 84]
    assert [frames[i] for i in choose_days(treated, "primary", [50, 300])] == [56, 84]
    assert choose_days(spheroid, "ball", None) == [0, 1]


def test_doses_are_found_where_more_has_been_infused(treated, spheroid):
    assert style.doses(treated)["nivolumab"].tolist() == [28, 56]
    assert style.doses(spheroid) == {}


def test_what_is_given_is_found_whatever_it_is(tmp_path):
    path = synthetic.write_treated(tmp_path / "run.h5")
    days = np.arange(85.0)
    with h5py.File(path, "a") as file:
        for name, first, last in ("radiotherapy", 10, 13), ("steroids", 20, 60):
            so_far = np.clip(days - first, 0, last - first)
            synthetic.series(file, f"therapies/{name}", days, {"given": (so_far, "1")})
    with Trajectory.open(path) as trajectory:
        given = style.given(trajectory)
        assert choose_days(trajectory, "primary", None) == [0, 1, 3]
    assert given["radiotherapy"].tolist() == [10, 11, 12]
    assert sorted(style.rare(given)) == ["nivolumab", "radiotherapy"]


def test_cuts_of_the_core_are_found_where_the_count_rises(treated, spheroid):
    assert _core_cuts(treated.series("lesions/primary")).tolist() == [40]
    assert len(_core_cuts(spheroid.series("lesions/ball"))) == 0


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_the_same_file_gives_the_same_bytes(spheroid, tmp_path, suffix):
    twice = []
    for name in ("a", "b"):
        path = tmp_path / f"{name}.{suffix}"
        with style.styled():
            style.save(draw_overview(spheroid, "ball"), path)
        twice.append(path.read_bytes())
    assert twice[0] == twice[1]


def test_the_command_prints_where_the_figures_are(spheroid_file, tmp_path, capsys):
    out = tmp_path / "new" / "folder"
    assert (
        main(["plot", str(spheroid_file), "-o", str(out), "--format", "svg", "--days", "0,4"]) == 0
    )
    paths = capsys.readouterr().out.split()
    assert paths == [
        str(out / f"spheroid_ball_{what}.svg")
        for what in ("overview", "sections", "nodule", "fields")
    ]
    assert all(path.read_text().lstrip().startswith("<?xml") for path in out.iterdir())


def test_the_command_explains_what_it_cannot_do(tmp_path, spheroid_file, capsys):
    assert main(["plot", str(tmp_path / "none.h5")]) == 2
    assert "none.h5 does not exist" in capsys.readouterr().err
    assert main(["plot", str(spheroid_file), "--days", "start"]) == 2
    assert "no list of days" in capsys.readouterr().err
    (tmp_path / "file").touch()
    assert main(["plot", str(spheroid_file), "-o", str(tmp_path / "file")]) == 2
    assert "File exists" in capsys.readouterr().err


def test_a_run_that_has_only_begun_is_drawn(spheroid_file, tmp_path, capsys):
    begun = tmp_path / "begun.h5"
    shutil.copy(spheroid_file, begun)
    with h5py.File(begun, "a") as file:
        for table in (file["series/lesions/ball"], file["lesions/ball/frames"]):
            for name in list(table):
                if isinstance(table[name], h5py.Dataset):
                    shorten(table, name)
        shorten(file["lesions/ball/frames/rows"], "tumour")
    assert main(["plot", str(begun), "-o", str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.split()) == 4


def shorten(group: h5py.Group, name: str) -> None:
    """Leave the first row only."""
    attributes, first = dict(group[name].attrs), group[name][:1]
    del group[name]
    group[name] = first
    group[name].attrs.update(attributes)


def test_a_figure_that_lacks_a_column_is_left_out_with_a_word(treated_file, tmp_path, capsys):
    poor = tmp_path / "poor.h5"
    shutil.copy(treated_file, poor)
    with h5py.File(poor, "a") as file:
        del file["lesions/primary/cells/tumour/condition"]
    assert main(["plot", str(poor), "-o", str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert [path[-12:] for path in said.out.split()] == ["overview.png", "y_fields.png"]
    assert "no figure of the sections of primary: there is no column" in said.err

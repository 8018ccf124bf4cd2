"""The reader gives back what was written, and explains what it cannot read."""

from __future__ import annotations

import fcntl
import shutil

import h5py
import numpy as np
import pytest
import synthetic
from perforin import Column, Problem, Trajectory, Unknown
from perforin.figures import draw_all


def test_says_how_the_run_came_about(treated):
    assert treated.scenario == "treated"
    assert treated.seed == 7
    assert treated.status == "completed"
    assert treated.days == 84
    assert treated.attributes["version"] == "1.0"
    assert treated.manifest["threads"] == 2
    assert treated.layers[-1] == ("--set", "run.days = 84")


def test_parameters_keep_value_unit_source_and_origin(treated):
    radius = treated.parameters["biology.cytotoxic_t.radius"]
    assert (radius.number, radius.unit, radius.origin) == (4.5, "um", "default")
    assert radius.source == "Größe"
    assert list(treated.parameters.chosen()) == ["run.days"]
    assert "biology.cytotoxic_t.radius" in str(treated.parameters)
    with pytest.raises(Unknown, match="did you mean 'biology.cytotoxic_t.radius'"):
        treated.parameters["biology.cytotoxic_t.radios"]


def test_series_have_days_and_columns_with_units(treated):
    series = treated.series("lesions/primary")
    assert series.time.unit == "d" and series.time[-1] == 84
    assert series.volume.unit == "mm^3" == series["volume"].unit
    np.testing.assert_array_equal(series.volume, synthetic.lesion_columns(series.time)["volume"][0])
    assert series.at("volume", "10 weeks") == pytest.approx(2 * synthetic.FOUNDING_VOLUME)
    assert series.at("volume", 27.9) == series.volume[27]
    assert treated.series_names == [
        "drugs/nivolumab",
        "lesions/primary",
        "patient",
        "therapies/nivolumab",
    ]


def test_slices_keep_the_unit_and_arithmetic_drops_it(treated):
    volume = treated.series("lesions/primary").volume
    assert volume[3:7].unit == "mm^3"
    assert not isinstance(volume * volume, Column)
    assert not isinstance(np.log(volume), Column)


def test_rates_are_gains_per_day(treated):
    killed = treated.series("lesions/primary").rates("killed")
    assert np.isnan(killed[0])
    np.testing.assert_allclose(killed[1:], synthetic.KILLS_PER_DAY)


def test_lesions_know_their_block(treated, spheroid):
    primary = treated.lesion()
    assert primary.name == "primary" and not primary.is_nodule
    np.testing.assert_array_equal(primary.block, synthetic.BLOCK)
    assert primary.periodic == (True, True, False)
    assert primary.kinds == ("cytotoxic_t", "tumour")
    assert spheroid.lesion("ball").is_nodule


def test_a_later_block_is_a_lesion_of_its_own_name(treated_file, tmp_path):
    outgrown = tmp_path / "outgrown.h5"
    shutil.copy(treated_file, outgrown)
    with h5py.File(outgrown, "a") as file:
        whole = file["lesions/primary"]
        file.copy(whole, whole, "sample")
        whole["sample"].attrs["block_um"] = np.array([100.0, 100.0, 200.0])
        del whole["sample"].attrs["index"]  # it is the lesion's
    with Trajectory.open(outgrown) as trajectory:
        assert list(trajectory.lesions) == ["primary", "primary/sample"]
        assert trajectory.lesion().name == "primary"
        later = trajectory.lesion("primary/sample")
        assert later.of == "primary" and later.block[2] == 200.0
        assert trajectory.cells(later.name, "tumour", 0).rows > 0
        assert trajectory.field(later.name, "oxygen", 0).values.ndim == 3
        assert set(trajectory.events()["lesion"]) <= {"primary", ""}
        figures = list(draw_all(trajectory, tmp_path / "figures", "png"))
        assert any("primary_sample_sections" in figure.name for figure in figures)


def test_each_frame_has_its_own_cells(treated):
    assert treated.frames("primary").tolist() == [0, 28, 56, 84]
    assert treated.frames("primary").unit == "d"
    for frame, day in enumerate(treated.frames("primary")):
        cells = treated.cells("primary", "cytotoxic_t", frame)
        assert cells.rows == 30 + day == len(cells["id"]) == len(cells["position"])
        assert cells.id[0] == 10_000
    assert treated.cells("primary", "cytotoxic_t", -1).rows == 114
    assert cells.position.shape == (114, 3) and cells.position.unit == "um"
    assert treated.frame_near("primary", "5 weeks") == 1


def test_fields_come_with_their_grid(treated):
    oxygen = treated.field("primary", "oxygen", 30)
    assert oxygen.time == 28 and oxygen.values.unit == "mmHg"
    assert oxygen.values.shape == (10, 6, 6)
    np.testing.assert_allclose(oxygen.centres(2), np.arange(10, 200, 20))
    np.testing.assert_allclose(oxygen.at([[5, 5, 5], [5, 5, 199], [-9, 500, 900]]), [20, 40, 40])


def test_tables_become_data_frames(treated):
    pytest.importorskip("pandas")
    cells = treated.cells("primary", "cytotoxic_t", 0).to_pandas()
    assert len(cells) == 30 and {"id", "position_x", "position_z"} <= set(cells.columns)
    assert treated.series("lesions/primary").to_pandas()["time"].iloc[-1] == 84
    assert list(treated.events().to_pandas()["kind"])[0] == "arrival"


def test_events_name_kind_lesion_and_parties(treated):
    events = treated.events()
    assert list(events.kind) == ["arrival", "killed_by_t_cells", "killed_by_t_cells"]
    kills = treated.events("killed_by_t_cells")
    assert kills.time.tolist() == [2, 3] and kills.who.tolist() == [5, 6]
    assert kills.lesion.tolist() == ["primary", ""]
    assert kills.parties(0) == [(10_001, 2), (10_002, 1)]
    assert kills.parties(1) == [(10_001, 3)]
    assert kills.z.unit == "um"


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda t: t.series("lesions/primry"), "did you mean 'lesions/primary'"),
        (lambda t: t.series("lesions/primary")["volumes"], "did you mean 'volume'"),
        (lambda t: t.lesion("secondary"), "there are: primary"),
        (lambda t: t.cells("primary", "tumor", 0), "did you mean 'tumour'"),
        (lambda t: t.cells("primary", "tumour", 9), "4 frames of tumour; there is no number 9"),
        (lambda t: t.field("primary", "oxigen", 0), "did you mean 'oxygen'"),
        (lambda t: t.events("kills"), "arrival, killed_by_t_cells"),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_ones(treated, ask, says):
    with pytest.raises(Problem, match=says):
        ask(treated)


def test_refuses_foreign_files(tmp_path):
    with pytest.raises(Problem, match="does not exist"):
        Trajectory.open(tmp_path / "none.h5")
    (tmp_path / "empty.h5").touch()
    with pytest.raises(Problem, match="is empty"):
        Trajectory.open(tmp_path / "empty.h5")
    (tmp_path / "text.h5").write_text("volume,1\n")
    with pytest.raises(Problem, match="not an HDF5 file"):
        Trajectory.open(tmp_path / "text.h5")
    h5py.File(tmp_path / "other.h5", "w").close()
    with pytest.raises(Problem, match="not a perforin trajectory"):
        Trajectory.open(tmp_path / "other.h5")


def test_refuses_files_that_are_cut_short(treated_file, tmp_path):
    cut = tmp_path / "cut.h5"
    cut.write_bytes(treated_file.read_bytes()[:5000])
    with pytest.raises(Problem, match="damaged or cut short"):
        Trajectory.open(cut)


def test_refuses_another_major_version_and_reads_another_minor_one(treated_file, tmp_path):
    other = tmp_path / "other.h5"

    def versioned(version: str):
        shutil.copy(treated_file, other)
        with h5py.File(other, "a") as file:
            file.attrs["version"] = version
        return other

    for version in ("1.0", "1.1"):
        assert Trajectory.open(versioned(version)).seed == 7
    for version in ("1.2", "1.7"):
        synthetic.seal(versioned(version))
        assert Trajectory.open(other).seed == 7
    with pytest.raises(Problem, match=r"version '2\.0'; this program reads versions 1\.x"):
        Trajectory.open(versioned("2.0"))


def test_does_not_read_half_a_commit_of_an_older_version(treated_file, tmp_path):
    torn = tmp_path / "torn.h5"
    shutil.copy(treated_file, torn)
    (tmp_path / "torn.h5.pending").touch()  # of a run that was killed between commits
    assert Trajectory.open(torn).days == 84
    (tmp_path / "torn.h5.pending").write_bytes(b"pfnote01" + bytes(100))
    with pytest.raises(Problem, match="an older perforin was killed"):
        Trajectory.open(torn)

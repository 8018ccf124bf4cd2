"""The page about a run, and its tables for other programs."""

from __future__ import annotations

import csv
import re
import shutil

import h5py
import pytest
import synthetic
from perforin.__main__ import main


def test_the_page_holds_everything(treated_file, tmp_path, capsys):
    page = tmp_path / "deep" / "page.html"
    assert main(["report", str(treated_file), "-o", str(page), "--days", "0,84"]) == 0
    assert capsys.readouterr().out.strip() == str(page)
    text = page.read_text()
    assert text.count("data:image/png;base64,") == 4
    assert not re.search(r'(src|href)="(?!data:)', text)
    assert "doubling time</td><td>70 d" in text
    assert "run.days</td><td>84" in text
    assert "viable rim" not in text  # a slab has none


def test_tables_hold_every_value_with_its_unit(treated_file, tmp_path, capsys):
    assert main(["export", str(treated_file), "--to", "csv", "-o", str(tmp_path)]) == 0
    names = [path.split("/")[-1] for path in capsys.readouterr().out.split()]
    assert names == [
        "treated_drugs_nivolumab.csv",
        "treated_lesions_primary.csv",
        "treated_patient.csv",
        "treated_therapies_nivolumab.csv",
        "treated_primary_cytotoxic_t_cells.csv",
        "treated_primary_tumour_cells.csv",
        "treated_events.csv",
    ]
    rows = list(csv.DictReader((tmp_path / "treated_lesions_primary.csv").open()))
    assert len(rows) == 85 and next(iter(rows[0])) == "time (d)"
    assert float(rows[70]["volume (mm^3)"]) == pytest.approx(2 * synthetic.FOUNDING_VOLUME)
    cells = list(csv.DictReader((tmp_path / "treated_primary_cytotoxic_t_cells.csv").open()))
    assert len(cells) == 30 + 58 + 86 + 114
    assert {row["time (d)"] for row in cells} == {"0.0", "28.0", "56.0", "84.0"}
    assert {"position_x (um)", "position_z (um)", "phenotype"} <= set(cells[0])
    events = list(csv.DictReader((tmp_path / "treated_events.csv").open()))
    assert events[1]["kind"] == "killed_by_t_cells"
    assert events[1]["parties"] == "10001:2 10002:1" and events[0]["parties"] == ""


def test_measurements_of_lesions_come_out_as_they_are(treated_file, tmp_path, capsys):
    result = tmp_path / "scanned.h5"
    shutil.copy(treated_file, result)
    export = ["export", str(result), "--to", "measurements", "-o", str(tmp_path)]
    assert main(export) == 2
    assert "no examination measured lesions" in capsys.readouterr().err
    table = "patient,day\npatient,0\n"
    with h5py.File(result, "a") as file:
        file["manifest"].attrs["measurements_ct"] = table
    result.with_name(result.name + ".sums").unlink(missing_ok=True)
    assert main(export) == 0
    path = tmp_path / "scanned_ct_measurements.csv"
    assert capsys.readouterr().out.strip() == str(path)
    assert path.read_text() == table

"""Tables: which are refused, and how two are compared."""

from __future__ import annotations

import contextlib
import io
import pathlib
import tempfile

import compare
import random_series
import response_oracle
from hand_made import judged, lesion, series, visit
from measurement_table import BadTable


def faulty_tables_are_refused():
    faults = (
        series((42, 50.05)),
        series((42, 50)) + [lesion(42, "t", "target", 50)],
        series((42, 50)) + [lesion(42, "u", "target", 50)],
        series((42, 50), death_day=41),
        [visit(0), lesion(0, "n", "new", 5)],
    )
    for rows in faults:
        try:
            judged(rows)
        except BadTable:
            continue
        raise AssertionError(f"accepted: {rows}")


def the_comparison_finds_what_differs():
    with tempfile.TemporaryDirectory() as name, contextlib.redirect_stdout(io.StringIO()) as said:
        folder = pathlib.Path(name)
        table, visits, patients, other = (
            str(folder / f"{file}.csv") for file in ("table", "visits", "patients", "other")
        )
        coverage = str(folder / "coverage.txt")
        arguments = ["200", "--output", table, "--coverage", coverage]
        assert random_series.main(random_series.options_of(arguments)) == 0
        arguments = [table, "--visits", visits, "--patients", patients]
        assert response_oracle.main(response_oracle.options_of(arguments)) == 0
        both = ["--visits", visits, visits, "--patients", patients, patients]
        assert compare.main(both) == 0
        text = pathlib.Path(visits).read_text(encoding="utf-8")
        pathlib.Path(other).write_text(text.replace(",iUPD,", ",iSD,", 1), encoding="utf-8")
        assert compare.main(["--visits", visits, other]) == 1
        assert "oracle iUPD, other iSD" in said.getvalue()
        pathlib.Path(other).write_text(text[: text.rindex("\np")] + "\n", encoding="utf-8")
        assert compare.main(["--visits", visits, other]) == 1

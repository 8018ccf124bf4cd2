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
        [visit(0), lesion(-7, "n", "new", 5)],
    )
    for rows in faults:
        try:
            judged(rows)
        except BadTable:
            continue
        raise AssertionError(f"accepted: {rows}")


def _as_perforin_writes(visits: str, patients: str, folder: pathlib.Path) -> list[str]:
    """The oracle's results, a row for each criterion."""
    paths = []
    for ours, names, keys in (
        (visits, compare.VISIT_COLUMNS, ["patient", "day"]),
        (patients, compare.PATIENT_COLUMNS, ["patient"]),
    ):
        columns = sorted({their for _, their in names.values()})
        lines = [",".join([*keys, "criterion", *columns])]
        for row in compare.rows_of(ours, keys):
            for criterion in compare.CRITERIA:
                cells = {their: row[our] for our, (of, their) in names.items() if of == criterion}
                found = [row[key] for key in keys] + [criterion]
                lines.append(",".join([*found, *(cells.get(column, "") for column in columns)]))
        paths.append(str(folder / f"theirs_{len(paths)}.csv"))
        pathlib.Path(paths[-1]).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return paths


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
        theirs = _as_perforin_writes(visits, patients, folder)
        both = ["--visits", visits, theirs[0], "--patients", patients, theirs[1]]
        assert compare.main(both) == 0
        text = pathlib.Path(theirs[0]).read_text(encoding="utf-8")
        pathlib.Path(other).write_text(text.replace(",iUPD,", ",iSD,", 1), encoding="utf-8")
        assert compare.main(["--visits", visits, other]) == 1
        assert "oracle iUPD, perforin iSD" in said.getvalue()
        pathlib.Path(other).write_text(text[: text.rindex("\np")] + "\n", encoding="utf-8")
        assert compare.main(["--visits", visits, other]) == 1
        pathlib.Path(other).write_text(text[: text.index("\np")] + "\n", encoding="utf-8")
        assert compare.main(["--visits", visits, other]) == 1

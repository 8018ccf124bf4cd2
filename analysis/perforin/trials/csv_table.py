"""Tables with a header `name [unit]`, read with the place of whatever is wrong in them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from perforin.errors import Problem, unknown

MOST_PROBLEMS = 20
_HEADER = re.compile(r"(.*?)(?:\s*\[([^\]]*)\])?\s*")


@dataclass
class CsvTable:
    """A table as text, a row a line.

    Attributes
    ----------
    units : dict
        Of each column; "1" where the header names none.
    lines : list of int
        The line of the file at which each row ends.
    """

    path: Path
    columns: dict[str, list[str]]
    units: dict[str, str]
    lines: list[int]
    problems: list[str] = field(default_factory=list)

    def problem(self, row: int, column: str, text: str) -> None:
        """Note what is wrong in a cell."""
        self.problems.append(f"{self.path}, line {self.lines[row]}, column {column}: {text}")

    def need(self, *names: str) -> None:
        """Refuse the table at once if it lacks a column."""
        lacking = [name for name in names if name not in self.columns]
        if lacking:
            raise Problem(f"{self.path}: {unknown('column', lacking[0], self.columns)}")

    def numbers(
        self, name: str, low: float = -np.inf, high: float = np.inf, empty: bool = True
    ) -> np.ndarray:
        """A column of numbers, NaN where there is none; what is none is noted.

        Parameters
        ----------
        low, high
            The least and the greatest that make sense.
        empty
            Whether a cell may be empty.
        """
        found = np.full(len(self.lines), np.nan)
        for row, text in enumerate(self.columns[name]):
            if not text:
                if not empty:
                    self.problem(row, name, "is empty")
                continue
            try:
                found[row] = float(text)
            except ValueError:
                self.problem(row, name, f"'{text}' is no number")
                continue
            if not low <= found[row] <= high:  # NaN is outside too
                self.problem(row, name, f"{text} is not between {low:g} and {high:g}")
        return found

    def words(self, name: str, among: tuple[str, ...] = ()) -> list[str]:
        """A column of text, of these words or empty if any are given."""
        for row, text in enumerate(self.columns[name] if among else []):
            if text and text not in among:
                self.problem(row, name, f"'{text}' is none of {', '.join(among)}")
        return self.columns[name]

    def is_number(self, name: str) -> bool:
        """Whether the column holds numbers, and nothing else, in its filled cells."""
        filled = [text for text in self.columns[name] if text]
        try:
            return bool(filled) and all(np.isfinite(float(text)) for text in filled)
        except ValueError:
            return False

    def frame(self, names: list[str]) -> pd.DataFrame:
        """Columns as numbers where they are, else as text."""
        return pd.DataFrame(
            {
                name: self.numbers(name) if self.is_number(name) else self.columns[name]
                for name in names
            },
            index=range(len(self.lines)),
        )

    def check(self) -> None:
        """Refuse the table if anything was noted, with all of it."""
        if self.problems:
            more = len(self.problems) - MOST_PROBLEMS
            told = self.problems[:MOST_PROBLEMS] + ([f"… and {more} more"] if more > 0 else [])
            raise Problem("\n".join(told))


def read_csv(path: Path) -> CsvTable:
    """Read a table (RFC 4180).

    Raises
    ------
    Problem
        If it is missing or no table.
    """
    if not path.is_file():
        raise Problem(f"{path} does not exist")
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            rows, lines = [], []
            for row in reader:
                if row:
                    rows.append(row)
                    lines.append(reader.line_num)
    except (UnicodeDecodeError, csv.Error) as error:
        raise Problem(f"{path} is no table of comma-separated values: {error}") from None
    names, units = _header(path, header)
    for row, line in zip(rows, lines):
        if len(row) != len(names):
            raise Problem(f"{path}, line {line}: {len(row)} cells under {len(names)} headings")
    columns = {name: [row[i].strip() for row in rows] for i, name in enumerate(names)}
    return CsvTable(path, columns, dict(zip(names, units)), lines)


def _header(path: Path, cells: list[str]) -> tuple[list[str], list[str]]:
    matches = [_HEADER.fullmatch(cell.strip()) for cell in cells]
    names = [match[1] for match in matches if match]
    if not names or "" in names:
        raise Problem(f"{path}, line 1: a heading is empty")
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise Problem(f"{path}, line 1: more than one column {', '.join(sorted(twice))}")
    return names, [match[2] or "1" for match in matches if match]

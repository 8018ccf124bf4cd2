"""Columns that know their unit, and tables of them."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path

import numpy as np

from perforin.errors import unknown
from perforin.quantity import in_days


class Column(np.ndarray):
    """An array with a unit and a meaning.

    Slices keep both; what is computed from it is a plain array, for its unit is another.

    Attributes
    ----------
    unit : str
        "um", "mm^3", "cells"; "1" for a plain number, "" where there is none.
    description : str
        What the numbers are.
    names : tuple of str
        What the codes 0, 1, 2 … stand for, in a column of codes.
    """

    unit: str
    description: str
    names: tuple[str, ...]

    def __new__(
        cls, values: object, unit: str, description: str = "", names: tuple[str, ...] = ()
    ) -> Column:
        """Wrap values without copying them."""
        column = np.asarray(values).view(cls)
        column.unit, column.description, column.names = unit, description, names
        return column

    def __array_finalize__(self, parent: object) -> None:
        """Take over the labels of the array this is a view of."""
        self.unit = getattr(parent, "unit", "")
        self.description = getattr(parent, "description", "")
        self.names = getattr(parent, "names", ())

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **kwargs):  # noqa: ANN
        """Compute with plain arrays."""
        plain = [np.asarray(x) if isinstance(x, Column) else x for x in inputs]
        if out is not None:
            kwargs["out"] = tuple(np.asarray(x) if isinstance(x, Column) else x for x in out)
        return getattr(ufunc, method)(*plain, **kwargs)


class Table(Mapping[str, Column]):
    """Columns of equal length by name: `table["volume"]` or `table.volume`.

    A column is read when it is first asked for.
    """

    def __init__(self, what: str, rows: int, columns: Mapping[str, Callable[[], Column]]):
        self.what = what
        self.rows = rows
        self._read = dict(columns)
        self._columns: dict[str, Column] = {}

    def __getitem__(self, name: str) -> Column:
        if name not in self._read:
            raise unknown(f"column of {self.what}", name, self._read)
        if name not in self._columns:
            self._columns[name] = self._read[name]()
        return self._columns[name]

    def to_pandas(self):  # noqa: ANN201
        """All columns as a pandas.DataFrame; one of several values a row becomes several."""
        import pandas

        columns: dict[str, np.ndarray] = {}
        for name, column in self.items():
            values = np.asarray(column)
            if values.ndim == 1:
                columns[name] = values
                continue
            axes = "xyz" if values.shape[1] <= 3 else map(str, range(values.shape[1]))
            columns.update({f"{name}_{a}": v for a, v in zip(axes, values.T)})
        return pandas.DataFrame(columns)

    def __getattr__(self, name: str) -> Column:
        if name.startswith("_") or "_read" not in self.__dict__:
            raise AttributeError(name)
        try:
            return self[name]
        except LookupError as error:
            raise AttributeError(str(error)) from None

    def __contains__(self, name: object) -> bool:
        return name in self._read

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)

    def __repr__(self) -> str:
        return f"<{self.what}: {self.rows} rows of {', '.join(self._read)}>"


class Series(Table):
    """A table with one row a moment; its column `time` is in days."""

    def row(self, when: str | float) -> int:
        """The last row at or before a moment; the first if there is none.

        Parameters
        ----------
        when
            Days, or text with a unit ("4 weeks").
        """
        found = int(np.searchsorted(self["time"], in_days(when) + 1e-9, side="right")) - 1
        return max(found, 0)

    def at(self, name: str, when: str | float) -> float:
        """The value of a column at a moment: that of the last row not later."""
        return float(self[name][self.row(when)])

    def rates(self, name: str) -> np.ndarray:
        """What a running sum gained per day since the row before (NaN in the first row)."""
        steps = np.diff(self["time"])
        gained = np.diff(self[name].astype(float))
        return np.concatenate([[np.nan], gained / np.where(steps > 0, steps, np.nan)])


def write_rows(path: Path, kind: type, rows: Iterable[object], digits: int = 10) -> Path:
    """Write a comma-separated table of dataclasses of one kind, a column a field; empty where a
    number is none."""
    names = [it.name for it in fields(kind)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for row in rows:
            writer.writerow([_cell(getattr(row, name), digits) for name in names])
    return path


def _cell(value: object, digits: int) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.{digits}g}"
    return str(int(value)) if isinstance(value, (bool, np.bool_)) else str(value)

"""The parameters a run was made with, and where each value comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perforin.errors import Problem, unknown


@dataclass(frozen=True)
class Parameter:
    """One parameter of a run, as text: the value in force and what is known about it."""

    path: str
    value: str
    unit: str
    default: str
    range_low: str
    range_high: str
    meaning: str
    source: str
    tag: str
    recalled: bool
    origin: str

    @property
    def number(self) -> float:
        """The value as a number, in `unit`."""
        try:
            return float(self.value)
        except ValueError:
            raise Problem(f"{self.path} is '{self.value}', which is no number") from None

    @property
    def is_default(self) -> bool:
        """Whether nobody said anything else."""
        return self.origin == "default"


class Parameters(Mapping[str, Parameter]):
    """All parameters of a run, by path."""

    def __init__(self, rows: list[Parameter]):
        self._rows = {row.path: row for row in rows}

    def __getitem__(self, path: str) -> Parameter:
        if path not in self._rows:
            raise unknown("parameter", path, self._rows)
        return self._rows[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, path: object) -> bool:
        return path in self._rows

    def chosen(self) -> Parameters:
        """Those that were set somewhere: by a config, the scenario or the command line."""
        return Parameters([row for row in self._rows.values() if not row.is_default])

    def __str__(self) -> str:
        """A table: path, value, unit, source, origin."""
        rows = [("path", "value", "unit", "source", "origin")]
        rows += [(p.path, p.value, p.unit, p.source, p.origin) for p in self._rows.values()]
        widths = [max(len(row[i]) for row in rows) for i in range(5)]
        return "\n".join(
            "  ".join(text.ljust(width) for text, width in zip(row, widths)).rstrip()
            for row in rows
        )

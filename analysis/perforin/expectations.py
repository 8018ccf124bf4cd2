"""Reads a scenario's expect.toml: what its result must look like (format: README.md)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from perforin.errors import Problem, unknown
from perforin.measures import MEASURES
from perforin.quantity import in_days

FORMS = ("run", "full")
TAKES = ("mean", "min", "max", "change")

_KEYS: dict[str, type | tuple[type, ...]] = {
    "quantity": str,
    "lesion": str,
    "at": str,
    "from": str,
    "to": str,
    "take": str,
    "relative_to": str,
    "compare": str,
    "min": (str, int, float),
    "max": (str, int, float),
    "form": str,
    "why": str,
}


@dataclass(frozen=True)
class Form:
    """One way to run a scenario for a test: how long, and with which settings (`key=value`)."""

    days: int
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expectation:
    """One [[expect]]: a quantity of a run and the bounds within which it must lie.

    Moments are days; `start` and `end` are equal for a quantity at one moment. `reference` is
    "twin", a moment in days, or nothing.
    """

    quantity: str
    start: float
    end: float
    why: str
    lesion: str | None = None
    take: str = "mean"
    reference: str | float | None = None
    compare: str = "ratio"
    least: str | float | None = None
    most: str | float | None = None
    form: str | None = None

    def __str__(self) -> str:
        when = f"at {self.end:g} d"
        if self.start != self.end:
            when = f"from {self.start:g} to {self.end:g} d"
        what = self.quantity + (f" of {self.lesion}" if self.lesion else "")
        if self.start != self.end and self.quantity not in MEASURES:
            what = f"{self.take} of {what}"
        if self.reference is None:
            return f"{what} {when}"
        there = self.reference if isinstance(self.reference, str) else f"{self.reference:g} d"
        word = "over that of" if self.compare == "ratio" else "minus that of"
        return f"{what} {when} {word} {'the ' if there == 'twin' else ''}{there}"


@dataclass(frozen=True)
class Expectations:
    """All that an expect.toml says."""

    path: Path
    forms: dict[str, Form]
    all: list[Expectation]
    twin: str | None = None

    def form_of(self, days: float) -> str:
        """Which form a run of so many days is."""
        full = self.forms.get("full")
        return "full" if full and days >= full.days else "run"


def read_expectations(scenario: Path) -> Expectations:
    """The expect.toml of a scenario's folder.

    Raises
    ------
    Problem
        With every problem of the file, a line each.
    """
    path = scenario / "expect.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Problem(f"{path} does not exist") from None
    except tomllib.TOMLDecodeError as error:
        raise Problem(f"{path}: {error}") from None

    problems: list[str] = []
    for key in set(data) - {"twin", "expect", *FORMS}:
        problems.append(str(unknown("key", key, {"twin", "expect", *FORMS})))
    forms = {name: _read_form(name, data[name], problems) for name in FORMS if name in data}
    if "run" not in forms:
        problems.append("[run] is missing: it says how the test's run is shortened")
    found = []
    for number, entry in enumerate(data.get("expect", []), 1):
        try:
            found.append(_read_expectation(entry))
        except Problem as problem:
            name = entry.get("quantity", f"number {number}")
            problems.append(f"[[expect]] {number} ({name}): {problem}")
    if not found and not problems:
        problems.append("there is no [[expect]]")
    if any(e.reference == "twin" for e in found) and "twin" not in data:
        problems.append('relative_to = "twin" needs a line twin = "<scenario>" at the top')
    if problems:
        raise Problem("\n".join(f"{path}: {problem}" for problem in problems))
    return Expectations(path, forms, found, data.get("twin"))


def _read_form(name: str, table: dict, problems: list[str]) -> Form:
    for key in set(table) - {"days", "set"}:
        problems.append(f"[{name}]: {unknown('key', key, {'days', 'set'})}")
    days, settings = table.get("days"), table.get("set", [])
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        problems.append(f"[{name}]: days must be a whole number, 1 or more")
        days = 1
    if not isinstance(settings, list) or not all("=" in str(s) for s in settings):
        problems.append(f'[{name}]: set must be a list of texts "key=value"')
        settings = []
    return Form(days, tuple(settings))


def _read_expectation(entry: dict) -> Expectation:
    for key, value in entry.items():
        if key not in _KEYS:
            raise unknown("key", key, _KEYS)
        if not isinstance(value, _KEYS[key]) or isinstance(value, bool):
            raise Problem(f"{key} = {value!r} is of the wrong type")
    for key in ("quantity", "why"):
        if not entry.get(key):
            raise Problem(f"{key} is missing")
    if "min" not in entry and "max" not in entry:
        raise Problem("min or max is missing")
    quantity = entry["quantity"]
    if "." not in quantity and quantity not in MEASURES:
        raise unknown("measure", quantity, MEASURES)
    for key, known in (("take", TAKES), ("compare", ("ratio", "difference")), ("form", FORMS)):
        if key in entry and entry[key] not in known:
            raise unknown(key, entry[key], known)
    start, end = _read_moments(entry)
    if quantity in MEASURES and MEASURES[quantity].window != (start != end):
        needs = "from and to" if MEASURES[quantity].window else "at"
        raise Problem(f"{quantity} needs {needs}")
    reference: str | float | None = entry.get("relative_to")
    if reference not in (None, "twin"):
        reference = in_days(entry["relative_to"])
    if isinstance(reference, float) and start != end:
        raise Problem("relative_to a moment needs at, not from and to")
    return Expectation(
        quantity=quantity,
        start=start,
        end=end,
        why=entry["why"],
        lesion=entry.get("lesion"),
        take=entry.get("take", "mean"),
        reference=reference,
        compare=entry.get("compare", "ratio"),
        least=entry.get("min"),
        most=entry.get("max"),
        form=entry.get("form"),
    )


def _read_moments(entry: dict) -> tuple[float, float]:
    if "at" in entry:
        if "from" in entry or "to" in entry:
            raise Problem("at is one moment, from and to are a window: say one of the two")
        moment = in_days(entry["at"])
        return moment, moment
    if "to" not in entry:
        raise Problem("when? say at, or from and to")
    start, end = in_days(entry.get("from", 0.0)), in_days(entry["to"])
    if not start < end:
        raise Problem("from must be before to")
    return start, end

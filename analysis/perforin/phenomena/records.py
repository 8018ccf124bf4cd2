"""Measurement tables as records: what was seen of each lesion of a patient at each visit.

The tables are those of sim/clinic/METHODS.md (The table), of one patient each. Lengths are whole
tenths of a millimetre, so that a comparison with a threshold is exact.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from perforin.errors import Problem, unknown

HEADER = (
    "patient,day,lesion,role,organ,node,long_mm,short_mm,measurable,grown,"
    "nontarget_class,nontarget_worse,symptoms,missed,death_day"
).split(",")
ROLES = ("target", "nontarget", "new")


@dataclass(frozen=True)
class Lesion:
    """What a table says of a lesion as a whole."""

    name: str
    role: str
    organ: str = ""
    node: bool = False


@dataclass(frozen=True)
class Finding:
    """A lesion at a visit; axes in tenths of a millimetre, None: not evaluable, 0: gone."""

    long: int | None
    short: int | None
    measurable: bool = False
    grown: bool | None = None

    @property
    def seen(self) -> bool | None:
        """Whether a new lesion is there; None: nobody can tell."""
        if 0 in (self.long, self.short):
            return False
        if self.long is not None or self.short is not None or self.grown is not None:
            return True
        return None

    @property
    def product(self) -> int | None:
        """Of both axes, hundredths of a square millimetre."""
        if 0 in (self.long, self.short):
            return 0
        return None if self.long is None or self.short is None else self.long * self.short


@dataclass(frozen=True)
class Scan:
    """A visit; `day` counts from the start of treatment."""

    day: int
    findings: dict[str, Finding] = field(default_factory=dict)
    nontarget: str = ""
    missed: bool = False


@dataclass(frozen=True)
class Record:
    """A patient's table.

    Attributes
    ----------
    baseline : Scan
        The last visit at day 0 or before.
    scans : tuple of Scan
        Those after it, by day, missed ones too.
    earlier : tuple of Scan
        Those before the baseline.
    death : int or None
        Day of death.
    """

    lesions: dict[str, Lesion]
    baseline: Scan
    scans: tuple[Scan, ...]
    earlier: tuple[Scan, ...] = ()
    death: int | None = None

    @property
    def targets(self) -> list[Lesion]:
        """The target lesions."""
        return [it for it in self.lesions.values() if it.role == "target"]

    @property
    def made(self) -> list[Scan]:
        """Visits after the baseline that were made."""
        return [it for it in self.scans if not it.missed]

    def size(self, scan: Scan, lesion: str) -> int | None:
        """The axis that counts, the short one of a lymph node; None: not evaluable."""
        found = scan.findings.get(lesion)
        if found is None:
            return None
        if 0 in (found.long, found.short):
            return 0
        return found.short if self.lesions[lesion].node else found.long

    def sum(self, scan: Scan) -> tuple[int, bool]:
        """Of the targets that were measured, and whether that is all of them."""
        sizes = [self.size(scan, it.name) for it in self.targets]
        known = [it for it in sizes if it is not None]
        return sum(known), len(known) == len(sizes)

    def new(self, scan: Scan) -> dict[str, int | None]:
        """New lesions that are there, with their sizes."""
        return {
            name: self.size(scan, name)
            for name, found in scan.findings.items()
            if self.lesions[name].role == "new" and found.seen
        }

    def from_day(self, first: float) -> Record:
        """The same without the visits on treatment before a day."""
        return replace(self, scans=tuple(it for it in self.scans if it.day >= first))

    def until(self, last: int) -> Record:
        """The same without the visits after a day."""
        return replace(self, scans=tuple(it for it in self.scans if it.day <= last))


def read_record(text: str, where: str) -> Record:
    """The table of one patient.

    Parameters
    ----------
    where
        What the table is called in messages.

    Raises
    ------
    Problem
        With the line of what makes no sense.
    """
    rows = list(csv.reader(text.splitlines()))
    if not rows or sorted(rows[0]) != sorted(HEADER):
        lacking = [it for it in HEADER if not rows or it not in rows[0]]
        more = f"column '{lacking[0]}' is missing" if lacking else "unknown columns"
        raise Problem(f"{where}, line 1: {more}; expected {','.join(HEADER)}")
    visits: dict[int, Scan] = {}
    lesions: dict[str, Lesion] = {}
    death = None
    for number, cells in enumerate(rows[1:], 2):
        place = f"{where}, line {number}"
        if len(cells) != len(rows[0]):
            raise Problem(f"{place}: {len(cells)} cells under {len(rows[0])} headings")
        row = dict(zip(rows[0], cells))
        day = _whole(row["day"], f"{place}, column day")
        scan = visits.setdefault(day, Scan(day))
        if row["lesion"]:
            _add_finding(scan, lesions, row, place)
        else:
            missed = _flag(row["missed"], f"{place}, column missed")
            visits[day] = replace(scan, nontarget=row["nontarget_class"], missed=missed)
            if row["death_day"]:
                death = _whole(row["death_day"], f"{place}, column death_day")
    return _arranged(visits.values(), lesions, death, where)


def _arranged(
    visits: Iterable[Scan], lesions: dict[str, Lesion], death: int | None, where: str
) -> Record:
    ordered = sorted(visits, key=lambda it: it.day)
    before = [it for it in ordered if it.day <= 0]
    if not before:
        raise Problem(f"{where}: there is no baseline, a visit at day 0 or before")
    after = tuple(it for it in ordered if it.day > 0)
    return Record(lesions, before[-1], after, tuple(before[:-1]), death)


def _add_finding(scan: Scan, lesions: dict[str, Lesion], row: dict[str, str], place: str) -> None:
    name, role = row["lesion"], row["role"]
    if role not in ROLES:
        raise Problem(f"{place}: {unknown('role', role, ROLES)}")
    if name in scan.findings:
        raise Problem(f"{place}, column lesion: day {scan.day} has '{name}' twice")
    node = _flag(row["node"], f"{place}, column node")
    known = lesions.setdefault(name, Lesion(name, role, row["organ"], node))
    if known.role != role:
        raise Problem(f"{place}, column role: '{name}' was {known.role} before")
    scan.findings[name] = Finding(
        _tenths(row["long_mm"], f"{place}, column long_mm"),
        _tenths(row["short_mm"], f"{place}, column short_mm"),
        _flag(row["measurable"], f"{place}, column measurable"),
        _flag(row["grown"], f"{place}, column grown") if row["grown"] else None,
    )


def _whole(text: str, place: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Problem(f"{place}: '{text}' is no whole number of days") from None


def _flag(text: str, place: str) -> bool:
    if text not in ("", "0", "1"):
        raise Problem(f"{place}: '{text}' is neither 1 nor 0")
    return text == "1"


def _tenths(text: str, place: str) -> int | None:
    if not text:
        return None
    whole, _, decimals = text.partition(".")
    if not whole.isdigit() or not (decimals or "0").isdigit() or len(decimals) > 1:
        raise Problem(f"{place}: '{text}' is no length in mm with at most one decimal")
    return 10 * int(whole) + int(decimals or 0)

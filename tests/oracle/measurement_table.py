"""Reads tables of measurements: what was seen of each lesion at each visit of each patient.

Lengths are whole tenths of a millimetre from here on; None is what could not be evaluated.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

HEADER = (
    "patient,day,lesion,role,organ,node,long_mm,short_mm,measurable,grown,"
    "nontarget_class,nontarget_worse,symptoms,missed,death_day"
).split(",")
ROLES = ("target", "nontarget", "new")
NONTARGET_CLASSES = ("", "CR", "nonCRnonPD", "PD", "NE")


class BadTable(Exception):
    """The table says something that cannot be, or leaves out what must be there."""


@dataclass(slots=True)
class Finding:
    """One lesion at one visit."""

    lesion: str
    organ: str
    node: bool
    long: int | None
    short: int | None
    measurable: bool
    grown: bool | None  # None: nothing is said about it

    @property
    def size(self) -> int | None:
        """The axis that counts: short for a lymph node, else long."""
        return self.short if self.node else self.long

    @property
    def seen(self) -> bool | None:
        """Whether a new lesion is there; one axis suffices, and without any that `grown` is told."""
        axes = [axis for axis in (self.long, self.short) if axis is not None]
        if axes:
            return 0 not in axes
        return None if self.grown is None else True

    @property
    def product(self) -> int | None:
        """Of both axes, in hundredths of a square millimetre."""
        if self.long == 0 or self.short == 0:
            return 0
        return None if self.long is None or self.short is None else self.long * self.short


@dataclass(slots=True)
class Visit:
    """One visit; `targets` and `new` are by the lesion's name."""

    day: int
    nontarget: str = ""
    worse: bool = False
    symptoms: bool = False
    missed: bool = False
    described: bool = False  # the row without a lesion was there
    targets: dict[str, Finding] = field(default_factory=dict)
    new: dict[str, Finding] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)  # non-target lesions that have rows


@dataclass(slots=True)
class Patient:
    """The visit up to day 0 is the baseline; `visits` are those after it."""

    name: str
    baseline: Visit
    visits: list[Visit]
    death: int | None
    has_nontarget: bool

    @property
    def has_targets(self) -> bool:
        return bool(self.baseline.targets)

    def targets(self, visit: Visit) -> list[Finding | None]:
        """Every target, in the order of the baseline; None for those without a row."""
        return [visit.targets.get(name) for name in self.baseline.targets]

    def nontarget(self, visit: Visit) -> str:
        """The class of non-target disease; who has none is CR there, or NE without targets too."""
        if not self.has_nontarget:
            return "CR" if self.has_targets else "NE"
        return visit.nontarget or "NE"


_lengths: dict[str, int | None] = {"": None}


def tenths(text: str) -> int | None:
    """A length in whole tenths of a millimetre, exactly."""
    if text not in _lengths:
        whole, _, decimals = text.strip().partition(".")
        decimals = decimals.rstrip("0")
        if not whole.isdigit() or len(decimals) > 1 or not (decimals or "0").isdigit():
            raise BadTable(f"{text!r} is not a length in whole tenths of a millimetre")
        _lengths[text] = 10 * int(whole) + int(decimals or 0)
    return _lengths[text]


def yes(text: str) -> bool:
    """A 1; nothing said is a no."""
    if text not in ("", "0", "1"):
        raise BadTable(f"{text!r} is neither 1 (yes) nor 0 (no)")
    return text == "1"


def read(lines: Iterable[str]) -> Iterator[Patient]:
    """The patients of a table, one after another."""
    rows = csv.reader(lines)
    header = next(rows, [])
    if header != HEADER:
        raise BadTable(f"the header is {','.join(header)}, not {','.join(HEADER)}")
    seen = set()
    for name, of_patient in itertools.groupby(rows, key=lambda row: row[0]):
        if name in seen:
            raise BadTable(f"the rows of patient {name} do not stand together")
        seen.add(name)
        try:
            yield patient_from(name, of_patient)
        except (BadTable, ValueError) as problem:
            raise BadTable(f"patient {name}: {problem}") from problem


def patient_from(name: str, rows: Iterable[list[str]]) -> Patient:
    """Gathers the rows of one patient."""
    visits: dict[int, Visit] = {}
    deaths = set()
    for row in rows:
        day = int(row[1])
        visit = visits.setdefault(day, Visit(day))
        if row[2]:
            add_finding(visit, row)
        else:
            describe(visit, row)
        if row[14]:
            deaths.add(int(row[14]))
    return checked(name, [visits[day] for day in sorted(visits)], deaths)


def add_finding(visit: Visit, row: list[str]) -> None:
    """Enters a row that has a lesion."""
    lesion, role = row[2], row[3]
    if role not in ROLES:
        raise BadTable(f"the role of lesion {lesion} is {role!r}, not one of {', '.join(ROLES)}")
    if role == "nontarget":
        visit.others.add(lesion)
        return
    finding = Finding(
        lesion,
        row[4],
        yes(row[5]),
        tenths(row[6]),
        tenths(row[7]),
        yes(row[8]),
        yes(row[9]) if row[9] else None,
    )
    group = visit.targets if role == "target" else visit.new
    if lesion in group:
        raise BadTable(f"day {visit.day} has lesion {lesion} twice")
    group[lesion] = finding


def describe(visit: Visit, row: list[str]) -> None:
    """Enters the row that has no lesion."""
    if visit.described:
        raise BadTable(f"day {visit.day} has two rows without a lesion")
    if row[10] not in NONTARGET_CLASSES:
        raise BadTable(f"{row[10]!r} is not a class of non-target disease")
    visit.described = True
    visit.nontarget = row[10]
    visit.worse, visit.symptoms, visit.missed = yes(row[11]), yes(row[12]), yes(row[13])


def checked(name: str, visits: list[Visit], deaths: set[int]) -> Patient:
    """Finds the baseline, and refuses what contradicts itself."""
    before = [visit for visit in visits if visit.day <= 0]
    after = [visit for visit in visits if visit.day > 0]
    if not before:
        raise BadTable("there is no baseline, a visit on or before day 0")
    baseline = before[-1]  # earlier ones only tell how fast lesions grew
    if any(target.size is None for target in baseline.targets.values()):
        raise BadTable("a target has no size at baseline")
    if any(lesion.seen for visit in before for lesion in visit.new.values()):
        raise BadTable("a lesion is new at baseline")
    for visit in visits:
        if visit.missed and (visit.targets or visit.new):
            raise BadTable(f"day {visit.day} was missed, and yet has findings")
        if visit.targets.keys() - baseline.targets.keys():
            raise BadTable(f"day {visit.day} has a target that the baseline has not")
    if len(deaths) > 1:
        raise BadTable(f"the patient dies more than once: {sorted(deaths)}")
    death = min(deaths, default=None)
    if death is not None and any(visit.day > death and not visit.missed for visit in after):
        raise BadTable(f"a visit comes after the death on day {death}")
    has_nontarget = any(visit.nontarget for visit in [baseline, *after]) or any(
        visit.others for visit in visits
    )
    return Patient(name, baseline, after, death, has_nontarget)

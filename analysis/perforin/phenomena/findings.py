"""Which patients show what: of one trial, or of several parts of a trial together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from perforin.phenomena.definitions import Finding, Settings

SEED = "run.seed"  # what parts of a trial may differ in


class Who(NamedTuple):
    """A patient: the part of the trial that she is in, counted from 1, and her number there."""

    part: int
    number: float


Key = tuple[str, Who, str]  # arm, patient, truth or read


@dataclass
class Part:
    """Where patients come from.

    Attributes
    ----------
    name, cohort : str
        Of the trial, and the file of its patients; empty: unknown.
    programs : list of str
        Version and commit of each program that simulated them.
    notes : list of str
        What could not be told.
    """

    name: str
    cohort: str = ""
    programs: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Findings:
    """What runs show.

    Attributes
    ----------
    arms : list of str
        The control first.
    irradiated : dict
        By arm with radiotherapy, the arm of the same patients without.
    design : dict
        What of the trial's file makes its runs and labels; see `design_of`.
    findings : dict
        By arm, patient, and "truth" or "read"; then by the phenomenon's name.
    seeds : dict
        By the same: of the run, which is of the patient's own and the same in all arms.
    """

    parts: list[Part]
    arms: list[str]
    control: str
    settings: Settings
    irradiated: dict[str, str] = field(default_factory=dict)
    design: dict[str, dict] = field(default_factory=dict)
    findings: dict[Key, dict[str, Finding]] = field(default_factory=dict)
    seeds: dict[Key, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The trial's; of several parts those of two, else the first and how many others."""
        names = [*dict.fromkeys(it.name for it in self.parts)]
        if len(names) > 2:
            return f"{names[0]} and {len(names) - 1} others"
        return " + ".join(names)

    @property
    def notes(self) -> list[str]:
        """What could not be told, and of which part if not of all."""
        by_text: dict[str, list[int]] = {}
        for number, part in enumerate(self.parts, 1):
            for text in dict.fromkeys(part.notes):
                by_text.setdefault(text, []).append(number)
        found = []
        for text, numbers in by_text.items():
            of = ", ".join(map(str, numbers))
            plural = "s" if len(numbers) > 1 else ""
            all_of_them = len(numbers) == len(self.parts)
            found.append(text if all_of_them else f"part{plural} {of}: {text}")
        programs = [*dict.fromkeys(it for part in self.parts for it in part.programs)]
        if len(programs) > 1:
            found.append(f"runs are of {len(programs)} programs: {', '.join(programs)}")
        return found

    def patients(self, arm: str, part: int | None = None) -> int:
        """How many were simulated in an arm, in all parts or in one."""
        them = {who for of, who, _ in self.findings if of == arm}
        return sum(part in (None, who.part) for who in them)


def design_of(document: Mapping) -> dict[str, dict]:
    """What of a trial's file makes its runs and labels, and so must be the same in all parts:
    `trial` (follow-up, what ends therapies, settings but for the seed), `visits`, `response`, and
    each `arm` by its name. Patients, and who takes part when and for how long, may differ."""
    trial = _table(document, "trial")
    found = {
        "trial": {it: trial[it] for it in ("follow_up", "ends_treatment") if it in trial},
        "visits": _table(document, "visits"),
        "response": _table(document, "response"),
        "arm": {},
    }
    settings = [it for it in _list(trial, "settings") if not str(it).startswith(f"{SEED}=")]
    if settings:
        found["trial"]["settings"] = settings
    for arm in _list(document, "arm"):
        if isinstance(arm, dict) and "name" in arm:
            made = {it: arm[it] for it in ("config", "settings") if it in arm}
            found["arm"][str(arm["name"])] = made
    return found


def cohort_of(document: Mapping) -> str:
    """Whose patients a trial's file says it has."""
    trial = _table(document, "trial")
    return str(trial.get("cohort", trial.get("scenario", "")))


def _table(document: Mapping, name: str) -> dict:
    found = document.get(name)
    return dict(found) if isinstance(found, dict) else {}


def _list(document: Mapping, name: str) -> list:
    found = document.get(name)
    return found if isinstance(found, list) else []

"""How a patient's target lesions went: progression and response at each scan, by RECIST 1.1.

Thresholds: E. A. Eisenhauer et al., Eur. J. Cancer 45, 228 (2009), as sim/clinic/METHODS.md reads
it; all are inclusive. Non-target disease is as the table says.
"""

from __future__ import annotations

from dataclasses import dataclass

from perforin.phenomena.records import Lesion, Record, Scan

RISE_MM, NORMAL_NODE = 50, 100  # tenths: 5 mm, 10 mm


@dataclass(frozen=True)
class Step:
    """A visit as RECIST 1.1 sees it.

    Attributes
    ----------
    place : int
        Among the patient's visits after the baseline, missed ones counted.
    triggers : frozenset of str
        What makes it a progression: "target", "new", "nontarget".
    total : int or None
        Sum of diameters (tenths of a millimetre); None: incomplete.
    responds : bool
        Whether the sum is complete and at least 30 % below that of the baseline, or all targets
        are gone (lymph nodes under 10 mm).
    new : dict
        New lesions that are there, with their sizes (tenths of a millimetre; None: without one).
    grown : bool
        Whether one without a size is said to have grown.
    """

    place: int
    day: int
    triggers: frozenset[str]
    total: int | None
    responds: bool
    new: dict[str, int | None]
    grown: bool = False

    @property
    def progresses(self) -> bool:
        """Whether RECIST calls it PD."""
        return bool(self.triggers)


def rose(now: int, before: int) -> bool:
    """At least 20 % and 5 mm."""
    return 10 * now >= 12 * before and now - before >= RISE_MM


def fell(now: int, before: int) -> bool:
    """At least 30 %."""
    return 10 * now <= 7 * before


def baseline_sum(record: Record) -> int | None:
    """Sum of diameters of the targets before treatment; None: there are none, or one is unknown."""
    total, complete = record.sum(record.baseline)
    return total if complete and total > 0 else None


def steps(record: Record) -> list[Step]:
    """Each visit that was made, in order; none without targets at the baseline."""
    baseline = nadir = baseline_sum(record)
    found: list[Step] = []
    before: set[str] = set()  # new lesions that were there
    for place, scan in enumerate(record.scans if baseline is not None else ()):
        if scan.missed:
            continue
        measured, complete = record.sum(scan)
        new = record.new(scan) | {it: None for it in before if _is_unknown(scan, it)}
        before = set(new)
        gone = complete and all(_is_gone(record, scan, it) for it in record.targets)
        parts = {
            "target": rose(measured, nadir) and not gone,
            "new": bool(new),
            "nontarget": scan.nontarget == "PD",
        }
        triggers = frozenset(name for name, yes in parts.items() if yes)
        responds = complete and (gone or fell(measured, baseline))
        total = measured if complete else None
        grown = any(scan.findings[it].grown for it in new if it in scan.findings)
        found.append(Step(place, scan.day, triggers, total, responds, new, grown))
        nadir = min(nadir, measured) if complete else nadir
    return found


def _is_gone(record: Record, scan: Scan, target: Lesion) -> bool:
    """Whether a target is no disease any more: 0 mm, a lymph node under 10 mm."""
    size = record.size(scan, target.name)
    return size is not None and size < (NORMAL_NODE if target.node else 1)


def _is_unknown(scan: Scan, lesion: str) -> bool:
    """Whether nobody can tell if a new lesion is still there: then it is."""
    return lesion not in scan.findings or scan.findings[lesion].seen is None


def first_progression(found: list[Step]) -> Step | None:
    """The first scan that is PD by whatever."""
    return next((it for it in found if it.progresses), None)


def growing(before: Step, now: Step) -> bool:
    """Whether new lesions grow from one scan to another: a further one is there, their sum is 5 mm
    larger, or one without a size is said to have grown. These confirm a progression by iRECIST
    (Seymour et al., Lancet Oncol. 18, e143 (2017)); here the sum is of all new lesions."""
    if set(now.new) - set(before.new) or now.grown:
        return True
    known = [name for name in now.new if None not in (now.new[name], before.new[name])]
    return sum(now.new[it] for it in known) - sum(before.new[it] for it in known) >= RISE_MM


def first_response(found: list[Step], after_progression: bool = False) -> Step | None:
    """The first scan with a response of the targets that is not PD itself.

    Parameters
    ----------
    after_progression
        Whether one after a progression counts: then known new lesions may still be there, if they
        have not grown since.
    """
    progression: Step | None = None
    for step in found:
        if step.responds and not step.progresses:
            return step
        if progression is not None and step.responds and step.triggers <= {"new"}:
            if not growing(progression, step):
                return step
        if progression is None and step.progresses:
            if not after_progression:
                return None
            progression = step
    return None

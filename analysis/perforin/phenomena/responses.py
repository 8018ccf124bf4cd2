"""Responses and what is peculiar about them: late, lasting, in one lesion and not in another."""

from __future__ import annotations

from collections.abc import Collection

from perforin.phenomena.course import Step, fell, first_response, rose, steps
from perforin.phenomena.records import Record


def progression_at_first_scan(record: Record) -> bool | None:
    """PD by RECIST 1.1 at the first scan on treatment that was made; None: there was none."""
    found = steps(record)
    return found[0].progresses if found else None


def response(record: Record, after_progression: bool = False) -> Step | None:
    """The first partial or complete response by RECIST 1.1, unconfirmed (Eisenhauer 2009); those
    after a progression only if asked for (see `course.first_response`)."""
    return first_response(steps(record), after_progression)


def delayed(record: Record, day: float) -> Step | None:
    """The first response, be it after a progression, if it came after a day. Of responses to PD-1
    blockade in melanoma 10–15 % or more come after 6 months (CheckMate 067, recalled)."""
    first = response(record, after_progression=True)
    return first if first is not None and first.day > day else None


def durable(record: Record, days: float, followed: float) -> bool | None:
    """Whether a response by RECIST 1.1 was still held so many days later: no PD and no death up to
    then. None: no response, or one whose patient is not known to be without PD that long, be it
    because it came too late (`followed` is the last day she could have been seen) or because no
    later scan was made. No curve is estimated: those who were followed that long are counted."""
    found = steps(record)
    first = first_response(found)
    if first is None or first.day + days > followed:
        return None
    end = first.day + days
    after = [it for it in found if it.day > first.day]
    lost = next((it.day for it in after if it.progresses), None)
    if lost is not None and lost <= end:
        return False
    if record.death is not None and record.death <= end:
        return False
    return True if any(it.day >= end for it in after) else None


def dissociated(record: Record) -> tuple[int, str, str] | None:
    """Day of the first scan at which one target is at least 30 % under its baseline and another at
    least 20 % and 5 mm over its own, with both names (Bernard-Tessier 2020, as
    sim/clinic/METHODS.md gives it; new lesions alone do not make one)."""
    before = {it.name: record.size(record.baseline, it.name) for it in record.targets}
    for scan in record.made:
        now = {name: record.size(scan, name) for name in before}
        both = [it for it in before if before[it] and now[it] is not None]
        shrunk = [it for it in both if fell(now[it], before[it])]
        grown = [it for it in both if rose(now[it], before[it])]
        if shrunk and grown:
            return scan.day, shrunk[0], grown[0]
    return None


def shrunk_lesions(record: Record, irradiated: Collection[str], days: float) -> dict[str, int]:
    """Lesions, measurable at the baseline and not irradiated, that became at least 30 % smaller in
    diameter up to a day, with the first day (Golden et al., Lancet Oncol. 16, 795 (2015))."""
    found: dict[str, int] = {}
    for name in measurable(record, irradiated):
        before = record.size(record.baseline, name)
        for scan in record.made:
            now = record.size(scan, name)
            if scan.day <= days and now is not None and fell(now, before):
                found.setdefault(name, scan.day)
    return found


def measurable(record: Record, irradiated: Collection[str]) -> list[str]:
    """Lesions that were not irradiated and that the criteria call measurable at the baseline."""
    return [
        name
        for name, found in record.baseline.findings.items()
        if name not in irradiated and found.measurable and record.size(record.baseline, name)
    ]

"""Pseudoprogression: growth that a criterion calls progression, and a response after it.

Each definition is a function of what was measured; None says that it does not apply.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perforin.phenomena.burden import burdens
from perforin.phenomena.course import Step, fell, growing, rose, steps
from perforin.phenomena.records import Record, Scan

VISITS = 4
"""Within how many visits after the progression the response must come."""
EARLY_DAYS = 12 * 7 + 7
"""Up to week 12, and a week for scans that are late."""
IMAGED_DAYS = 28 * 7
CONFIRMED_DAYS = 28
UNCONFIRMED, CONFIRMED = "unconfirmed PD", "PD"


@dataclass(frozen=True)
class Event:
    """A progression that was followed by a response; `trigger` names what progressed."""

    day: int
    response_day: int
    trigger: str


def by_recist(record: Record, visits: int = VISITS) -> Event | None:
    """PD by targets or a new lesion without an earlier response, the sum of diameters then above
    70 % of the baseline's, and within so many visits at 70 % or less, while new lesions do not
    grow.

    The progression is the first one that targets or new lesions make; visits are those of the
    calendar, missed ones counted. Definition: this project's, so that followed patients count and
    a simulated and a published incidence (Park et al., Radiology 297, 87 (2020): 6 %) can be
    compared; a response as of RECIST 1.1 against the baseline, new lesions as of iRECIST.
    """
    found = steps(record)
    at = next((i for i, it in enumerate(found) if it.responds or it.triggers - {"nontarget"}), None)
    if at is None or found[at].responds or found[at].total is None:
        return None
    progression = found[at]
    for step in found[at + 1 :]:
        if step.place - progression.place > visits:
            return None
        if step.responds and not growing(progression, step):
            return Event(progression.day, step.day, _trigger(progression))
    return None


def _trigger(step: Step) -> str:
    """What progressed: targets if they did, alone or with new lesions."""
    return "target" if "target" in step.triggers else "new"


def by_irecist(labels: Sequence[tuple[int, int, str]], visits: int = VISITS) -> Event | None:
    """iUPD without an earlier iPR or iCR, and iPR or iCR within so many visits, without iCPD
    between (Seymour et al., Lancet Oncol. 18, e143 (2017)). Both are against the baseline.

    Parameters
    ----------
    labels
        Place among the visits, day and response (as in `perforin.clinic.RESPONSES`) of each visit
        that was made.
    """
    opened: tuple[int, int] | None = None
    for place, day, label in labels:
        if opened is None and label in ("PR", "CR"):
            return None
        if label == CONFIRMED or (opened and place - opened[0] > visits):
            return None
        if opened and label in ("PR", "CR"):
            return Event(opened[1], day, "iUPD")
        if opened is None and label == UNCONFIRMED:
            opened = (place, day)
    return None


def imaged(record: Record) -> bool:
    """Whether there are 28 weeks of scans, and a sum of products at the baseline."""
    made = record.made
    known = burdens(record)[0]
    return bool(made) and made[-1].day >= IMAGED_DAYS and bool(known)


def by_irrc(record: Record) -> Event | None:
    """A sum of products at least 25 % above the baseline's that the next assessment, four weeks
    later or more, does not confirm: `trigger` is "early" up to week 12, "delayed" after it.

    F. S. Hodi et al., J. Clin. Oncol. 34, 1510 (2016), of patients with 28 weeks of imaging (see
    `imaged`); new lesions are added as irRC does. A rise that was confirmed ends the search, one
    without another assessment is none.
    """
    baseline, *later = burdens(record)
    if not baseline:
        return None
    seen = [(scan, it) for scan, it in zip(record.scans, later) if it is not None]
    for at, (scan, burden) in enumerate(seen):
        if 4 * burden < 5 * baseline:
            continue
        judges = ((other.day, it) for other, it in seen[at + 1 :] if _confirms(scan, other))
        day, judge = next(judges, (None, None))
        if judge is None or 4 * judge >= 5 * baseline:
            return None
        return Event(scan.day, day, "early" if scan.day <= EARLY_DAYS else "delayed")
    return None


def _confirms(scan: Scan, other: Scan) -> bool:
    return other.day - scan.day >= CONFIRMED_DAYS


def lesions_by_size(record: Record) -> dict[str, bool]:
    """Of each target whether it was at least 20 % and 5 mm over its baseline, and later at least
    30 % under it (data and threshold: Laleh et al., PLoS Comput. Biol. 18, e1009822 (2022))."""
    found = {}
    for lesion in record.targets:
        before = record.size(record.baseline, lesion.name)
        if not before:
            continue
        grew = shrank = False
        for scan in record.made:
            now = record.size(scan, lesion.name)
            if now is None:
                continue
            shrank = shrank or (grew and fell(now, before))
            grew = grew or rose(now, before)
        found[lesion.name] = shrank
    return found


def as_published(record: Record, measured: int = 3) -> dict[str, bool]:
    """The same as a trial's table has it, which ends with the scan that is PD: of lesions that were
    measured that often, the baseline included."""
    pd = next((it.day for it in steps(record) if it.progresses), None)
    cut = record if pd is None else record.until(pd)
    scans = [cut.baseline, *cut.made]
    return {
        name: yes
        for name, yes in lesions_by_size(cut).items()
        if sum(cut.size(it, name) is not None for it in scans) >= measured
    }


def live_falls(
    event: Event, live: dict[int, float], days: Sequence[int]
) -> tuple[bool, bool] | None:
    """Whether live tumour falls by 10 % or more from the progression's scan to the next, and
    whether it also is below that of the baseline then (strict). None: nobody knows.

    Parameters
    ----------
    live
        Volume of live tumour by day of the scan (mm³).
    days
        Of the baseline and of each scan that was made.
    """
    later = [it for it in days if it > event.day]
    if not later or not {days[0], event.day, later[0]} <= live.keys():
        return None
    falls = live[later[0]] <= 0.9 * live[event.day]
    return falls, falls and live[event.day] < live[days[0]]

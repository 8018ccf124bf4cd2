"""From the labels of all visits to what is said of the patient: the same for every criterion.

Labels are plain here: CR, PR, SD, nonCRnonPD, PD, NE, and UPD and CPD of iRECIST.
"""

from __future__ import annotations

from dataclasses import dataclass

from recist import ONLY_NONTARGET

CONFIRMATION_DAYS = 28
MINIMUM_STABLE_DAYS = 42
MOST_MISSED = 2
RESPONSES = ("CR", "PR")
BEST_FIRST = ("CR", "PR", "SD", ONLY_NONTARGET)
COLUMNS = (
    "best,best_unconfirmed,response_day,confirmed_response_day,response_duration,"
    "progression_day,confirmed_progression_day,pfs_day,pfs_event,best_after"
).split(",")


@dataclass(slots=True)
class Course:
    """What one criterion said of one patient; places are those of visits, None: there is none."""

    days: list[int]
    labels: list[str]
    has_targets: bool
    death: int | None
    until: int | None = None  # the first visit that does not count for the best response
    otherwise: str = "NE"  # the best response of who neither responded nor was stable
    asks_confirmation: bool = True
    first: int | None = None  # where a progression is first seen, whatever comes of it
    confirming: int | None = None  # the scan that confirms one
    event: int | None = None  # the visit whose day is that of progression
    taken_back: int | None = None  # the scan that takes the first one back

    def counted(self) -> range:
        """The places of visits that count for the best response."""
        return range(len(self.labels) if self.until is None else self.until)

    def day(self, place: int | None) -> object:
        return "" if place is None else self.days[place]


def verdict(days: list[int], labels: list[str], place: int) -> int | None:
    """The first evaluable scan 28 days later or more."""
    for later in range(place + 1, len(labels)):
        if labels[later] != "NE" and days[later] - days[place] >= CONFIRMATION_DAYS:
            return later
    return None


def is_confirmed(course: Course, place: int) -> bool:
    """Whether a CR or PR is confirmed by a visit that counts."""
    wanted = course.labels[place]
    for later in course.counted()[place + 1 :]:
        label = course.labels[later]
        late_enough = course.days[later] - course.days[place] >= CONFIRMATION_DAYS
        if late_enough and label in ("CR", wanted):
            return True
        if wanted == "CR" and label not in ("CR", "NE"):
            return False
    return False


def best_response(course: Course, confirmed: bool) -> str:
    """The best of the labels that count."""
    for wanted in RESPONSES:
        for place in course.counted():
            if course.labels[place] == wanted:
                if not confirmed or is_confirmed(course, place):
                    return wanted
    for place in course.counted():
        if course.labels[place] in BEST_FIRST and course.days[place] >= MINIMUM_STABLE_DAYS:
            return "SD" if course.has_targets else ONLY_NONTARGET
    return course.otherwise


def best_after(course: Course) -> str:
    """The best once the first progression was taken back."""
    if course.taken_back is None:
        return ""
    labels = [course.labels[place] for place in course.counted() if place >= course.taken_back]
    return next((label for label in BEST_FIRST if label in labels), "")


def progression_free(course: Course) -> tuple[int, bool]:
    """The day, and whether it is an event."""
    days, event, death = course.days, course.event, course.death
    until = len(days) if event is None else event
    if event is None and death is not None:
        until = sum(day <= death for day in days)  # what was planned for later is not missed
    last = max((i for i in range(until) if course.labels[i] != "NE"), default=None)
    last_adequate = 0 if last is None else days[last]
    missed = until if last is None else until - 1 - last
    if (event is None and death is None) or missed >= MOST_MISSED:
        return last_adequate, False
    return (death if event is None else days[event]), True


def summary(course: Course) -> dict[str, object]:
    """All of COLUMNS."""
    responses = [i for i in course.counted() if course.labels[i] in RESPONSES]
    confirmed = next((i for i in responses if is_confirmed(course, i)), None)
    pfs_day, pfs_event = progression_free(course)
    duration: int | str = ""
    if confirmed is not None and pfs_day >= course.days[confirmed]:
        duration = pfs_day - course.days[confirmed]
    return {
        "best": best_response(course, course.asks_confirmation),
        "best_unconfirmed": best_response(course, False),
        "response_day": course.day(responses[0] if responses else None),
        "confirmed_response_day": course.day(confirmed),
        "response_duration": duration,
        "progression_day": course.day(course.first),
        "confirmed_progression_day": course.day(course.confirming),
        "pfs_day": pfs_day,
        "pfs_event": int(pfs_event),
        "best_after": best_after(course),
    }

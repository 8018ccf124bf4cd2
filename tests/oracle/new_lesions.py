"""New lesions, as they become known visit by visit."""

from __future__ import annotations

from dataclasses import dataclass

from measurement_table import Finding, Visit

MOST_NEW_TARGETS, MOST_PER_ORGAN = 5, 2


def progressed(total: int, nadir: int | None) -> bool:
    """At least 20 % and at least 5 mm above the nadir."""
    return nadir is not None and 10 * total >= 12 * nadir and total - nadir >= 50


def smaller(nadir: int | None, total: int) -> int:
    """The nadir after one more complete sum."""
    return total if nadir is None else min(nadir, total)


def organ_of(finding: Finding) -> str:
    """Lymph nodes count as one organ."""
    return "lymph nodes" if finding.node else finding.organ


def sight_of(finding: Finding | None) -> tuple[bool | None, int | None]:
    """Whether a new lesion is seen (None: cannot be said), and its size (None: unknown)."""
    if finding is None:
        return None, None
    return finding.seen, 0 if finding.seen is False else finding.size


@dataclass(slots=True)
class Group:
    """NLT or NLNT: those that had a size once make its sum."""

    members: list[str]
    in_sum: set[str]
    nadir: int | None = None  # since the last addition

    def sum_of(self, sizes: dict[str, int | None]) -> tuple[int, bool]:
        """The sum of what was measured, and whether that is all."""
        known = [sizes[name] for name in self.in_sum if sizes[name] is not None]
        return sum(known), len(known) == len(self.in_sum)

    def own_progression(self, sizes: dict[str, int | None]) -> bool:
        """Whether the sum has progressed against its nadir; then takes it into the nadir."""
        added = {name for name in self.members if sizes[name]} - self.in_sum
        if added:
            self.in_sum |= added
            self.nadir = None
        if not self.in_sum:
            return False
        total, complete = self.sum_of(sizes)
        answer = progressed(total, self.nadir)
        if complete:
            self.nadir = smaller(self.nadir, total)
        return answer


@dataclass(slots=True)
class NewAtVisit:
    """What one visit says of new lesions."""

    first_seen: list[str]  # never seen before
    seen: set[str]  # seen at this very visit
    sizes: dict[str, int | None]  # of every lesion known by now; gone is 0
    grown: set[str]  # without a size, and said to have grown
    back: set[str]  # seen, and gone when last looked at
    gone: set[str]  # known, and gone when last looked at, today included
    any_left: bool  # a known one was not gone when it was last looked at
    own_progression: bool  # NLT or NLNT progressed against their own nadir, or unmeasured
    targets: list[str]  # which are NLT by now
    target_sum: int  # of the NLT that were measured
    target_sum_complete: bool


class NewLesions:
    """Keeps for one patient which new lesions are known, and as what."""

    def __init__(self) -> None:
        self.targets = Group([], set())
        self.others = Group([], set())
        self.left: dict[str, bool] = {}  # not gone when last looked at
        self.per_organ: dict[str, int] = {}

    def admit(self, finding: Finding) -> None:
        """A lesion seen for the first time becomes NLT or NLNT, for good."""
        organ = organ_of(finding)
        room = (
            len(self.targets.members) < MOST_NEW_TARGETS
            and self.per_organ.get(organ, 0) < MOST_PER_ORGAN
        )
        if not (finding.measurable and finding.size is not None and room):
            self.others.members.append(finding.lesion)
            return
        self.per_organ[organ] = self.per_organ.get(organ, 0) + 1
        self.targets.members.append(finding.lesion)

    def look(self, visit: Visit) -> NewAtVisit:
        """Takes in what a visit found."""
        seen, back, first, known = set(), set(), [], set(self.left)
        for name, finding in visit.new.items():
            is_seen, _ = sight_of(finding)
            if is_seen:
                seen.add(name)
                if name not in self.left:
                    first.append(finding)
                elif not self.left[name]:
                    back.add(name)
            if is_seen or (is_seen is not None and name in self.left):
                self.left[name] = is_seen
        first.sort(key=lambda finding: (-(finding.size or 0), finding.lesion))
        for finding in first:
            self.admit(finding)

        sizes = {name: sight_of(visit.new.get(name))[1] for name in self.left}
        grown = {n for n in seen if sizes[n] is None and visit.new[n].grown}
        unmeasured = {n for n in seen & known if sizes[n] is None and n in grown | back}
        progression = [
            self.targets.own_progression(sizes),
            self.others.own_progression(sizes),
            bool(unmeasured.intersection(self.others.members)),
        ]
        total, complete = self.targets.sum_of(sizes)
        return NewAtVisit(
            first_seen=[finding.lesion for finding in first],
            seen=seen,
            sizes=sizes,
            grown=grown,
            back=back,
            gone={name for name, left in self.left.items() if not left},
            any_left=any(self.left.values()),
            own_progression=any(progression),
            targets=list(self.targets.members),
            target_sum=total,
            target_sum_complete=complete,
        )

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
    """Whether a new lesion is seen (None: cannot be said), and its size (None: unknown).

    A lesion that is seen without a size has `grown` filled, by 1 or 0.
    """
    if finding is None:
        return None, None
    if finding.size is not None:
        return finding.size > 0, finding.size
    other = finding.long if finding.node else finding.short
    if other is not None:
        return (True, None) if other > 0 else (False, 0)
    return (None, None) if finding.grown is None else (True, None)


@dataclass(slots=True)
class Group:
    """The new lesions with a measured sum (NLT), or those without (NLNT), and the sum's nadir."""

    members: list[str]
    nadir: int | None = None  # since the last addition

    def sum_of(self, sizes: dict[str, int | None]) -> tuple[int, bool]:
        """The sum of what was measured, and whether that is all."""
        known = [sizes[name] for name in self.members if sizes[name] is not None]
        return sum(known), len(known) == len(self.members)

    def own_progression(self, sizes: dict[str, int | None], grew_in_number: bool) -> bool:
        """Whether the sum has progressed against its nadir; then takes it into the nadir."""
        if not self.members:
            return False
        if grew_in_number:
            self.nadir = None
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
    any_left: bool  # a known one was not gone when it was last looked at
    own_progression: bool  # NLT or NLNT progressed against their own nadir
    targets: list[str]  # which are NLT by now
    target_sum: int  # of the NLT that were measured
    target_sum_complete: bool


class NewLesions:
    """Keeps for one patient which new lesions are known, and as what."""

    def __init__(self) -> None:
        self.targets = Group([])
        self.others = Group([])
        self.left: dict[str, bool] = {}  # not gone when last looked at
        self.per_organ: dict[str, int] = {}

    def admit(self, finding: Finding) -> Group:
        """A lesion seen for the first time becomes NLT or NLNT, for good."""
        organ = organ_of(finding)
        room = (
            len(self.targets.members) < MOST_NEW_TARGETS
            and self.per_organ.get(organ, 0) < MOST_PER_ORGAN
        )
        if not (finding.measurable and finding.size is not None and room):
            self.others.members.append(finding.lesion)
            return self.others
        self.per_organ[organ] = self.per_organ.get(organ, 0) + 1
        self.targets.members.append(finding.lesion)
        return self.targets

    def look(self, visit: Visit) -> NewAtVisit:
        """Takes in what a visit found."""
        seen, first = set(), []
        for name, finding in visit.new.items():
            is_seen, _ = sight_of(finding)
            if is_seen:
                seen.add(name)
                if name not in self.left:
                    first.append(finding)
            if is_seen or (is_seen is not None and name in self.left):
                self.left[name] = is_seen
        first.sort(key=lambda finding: -(finding.size or 0))  # stable: else in the table's order
        joined = [self.admit(finding) for finding in first]

        sizes = {name: sight_of(visit.new.get(name))[1] for name in self.left}
        progression = [
            group.own_progression(sizes, any(group is other for other in joined))
            for group in (self.targets, self.others)
        ]
        total, complete = self.targets.sum_of(sizes)
        return NewAtVisit(
            first_seen=[finding.lesion for finding in first],
            seen=seen,
            sizes=sizes,
            grown={n for n in seen if sizes[n] is None and visit.new[n].grown},
            any_left=any(self.left.values()),
            own_progression=any(progression),
            targets=list(self.targets.members),
            target_sum=total,
            target_sum_complete=complete,
        )

"""irRC and imRECIST: new lesions are added to the burden, and progression waits for another scan."""

from __future__ import annotations

from dataclasses import dataclass

from endpoints import verdict
from measurement_table import Finding, Patient, Visit
from new_lesions import organ_of, progressed, smaller
from recist import ONLY_NONTARGET, Facts

SMALLEST_AXIS = 50  # tenths of a millimetre
MOST_PER_ORGAN, MOST_VISCERAL, MOST_SKIN = 5, 10, 5


@dataclass(slots=True)
class Burden:
    """The burden of one visit: what was measured, and whether that is all."""

    measured: int
    complete: bool


class Products:
    """Keeps for one patient which new lesions irRC counts."""

    def __init__(self) -> None:
        self.counted: list[str] = []
        self.organs: list[tuple[bool, str]] = []  # of those: whether skin, and where

    def admit(self, visit: Visit) -> None:
        """Counts from now on what has both axes of 5 mm, the largest first."""
        large = [
            finding
            for name, finding in visit.new.items()
            if name not in self.counted and both_axes(finding)
        ]
        for finding in sorted(large, key=lambda finding: (-finding.product, finding.lesion)):
            skin = finding.organ == "skin" and not finding.node
            same_side = sum(other == skin for other, _ in self.organs)
            same_organ = sum(organ == organ_of(finding) for _, organ in self.organs)
            most = MOST_SKIN if skin else MOST_VISCERAL
            if same_organ < MOST_PER_ORGAN and same_side < most:
                self.counted.append(finding.lesion)
                self.organs.append((skin, organ_of(finding)))

    def burden(self, targets: list[Finding | None], visit: Visit) -> Burden:
        """The sum of products of targets and counted new lesions."""
        findings = targets + [visit.new.get(name) for name in self.counted]
        products = [None if finding is None else finding.product for finding in findings]
        known = [product for product in products if product is not None]
        return Burden(sum(known), len(known) == len(products))


def both_axes(finding: Finding) -> bool:
    """Whether a new lesion is at least 5 x 5 mm."""
    axes = (finding.long, finding.short)
    return all(axis is not None and axis >= SMALLEST_AXIS for axis in axes)


def irrc_burdens(patient: Patient) -> list[Burden]:
    """The baseline's burden, and that of every visit; of a missed one nothing."""
    products = Products()
    found = [products.burden(patient.targets(patient.baseline), patient.baseline)]
    for visit in patient.visits:
        if visit.missed:
            found.append(Burden(0, False))
            continue
        products.admit(visit)
        found.append(products.burden(patient.targets(visit), visit))
    return found


def irrc(patient: Patient, visits: list[Facts]) -> tuple[list[str], list[Burden], list[int | None]]:
    """The label of each visit (CR, PR, SD, PD, NE), the burdens, baseline first, and the nadirs."""
    burdens = irrc_burdens(patient)
    baseline = burdens[0].measured if burdens[0].complete else None
    nadir, labels, nadirs = baseline, [], []
    for facts, burden in zip(visits, burdens[1:]):
        all_gone = burden.complete and burden.measured == 0
        nadirs.append(None if facts.missed else nadir)
        worse = nadir is not None and burden.measured > nadir
        if facts.missed:
            labels.append("NE")
        elif all_gone and facts.nontarget == "CR" and not facts.new.any_left:
            labels.append("CR")
        elif worse and 4 * burden.measured >= 5 * nadir:
            labels.append("PD")
        else:
            smaller_by_half = baseline is not None and 2 * burden.measured <= baseline
            known = burden.complete and baseline is not None
            labels.append(neither_gone_nor_worse(facts, known, smaller_by_half))
        if burden.complete:
            nadir = smaller(nadir, burden.measured)
    return labels, burdens, nadirs


def imrecist(visits: list[Facts]) -> tuple[list[str], list[Burden], list[int | None]]:
    """The label of each visit (CR, PR, SD, PD, NE), the burdens, without the baseline, and nadirs."""
    nadir, labels, burdens, nadirs = visits[0].baseline if visits else 0, [], [], []
    for facts in visits:
        nadirs.append(None if facts.missed else nadir)
        if facts.missed:
            labels.append("NE")
            burdens.append(Burden(0, False))
            continue
        new = facts.new
        burden = Burden(
            facts.target_sum + new.target_sum, facts.complete and new.target_sum_complete
        )
        targets_gone = facts.complete and not facts.disease_seen
        if targets_gone and facts.nontarget == "CR" and not new.any_left:
            labels.append("CR")
        elif progressed(burden.measured, nadir):
            labels.append("PD")
        else:
            smaller_by_third = 10 * burden.measured <= 7 * facts.baseline
            labels.append(neither_gone_nor_worse(facts, burden.complete, smaller_by_third))
        if burden.complete:
            nadir = smaller(nadir, burden.measured)
        burdens.append(burden)
    return labels, burdens, nadirs


def neither_gone_nor_worse(facts: Facts, known: bool, responds: bool) -> str:
    """PR, SD or NE."""
    if not known:
        return "NE"
    if not facts.has_targets:
        return "NE" if facts.nontarget == "NE" else ONLY_NONTARGET
    return "PR" if responds else "SD"


def stands(days: list[int], labels: list[str]) -> tuple[int | None, int | None]:
    """The first progression that was not negated, and the scan that confirms it.

    Each PD is judged by the first evaluable scan 28 days later or more.
    """
    i = 0
    while i < len(labels):
        if labels[i] == "PD":
            judge = verdict(days, labels, i)
            if judge is None or labels[judge] == "PD":
                return i, judge
            i = judge
        i += 1
    return None, None

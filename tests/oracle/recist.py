"""RECIST 1.1: what a visit shows, and the classes of one visit."""

from __future__ import annotations

from dataclasses import dataclass

from measurement_table import Finding, Patient, Visit
from new_lesions import NewAtVisit, NewLesions, progressed, smaller

NORMAL_NODE = 100  # tenths of a millimetre
ONLY_NONTARGET = "nonCRnonPD"


@dataclass(slots=True)
class Facts:
    """What RECIST and iRECIST know of a visit before they judge."""

    day: int
    missed: bool
    symptoms: bool
    has_targets: bool
    target_sum: int  # of the targets that were measured
    complete: bool
    disease_seen: bool  # a measured target mass, or target node of 10 mm or more
    baseline: int
    nadir: int  # of all earlier complete sums
    nontarget: str
    has_nontarget: bool
    worse: bool
    new: NewAtVisit | None  # None if the visit was missed

    def target_class(self, after_complete_response: bool) -> str:
        """Step 1; nothing for patients without targets."""
        if not self.has_targets:
            return ""
        if after_complete_response and self.disease_seen:
            return "PD"
        if self.complete and not self.disease_seen:
            return "CR"
        if progressed(self.target_sum, self.nadir):
            return "PD"
        if not self.complete:
            return "NE"
        return "PR" if 10 * self.target_sum <= 7 * self.baseline else "SD"

    def nontarget_progressed(self, after_complete_response: bool) -> bool:
        """Step 2; after CR also what is merely seen again."""
        return self.nontarget == "PD" or (
            after_complete_response and self.nontarget == "nonCRnonPD"
        )


def sum_of(targets: list[Finding | None]) -> tuple[int, bool]:
    """The sum of the targets that were measured, and whether that is all."""
    sizes = [target.size for target in targets if target is not None and target.size is not None]
    return sum(sizes), len(sizes) == len(targets)


def disease(target: Finding | None) -> bool:
    """Whether a target is seen, and is more than a normal lymph node."""
    if target is None or target.size is None:
        return False
    return target.size >= NORMAL_NODE if target.node else target.size > 0


def facts_of(patient: Patient) -> list[Facts]:
    """What every visit after the baseline shows."""
    baseline, _ = sum_of(patient.targets(patient.baseline))
    nadir, lesions, found = baseline, NewLesions(), []
    for visit in patient.visits:
        found.append(facts_at(patient, visit, baseline, nadir, lesions))
        if found[-1].complete:
            nadir = smaller(nadir, found[-1].target_sum)
    return found


def facts_at(
    patient: Patient, visit: Visit, baseline: int, nadir: int, lesions: NewLesions
) -> Facts:
    """What one visit shows."""
    targets = patient.targets(visit)
    total, complete = sum_of(targets)
    return Facts(
        day=visit.day,
        missed=visit.missed,
        symptoms=visit.symptoms,
        has_targets=patient.has_targets,
        target_sum=total,
        complete=complete and not visit.missed,
        disease_seen=any(disease(target) for target in targets),
        baseline=baseline,
        nadir=nadir,
        nontarget="NE" if visit.missed else patient.nontarget(visit),
        has_nontarget=patient.has_nontarget,
        worse=visit.worse,
        new=None if visit.missed else lesions.look(visit),
    )


def without_progression(target_class: str, nontarget: str) -> str:
    """Step 4 where nothing progressed."""
    if target_class == "":
        return {"CR": "CR", "nonCRnonPD": ONLY_NONTARGET}.get(nontarget, "NE")
    if target_class == "CR" and nontarget == "CR":
        return "CR"
    if target_class in ("CR", "PR"):
        return "PR"
    return target_class  # SD or NE


def judge(visits: list[Facts]) -> list[tuple[str, str]]:
    """The target class and the overall response at each visit."""
    judged, last_evaluable = [], ""
    for facts in visits:
        if facts.missed:
            judged.append(("", "NE"))
            continue
        after = last_evaluable == "CR"
        target_class = facts.target_class(after)
        if target_class == "PD" or facts.nontarget_progressed(after) or facts.new.any_left:
            overall = "PD"
        else:
            overall = without_progression(target_class, facts.nontarget)
        if overall != "NE":
            last_evaluable = overall
        judged.append((target_class, overall))
    return judged

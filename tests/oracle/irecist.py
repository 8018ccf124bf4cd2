"""iRECIST: runs of unconfirmed progression, their confirmation and their end."""

from __future__ import annotations

from dataclasses import dataclass, field

from new_lesions import NewAtVisit
from recist import ONLY_NONTARGET, Facts, without_progression

FIRST_CONFIRMING_DAY = 28
FURTHER_RISE = 50  # tenths of a millimetre
ORDER = {"NE": 0, "PD": 1, "SD": 2, "PR": 3, "CR": 4}  # what is unknown is not better
ONLY_NONTARGET_LABEL = "non-iCR/non-iUPD"


@dataclass(slots=True)
class Run:
    """What the visit that turned ACTIVE into iUPD had shown."""

    index: int
    day: int
    triggers: tuple[str, ...]
    target_sum: int | None
    leading_class: str
    sizes: dict[str, int | None]  # of each new lesion known by then; gone is 0
    gone: set[str]  # of those, by what was last known
    new_targets: list[str]
    after_complete_response: bool


@dataclass(slots=True)
class Judgement:
    """One patient by iRECIST; a reason says by which rule each label came about."""

    labels: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    progression: int | None = None  # the visit that opened the run that was not reset


def leading_class(facts: Facts, after_complete_response: bool) -> str:
    """The target class; without targets the non-target class, in the target's words."""
    if facts.has_targets:
        return facts.target_class(after_complete_response)
    if facts.nontarget_progressed(after_complete_response):
        return "PD"
    return {"nonCRnonPD": "SD"}.get(facts.nontarget, facts.nontarget)


def triggers(facts: Facts, after_complete_response: bool) -> tuple[str, ...]:
    """The categories that progressed, while no run is open."""
    found = {
        "target": facts.target_class(after_complete_response) == "PD",
        "nontarget": facts.nontarget_progressed(after_complete_response),
        "new": bool(facts.new.first_seen)
        or facts.new.own_progression
        or (after_complete_response and bool(facts.new.back)),
    }
    return tuple(name for name, true in found.items() if true)


def opened(index: int, facts: Facts, why: tuple[str, ...], last_class: str, after: bool) -> Run:
    """A run that begins at this visit."""
    leading = leading_class(facts, after)
    return Run(
        index=index,
        day=facts.day,
        triggers=why,
        target_sum=facts.target_sum if facts.complete else None,
        leading_class=last_class if leading == "NE" else leading,
        sizes=dict(facts.new.sizes),
        gone=set(facts.new.gone),
        new_targets=list(facts.new.targets),
        after_complete_response=after,
    )


def further(run: Run, new: NewAtVisit) -> bool:
    """Whether a lesion is seen that was not known when the run began."""
    return bool(new.seen - run.sizes.keys())


def new_targets_rose(run: Run, new: NewAtVisit) -> bool:
    """NLT known when the run began: +5 mm of their sum, which must have been complete then."""
    then = [run.sizes[name] for name in run.new_targets]
    now = [new.sizes[name] for name in run.new_targets]
    if not then or None in then:
        return False
    return sum(size for size in now if size is not None) - sum(then) >= FURTHER_RISE


def grew(run: Run, new: NewAtVisit, name: str) -> bool:
    """Any growth of one NLNT; one that was gone and is back has grown."""
    then, now = run.sizes[name], new.sizes[name]
    if name in new.grown or (name in run.gone and name in new.seen):
        return True
    return then is not None and now is not None and now > then


def confirmation(run: Run, facts: Facts) -> str:
    """What makes iUPD iCPD at a visit 28 days or more after it; nothing if nothing does."""
    new = facts.new
    others = [name for name in run.sizes if name not in run.new_targets]
    rose = run.target_sum is not None and facts.target_sum - run.target_sum >= FURTHER_RISE
    own_new_trigger = further(run, new) or new.own_progression
    rules = (
        ("target sum", "target" in run.triggers and rose),
        ("non-target worse", "nontarget" in run.triggers and facts.worse),
        ("further new lesion", "new" in run.triggers and further(run, new)),
        ("NLT sum", "new" in run.triggers and new_targets_rose(run, new)),
        ("NLNT growth", "new" in run.triggers and any(grew(run, new, n) for n in others)),
        ("target too", "target" not in run.triggers and facts.target_class(False) == "PD"),
        ("non-target too", "nontarget" not in run.triggers and facts.nontarget == "PD"),
        ("new lesion too", "new" not in run.triggers and own_new_trigger),
    )
    return next((name for name, true in rules if true), "")


def standing(run: Run, facts: Facts) -> str:
    """What keeps the label iUPD without confirmation; nothing if nothing does."""
    after = run.after_complete_response
    if "target" in run.triggers and after and facts.disease_seen:
        return "targets seen after CR"
    if facts.target_class(False) == "PD":
        return "targets"
    if facts.nontarget_progressed("nontarget" in run.triggers and after):
        return "non-target"
    now = leading_class(facts, False)
    if "new" in run.triggers and facts.new.any_left:
        if ORDER[now] <= ORDER[run.leading_class]:
            return "new lesions"
    return ""


def cannot_be_judged(run: Run, facts: Facts) -> bool:
    """Whether targets or the non-target disease that triggered were not evaluable."""
    nontarget = "nontarget" in run.triggers and facts.nontarget == "NE"
    return leading_class(facts, False) == "NE" or nontarget


def response(facts: Facts) -> str:
    """Step 4 without regard to known new lesions, but iCR only when all are gone."""
    label = without_progression(facts.target_class(False), facts.nontarget)
    if label == "CR" and facts.new.any_left:
        label = "PR" if facts.has_targets else ONLY_NONTARGET
    if label == ONLY_NONTARGET:
        return ONLY_NONTARGET_LABEL
    return "NE" if label == "NE" else "i" + label


def in_run(run: Run, facts: Facts) -> tuple[str, str]:
    """Label and reason while a run is open; any label but iUPD, iCPD and NE is a reset."""
    if facts.day - run.day < FIRST_CONFIRMING_DAY:
        if facts.symptoms and further(run, facts.new):
            return "iCPD", "confirmed early: symptoms and a further new lesion"
        return "iUPD", "too early"
    if why := confirmation(run, facts):
        return "iCPD", "confirmed: " + why
    if why := standing(run, facts):
        return "iUPD", "stands: " + why
    if cannot_be_judged(run, facts):
        return "NE", "not evaluable in a run"
    return response(facts), "reset"


def judge(visits: list[Facts]) -> Judgement:
    """Every visit in turn, in the state ACTIVE (no run) or iUPD (a run)."""
    result, run = Judgement(), None
    last_evaluable, last_class, confirmed = "", "SD", False
    for index, facts in enumerate(visits):
        if facts.missed:
            label, reason = "NE", "missed"
        elif confirmed:
            label, reason = "iCPD", "after confirmation"
        elif run:
            label, reason = in_run(run, facts)
            leading = leading_class(facts, False)
        else:
            after = last_evaluable == "iCR"
            leading = leading_class(facts, after)
            if why := triggers(facts, after):
                run = opened(index, facts, why, last_class, after)
                label, reason = "iUPD", "opened: " + " ".join(why)
            else:
                label, reason = response(facts), "active"
        if not facts.missed and not confirmed:
            last_evaluable = last_evaluable if label == "NE" else label
            last_class = last_class if leading == "NE" else leading
            confirmed = label == "iCPD"
            if reason == "reset":
                run = None
        result.labels.append(label)
        result.reasons.append(reason)
    result.progression = run.index if run else None
    return result

"""How the lesions of random series change from visit to visit, by the kind of patient."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from random_lesions import NewLesion, Target, change_sum, scale_other_axis

KINDS = ("responder", "pseudoprogressor", "progressor", "any", "waves", "relapser")
WEIGHTS = {
    "responder": {"same": 2, "noise": 1, "down": 5, "vanish": 6, "nodes": 2, "return": 3},
    "pseudoprogressor": {"same": 2, "up": 4, "down": 5, "threshold": 3, "other axis": 1},
    "progressor": {"same": 1, "up": 5, "small rise": 3, "threshold": 2, "other axis": 2},
    "any": {"same": 2, "noise": 2, "threshold": 6, "vanish": 1, "other axis": 3, "nodes": 2},
}


@dataclass
class Life:
    """One patient while the series is made."""

    chance: random.Random
    kind: str
    targets: list[Target]
    has_nontarget: bool
    day: int = 0
    nontarget: str = "nonCRnonPD"
    new: list[NewLesion] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)  # of all earlier visits
    rows: list[list[object]] = field(default_factory=list)
    has_nontarget_rows: bool = True
    both_axes: bool = True  # of all targets at the baseline
    since_progression: int = 99  # visits since something may have begun a run
    wave: int = 0  # visits so far, for the kinds of patient that have phases

    def happens(self, probability: float) -> bool:
        return self.chance.random() < probability


def next_gap(life: Life) -> int:
    """Days to the next visit; just before and after four weeks where a run may be open."""
    if life.kind != "waves" and life.since_progression < 2 and life.happens(0.5):
        return life.chance.choice((13, 14, 27, 27, 28, 28, 29, 35))
    if life.happens(0.1):
        return life.chance.choice((7, 14, 27, 28, 29, 57))
    return life.chance.choice((41, 42, 42, 42, 43, 56, 63))


def move_targets(life: Life) -> None:
    """Changes the sizes of the targets by one of the moves of this kind of patient."""
    chance, targets = life.chance, life.targets
    weights = WEIGHTS.get(life.kind if life.happens(0.8) else "any", WEIGHTS["any"])
    if life.kind == "pseudoprogressor" and life.since_progression == 1 and life.happens(0.6):
        weights = {"down": 1}
    move = chance.choices(list(weights), list(weights.values()))[0]
    total = sum(target.size for target in targets)
    earlier = chance.choice((life.sums[0], min(life.sums), life.sums[-1]))
    beside = chance.choice((0, 0, 0, -1, 1))
    if move == "noise":
        change_sum(chance, targets, total + chance.randint(-15, 15))
    elif move == "threshold":
        wanted = (12 * earlier // 10, earlier + 50, 7 * earlier // 10, earlier)
        change_sum(chance, targets, chance.choice(wanted) + beside)
    elif move == "up":
        wanted = max(12 * earlier // 10, earlier + 50)
        change_sum(chance, targets, wanted + beside + chance.choice((0, 0, 20, 50, 130)))
    elif move == "down":
        change_sum(chance, targets, 7 * earlier // 10 + beside - chance.choice((0, 0, 30, 200)))
    elif move == "small rise":
        change_sum(chance, targets, total + chance.choice((20, 40, 49, 50, 51)))
    elif move == "vanish":
        for target in targets:
            target.vanish(chance)
    elif move == "return":
        for target in targets:
            if target.size == 0 and life.happens(0.3):
                target.resize(chance.choice((1, 30, 49, 50, 51, 120)))
    elif move == "nodes":
        for target in targets:
            if target.node:
                target.resize(chance.choice((0, 50, 99, 99, 100, 101, 149, 150)))
    elif move == "other axis":
        scale_other_axis(chance, targets)
    if move in ("up", "threshold"):
        life.since_progression = 0


def move_nontarget(life: Life) -> None:
    """The class of non-target disease goes from one to another."""
    ways = {
        "responder": {"same": 8, "CR": 4, "nonCRnonPD": 1, "NE": 0.5, "PD": 0.2},
        "pseudoprogressor": {"same": 8, "CR": 0.5, "nonCRnonPD": 2, "NE": 0.5, "PD": 1.2},
        "progressor": {"same": 8, "CR": 0.2, "nonCRnonPD": 1, "NE": 0.5, "PD": 2},
    }.get(life.kind, {"same": 6, "CR": 1, "nonCRnonPD": 2, "NE": 0.7, "PD": 0.7})
    to = life.chance.choices(list(ways), list(ways.values()))[0]
    if to == "PD":
        life.since_progression = 0
    life.nontarget = life.nontarget if to == "same" else to


def move_new_lesions(life: Life) -> None:
    """Known ones change, others appear."""
    chance = life.chance
    for lesion in life.new:
        lesion.change(chance)
    frequency = 0.05 if life.kind == "responder" else 0.14
    if life.since_progression == 1 and life.happens(0.1) or life.happens(frequency):
        number = chance.choice((1, 1, 1, 2, 3)) if life.happens(0.96) else chance.randint(5, 18)
        single = chance.choice(("lung", "liver", "skin", None, None))
        for _ in range(number):
            life.new.append(NewLesion(chance, f"new{len(life.new) + 1}", single))
        life.since_progression = 0


def move_at_random(life: Life) -> None:
    """Targets, non-target disease and new lesions go their ways."""
    if life.targets:
        move_targets(life)
    if life.has_nontarget:
        move_nontarget(life)
    move_new_lesions(life)


def move_in_waves(life: Life) -> None:
    """New lesions, then shrinking targets, over and over; then one of the two grows a little.

    This is the way to runs that are reset while new lesions persist, and to what follows.
    """
    chance, phase = life.chance, life.wave % 2
    life.wave += 1
    if life.has_nontarget and life.wave > 2 and life.happens(0.3):
        life.nontarget = chance.choice(("PD", "nonCRnonPD"))
    known = [lesion for lesion in life.new if lesion.size]
    if life.wave > 4 and known:
        lesion = chance.choice(known)
        rises = (0, 20, 49, 50, 51, lesion.size // 5, -lesion.size)
        if life.happens(0.7):
            lesion.resize(lesion.size + chance.choice(rises))
        if life.targets and life.happens(0.3):
            change_sum(chance, life.targets, max(12 * life.sums[-1] // 10, life.sums[-1] + 50))
    elif phase == 0 and life.happens(0.8):
        life.new.append(NewLesion(chance, f"new{len(life.new) + 1}", None))
    elif phase == 1 and life.targets:
        wanted = (12 * min(life.sums) // 10 - 1, 7 * life.sums[0] // 10, 0)
        change_sum(chance, life.targets, chance.choice(wanted))


def move_in_relapses(life: Life) -> None:
    """New lesions, then all disease gone, then some of it back.

    This is the way to relapses after complete responses, by lesions that are known.
    """
    chance = life.chance
    life.wave += 1
    if life.wave <= 2:
        if life.happens(0.7):
            life.new.append(NewLesion(chance, f"new{len(life.new) + 1}", None))
        return
    back = life.wave > 3 and life.happens(0.6)
    life.nontarget = chance.choice(("CR", "nonCRnonPD", "PD")) if back else "CR"
    if back and life.happens(0.3):
        life.new.append(NewLesion(chance, f"new{len(life.new) + 1}", None))
    for lesion in life.new:
        returns = back and life.happens(0.5)
        lesion.resize(chance.choice((1, 30, 50, 100)) if returns else 0)
        lesion.sized, lesion.grown = life.happens(0.5), life.happens(0.3)
    for target in life.targets:
        target.resize(chance.choice((1, 50, 99, 100)) if back and life.happens(0.1) else 0)


def move_all(life: Life) -> None:
    """The next visit's lesions."""
    if life.kind == "waves" and life.happens(0.95):
        move_in_waves(life)
    elif life.kind == "relapser" and life.happens(0.95):
        move_in_relapses(life)
    else:
        move_at_random(life)

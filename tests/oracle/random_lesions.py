"""The lesions of random series: their sizes, in tenths of a millimetre, and their rows."""

from __future__ import annotations

import random

ORGANS = ("lung", "liver", "adrenal", "brain", "skin")
STATIONS = ("axilla", "neck", "lung", "skin")  # of lymph nodes
AWKWARD = (1, 30, 40, 49, 49, 50, 50, 51, 99, 100, 100, 101, 149, 150, 200)


def millimetres(size: int | None) -> str:
    """As the table has it; whole ones sometimes without a decimal."""
    if size is None:
        return ""
    return str(size // 10) if size % 10 == 0 else f"{size // 10}.{size % 10}"


class Lesion:
    """A size, which is the short axis of a node and else the long one, and another axis."""

    def __init__(self, name: str, organ: str, node: bool, size: int, other: int) -> None:
        self.name, self.organ, self.node = name, organ, node
        self.size, self.other = size, other

    def resize(self, size: int) -> None:
        """The other axis keeps its proportion, on the right side of the size."""
        size = max(size, 0)
        self.other = self.other * size // self.size if self.size else size
        self.other = max(self.other, size) if self.node else min(self.other, size)
        if self.other == 0:
            self.other = size
        self.size = size

    def axes(self) -> list[str]:
        """Long and short."""
        pair = (self.other, self.size) if self.node else (self.size, self.other)
        return [millimetres(axis) for axis in pair]

    def measurable(self) -> int:
        return int(self.size >= (150 if self.node else 100))


class Target(Lesion):
    """A target lesion."""

    def vanish(self, chance: random.Random) -> None:
        """Most vanish together; nodes become normal, or nearly."""
        if chance.random() < 0.85:
            self.resize(chance.choice((0, 50, 80, 99, 99, 100)) if self.node else 0)

    def first_row(self, chance: random.Random, both: bool) -> list[object]:
        """At the baseline, where the axis that counts must be known."""
        axes = self.axes()
        if not both and chance.random() < 0.5:
            axes[0 if self.node else 1] = ""
        return [self.name, "target", self.organ, int(self.node), *axes, 1, ""]

    def row(self, chance: random.Random, gap: bool) -> list[object] | None:
        """Without a size, with one axis, or not there at all, if there is a gap."""
        axes = self.axes()
        if gap:
            how = chance.choice(("empty", "no row", "one axis"))
            if how == "no row":
                return None
            counts = 1 if self.node else 0
            axes = ["", ""] if how == "empty" else axes
            axes[1 - counts] = ""
        return [self.name, "target", self.organ, int(self.node), *axes, 1, ""]


def some_targets(chance: random.Random) -> list[Target]:
    """One to five, most of whole millimetres; other axes that 5/4 of fits below the size."""
    targets, organs = [], [*ORGANS, *ORGANS]
    chance.shuffle(organs)
    for number in range(chance.choice((1, 1, 1, 2, 2, 3, 4, 5))):
        node = chance.random() < 0.25
        size = chance.choice((150, 160, 200, 250)) if node else chance.choice((100, 120, 200, 400))
        size += chance.choice((0, 0, 0, 10, 37))
        other = size * 3 // 2 if node else chance.choice((size * 4 // 5, size // 2, size))
        organ = chance.choice(STATIONS) if node else organs[number]
        targets.append(Target(f"target{number + 1}", organ, node, size, other - other % 4))
    return targets


def change_sum(chance: random.Random, targets: list[Target], wanted: int) -> None:
    """Shares a sum among the targets that are there, or all if there is none; exactly."""
    alive = [target for target in targets if target.size] or targets
    total, left = sum(target.size for target in alive), max(wanted, 0)
    chance.shuffle(alive)
    for target in alive[1:]:
        share = left * target.size // total if total else left // len(alive)
        total -= target.size
        target.resize(share if chance.random() < 0.9 else min(target.size, left))
        left -= target.size
    alive[0].resize(left)


def scale_other_axis(chance: random.Random, targets: list[Target]) -> None:
    """The sum stays and the products meet 5/4 or 1/2, or miss it by a little."""
    top, bottom = chance.choice(((5, 4), (1, 2)))
    beside = chance.choice((0, 0, 0, -1, 1))
    for target in targets:
        other = target.other * top // bottom + beside
        if target.size and (other >= target.size if target.node else 0 < other <= target.size):
            target.other = other


class NewLesion(Lesion):
    """A new lesion, with a size or only seen."""

    def __init__(self, chance: random.Random, name: str, organ: str | None) -> None:
        node = organ is None and chance.random() < 0.2
        size = chance.choice(AWKWARD)
        if chance.random() < 0.5:
            size = chance.choice((150, 150, 180) if node else (100, 100, 120, 200, 400))
        ratio = chance.choice((10, 8, 5))
        other = size * 10 // ratio if node else max(size * ratio // 10, 1)
        organ = chance.choice(STATIONS) if node else organ or chance.choice(ORGANS)
        super().__init__(name, organ, node, size, other)
        self.sized = chance.random() < 0.85
        self.grown = False

    def change(self, chance: random.Random) -> None:
        """Mostly none; else rises that add up, shrinking, vanishing and coming back."""
        self.grown = chance.random() < 0.2
        if chance.random() < 0.55:
            return
        rises = (0, 1, 20, 49, 50, 51, self.size // 5, -10, -self.size // 2, 100 - self.size)
        if self.size == 0:
            self.resize(chance.choice((0, 0, 0, 0, 1, 30, 50, 100)))
            self.sized = chance.random() < 0.7
        elif chance.random() < 0.25:
            self.resize(0)
        else:
            self.resize(self.size + chance.choice(rises))
        if chance.random() < 0.03:
            self.sized = not self.sized

    def row_before(self, chance: random.Random) -> list[object]:
        """Before it is there: gone, or not evaluable, whatever else is said."""
        here = [self.name, "new", self.organ, int(self.node)]
        size = chance.choice(("", "0"))
        return [*here, size, chance.choice(("", "0")) if size else "", chance.choice((0, 1)), ""]

    def row(self, chance: random.Random, gap: bool) -> list[object] | None:
        """Gone is 0, seen without a size has `grown`, not evaluable has neither or no row."""
        here = [self.name, "new", self.organ, int(self.node)]
        if gap:
            return None if chance.random() < 0.3 else [*here, "", "", "", ""]
        if self.size == 0:
            return [*here, "0", "0", 0, ""]
        if not self.sized:
            return [*here, "", "", int(chance.random() < 0.2), int(self.grown)]
        axes = self.axes()
        if chance.random() < 0.03:
            axes[chance.randint(0, 1)] = ""
        told = int(self.grown) if chance.random() < 0.03 else ""  # counts without a size only
        return [*here, *axes, self.measurable(), told]

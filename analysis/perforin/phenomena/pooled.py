"""Parts of a trial, which were run apart, as one: other patients of the same arms."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from perforin.errors import Problem
from perforin.phenomena.findings import Findings, Key, Who
from perforin.phenomena.header import HEADER
from perforin.phenomena.tables import CASES, Kept


def pool(
    kept: Sequence[Kept], output: Path, complain: Callable[[str], object] = lambda text: None
) -> Kept:
    """All patients of all parts; parts are counted on, in the order in which they come.

    Parameters
    ----------
    output
        The folder of what is pooled.
    complain
        Is told what parts could not tell.

    Raises
    ------
    Problem
        With the file, key and both values of what does not fit together.
    """
    for earlier, later in itertools.combinations(kept, 2):
        _check_fit(earlier, later)
        _check_others(earlier, later)
    first = kept[0].findings
    found = Findings([], [], first.control, first.settings)
    rows = []
    for it in kept:
        of, before = it.findings, len(found.parts)
        found.parts += of.parts
        found.arms += [arm for arm in of.arms if arm not in found.arms]
        found.irradiated |= of.irradiated
        arms = found.design.get("arm", {}) | of.design.get("arm", {})
        found.design = of.design | {"arm": arms}
        for key, findings in of.findings.items():
            moved = _moved(key, before)
            found.findings[moved], found.seeds[moved] = findings, of.seeds[key]
        rows += [replace(row, part=row.part + before) for row in it.composition]
    for text in found.notes:
        complain(text)
    return Kept(output, found, rows)


def _moved(key: Key, before: int) -> Key:
    arm, who, on = key
    return arm, Who(who.part + before, who.number), on


def _check_fit(earlier: Kept, later: Kept) -> None:
    """Refuse what was asked or made in another way; arms that only one has may be."""
    ours, theirs = earlier.findings, later.findings
    for key, a, b in _terms(ours, theirs):
        if a != b:
            raise Problem(
                f"{later.folder / HEADER}: {key} is {_said(b)}, but in {earlier.folder / HEADER} "
                f"it is {_said(a)}: these parts do not fit together"
            )


def _terms(ours: Findings, theirs: Findings) -> Iterator[tuple[str, object, object]]:
    """What must be the same: its key, and what both say."""
    yield "control", ours.control, theirs.control
    yield from _entries("settings", asdict(ours.settings), asdict(theirs.settings))
    both = [arm for arm in ours.arms if arm in theirs.arms]
    for arm in both:
        yield f"irradiated.{arm}", ours.irradiated.get(arm), theirs.irradiated.get(arm)
    for table in dict.fromkeys([*ours.design, *theirs.design]):
        a, b = ours.design.get(table, {}), theirs.design.get(table, {})
        if table != "arm":
            yield from _entries(f"design.{table}", a, b)
            continue
        for arm in both:
            yield from _entries(f"design.arm.{arm}", a.get(arm, {}), b.get(arm, {}))


def _entries(table: str, a: Mapping, b: Mapping) -> Iterator[tuple[str, object, object]]:
    for key in dict.fromkeys([*a, *b]):
        yield f"{table}.{key}", a.get(key), b.get(key)


def _said(value: object) -> str:
    return "not given" if value is None else json.dumps(value, ensure_ascii=False)


def _check_others(earlier: Kept, later: Kept) -> None:
    """Refuse patients who are in two parts: they would count twice. Who has the same seed in the
    same cohort is the same patient, whatever her number."""
    known = {seed: who for (_, who, _), seed in earlier.findings.seeds.items()}
    for (_, who, _), seed in later.findings.seeds.items():
        if seed in known:
            raise Problem(
                f"{later.folder / CASES}: patient {who.number:g} has the seed {seed}, as has "
                f"patient {known[seed].number:g} of {earlier.folder / CASES}: she would count "
                "twice; parts must be of other seeds"
            )

"""phenomena.md: what a trial shows, as a page to read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from perforin import markdown
from perforin.phenomena.composition import ALL, GROUPS, Composition
from perforin.phenomena.definitions import BY_NAME, PHENOMENA
from perforin.phenomena.findings import Findings
from perforin.phenomena.rates import (
    ABLATED_RATE,
    LEAST_CASES,
    LIKELY_RATE,
    NO_RUN,
    Paired,
    Rate,
    least_cases,
    left_out,
    most_cases,
    paired_power,
    power_absent,
    power_present,
)
from perforin.trials.statistic import p_text

WORDS = {"truth": "true sizes", "read": "as read"}
_TOLD = ("volume", "tumour", "infiltrate", "fluid", "debris", "stroma", "new_lesions")


def page(
    analysis: Findings,
    rates: list[Rate],
    paired: list[Paired],
    rows: list[Composition],
    figures: Iterable[Path],
    place: Path,
) -> str:
    """The page, as Markdown."""
    lines = [f"# {analysis.name}: phenomena", "", *_head(analysis), ""]
    for on, words in WORDS.items():
        lines += [
            f"## Rates, {words}",
            "",
            *_rates(analysis, rates, on),
            "",
        ]
    lines += ["## Present or absent", "", *_rules(analysis, rates), ""]
    if paired:
        lines += ["## Arms compared, patient by patient", "", *_paired(paired), ""]
    lines += ["## What the growth is made of", "", *_composition(rows), ""]
    plasma = [it for it in rates if it.phenomenon.startswith("ctdna")]
    if any(it.n for it in plasma):
        lines += ["## Tumour DNA in plasma", "", *_plasma(plasma), ""]
    lines += ["## Figures", ""]
    lines += markdown.pictures(figures, place)
    lines += ["## Definitions", "", *_definitions(rates), ""]
    return "\n".join(lines)


def _head(analysis: Findings) -> Iterator[str]:
    several = len(analysis.parts) > 1
    numbers = [*range(1, len(analysis.parts) + 1)] if several else []
    body = [
        (arm, str(analysis.patients(arm)), *(str(analysis.patients(arm, it)) for it in numbers))
        for arm in analysis.arms
    ]
    yield from markdown.table([("Arm", "patients", *(f"part {it}" for it in numbers)), *body])
    yield ""
    if several:
        yield from _parts(analysis)
    yield (
        f"The control is {analysis.control}. All runs count, twins too, to their last scan: beyond "
        "progression, and whether or not the trial had lost sight of the patient. Intervals are of "
        "95 %, exact."
    )
    if analysis.settings.first_visit is not None:
        yield ""
        yield f"Visits on treatment before day {analysis.settings.first_visit:g} are left out."
    for text in analysis.notes:
        yield ""
        yield f"**{text[0].upper()}{text[1:]}.**"


def _parts(analysis: Findings) -> Iterator[str]:
    yield "Parts of the trial are pooled, as if they were one; both of a pair are of one part."
    yield ""
    body = [
        (str(number), part.name, part.cohort, ", ".join(part.programs))
        for number, part in enumerate(analysis.parts, 1)
    ]
    yield from markdown.table([("Part", "trial", "patients of", "program"), *body])
    yield ""


def told(row: Rate) -> str:
    """ "5 of 150: 3.3 (1.1 to 7.6) %" """
    if not row.n:
        return "not told"
    return f"{row.cases} of {row.n}: {row.percent:.1f} ({row.low:.1f} to {row.high:.1f}) %"


def _title(name: str) -> str:
    return BY_NAME[name].title if name in BY_NAME else name.replace("_", " ")


def _rates(analysis: Findings, rates: list[Rate], on: str) -> Iterator[str]:
    by = {(it.phenomenon, it.arm): it for it in rates if it.on == on}
    body, untold = [], []
    for it in PHENOMENA:
        mine = [by[it.name, arm] for arm in analysis.arms]
        if any(row.n for row in mine):
            body.append((it.title, *map(told, mine)))
        else:
            all_arms = (of[it.name] for key, of in analysis.findings.items() if key[2] == on)
            untold.append(f"{it.title} ({', or '.join(left_out(all_arms)) or NO_RUN})")
    yield from markdown.table([("Phenomenon", *analysis.arms), *body])
    if untold:
        yield ""
        yield f"Not told: {', '.join(untold)}."


def _rules(analysis: Findings, rates: list[Rate]) -> Iterator[str]:
    yield (
        f"On true sizes. Present: {LEAST_CASES} cases and 2 % or more (3 of 150). Absent: 1 % or "
        f"fewer of so many patients that a rate of {100 * LIKELY_RATE:g} % would be missed once in "
        "twenty times at most; else there are too few. Between: neither."
    )
    yield ""
    by = {(it.phenomenon, it.arm): it for it in rates if it.on == "truth" and it.n}
    known = [it for it in PHENOMENA if not it.context]
    body = []
    for it in known:
        mine = [by.get((it.name, arm)) for arm in analysis.arms]
        if any(mine):
            cells = (f"{row.verdict} ({row.cases} of {row.n})" if row else "" for row in mine)
            body.append((it.title, *cells))
    yield from markdown.table([("Phenomenon", *analysis.arms), *body])
    yield ""
    yield (
        "Power at each number: chance to call present what has a true rate of 4, 6 or 8 %, and "
        f"absent what has {100 * ABLATED_RATE:g} %; and of as many pairs of twins to tell "
        f"{100 * LIKELY_RATE:g} from {100 * ABLATED_RATE:g} % (exact sign test, one-sided 0.025)."
    )
    yield ""
    names = {it.name for it in known if it.unit != "responses"}
    numbers = sorted({it.n for it in by.values() if it.phenomenon in names}, reverse=True)
    head = ("n", "present from", "absent up to", "4 %", "6 %", "8 %", "absent", "pairs")
    lines = [
        (
            *(str(n), str(least_cases(n)), str(most_cases(n))),
            *(f"{100 * power_present(n, it):.0f} %" for it in (0.04, 0.06, 0.08)),
            *(f"{100 * power_absent(n):.0f} %", f"{100 * paired_power(n):.0f} %"),
        )
        for n in numbers
    ]
    yield from markdown.table([head, *lines])


def _paired(paired: list[Paired]) -> Iterator[str]:
    yield (
        "Gain: patients who show it in the arm and not in the other; loss: the other way round. "
        "Net: gain less loss, interval given the pairs that differ. p: McNemar, exact. True "
        "sizes; as read: `paired.csv`."
    )
    yield ""
    head = ("Phenomenon", "arm", "against", "pairs", "gain", "loss", "both", "net", "p")
    body = [
        (
            *(_title(it.phenomenon), it.arm, it.control, str(it.n)),
            *(
                _count(it.gain, it.gain_low, it.gain_high),
                _count(it.loss, it.loss_low, it.loss_high),
            ),
            *(str(it.both), _net(it), p_text(it.p)),
        )
        for it in paired
        if it.on == "truth"
    ]
    yield from markdown.table([head, *body])


def _count(count: int, low: float, high: float) -> str:
    return f"{count} ({low:.1f} to {high:.1f} %)"


def _net(row: Paired) -> str:
    if math.isnan(row.net_low):
        return f"{row.net_percent:+.1f} %"
    return f"{row.net_percent:+.1f} ({row.net_low:+.1f} to {row.net_high:+.1f}) %"


def _composition(rows: list[Composition]) -> Iterator[str]:
    mine = [it for it in rows if it.lesion == ALL and it.on == "truth"]
    if not mine:
        yield "Nobody progressed or responded, or the runs have no series of the scanned lesions."
        return
    yield (
        "Volumes over that of the same lesions at the baseline, by true sizes: means over "
        "patients; diameter: cube root of the volume. Leukocytes: median per mm² of section, if all "
        "of the infiltrate were of one size."
    )
    yield ""
    head = ("Arm", "group", "patients", "diameter", *(it.replace("_", " ") for it in _TOLD))
    body = []
    for arm in dict.fromkeys(it.arm for it in mine):
        for group in GROUPS:
            of = [it for it in mine if (it.arm, it.group) == (arm, group)]
            if of:
                means = [sum(getattr(it, name) for it in of) / len(of) for name in _TOLD]
                median = float(np.median([it.leukocytes_per_mm2 for it in of]))
                numbers = [f"{means[0] ** (1 / 3):.2f}", *(f"{it:.2f}" for it in means)]
                body.append((arm, group, str(len(of)), *numbers, f"{median:.0f}"))
    yield from markdown.table([(*head, "leukocytes"), *body])


def _plasma(rates: list[Rate]) -> Iterator[str]:
    body = []
    for it in rates:
        share = f"{it.percent:.0f} ({it.low:.0f} to {it.high:.0f})"
        share = "not told" if math.isnan(it.percent) else share.replace(" (nan to nan)", "")
        what = it.phenomenon.replace("_", " ")
        body.append((what, it.arm, WORDS[it.on], str(it.n), str(it.cases), share, it.note))
    yield from markdown.table([("What", "arm", "", "n", "cases", "%", ""), *body])


def _definitions(rates: list[Rate]) -> Iterator[str]:
    notes: dict[str, dict[str, None]] = {}
    for row in rates:
        if row.note:
            notes.setdefault(row.phenomenon, {})[row.note] = None
    for it in PHENOMENA:
        doc = f"* **{it.title}** (`{it.name}`, of {it.unit}): {it.source}"
        more = list(notes.get(it.name, {}))
        yield doc + (f". {'; '.join(more[:2])}" if more else "")
    yield ""
    yield "Equations, readings and full sources: `analysis/METHODS.md`, Phenomena."

"""What the scanned growth is made of at a progression, and tumour DNA in plasma then."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from perforin.phenomena.analysis import Analysis
from perforin.phenomena.course import Step, first_progression, first_response, steps
from perforin.phenomena.definitions import Seen
from perforin.phenomena.rates import Rate, exact
from perforin.phenomena.runs import PARTS
from perforin.stereology import per_area
from perforin.trials.markers import auc, roc
from perforin.trials.statistic import LEVEL

GROUPS = ("pseudoprogression", "progression", "response")
ALL = "all"
NEAR_DAYS, WEEK_12 = 21, 84
TENFOLD = 0.1


@dataclass(frozen=True)
class Composition:
    """A row of composition.csv: a lesion, or all that were scanned at the baseline, at one scan.

    Attributes
    ----------
    part : int
        Of the trial, from 1 on.
    group : str
        Of the patient: "pseudoprogression" (RECIST 1.1, at the scan that is PD), "progression" (no
        response followed; the same), "response" (no progression before it; at the scan up to it at
        which the lesions were largest).
    volume, tumour, infiltrate, debris, stroma, fluid, new_lesions : float
        Volumes over that of the same lesions at the baseline; `new_lesions`: noticed since.
    baseline_... : float
        Shares of the volume at the baseline.
    leukocytes_per_mm2 : float
        Of a section, if all of the infiltrate were cells of that radius.
    ctdna_true, ctdna_read, ctdna_week12_true, ctdna_week12_read : float
        Tumour DNA in plasma at this scan, and at week 12, over that at the baseline.
    favourable_true, favourable_read : float
        1: undetectable at the baseline, or at most a tenth of it by week 12 (Lee 2018).
    """

    part: int
    arm: str
    patient: float
    on: str
    group: str
    trigger: str
    day: int
    lesion: str
    baseline_volume_mm3: float
    volume: float
    tumour: float
    infiltrate: float
    debris: float
    stroma: float
    fluid: float
    new_lesions: float
    baseline_tumour: float
    baseline_infiltrate: float
    baseline_debris: float
    baseline_stroma: float
    baseline_fluid: float
    leukocytes_per_mm2: float
    ctdna_true: float = math.nan
    ctdna_read: float = math.nan
    ctdna_week12_true: float = math.nan
    ctdna_week12_read: float = math.nan
    favourable_true: float = math.nan
    favourable_read: float = math.nan


def compositions(analysis: Analysis) -> Iterator[Composition]:
    """Rows of every patient who progressed or responded, her lesions together and one by one."""
    for (arm, who, on), seen in analysis.seen.items():
        chosen = moment(seen)
        parts = seen.run.parts
        if chosen is None or not {seen.record.baseline.day, chosen[1]} <= parts.keys():
            continue
        group, day, trigger = chosen
        before, now = parts[seen.record.baseline.day], parts[day]
        known = [
            name
            for name in seen.record.baseline.findings
            if name in before and name in now and before[name]["volume"] > 0
        ]
        scan = next(it for it in seen.record.scans if it.day == day)
        later = sum(now[it]["volume"] for it in seen.record.new(scan) if it in now)
        for lesion, names in ((ALL, known), *((it, [it]) for it in known)):
            if not names:
                continue
            more = later if lesion == ALL else math.nan
            plasma = _plasma(seen, day) if lesion == ALL else {}
            shares = _shares([before[it] for it in names], [now[it] for it in names], more)
            leukocytes = _leukocytes([now[it] for it in names], seen.run.cell_radius)
            yield Composition(
                *(who.part, arm, who.number, on, group, trigger, day, lesion),
                **shares,
                leukocytes_per_mm2=leukocytes,
                **plasma,
            )


def moment(seen: Seen) -> tuple[str, int, str] | None:
    """A patient's group, the scan at which she is looked at, and what triggered it."""
    found = steps(seen.record)
    event, response = seen.recist, first_response(found)
    if event is not None:
        return "pseudoprogression", event.day, event.trigger
    if response is not None:
        return "response", _largest(seen, found, response), ""
    progression = first_progression(found)
    if progression is None or first_response(found, after_progression=True) is not None:
        return None
    return "progression", progression.day, "+".join(sorted(progression.triggers))


def _largest(seen: Seen, found: list[Step], response: Step) -> int:
    """The scan up to a response at which lesions were largest."""
    days = [it.day for it in found if it.day <= response.day and it.day in seen.run.parts]
    volumes = {
        day: sum(
            it["volume"]
            for name, it in seen.run.parts[day].items()
            if name in seen.record.baseline.findings
        )
        for day in days
    }
    return max(volumes, key=lambda it: (volumes[it], -it), default=response.day)


def _shares(before: list[dict], now: list[dict], later: float) -> dict[str, float]:
    whole = sum(it["volume"] for it in before)
    found = {"baseline_volume_mm3": whole, "new_lesions": later / whole}
    for part in ("volume", *PARTS):
        found[part] = sum(it[part] for it in now) / whole
    for part in PARTS:
        found[f"baseline_{part}"] = sum(it[part] for it in before) / whole
    return found


def _leukocytes(lesions: list[dict], radius_um: float) -> float:
    """Per mm² of a section of 4 µm, from the share of the volume that leukocytes take."""
    whole = sum(it["volume"] for it in lesions)
    if not whole > 0:
        return math.nan
    cell_mm3 = 4 / 3 * math.pi * (radius_um * 1e-3) ** 3
    share = sum(it["infiltrate"] for it in lesions) / whole
    return per_area(share / cell_mm3, 2 * radius_um)


# --- tumour DNA ---


def _plasma(seen: Seen, day: int) -> dict[str, float]:
    found = {}
    for on, word in (("truth", "true"), ("read", "read")):
        samples = seen.run.plasma.get(on, [])
        before = [it for at, it in samples if at <= 0]
        if not before or all(at <= 0 for at, _ in samples):
            continue
        baseline = before[-1]
        for name, when in (("ctdna", day), ("ctdna_week12", WEEK_12)):
            at, copies = min(samples, key=lambda it: abs(it[0] - when))
            if abs(at - when) <= NEAR_DAYS and at > 0 and baseline > 0:
                found[f"{name}_{word}"] = copies / baseline
        early = [it for at, it in samples if 0 < at <= WEEK_12 + NEAR_DAYS]
        if early:
            found[f"favourable_{word}"] = float(baseline <= 0 or min(early) <= TENFOLD * baseline)
    return found


def plasma_rates(rows: list[Composition], arms: list[str], level: float = LEVEL) -> Iterator[Rate]:
    """What tumour DNA tells at a progression: favourable profiles, and the area under the ROC curve
    of its ratio to the baseline, true progressions against pseudoprogressions."""
    for arm in arms:
        for on, word in (("truth", "true"), ("read", "read")):
            mine = [it for it in rows if (it.arm, it.on, it.lesion) == (arm, on, ALL)]
            for group in GROUPS[:2]:
                told = [getattr(it, f"favourable_{word}") for it in mine if it.group == group]
                told = [it for it in told if not math.isnan(it)]
                note = "undetectable at the baseline, or at most a tenth by week 12"
                if told:
                    name = f"ctdna_favourable_in_{group}"
                    yield exact(arm, name, on, int(sum(told)), len(told), level, note)
            yield _separation(arm, on, word, mine, level)


def _separation(arm: str, on: str, word: str, rows: list[Composition], level: float) -> Rate:
    pairs = [
        (getattr(it, f"ctdna_{word}"), it.group == "progression")
        for it in rows
        if it.group in GROUPS[:2] and not math.isnan(getattr(it, f"ctdna_{word}"))
    ]
    ratio = np.array([it for it, _ in pairs])
    worse = np.array([it for _, it in pairs], bool)
    name, counts = "ctdna_auc", (len(pairs), int((~worse).sum()))
    found = auc(ratio, worse, level) if len(pairs) else None
    if found is None or math.isnan(found.value):
        few = "fewer than two pseudoprogressions, or progressions, with tumour DNA at that scan"
        return Rate(arm, name, on, *counts, *3 * (math.nan,), "", few)
    shares = (100 * it for it in (found.value, found.low, found.high))
    note = "area × 100, ratio to the baseline at the scan that is PD; cases: pseudoprogressions"
    return Rate(arm, name, on, *counts, *shares, found.method, f"{note}; {_cut_off(ratio, worse)}")


def _cut_off(ratio: np.ndarray, worse: np.ndarray) -> str:
    """Youden's, of the same patients, so too good."""
    curve = roc(ratio, worse)
    best = int(np.argmax(curve.true_positive - curve.false_positive))
    at = np.inf if best == 0 else np.unique(ratio)[::-1][best - 1]
    return (
        f"from {at:.3g} on {100 * curve.true_positive[best]:.0f} % of the progressions and "
        f"{100 * curve.false_positive[best]:.0f} % of the pseudoprogressions (best cut-off of "
        "these patients)"
    )

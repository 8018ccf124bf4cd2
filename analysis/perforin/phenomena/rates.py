"""Rates of phenomena, pairs of twins, and what a number of patients can tell."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from perforin.phenomena.definitions import PHENOMENA, Finding, Phenomenon, Settings
from perforin.phenomena.findings import Findings
from perforin.trials.rates import rate
from perforin.trials.statistic import LEVEL

OUT_OF_FIELD = "out_of_field_response"
NO_RUN = "no run"
EXACT = "exact (Clopper–Pearson)"
LEAST_CASES, LEAST_SHARE, MOST_SHARE = 3, 3 / 150, 0.01
"""Rules: present from 3 of 150 on, absent up to one in a hundred."""
LIKELY_RATE, ABLATED_RATE = 0.06, 0.003
"""Rates for which powers are told: the published one of pseudoprogression (Park 2020), and one that
is next to none (assumed: some patients regress after a rise by chance)."""


@dataclass(frozen=True)
class Rate:
    """A row of phenomena.csv; shares in per cent, NaN: none."""

    arm: str
    phenomenon: str
    on: str
    n: int
    cases: int
    percent: float
    low: float
    high: float
    method: str = EXACT
    note: str = ""

    @property
    def verdict(self) -> str:
        """By the rules: "present", "absent", "between", "too few", "not told"."""
        return verdict(self.cases, self.n)


@dataclass(frozen=True)
class Paired:
    """A row of paired.csv: the same patients in an arm and in the control.

    Attributes
    ----------
    gain, loss, both : int
        Patients who show it in the arm alone, in the control alone, in both.
    p : float
        Exact test of McNemar, two-sided.
    power : float
        Chance that n pairs with rates of 6 % and 0.3 % show it (one-sided 0.025).
    """

    arm: str
    control: str
    phenomenon: str
    on: str
    n: int
    gain: int
    loss: int
    both: int
    gain_percent: float
    gain_low: float
    gain_high: float
    loss_percent: float
    loss_low: float
    loss_high: float
    net_percent: float
    net_low: float
    net_high: float
    p: float
    power: float
    method: str = "exact McNemar; shares exact (Clopper–Pearson); net: given the discordant pairs"
    note: str = ""


def rates(analysis: Findings, level: float = LEVEL) -> Iterator[Rate]:
    """A row for each arm and phenomenon, of true sizes and as read."""
    for arm in analysis.arms:
        for phenomenon in PHENOMENA:
            for on in ("truth", "read"):
                yield _rate(analysis, arm, phenomenon, on, level)


def _rate(analysis: Findings, arm: str, phenomenon: Phenomenon, on: str, level: float) -> Rate:
    keys = [key for key in analysis.findings if key[0] == arm and key[2] == on]
    found = [analysis.findings[key][phenomenon.name] for key in keys]
    n, cases = sum(it.n for it in found), sum(it.cases for it in found)
    reasons = left_out(found)
    notes = [_asked(phenomenon, analysis.settings)]
    if phenomenon.unit == "lesions":
        notes.append("lesions, counted as if each were a patient of her own")
    several = len(reasons) > 1
    why = ", ".join(f"{it} ({of})" if several else it for it, of in reasons.items())
    if not n:
        notes.append(why or NO_RUN)
        return Rate(arm, phenomenon.name, on, 0, 0, *3 * (math.nan,), "", _joined(notes))
    if reasons and phenomenon.unit == "patients":
        notes.append(f"{sum(reasons.values())} patients left out: {why}")
    return exact(arm, phenomenon.name, on, cases, n, level, _joined(notes))


def left_out(found: Iterable[Finding]) -> dict[str, int]:
    """Why nobody can tell, and of how many patients: the most first."""
    reasons = Counter(it.left_out for it in found if it.n == 0)
    return dict(sorted(reasons.items(), key=lambda it: (-it[1], it[0])))


def exact(
    arm: str, name: str, on: str, cases: int, n: int, level: float = LEVEL, note: str = ""
) -> Rate:
    """A share with its exact interval, in per cent."""
    found = rate(np.arange(n) < cases, level=level)
    shares = (100 * it for it in (found.value, found.low, found.high))
    return Rate(arm, name, on, n, cases, *shares, note=note)


def _asked(phenomenon: Phenomenon, settings: Settings) -> str:
    return {
        "delayed_response": f"first response after day {settings.delayed:g}",
        "delayed_of_responses": f"first response after day {settings.delayed:g}",
        "durable_response": f"held {settings.durable:g} days later",
        "out_of_field_response": f"up to day {settings.abscopal:g}",
        "abscopal_response": f"up to day {settings.abscopal:g}",
    }.get(phenomenon.name, "")


def _joined(notes: list[str]) -> str:
    return "; ".join(filter(None, notes))


def pairs(analysis: Findings, level: float = LEVEL) -> Iterator[Paired]:
    """Each arm against the control, of the patients whom both have: of lesions whether she has
    any such. Lesions out of field also against the twins without radiotherapy."""
    paired_arms = [(arm, analysis.control) for arm in analysis.arms if arm != analysis.control]
    more = [it for it in analysis.irradiated.items() if it not in paired_arms]
    for phenomenon in PHENOMENA:
        if phenomenon.unit == "responses":  # who responds is an outcome itself
            continue
        for arm, other in paired_arms + (more if phenomenon.name == OUT_OF_FIELD else []):
            for on in ("truth", "read"):
                told = _flags(analysis, phenomenon.name, on, arm, other)
                if told:
                    yield paired(arm, other, phenomenon.name, on, told, level)


def _flags(analysis: Findings, name: str, on: str, arm: str, other: str) -> list[tuple[bool, bool]]:
    """Of each patient whom both arms have and tell of: in the arm, in the other."""
    found = []
    for key, ours in analysis.findings.items():
        theirs = analysis.findings.get((other, *key[1:]))
        if key[0] == arm and key[2] == on and theirs is not None:
            both = ours[name].flag, theirs[name].flag
            found += [both] if None not in both else []
    return found


def paired(
    arm: str, control: str, name: str, on: str, told: list[tuple[bool, bool]], level: float = LEVEL
) -> Paired:
    """Gain and loss of pairs (in the arm, in the control)."""
    n = len(told)
    gain, loss = told.count((True, False)), told.count((False, True))
    shares = []
    for count in (gain, loss):
        row = exact(arm, name, on, count, n, level)
        shares += [row.percent, row.low, row.high]
    net, note = [100 * (gain - loss) / n, math.nan, math.nan], "no pair differs"
    if gain + loss:
        ends = proportion_confint(gain, gain + loss, alpha=1 - level, method="beta")
        net[1:] = [100 * (gain + loss) / n * (2 * float(it) - 1) for it in ends]
        note = ""
    p = float(stats.binomtest(gain, gain + loss, 0.5).pvalue) if gain + loss else 1.0
    counts = (n, gain, loss, told.count((True, True)))
    return Paired(arm, control, name, on, *counts, *shares, *net, p, paired_power(n), note=note)


# --- what a number of patients can tell ---


def least_cases(n: int) -> int:
    """From how many cases on something is called present: three, and 2 % of all."""
    return max(LEAST_CASES, math.ceil(LEAST_SHARE * n - 1e-9))


def most_cases(n: int) -> int:
    """Up to how many cases it is called absent: 1 % of all."""
    return math.floor(MOST_SHARE * n + 1e-9)


def power_present(n: int, true_rate: float = LIKELY_RATE) -> float:
    """Chance to call present what has this rate."""
    return float(stats.binom.sf(least_cases(n) - 1, n, true_rate))


def power_absent(n: int, true_rate: float = ABLATED_RATE) -> float:
    """Chance to call absent what has this rate."""
    return float(stats.binom.cdf(most_cases(n), n, true_rate))


def verdict(cases: int, n: int) -> str:
    """By the rules; who is too few to be told from a rate of 6 % cannot be called absent."""
    if not n:
        return "not told"
    if cases >= least_cases(n):
        return "present"
    if cases > most_cases(n):
        return "between"
    misses = float(stats.binom.cdf(most_cases(n), n, LIKELY_RATE))
    return "absent" if misses <= 0.05 else "too few"


def paired_power(
    n: int, ours: float = LIKELY_RATE, theirs: float = ABLATED_RATE, alpha: float = 0.025
) -> float:
    """Chance that an exact sign test, one-sided, tells two rates of independent cases apart."""
    gain, loss = ours * (1 - theirs), theirs * (1 - ours)
    power = 0.0
    for differ in range(1, n + 1):
        x = np.arange(differ + 1)
        told = stats.binom.sf(x - 1, differ, 0.5) <= alpha
        chance = stats.binom.pmf(x, differ, gain / (gain + loss))[told].sum()
        power += float(stats.binom.pmf(differ, n, gain + loss) * chance)
    return power

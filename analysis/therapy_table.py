#!/usr/bin/env python3
"""What each therapy does to the same panel of patients: therapy_table.csv and a table in Markdown.

    PYTHONPATH=analysis python3 analysis/therapy_table.py [--seeds 10] [--workers 2] [--only NAME]

The panel (configs/panel.toml): lesions of melanoma, inflamed, excluded and desert, each with several
seeds, untreated and under each therapy from day 14 on. A run that is there already is not done again
(--runs FOLDER). A response is a diameter at least 30 % below that of day 14 at any of the visits six and twelve weeks
after it; intervals of shares are exact (Clopper and Pearson), those of means Student's.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, stdev

from scipy import stats

from perforin import Trajectory
from perforin.errors import Problem

ROOT = Path(__file__).resolve().parent.parent
CONTEXTURES = ("inflamed", "excluded", "desert")
START, VISITS = 14, (56, 98)  # days

BASE = 'base = ["configs/melanoma.toml", "configs/{}.toml", "configs/panel.toml"]\n'


@dataclass(frozen=True)
class Therapy:
    """Tables of a scenario, and what patients show: share of responses in per cent, and where."""

    toml: str
    clinical: str


def drug(name: str, more: str = "") -> str:
    return f'[[therapy]]\ntype = "{name}"\nfirst = "14 d"\n{more}'


def local(name: str, more: str = "") -> str:
    return drug(name, f'lesions = ["primary"]\n{more}')


THERAPIES = {
    "untreated": Therapy("", "0–1"),
    "nivolumab": Therapy(drug("nivolumab"), "45 (CheckMate-067)"),
    "pembrolizumab": Therapy(drug("pembrolizumab"), "41 (KEYNOTE-001)"),
    "atezolizumab": Therapy(
        drug("atezolizumab"), "14 in NSCLC (OAK), 15 in urothelial (IMvigor210)"
    ),
    "durvalumab": Therapy(drug("durvalumab"), "none in melanoma"),
    "ipilimumab": Therapy(drug("ipilimumab"), "19 (CheckMate-067)"),
    "tremelimumab": Therapy(drug("tremelimumab"), "11 (Ribas 2013, recalled)"),
    "nivolumab and ipilimumab": Therapy(
        drug("nivolumab", 'every = "3 week"\nnumber = 4\n') + drug("ipilimumab"),
        "58 (CheckMate-067)",
    ),
    "nivolumab and relatlimab": Therapy(
        "[lag3]\nEmax = 0.3\n"
        + drug("nivolumab", 'every = "4 week"\ndose = "480 mg"\n')
        + drug("relatlimab"),
        "43 (RELATIVITY-047, recalled)",
    ),
    "durvalumab and tremelimumab": Therapy(
        drug("durvalumab") + drug("tremelimumab"), "20 in liver cancer (HIMALAYA, recalled)"
    ),
    "chemotherapy and pembrolizumab": Therapy(
        drug("chemotherapy", "number = 4\n") + drug("pembrolizumab"),
        "48 in NSCLC, other drugs (KEYNOTE-189, recalled)",
    ),
    "pembrolizumab and steroids": Therapy(
        drug("pembrolizumab") + drug("steroids"), "10 in NSCLC (Arbour 2018, recalled)"
    ),
    "chemotherapy": Therapy(drug("chemotherapy"), "13 in NSCLC (OAK)"),
    "targeted": Therapy(drug("targeted"), "50 (BRAF mutated; Chapman 2011, recalled)"),
    "interleukin-2": Therapy(drug("interleukin_2"), "16 (Atkins 1999)"),
    "interferon alpha": Therapy(drug("interferon_alpha"), "10–20 (recalled)"),
    "adoptive transfer": Therapy(drug("adoptive_transfer"), "56 (Seitter 2021)"),
    "vaccine": Therapy(drug("vaccine"), "2 (gp100, MDX010-20)"),
    "TLR agonist": Therapy(local("adjuvant"), "few (alone, recalled)"),
    "oncolytic virus": Therapy(local("oncolytic_virus"), "26 (Andtbacka 2015, recalled)"),
    "radiotherapy": Therapy(local("radiotherapy"), "60–70 (irradiated lesions, recalled)"),
    "exercise": Therapy(drug("exercise"), "none"),
    "diet": Therapy(drug("diet"), "none"),
    "steroids": Therapy(drug("steroids"), "none"),
}


def diameters(result: Path) -> list[float]:
    """At the start of treatment and at the visits, relative to the start."""
    with Trajectory.open(result) as trajectory:
        diameter = [float(d) for d in trajectory.series("lesions/primary")["diameter"]]
    return [diameter[day] / diameter[START] for day in (START, *VISITS)]


def is_whole(result: Path) -> bool:
    """Whether the run is done: a file that was cut short, or is not finished, is not."""
    if not result.exists() or result.with_name(result.name + ".journal").exists():
        return False
    try:
        with Trajectory.open(result) as run:
            return run.status == "completed"
    except Problem:
        return False


def live(job: tuple[str, str, int], program: Path, runs: Path, settings: list[str]) -> Path:
    therapy, contexture, seed = job
    stem = runs / f"{therapy.replace(' ', '_')}.{contexture}.{seed}"
    result = stem.with_name(stem.name + ".h5")
    if is_whole(result):
        return result
    scenario = stem.with_name(stem.name + ".toml")
    scenario.write_text(BASE.format(contexture) + THERAPIES[therapy].toml)
    command = [str(program), "run", str(scenario), "--seed", str(seed), "--threads", "1", "--quiet"]
    command += ["--force", "-o", str(result), "--set", 'output.frames="1000 d"']
    for setting in settings:
        command += ["--set", setting]
    environment = dict(os.environ, PERFORIN_ROOT=str(ROOT))
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return result


def row(therapy: str, contexture: str, changes: list[list[float]]) -> dict[str, object]:
    last = [100.0 * (one[-1] - 1.0) for one in changes]
    responses = sum(min(one[1:]) <= 0.7 for one in changes)
    n = len(changes)
    half = stats.t.ppf(0.975, n - 1) * stdev(last) / math.sqrt(n) if n > 1 else math.nan
    exact = stats.binomtest(responses, n).proportion_ci(method="exact")
    return {
        "therapy": therapy,
        "contexture": contexture,
        "patients": n,
        "change_pct": round(fmean(last), 1),
        "change_half_width_pct": round(half, 1),
        "responses": responses,
        "response_low_pct": round(100.0 * exact.low),
        "response_high_pct": round(100.0 * exact.high),
        "clinical_pct": THERAPIES[therapy].clinical,
    }


def markdown(rows: list[dict[str, object]]) -> str:
    lines = [
        "| therapy | patients show, % | " + " | ".join(CONTEXTURES) + " |",
        "|---|---|" + "---|" * 3,
    ]
    for therapy in THERAPIES:
        own = {str(r["contexture"]): r for r in rows if r["therapy"] == therapy}
        if not own:
            continue
        cells = [
            f"{own[c]['responses']}/{own[c]['patients']}, "
            f"{own[c]['change_pct']} ± {own[c]['change_half_width_pct']}"
            if c in own
            else ""
            for c in CONTEXTURES
        ]
        lines.append(f"| {therapy} | {THERAPIES[therapy].clinical} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", action="append", choices=list(THERAPIES))
    parser.add_argument("--contexture", action="append", choices=CONTEXTURES)
    parser.add_argument("--set", action="append", default=[], dest="settings")
    parser.add_argument("--program", type=Path, default=ROOT / "build/release/perforin")
    parser.add_argument("--runs", type=Path, default=Path("therapy_runs"))
    parser.add_argument("--table", type=Path, default=ROOT / "sim/therapy/therapy_table.csv")
    options = parser.parse_args()
    options.runs.mkdir(parents=True, exist_ok=True)
    names = options.only or list(THERAPIES)
    jobs = [
        (t, c, s)
        for c in options.contexture or CONTEXTURES
        for s in range(1, options.seeds + 1)
        for t in names
    ]
    with ThreadPoolExecutor(options.workers) as pool:
        results = list(
            pool.map(lambda j: live(j, options.program, options.runs, options.settings), jobs)
        )
    seen: dict[tuple[str, str], list[list[float]]] = {}
    for (therapy, contexture, _), result in zip(jobs, results):
        seen.setdefault((therapy, contexture), []).append(diameters(result))
    rows = [row(therapy, contexture, changes) for (therapy, contexture), changes in seen.items()]
    with options.table.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    print(markdown(rows))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""What each therapy does to the same patients: therapy_table.csv and a table in Markdown.

    ./perforin trial configs/trials/melanoma_therapies.toml
    PYTHONPATH=analysis python3 analysis/therapy_table.py configs/trials/results/melanoma_therapies \\
        --runs configs/trials/runs

A response is RECIST's, by the scans of the trial; intervals of shares are exact (Clopper and Pearson).
The change is the best one of the sum of diameters, of a local therapy that of the lesion it was given to;
its difference is from the same patients without therapy, with Student's interval. Patients of whom there is
no scan on treatment count as no response, and not in the change.
"""

from __future__ import annotations

import argparse
import csv
import math
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from perforin import Trajectory
from perforin.trials.endpoints import responded
from perforin.trials.rates import rate
from perforin.trials.tables import read_trial

ROOT = Path(__file__).resolve().parent.parent
LOCAL = {"radiotherapy", "adjuvant", "oncolytic_virus", "surgery"}
START, VISITS = 14, (56, 98)  # days

# Share of responses in per cent, and where it was seen.
CLINICAL = {
    "untreated": "0–1",
    "nivolumab": "45 (CheckMate 067)",
    "pembrolizumab": "41 (KEYNOTE-001)",
    "atezolizumab": "14 in NSCLC (OAK), 15 in urothelial (IMvigor210)",
    "durvalumab": "none in melanoma",
    "ipilimumab": "19 (CheckMate 067), 12 (CA184-169), 11 (MDX010-20)",
    "tremelimumab": "11 (Ribas 2013, recalled)",
    "relatlimab": "few (recalled)",
    "nivolumab_and_ipilimumab": "58 (CheckMate 067)",
    "nivolumab_and_relatlimab": "43 (RELATIVITY-047, recalled)",
    "durvalumab_and_tremelimumab": "20 in liver cancer (HIMALAYA, recalled)",
    "radiotherapy": "60–70 of irradiated lesions (recalled)",
    "chemotherapy": "13 in NSCLC (OAK)",
    "chemotherapy_and_pembrolizumab": "48 in NSCLC, other drugs (KEYNOTE-189, recalled)",
    "targeted": "50 (BRAF mutated; Chapman 2011, recalled)",
    "imatinib_like": "none in melanoma without KIT mutation",
    "tumour_antibody": "none in melanoma",
    "vaccine": "2 (gp100, MDX010-20)",
    "adjuvant": "few (recalled)",
    "adoptive_transfer": "56 (Seitter 2021)",
    "car_t": "none in melanoma",
    "oncolytic_virus": "26 (Andtbacka 2015, recalled)",
    "interleukin_2": "16 (Atkins 1999), 6 (Schwartzentruber 2011)",
    "interferon_alpha": "10–20 (recalled)",
    "surgery": "the lesion is gone",
    "steroids": "none",
    "pembrolizumab_and_steroids": "10 in NSCLC (Arbour 2018, recalled)",
    "exercise": "none",
    "diet": "none",
}


def largest_lesion(run: Path) -> float:
    """Best change by a visit of the diameter of the lesion that was largest on the first day, per cent;
    NaN: none was lived to."""
    with Trajectory.open(run) as trajectory:
        names = [name for name in trajectory.series_names if name.startswith("lesions/")]
        diameters = [np.asarray(trajectory.series(name)["diameter"]) for name in names]
    known = [one for one in diameters if len(one) > START]
    if not known:
        return math.nan
    largest = max(known, key=lambda one: one[START])
    seen = [largest[day] for day in VISITS if day < len(largest)]
    return 100.0 * (min(seen) / largest[START] - 1.0) if seen else math.nan


def changes(frame: pd.DataFrame, local: bool, runs: Path) -> pd.Series:
    """Best change by patient, per cent; NaN: unknown."""
    if local:
        best = [largest_lesion(runs / f"{run}.h5") for run in frame["hash"]]
    else:
        best = frame["recist.change"].to_numpy(float)
    return pd.Series(best, index=frame["patient"])


def row(arm: str, yes: np.ndarray, own: pd.Series, untreated: pd.Series) -> dict[str, object]:
    share = rate(yes)
    less = (own - untreated).dropna()
    interval = stats.ttest_1samp(less, 0.0).confidence_interval() if len(less) > 1 else None
    return {
        "therapy": arm,
        "patients": len(yes),
        "responses": int(yes.sum()),
        "pct": round(100.0 * share.value),
        "low_pct": round(100.0 * share.low),
        "high_pct": round(100.0 * share.high),
        "median_change_pct": whole(own.median()),
        "pairs": len(less),
        "difference_pct": whole(less.mean()),
        "difference_half_width_pct": whole((interval.high - interval.low) / 2) if interval else "",
        "clinical_pct": CLINICAL[arm],
    }


def whole(number: float) -> int | str:
    return "" if math.isnan(number) else round(number)


def signed(number: object) -> str:
    return str(number).replace("-", "−")


def markdown(rows: list[dict[str, object]]) -> str:
    lines = [
        "| therapy | patients respond, % | here respond | % (95 %) | best change, median, % "
        "| less without therapy, % |",
        "|---|---|---|---|---|---|",
    ]
    for r in rows:
        name = str(r["therapy"]).replace("_", " ") + (
            ", its lesion" if r["therapy"] in LOCAL else ""
        )
        difference = (
            f"{signed(r['difference_pct'])} ± {r['difference_half_width_pct']}"
            if r["therapy"] != "untreated"
            else ""
        )
        lines.append(
            f"| {name} | {r['clinical_pct']} | {r['responses']}/{r['patients']} "
            f"| {r['pct']} ({r['low_pct']}–{r['high_pct']}) "
            f"| {signed(r['median_change_pct'])} | {difference} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("trial", type=Path, help="folder of the trial's tables")
    parser.add_argument("--runs", type=Path, required=True)
    parser.add_argument("--table", type=Path, default=ROOT / "sim/therapy/therapy_table.csv")
    options = parser.parse_args()
    trial = read_trial(options.trial)
    frames = {arm: trial.patients[trial.patients["arm"] == arm] for arm in trial.arms}
    untreated = {
        local: changes(frames[trial.control], local, options.runs) for local in (False, True)
    }
    rows = []
    for arm, frame in frames.items():
        if frame.empty:
            continue
        local = arm in LOCAL
        own = changes(frame, local, options.runs)
        yes = (own <= -30.0).to_numpy() if local else responded(frame, "recist")
        rows.append(row(arm, yes, own, untreated[local]))
    with options.table.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    print(markdown(rows))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""What each therapy does to the same patients: therapy_table.csv and a table in Markdown.

    ./perforin trial configs/trials/melanoma_therapies.toml
    PYTHONPATH=analysis python3 analysis/therapy_table.py configs/trials/results/melanoma_therapies \\
        --runs configs/trials/runs

A response is RECIST's, by the scans of the trial; intervals of shares are exact (Clopper and Pearson).
The change is the best one of the sum of diameters, of a local therapy that of the lesion it was given to;
its difference is from the same patients without therapy, with Student's interval. Patients of whom an arm
has no scan on treatment count as no response, and not in the change.
"""

from __future__ import annotations

import argparse
import csv
import math
from pathlib import Path
from statistics import fmean, median, stdev

from scipy import stats

from perforin import Trajectory

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
    """Best change by a visit of the diameter of the lesion that was largest on the first day, per cent."""
    with Trajectory.open(run) as trajectory:
        series = [
            trajectory.series(path)
            for path in trajectory.series_names
            if path.startswith("lesions/")
        ]
        diameters = [[float(d) for d in one["diameter"]] for one in series]
    largest = max((one for one in diameters if len(one) > START), key=lambda one: one[START])
    seen = [largest[day] for day in VISITS if day < len(largest)]
    return 100.0 * (min(seen) / largest[START] - 1.0) if seen else math.nan


def changes(arm: str, patients: dict[str, dict[str, str]], runs: Path) -> dict[str, float]:
    """Best change by patient, per cent."""
    if arm in LOCAL:
        all_of = {p: largest_lesion(runs / (row["hash"] + ".h5")) for p, row in patients.items()}
    else:
        all_of = {p: float(row["recist.change [%]"] or "nan") for p, row in patients.items()}
    return {patient: change for patient, change in all_of.items() if not math.isnan(change)}


def row(
    arm: str,
    patients: dict[str, dict[str, str]],
    own: dict[str, float],
    untreated: dict[str, float],
) -> dict[str, object]:
    n = len(patients)
    responses = sum(one["recist.best"] in ("CR", "PR") for one in patients.values())
    if arm in LOCAL:
        responses = sum(change <= -30.0 for change in own.values())
    exact = stats.binomtest(responses, n).proportion_ci(method="exact")
    gains = [own[patient] - untreated[patient] for patient in own if patient in untreated]
    half = (
        stats.t.ppf(0.975, len(gains) - 1) * stdev(gains) / math.sqrt(len(gains))
        if len(gains) > 1
        else math.nan
    )
    return {
        "therapy": arm,
        "patients": n,
        "responses": responses,
        "low_pct": round(100.0 * exact.low),
        "high_pct": round(100.0 * exact.high),
        "median_change_pct": round(median(own.values())) if own else "",
        "pairs": len(gains),
        "difference_pct": round(fmean(gains)) if gains else "",
        "difference_half_width_pct": round(half) if gains and not math.isnan(half) else "",
        "clinical_pct": CLINICAL[arm],
    }


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
        share = round(100.0 * int(str(r["responses"])) / int(str(r["patients"])))
        lines.append(
            f"| {name} | {r['clinical_pct']} | {r['responses']}/{r['patients']} "
            f"| {share} ({r['low_pct']}–{r['high_pct']}) "
            f"| {signed(r['median_change_pct'])} | {difference} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("trial", type=Path, help="folder of the trial's tables")
    parser.add_argument("--runs", type=Path, required=True)
    parser.add_argument("--table", type=Path, default=ROOT / "sim/therapy/therapy_table.csv")
    options = parser.parse_args()
    arms: dict[str, dict[str, dict[str, str]]] = {}
    with (options.trial / "patients.csv").open(newline="") as file:
        for one in csv.DictReader(file):
            if one["state"] == "done":
                arms.setdefault(one["arm"], {})[one["patient"]] = one
    best = {arm: changes(arm, patients, options.runs) for arm, patients in arms.items()}
    plain = best["untreated"]
    lesion = {
        p: largest_lesion(options.runs / (one["hash"] + ".h5"))
        for p, one in arms["untreated"].items()
    }
    rows = [
        row(arm, arms[arm], best[arm], lesion if arm in LOCAL else plain)
        for arm in CLINICAL
        if arm in arms
    ]
    with options.table.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    print(markdown(rows))


if __name__ == "__main__":
    main()

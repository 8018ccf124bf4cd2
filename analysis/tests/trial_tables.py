"""Writes tables of trials as the simulator would, of proportional hazards with a known truth."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

MONTH = 30.4375
UNITS = {
    "enrolled": "d",
    "os": "d",
    "followed": "d",
    "recist.pfs": "d",
    "recist.response": "d",
    "recist.duration": "d",
    "recist.change": "%",
    "baseline.sld": "mm",
    "outcome.cd8": "1/mm^2",
}


def exponential(draw: np.random.Generator, count: int, median: float) -> np.ndarray:
    return draw.exponential(median / np.log(2), count)


def patients(
    count: int = 120,
    hazard_ratio: float = 0.6,
    seed: int = 1,
    twins: bool = True,
    arms: tuple[str, ...] = ("placebo", "nivolumab"),
    weighted: bool = False,
    predictive: float = 25.0,
) -> list[dict]:
    """Rows of patients.csv.

    A patient's marker `baseline.cd8` (standard normal) makes her best change under treatment lower
    by `predictive` % per unit and leaves that of the control alone; `baseline.sld` is prognostic:
    it makes the change higher by 10 % per standard deviation in both arms. Twins share all luck
    but a residual of 10 %.
    """
    draw = np.random.default_rng(seed)
    rows = []
    for number in range(1, count + 1):
        marker, sld = draw.normal(), draw.normal()
        own, death = draw.normal(), draw.exponential(400)
        enrolled = draw.uniform(0, 300)
        cut = 1100 - enrolled
        left = draw.exponential(6000)
        home = arms[(number - 1) % len(arms)]
        ecog = int(draw.integers(0, 2))
        for arm in arms if twins else (home,):
            treated = arm != arms[0]
            change = 10 + 20 * own + 10 * sld + draw.normal(0, 10)
            change -= (20 + predictive * marker) * treated
            change = float(np.clip(change, -100, 180))
            dies = death / (hazard_ratio if treated else 1.0)
            followed = min(dies, cut, left)
            seen = followed > 63
            best = (
                "NE"
                if not seen
                else "CR"
                if change <= -99
                else "PR"
                if change <= -30
                else "SD"
                if change < 20
                else "PD"
            )
            progressed = 60 if best == "PD" else min(dies, 120 + 2 * death * (0.5 + treated))
            rows.append(
                {
                    "patient": number,
                    "arm": arm,
                    "assigned": int(arm == home),
                    "stratum": f"ecog={ecog}",
                    "weight": float(1 + number % 3) if weighted else 1,
                    "enrolled": enrolled,
                    "state": "done",
                    "baseline.cd8": marker,
                    "baseline.sld": 80 + 25 * sld,
                    "baseline.pd_l1": "high" if marker > 0.3 else "low",
                    "recist.best": best,
                    "recist.confirmed": "SD" if best in ("CR", "PR") and change > -40 else best,
                    "recist.change": change if seen else "",
                    "recist.pfs": min(progressed, followed),
                    "recist.pfs_event": int(progressed <= followed),
                    "recist.response": 63.0 if best in ("CR", "PR") else "",
                    "recist.duration": max(min(progressed, followed) - 63.0, 1.0)
                    if best in ("CR", "PR")
                    else "",
                    "recist.duration_event": int(progressed <= followed)
                    if best in ("CR", "PR")
                    else "",
                    "os": followed,
                    "os_event": int(dies <= min(cut, left)),
                    "followed": followed,
                    "dropped_out": int(left < min(dies, cut)),
                    "grade": int(draw.integers(0, 3)) + treated * int(draw.integers(0, 2)),
                    "outcome.cd8": 300 + 150 * marker + 60 * draw.normal(),
                }
            )
    return rows


def visits(rows: list[dict], seed: int = 2) -> list[dict]:
    """Each patient's course to her best change by day 63 and back from there."""
    draw = np.random.default_rng(seed)
    found = []
    for row in rows:
        for day in np.arange(63, min(row["recist.pfs"], 700) + 64, 63):
            depth = row["recist.change"] if row["recist.change"] != "" else 0
            change = depth + max(day - 126, 0) * 0.06 + draw.normal(0, 3) * (day > 63)
            found.append(
                {
                    "patient": row["patient"],
                    "arm": row["arm"],
                    "assigned": row["assigned"],
                    "day": day,
                    "sld": 80 * (1 + change / 100),
                    "change": max(change, -100),
                    "new_lesions": int(draw.random() < 0.05),
                    "recist": row["recist.best"],
                }
            )
    return found


def doses(rows: list[dict]) -> list[dict]:
    return [
        {"patient": r["patient"], "arm": r["arm"], "assigned": r["assigned"], "day": day}
        | {"therapy": r["arm"]}
        for r in rows
        for day in np.arange(0, min(r["recist.pfs"], 365), 28)
    ]


LOOKS = [
    {"look": 1, "day": 500, "patients": 80, "events": 30, "information": 0.4, "decision": "go on"},
    {"look": 2, "day": 900, "patients": 120, "events": 75, "information": 1, "decision": "stop"},
]


def write(path: Path, rows: list[dict], units: dict[str, str] = UNITS) -> Path:
    """One table, headings with units."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        heads = rows[0] if rows else {"patient": 0, "arm": 0, "assigned": 0}
        writer.writerow([f"{k} [{units[k]}]" if k in units else k for k in heads])
        writer.writerows([row.values() for row in rows])
    return path


def write_trial(folder: Path, rows: list[dict]) -> Path:
    """A whole folder."""
    write(folder / "patients.csv", rows)
    write(folder / "visits.csv", visits(rows), {"day": "d", "sld": "mm", "change": "%"})
    write(folder / "doses.csv", doses(rows), {"day": "d"})
    write(folder / "looks.csv", LOOKS, {"day": "d"})
    return folder

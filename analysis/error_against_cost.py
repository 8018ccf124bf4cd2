#!/usr/bin/env python3
"""How exact the numerical settings are, and what they cost: error_against_cost.csv and .png.

    PYTHONPATH=analysis python3 analysis/error_against_cost.py [--seeds 8] [--folder sim]

One setting at a time is varied, the others keep their defaults, and each value is run with several
seeds. The error of a value is the difference of a quantity's mean from that at the most exact value,
relative to it, with its standard error; the cost is processor time, relative to the default's.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import resource
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, stdev

from perforin import Trajectory, measures

ROOT = Path(__file__).resolve().parent.parent


PARTS = {"ctl": ("ctl_progenitor", "ctl_effector", "ctl_exhausted", "ctl_memory")}  # of a sum


@dataclass(frozen=True)
class Bed:
    """What is run, and what is compared in the end: series, or measures of the last frame."""

    scenario: str
    days: int
    settings: tuple[str, ...]
    quantities: tuple[str, ...]


BEDS = {
    "spheroid": Bed(
        "spheroid",
        6,
        ('lesion.spheroid.nodule.extent="600 um"',),
        ("tumour_live", "radius", "crowding"),
    ),
    "infiltrated": Bed(
        "checkpoint_blockade_untreated",
        15,
        ('lesion.primary.slab.width="160 um"',),
        ("tumour_live", "killed", "ctl"),
    ),
}


@dataclass(frozen=True)
class Knob:
    """A setting and its values, the most exact one first."""

    key: str
    default: str
    values: tuple[str, ...]
    beds: tuple[str, ...]


KNOBS = (
    Knob(
        "tissue.step", "1 h", ("0.2 h", "0.5 h", "1 h", "2 h", "4 h"), ("spheroid", "infiltrated")
    ),
    Knob(
        "tissue.sub_step",
        "2 min",
        ("0.5 min", "1 min", "2 min", "4 min", "10 min"),
        ("infiltrated",),
    ),
    Knob("mechanics.step", "60 min", ("5 min", "15 min", "30 min", "60 min"), ("spheroid",)),
    Knob("mechanics.ramp", "4", ("1.5", "2", "4", "10"), ("spheroid",)),
    Knob("mechanics.limited", "0.5 %", ("0 %", "0.5 %", "2 %", "5 %"), ("spheroid",)),
    Knob("mechanics.doze", "0.05 um", ("0 um", "0.05 um", "0.2 um", "1 um"), ("spheroid",)),
    Knob(
        "tissue.solver_tolerance", "0.0001", ("0.000001", "0.0001", "0.001", "0.01"), ("spheroid",)
    ),
)


def run(program: Path, bed: Bed, key: str, value: str, seed: int, folder: Path) -> dict[str, float]:
    """One run: the last values of the bed's quantities, and seconds of processor time as `cost`."""
    result = folder / "run.h5"
    quoted = value if value.replace(".", "").isdigit() else f'"{value}"'
    command = [
        str(program), "run", f"scenarios/{bed.scenario}", "--quiet", "--force",
        "--threads", "1", "--days", str(bed.days), "--seed", str(seed), "--output", str(result),
    ]  # fmt: skip
    for setting in (*bed.settings, f"{key}={quoted}"):
        command += ["--set", setting]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(command, check=True, cwd=ROOT)
    cost = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    with Trajectory.open(result) as trajectory:
        lesion = next(iter(trajectory.lesions))
        series = trajectory.series(f"lesions/{lesion}")

        def last(name: str) -> float:
            return float(getattr(series, name)[-1])

        per_agent = last("cells_per_agent")
        values = {"cost": cost}
        for name in bed.quantities:
            if name == "radius":
                values[name] = float(measures.spheroid_radius(trajectory, lesion, bed.days))
            elif name == "crowding":
                frame = trajectory.frame_near(lesion, bed.days)
                values[name] = float(trajectory.cells(lesion, "tumour", frame).crowding.mean())
            else:
                values[name] = sum(last(part) for part in PARTS.get(name, (name,))) / per_agent
    return values


def mean_and_error(numbers: list[float]) -> tuple[float, float]:
    """Mean and its standard error."""
    if len(numbers) < 2:
        return fmean(numbers), math.nan
    return fmean(numbers), stdev(numbers) / math.sqrt(len(numbers))


def measure(program: Path, seeds: int) -> list[dict[str, object]]:
    """All rows of the table."""
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for knob in KNOBS:
            for bed_name in knob.beds:
                bed = BEDS[bed_name]
                runs = {
                    value: [
                        run(program, bed, knob.key, value, seed, folder)
                        for seed in range(1, seeds + 1)
                    ]
                    for value in knob.values
                }
                for quantity in bed.quantities:
                    exact, exact_error = mean_and_error([r[quantity] for r in runs[knob.values[0]]])
                    for value in knob.values:
                        mean, error = mean_and_error([r[quantity] for r in runs[value]])
                        cost, _ = mean_and_error([r["cost"] for r in runs[value]])
                        rows.append({
                            "setting": knob.key, "value": value, "bed": bed_name,
                            "quantity": quantity, "mean": float(f"{mean:.6g}"),
                            "difference": round(mean / exact - 1.0, 5),
                            "standard_error": round(math.hypot(error, exact_error) / exact, 5),
                            "seconds": round(cost, 3), "seeds": seeds,
                            "default": int(value == knob.default),
                        })  # fmt: skip
                        print(*rows[-1].values(), flush=True)
    return rows


def draw(rows: list[dict[str, object]], path: Path) -> None:
    """One panel a setting and bed: the difference and its error over the cost."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    panels = list(dict.fromkeys((row["setting"], row["bed"]) for row in rows))
    columns = 4
    figure, axes = pyplot.subplots(
        math.ceil(len(panels) / columns), columns, figsize=(15, 3.6 * math.ceil(len(panels) / columns)),
        squeeze=False,
    )  # fmt: skip
    for axis in axes.flat[len(panels) :]:
        axis.set_axis_off()
    for axis, (setting, bed) in zip(axes.flat, panels, strict=False):
        mine = [row for row in rows if (row["setting"], row["bed"]) == (setting, bed)]
        for quantity in dict.fromkeys(row["quantity"] for row in mine):
            points = [row for row in mine if row["quantity"] == quantity]
            cost = [float(row["seconds"]) for row in points]
            axis.errorbar(
                cost, [100 * float(row["difference"]) for row in points],
                [100 * float(row["standard_error"]) for row in points],
                fmt="o-", capsize=3, label=quantity,
            )  # fmt: skip
        for row in points:
            label = f"{row['value']}{' (default)' if int(row['default']) else ''}"
            axis.annotate(
                label, (float(row["seconds"]), 0.02), xycoords=("data", "axes fraction"), xytext=(0, 0), textcoords="offset points",
                rotation=90, ha="center", va="bottom", fontsize=8,
                weight="bold" if int(row["default"]) else "normal",
            )  # fmt: skip
        axis.axhline(0, color="0.6", linewidth=0.8)
        axis.set_title(f"{setting} ({bed})", fontsize=10)
        axis.set_xlabel("processor time, s a run")
        axis.set_ylabel("difference from the most exact, %")
        axis.legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def main() -> None:
    """Measure and draw, or only draw what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--program", type=Path, default=ROOT / "perforin")
    parser.add_argument("--folder", type=Path, default=ROOT / "sim")
    parser.add_argument("--draw-only", action="store_true", help="from the table that is there")
    options = parser.parse_args()
    table = options.folder / "error_against_cost.csv"
    os.chdir(ROOT)
    if not options.draw_only:
        rows = measure(options.program, options.seeds)
        with table.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    with table.open(newline="") as file:
        draw(list(csv.DictReader(file)), options.folder / "error_against_cost.png")


if __name__ == "__main__":
    main()

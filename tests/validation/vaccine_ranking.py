"""The ranking of neoantigens, tested by running the vaccine. A patient is followed untreated and her
antigens are ranked on the day before a vaccine would begin; then the same patient, with the same luck,
is vaccinated against each of them in turn. The better an antigen is ranked, the fewer live tumour
cells must be left.

usage: vaccine_ranking.py PROGRAM SEEDS

In each of the seeds 1 to SEEDS the best-ranked antigen must leave the fewest cells of all four, in the
geometric mean the worst-ranked the most, and no vaccine more still. If it did not matter which antigen a
vaccine names, the first would come about by a chance of 1 in 4 a seed, the second by 1 in 3: all of it
by 2 % with two seeds, 2e-8 with twelve.
"""

import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from perforin import Trajectory

BEFORE, FIRST, LAST = 6, 7, 42  # days: the ranking, the first dose, the end

# Antigen 1 is in all cells. Antigen 0 is in three fifths of those of both lesions; the others have lost
# it. Antigen 2 is in two fifths of the cells of a, which show little MHC-I, and 3 in all of b.
SCENARIO = f"""
[run]
days = {LAST}
fidelity = "trial"
[output]
series = "{BEFORE} d"
frames = "{BEFORE} d"
events = "none"
[blood]
specific_cd8 = 1e6
[node]
sites = 1000  # dendritic cells hold all who come: strong responses, so that few seeds tell
divisions = 8
[biology.cytotoxic_t]
weight = 1
hit_rate = "0.04 1/min"

[[lesion]]
name = "a"
diameter = "20 mm"
antigens = 2
slab = {{ width = "80 um", depth = "100 um", cap = "140 um" }}
[[lesion.clone]]
share = 0.4
antigens_lost = 1
antigens_gained = 1
mhc1 = 0.1

[[lesion]]
name = "b"
diameter = "18.7 mm"
antigens = 2
own_antigens = 1
slab = {{ width = "80 um", depth = "100 um", cap = "140 um" }}
[[lesion.clone]]
share = 0.4
antigens_lost = 1

[[therapy]]
type = "vaccine"
first = "{FIRST} d"
every = "1 week"
number = 3
dendritic_cells = 1e5
"""


def live(result: pathlib.Path) -> np.ndarray:
    """Live tumour cells of all lesions on day 0, on that of the ranking, and so on."""
    with Trajectory.open(result) as run:
        return sum(np.asarray(run.series(f"lesions/{it}").tumour_live) for it in run.lesions)


def ranking(result: pathlib.Path) -> list[int]:
    """The antigens of an untreated patient, the best first: what the user is told."""
    command = [sys.executable, "-B", "-m", "perforin", "neoantigens", result]
    command += ["--day", str(BEFORE), "--best", "64"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [int(number) for number in said.strip("[]\n").split(",")]


def arms(program: str, folder: pathlib.Path, seed: int) -> tuple[list[int], list[float]]:
    """The ranking of a patient, and the cells left by each vaccine in its order, then by none."""

    def run(name: str, setting: str) -> np.ndarray:
        result = folder / f"{name}.h5"
        command = [program, "run", folder / "scenario.toml", "-q", "--force", "-o", result]
        subprocess.run([*command, "--set", f"run.seed={seed}", "--set", setting], check=True)
        return live(result)

    untreated = run("untreated", "therapy=[]")
    order = ranking(folder / "untreated.h5")
    courses = [run("vaccine", f"therapy.vaccine.antigens=[{number}]") for number in order]
    for course in courses:  # twins: the same until the first dose, not after it
        assert np.array_equal(course[:2], untreated[:2]), f"seed {seed}: no twin"
        assert not np.array_equal(course, untreated), f"seed {seed}: no vaccine"
    return order, [float(course[-1]) for course in (*courses, untreated)]


def main(program: str, seeds: int) -> int:
    """The number of promises that were not kept, printed one a line."""
    wrong, left = [], []
    print("seed  ranking       live cells at the end, best to worst, untreated")
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "scenario.toml").write_text(SCENARIO)
        for seed in range(1, seeds + 1):
            order, cells = arms(program, place, seed)
            print(f"{seed:4}  {order}  " + "  ".join(f"{n:.2e}" for n in cells), flush=True)
            if min(cells[1:-1]) <= cells[0]:
                wrong.append(f"seed {seed}: the best-ranked antigen does not leave the fewest")
            left.append(np.log(np.maximum(cells, 1)))
    means = np.exp(np.mean(left, axis=0))
    print(" " * 20 + "  ".join(f"{n:.2e}" for n in means) + "  geometric mean")
    if max(means[:-2]) >= means[-2]:
        wrong.append("in the mean the worst-ranked antigen does not leave the most")
    if max(means[:-1]) >= means[-1]:
        wrong.append("in the mean a vaccine leaves as many cells as none")
    print("\n".join(wrong) or "the ranking tells the better vaccine")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])) != 0)

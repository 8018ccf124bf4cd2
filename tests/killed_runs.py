"""Kills the program at random moments, and at random ones of its calls to the disk, writes in their
middle. Whatever it had committed must be there, whole and right: for a reader that changes nothing,
for one that looks on while the run goes on, and once the program has finished the file. Resumed, it
must come to what a run is that nobody killed.

usage: killed_runs.py PROGRAM LIBRARY KILLS

LIBRARY (tests/support/disk_calls.cpp) ends a program at a call. Where it cannot be loaded, as with
sanitizers, all kills come at random moments.
"""

import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import h5py
import numpy as np
from perforin import Problem, Trajectory
from perforin.snapshot import open_trajectory_file

SCENARIO = """
[run]
days = 60
[output]
frames = "1 d"
fields = "2 d"
events = "all"
[[lesion]]
layout = "nodule"
[lesion.nodule]
dimensions = 2
radius = "50 um"
extent = "600 um"
"""


def begin(program: str, result: pathlib.Path, env: dict[str, str] | None = None):
    """Starts a run of the scenario."""
    command = [program, "run", "scenario.toml", "-q", "-o", result]
    return subprocess.Popen(command, cwd=result.parent, env=os.environ | (env or {}))


def datasets(path: pathlib.Path) -> dict[str, np.ndarray]:
    """All that is in a trajectory apart from its circumstances."""
    found: dict[str, np.ndarray] = {}

    def visit(name: str, item: object) -> None:
        if isinstance(item, h5py.Dataset):
            found[name] = item[()]

    with open_trajectory_file(path) as file:
        file.visititems(visit)
    return found


def check(part: dict[str, np.ndarray], whole: dict[str, np.ndarray]) -> int:
    """Whether one holds the first days of the other, complete; gives how many moments."""
    moments = len(part["series/patient/time"]) if "series/patient/time" in part else 0
    last = part["series/patient/time_s"][-1] if moments else -1
    for name, values in whole.items():
        rows = len(part[name]) if name in part else 0
        if name.startswith(("scenario/", "parameters/")):
            assert np.array_equal(values, part[name]), name
            continue
        numbers = values.dtype.kind == "f"
        assert rows == 0 or np.array_equal(part[name], values[:rows], equal_nan=numbers), name
        if name.endswith("/time_s"):
            assert rows == np.count_nonzero(values <= last), f"{name}: {rows} rows, day {last}"
    for name, index in part.items():
        if "/frames/rows/" in name:
            kind = name.replace("/frames/rows/", "/cells/")
            rows = {len(v) for n, v in part.items() if n.startswith(kind + "/")}
            assert rows == {int(index[-1].sum())}, f"{kind}: {rows} rows, not {index[-1]}"
    return moments


def check_after_kill(program: str, path: pathlib.Path, whole: dict, seen: int) -> int:
    """Reads what is left in memory, lets the program finish it, and reads it again."""
    try:
        moments = check(datasets(path), whole)
    except Problem as problem:
        assert seen == 0, problem  # nothing was committed
        moments = 0
    assert moments >= seen, f"{seen} moments were seen, {moments} are left"
    info = subprocess.run([program, "info", path], capture_output=True, text=True, check=False)
    assert info.returncode == (0 if moments else info.returncode), info.stderr
    if moments:
        assert "interrupted" in info.stdout or "completed" in info.stdout, info.stdout
        assert not path.with_name(path.name + ".journal").exists()
        assert check(datasets(path), whole) == moments
    return moments


def resume(program: str, path: pathlib.Path, whole: pathlib.Path) -> None:
    """Goes on to the end: the same result as if it had never been killed, and nothing beside it."""
    command = [program, "run", "scenario.toml", "-q", "--resume", "-o", path]
    done = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    same = subprocess.run(
        [program, "diff", whole, path], capture_output=True, text=True, check=False
    )
    assert same.returncode == 0, same.stdout
    beside = [file.name for file in path.parent.glob(path.name + "*")]
    assert beside == [path.name], beside


def kill_at_a_moment(program: str, path: pathlib.Path, chance: random.Random, took: float) -> int:
    """Looks on for a while, kills, and gives how many moments the run had been seen to commit."""
    run = begin(program, path)
    end, seen = time.monotonic() + chance.uniform(0.0, took), 0
    while time.monotonic() < end and run.poll() is None:
        try:
            with Trajectory.open(path) as live:
                now = live.series("patient").rows if "patient" in live.series_names else 0
            assert now >= seen, f"{now} moments where {seen} had been"
            seen = now
        except Problem as problem:
            assert seen == 0 or "without a pause" in str(problem), problem
        time.sleep(0.01)
    run.kill()
    run.wait()
    return seen


def kill_at_a_call(program: str, library: str, path: pathlib.Path, call: int) -> bool:
    """False if the run ended before it came to that call."""
    env = {"LD_PRELOAD": library, "PERFORIN_TEST_DISK_CALLS": str(call)}
    return begin(program, path, env).wait() != 0


def can_load(program: str, library: str) -> bool:
    """Whether the program starts with the library."""
    env = os.environ | {"LD_PRELOAD": library}
    done = subprocess.run([program, "--version"], env=env, capture_output=True, check=False)
    return done.returncode == 0 and not done.stderr


def main(program: str, library: str, kills: int) -> None:
    program, library = os.path.abspath(program), os.path.abspath(library)
    chance = random.Random(1)
    by_call = can_load(program, library)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "scenario.toml").write_text(SCENARIO)
        began = time.monotonic()
        assert begin(program, folder / "whole.h5").wait() == 0
        took = time.monotonic() - began
        whole = datasets(folder / "whole.h5")
        left, calls = [], 200
        for kill in range(kills):
            path, seen = folder / f"killed{kill}.h5", 0
            if by_call and kill % 2 == 0:
                # One after another while the file comes to be, and anywhere later.
                call = 5 + kill // 4 if kill % 4 == 0 else chance.randint(1, calls)
                if not kill_at_a_call(program, library, path, call):
                    calls = max(20, call)
            else:
                seen = kill_at_a_moment(program, path, chance, took)
            left.append(check_after_kill(program, path, whole, seen))
            resume(program, path, folder / "whole.h5")
            path.unlink()
    print(f"{kills} kills, {'half of them inside writes, ' if by_call else ''}moments left: {left}")
    assert max(left) > 1, "no run was killed in its middle"


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))

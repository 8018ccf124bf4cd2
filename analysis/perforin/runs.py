"""Runs the simulator, as tests of scenarios need it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from perforin.errors import Problem
from perforin.expectations import Form


def project_root() -> Path:
    """The folder of the project: what PERFORIN_ROOT says, or where this package lies."""
    said = os.environ.get("PERFORIN_ROOT")
    return Path(said) if said else Path(__file__).resolve().parents[2]


def program() -> Path:
    """The simulator: what PERFORIN_PROGRAM says, the one that was built, or the start script."""
    said = os.environ.get("PERFORIN_PROGRAM")
    if said:
        return Path(said)
    built = project_root() / "build" / "release" / "perforin"
    return built if built.exists() else project_root() / "perforin"


def simulate(scenario: Path, form: Form, result: Path) -> None:
    """Run a scenario in one of its forms; the result is replaced.

    Raises
    ------
    Problem
        If the program cannot be started or does not come to its end.
    """
    command = [str(program()), "run", str(scenario), "-o", str(result), "--force", "--quiet"]
    command += ["--days", str(form.days)]
    for setting in form.settings:
        command += ["--set", setting]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL)
    except OSError as error:
        raise Problem(f"{command[0]} cannot be started: {error.strerror}") from None
    if done.returncode != 0:
        raise Problem(f"the run failed with exit code {done.returncode}: {' '.join(command)}")

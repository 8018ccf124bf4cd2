"""Holds perforin to the oracle on random series: both judge one table, and must say the same.

usage: agree.py PROGRAM PATIENTS [--seed N]

Ends with 0 if they agree, else prints where they differ.
"""

from __future__ import annotations

import argparse
import pathlib
import subprocess
import sys
import tempfile

import compare
import random_series
import response_oracle


def main(options: argparse.Namespace) -> int:
    """Makes a table, lets both judge it, compares."""
    with tempfile.TemporaryDirectory(prefix="perforin_agree_") as name:
        folder = pathlib.Path(name)
        table, visits, patients = (
            str(folder / f"{file}.csv") for file in ("series", "oracle_visits", "oracle_patients")
        )
        arguments = [str(options.patients), "--seed", str(options.seed), "--output", table]
        random_series.main(random_series.options_of(arguments))
        arguments = [table, "--visits", visits, "--patients", patients]
        if code := response_oracle.main(response_oracle.options_of(arguments)):
            return code
        respond = [options.program, "respond", table, "--quiet"]
        if code := subprocess.run(respond, check=False).returncode:
            print(f"perforin refuses the table, with {code}", file=sys.stderr)
            return code
        theirs = [str(folder / f"series.{file}.csv") for file in ("visits", "patients")]
        return compare.main(["--visits", visits, theirs[0], "--patients", patients, theirs[1]])


def options_of(arguments: list[str]) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description="Hold perforin to the oracle on random series.")
    parser.add_argument("program", help="perforin")
    parser.add_argument("patients", type=int, help="how many")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other series")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(options_of(sys.argv[1:])))
